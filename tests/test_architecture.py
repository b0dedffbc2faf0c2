"""Imports run downward: every module has a floor, rooms on one floor do not know each other, packages have a home."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "lockscan"

FLOORS: tuple[frozenset[str], ...] = (
    frozenset({"errors"}),
    frozenset({"model"}),
    frozenset({"decoding"}),
    frozenset(
        {
            "extraction",
            "gate",
            "graph",
            "linking",
            "masking",
            "matching",
            "planning",
            "scaffolding",
            "scoring",
            "suggestions",
            "texts",
            "triage",
        }
    ),
    frozenset({"adapters", "codemods", "policy", "reporters"}),
    frozenset({"loading"}),
    frozenset({"pipeline"}),
    frozenset({"migration"}),
    frozenset({"cli"}),
    frozenset({"__main__"}),
)

HOMES = {
    "click": ("cli",),
    "libcst": ("extraction",),
    "networkx": ("graph",),
    "msgspec": ("adapters", "linking.values", "model.facts", "reporters.encoding"),
    "tomli": ("adapters",),
}

# An adapter is one door to the outside world; these few are made of others.
ADAPTERS = {
    ("configuration", "regular"),
    ("configuration", "toml"),
    ("files", "configuration"),
    ("files", "gitignore"),
    ("files", "ignorefiles"),
    ("files", "regular"),
    ("ignorefiles", "gitignore"),
    ("ignorefiles", "regular"),
    ("manifests", "toml"),
    ("packs", "toml"),
    ("reports", "facts"),
    ("reports", "sources"),
    ("sources", "files"),
    ("sources", "gitignore"),
    ("sources", "notebooks"),
    ("workers", "processes"),
}


def floor(room: str) -> int | None:
    return next((height for height, rooms in enumerate(FLOORS) if room in rooms), None)


def imported(tree: ast.Module) -> Iterator[str]:
    """Yield the dotted names that a module imports anywhere in it, in functions and for type checkers too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = "." * node.level + (node.module or "")
            # `from package import module` names the module, `from module import name` only what is in it.
            yield from (f"{source}.{alias.name}" for alias in node.names)


def violations(module: str, code: str) -> list[str]:
    """Say what a module, named without the leading ``lockscan.``, imports and should not."""
    room, _, inside = module.partition(".")
    height = floor(room)
    if height is None:
        return [f"{module} has no floor"]
    found = []
    for name in imported(ast.parse(code)):
        package, _, rest = name.partition(".")
        other, _, target = rest.partition(".")
        if package == "lockscan":
            below = other == "__version__" or ((stands := floor(other)) is not None and stands < height)
            doors = room == other == "adapters" and inside != target.split(".")[0]
            listed = (inside, target.split(".")[0]) in ADAPTERS
            if not (below or (listed if doors else room == other)):
                found.append(f"{module} imports {name}")
        elif package in HOMES:
            if not any(module == home or module.startswith(f"{home}.") for home in HOMES[package]):
                found.append(f"{module} imports {name}")
        elif package not in sys.stdlib_module_names:
            found.append(f"{module} imports {name}")
    return found


def modules() -> dict[str, str]:
    """Return the code of every module by name; packages go by their own name, lockscan itself is left out."""
    named = {}
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if name:
            named[name] = path.read_text(encoding="utf-8")
    return named


@pytest.mark.parametrize(("module", "code"), modules().items(), ids=lambda value: value if "\n" not in value else "")
def test_imports_run_downward(module: str, code: str) -> None:
    assert violations(module, code) == []


def test_lockscan_itself_imports_nothing() -> None:
    assert list(imported(ast.parse((ROOT / "__init__.py").read_text(encoding="utf-8")))) == []


def test_no_listed_door_between_adapters_is_unused() -> None:
    used = {
        (name.partition(".")[2], target.split(".")[2])
        for name, code in modules().items()
        for target in imported(ast.parse(code))
        if name.startswith("adapters.") and target.startswith("lockscan.adapters.")
    }
    assert used == ADAPTERS


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("model.finding", "from lockscan.decoding import rules"),
        ("model.finding", "import lockscan.decoding.rules"),
        ("scoring", "from lockscan.graph import couplings"),
        ("scoring", "def late():\n    from lockscan.graph import couplings"),
        ("scoring", "if TYPE_CHECKING:\n    from lockscan.pipeline import scan"),
        ("reporters.json", "from lockscan.adapters.toml import read_toml"),
        ("reporters.json", "from lockscan import adapters"),
        ("adapters.cache", "from lockscan.adapters.toml import read_toml"),
        ("adapters.cache", "from .toml import read_toml"),
        ("pipeline", "from lockscan.cli import main"),
        ("pipeline", "import click"),
        ("pipeline", "import msgspec"),
        ("model.finding", "import msgspec"),
        ("suggestions.use", "import networkx as nx"),
        ("cli.scan", "from libcst import parse_module"),
        ("cli.scan", "import requests"),
        ("attic", "import re"),
    ],
)
def test_what_must_not_be_is_seen(module: str, code: str) -> None:
    assert len(violations(module, code)) == 1


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("model.finding", "from lockscan.model.location import Location\nimport re"),
        ("model.facts", "import msgspec"),
        ("adapters.packs", "from lockscan import __version__\nfrom lockscan.adapters.toml import read_toml"),
        ("pipeline", "from lockscan.scoring import assess\nfrom lockscan.reporters import render"),
        ("graph", "import networkx as nx"),
    ],
)
def test_what_may_be_is_left_alone(module: str, code: str) -> None:
    assert violations(module, code) == []

"""The golden texts of plans: run as a module to write them anew, then read the difference."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from lockscan import __version__
from lockscan.model.migration import MigrationPlan
from lockscan.reporters.options import RenderOptions
from lockscan.reporters.plans import render_plan
from tests.planning.cases import FOUND, planned, report

GOLDEN = Path(__file__).parent / "golden"

HOSTILE = "a`b``<script>[x](javascript:y)|*z*\x1b[2J\u202e\n# @all\r\ud800\\"


def hostile_plan() -> MigrationPlan:
    """Return a plan in which everything that was scanned is hostile."""
    found = tuple(
        (
            replace(
                f,
                symbol=HOSTILE,
                detail=HOSTILE,
                location=replace(f.location, path=f"{HOSTILE}.py", cell=1),
                module=HOSTILE,
            ),
            fate,
        )
        for f, fate in FOUND
    )
    made = report(found)
    points = tuple(
        replace(point, title=HOSTILE, why=HOSTILE, module=HOSTILE, operations=(HOSTILE,)) for point in made.suggestions
    )
    return planned(replace(made, suggestions=points))


def empty_plan() -> MigrationPlan:
    """Return the plan of a project without a vendor."""
    return planned(report(()))


_PLANS: Mapping[str, Callable[[], MigrationPlan]] = {
    "shop": planned,
    "one": lambda: planned(vendors=("cave",)),
    "hostile": hostile_plan,
    "empty": empty_plan,
}
CASES: Mapping[str, tuple[str, Callable[[], MigrationPlan], RenderOptions]] = {
    **{f"{name}.txt": ("terminal", build, RenderOptions()) for name, build in _PLANS.items()},
    "shop-60-verbose-color.txt": ("terminal", planned, RenderOptions(color=True, width=60, verbose=True)),
    **{f"{name}.md": ("markdown", build, RenderOptions()) for name, build in _PLANS.items()},
    **{f"{name}.json": ("json", build, RenderOptions()) for name, build in _PLANS.items()},
}


def rendered(name: str) -> bytes:
    """Return the text of a case, with a word for the version, so that a release changes no golden text."""
    form, build, options = CASES[name]
    text = render_plan(form, build(), options)
    return text.replace(f'ersion": "{__version__}"', 'ersion": "VERSION"').encode()


if __name__ == "__main__":
    for case in CASES:
        (GOLDEN / case).write_bytes(rendered(case))

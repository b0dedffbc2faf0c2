import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run

ROOT = Path(__file__).parent.parent.parent
NAMES = (
    "__init__.py",
    "port.py",
    "failures.py",
    "openai_adapter.py",
    "anthropic_adapter.py",
    "recorded.py",
    "test_contract.py",
)


def test_files_are_written_and_told_of(run: Run, project: Path) -> None:
    ended = run("scaffold", "openai", "--to", "anthropic", "-o", "app/models")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.split("\n")[:8] == [
        "A port for OpenAI and Anthropic: answers",
        *(f"  wrote app/models/{name}" for name in NAMES),
    ]
    assert "  note  Left out, no template covers it: openai.OpenAI().beta.threads.create() (app/shop.py:7)" in ended.out
    assert ended.out.endswith("Now: python -m pytest app/models && mypy --strict app/models\n")
    assert sorted(path.name for path in (project / "app/models").iterdir()) == sorted(NAMES)
    assert "- app/shop.py:8 in describe" in (project / "app/models/port.py").read_text("utf-8")


def test_point_is_a_number_a_module_or_a_vendor(run: Run, project: Path) -> None:
    written = []
    for place, point in enumerate(("1", "app.shop", "openai")):
        assert run("scaffold", point, "app/shop.py", "--to", "litellm", "-o", f"out{place}").code == 0
        written.append({path.name: path.read_bytes() for path in (project / f"out{place}").iterdir()})
    assert written[0] == written[1] == written[2]


def test_nothing_is_overwritten_unless_asked(run: Run, project: Path) -> None:
    folder = project / "models"
    folder.mkdir()
    (folder / "__init__.py").write_text("# mine\n")
    (folder / "port.py").write_text("# mine too\n")
    ended = run("scaffold", "openai", "app", "--to", "anthropic", "-o", "models")
    assert ended.code == 2
    assert ended.err == "lockscan: models: port.py would be overwritten; name another folder, or add --force\n"
    assert sorted(path.name for path in folder.iterdir()) == ["__init__.py", "port.py"]
    ended = run("scaffold", "openai", "app", "--to", "anthropic", "-o", "models", "--force")
    assert ended.code == 0
    assert "  kept  models/__init__.py\n  wrote models/port.py\n" in ended.out
    assert (folder / "__init__.py").read_text() == "# mine\n"
    assert (folder / "port.py").read_text("utf-8").startswith('"""What the code needs')


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        (("9",), "lockscan: '9' is no abstraction point of this project; there are: 1 (openai at app.shop)\n"),
        (
            ("openai", "--to", "azure", "-o", "openai"),
            "lockscan: openai: a package of this name would hide the SDK openai",
        ),
        (
            ("openai", "-o", "my-models"),
            "lockscan: my-models: what is written is a package, and 'my-models' cannot be the name of one",
        ),
        (("openai", "--to", "nowhere"), "lockscan: no target is called 'nowhere'"),
        (("openai", "-o", "app/shop.py/x"), "lockscan: app/shop.py/x: cannot be made: "),
    ],
)
def test_mistakes_are_told(run: Run, arguments: tuple[str, ...], wrong: str) -> None:
    where = () if "-o" in arguments else ("-o", "out")
    ended = run("scaffold", *arguments, *where)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(wrong)


def test_a_vendor_at_the_target_and_one_without_templates(run: Run, project: Path) -> None:
    (project / "app/shop.py").write_text("import anthropic\nanthropic.Anthropic().messages.create(model='m')\n")
    (project / "app/more.py").write_text("import cohere\ncohere.ClientV2().chat(model='m', messages=[])\n")
    at = run("scaffold", "anthropic", "--to", "anthropic", "-o", "out")
    assert at.err == "lockscan: anthropic is at the target anthropic already: name another one with --to\n"
    none = run("scaffold", "cohere", "--to", "anthropic", "-o", "out")
    assert none.err.startswith("lockscan: no template covers what the code does with Cohere (cohere.")
    assert (at.code, none.code, (project / "out").exists()) == (2, 2, False)


@pytest.mark.parametrize(
    ("fixture", "vendor", "target"),
    [("agent_loop", "openai", "anthropic"), ("responses", "openai", "bedrock"), ("streaming", "anthropic", "google")],
)
def test_contract_of_a_whole_project_holds(run: Run, project: Path, fixture: str, vendor: str, target: str) -> None:
    assert run("scaffold", vendor, ROOT / "fixtures" / fixture, "--to", target, "-o", "models").code == 0
    for tool in (["pytest", "-q", "-p", "no:cacheprovider", "models"], ["mypy", "--strict", "models"]):
        done = subprocess.run(  # noqa: S603 - tools of the development environment on files written by lockscan
            [sys.executable, "-m", *tool], cwd=project, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

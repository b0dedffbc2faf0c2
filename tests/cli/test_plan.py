import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_plan_says_what_breaks_and_what_to_do_in_which_order(run: Run, project: Path) -> None:
    ended = run("plan", "--to", "anthropic", "app")
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.split("\n")
    assert lines[0] == "From OpenAI to Anthropic"
    assert "    since 2026-08-26  Assistants API: assistants, threads and runs" in lines
    assert "    until 2027-01-14  models gpt-4o, gpt-4o-mini, gpt-4.1 and gpt-4.1-mini" in lines
    steps = [line[4:].partition("  ")[0] for line in lines if line[:3].strip().isdigit()]
    assert steps[0] == "Read model names, addresses and keys from configuration"
    assert steps[-3:] == [
        "Bring along the data that stays at OpenAI",
        "Send the calls to Anthropic",
        "Remove OpenAI's adapter, imports and requirement",
    ]
    assert project.name == "project"


def test_formats_and_files(run: Run, project: Path) -> None:
    assert run("plan", "--to", "litellm", "-f", "markdown", "-o", "plan.md").out == ""
    assert (project / "plan.md").read_text("utf-8").startswith("# Migration plan: to LiteLLM")
    once = run("plan", "--to", "litellm", "-f", "json")
    assert json.loads(once.out)["target"]["id"] == "litellm"
    assert run("plan", "--to", "litellm", "-f", "json", "--no-cache", "-j", "1").out == once.out


def test_target_comes_from_the_configuration_if_not_named(run: Run, project: Path) -> None:
    (project / "lockscan.toml").write_text('target = "google"\n')
    assert run("plan").out.startswith("From OpenAI to Google\n")


def test_vendor_narrows(run: Run, project: Path) -> None:
    (project / "app/more.py").write_text("import anthropic\nanthropic.Anthropic().messages.create(model='m')\n")
    both = json.loads(run("plan", "--to", "google", "-f", "json").out)
    one = json.loads(run("plan", "--to", "google", "--vendor", "anthropic", "-f", "json").out)
    assert sorted(vendor["id"] for vendor in both["vendors"]) == ["anthropic", "openai"]
    assert [vendor["id"] for vendor in one["vendors"]] == ["anthropic"]


def test_nothing_to_do_is_one_sentence(run: Run, project: Path) -> None:
    plain = run("plan", "--to", "anthropic", "app/plain.py")
    assert plain.out == "No AI vendor found in 1 file: there is nothing to leave, and nothing to plan.\n"
    (project / "app/shop.py").write_text("import anthropic\nanthropic.Anthropic().messages.create(model='m')\n")
    assert run("plan", "--to", "anthropic").out == (
        "Nothing has to change in the code to get to Anthropic.\n\n"
        "Anthropic\n  Anthropic is at the target already: there is nothing to leave.\n"
    )


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        (("--to", "nowhere"), "lockscan: no target is called 'nowhere'; known: openai-compatible, litellm, "),
        (("--to", "nowhere", "app/plain.py"), "lockscan: no target is called 'nowhere'; known: "),
        (("--vendor", "nobody"), "lockscan: no vendor is called 'nobody'; known: "),
        (("-o", "missing/plan.txt"), "lockscan: missing/plan.txt: cannot be written: "),
    ],
)
def test_mistakes_are_told(run: Run, arguments: tuple[str, ...], wrong: str) -> None:
    ended = run("plan", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(wrong)

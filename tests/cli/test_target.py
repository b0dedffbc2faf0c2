"""What ``--to`` makes of a scan, through the whole program."""

import json
from pathlib import Path

from lockscan.adapters.packs import load_rules
from tests.cli.conftest import Run


def _vendor(run: Run, *arguments: str) -> tuple[object, dict[str, object]]:
    document = json.loads(run("--format", "json", *arguments).out)
    (vendor,) = document["vendors"]
    return document["target"], vendor


def _fates(vendor: dict[str, object]) -> list[tuple[str, int]]:
    shares = vendor["fates"]
    assert isinstance(shares, list)
    return [(share["fate"], len(share["findings"])) for share in shares]


def test_the_target_decides_what_becomes_of_the_code(run: Run, project: Path) -> None:
    assert project == Path.cwd()
    target, own = _vendor(run)
    assert target == {"id": "openai-compatible", "name": "an OpenAI-compatible server of your own"}
    named, other = _vendor(run, "--to", "anthropic")
    assert named == {"id": "anthropic", "name": "Anthropic"}
    assert _fates(own) == [("survives", 3), ("mechanical", 2), ("no-equivalent", 2)]
    assert _fates(other) == [("mechanical", 5), ("redesign", 2)]


def test_configuration_names_a_target_and_the_option_replaces_it(run: Run, project: Path) -> None:
    (project / "lockscan.toml").write_text('target = "azure"\n')
    assert _vendor(run)[0] == {"id": "azure", "name": "Azure OpenAI"}
    assert _vendor(run, "--to", "bedrock")[0] == {"id": "bedrock", "name": "Amazon Bedrock"}


def test_a_vendor_that_is_at_a_target_names_it_too(run: Run, project: Path) -> None:
    assert project == Path.cwd()
    assert _vendor(run, "--to", "aws.bedrock")[0] == {"id": "bedrock", "name": "Amazon Bedrock"}


def test_an_unknown_target_is_a_mistake(run: Run, project: Path) -> None:
    assert project == Path.cwd()
    ended = run("--to", "moon")
    known = ", ".join(target.id for target in load_rules().targets)
    assert (ended.code, ended.out) == (2, "")
    assert f"no target is called 'moon'; known: {known}" in ended.err


def test_a_pack_of_the_project_adds_a_target(run: Run, project: Path) -> None:
    (project / "house.toml").write_text(
        '[[target]]\nid = "house"\nname = "Our server"\naddress = true\n'
        '[[portability]]\ntargets = ["house"]\nvendors = ["openai"]\n'
        "[portability.fates]\n"
        'chat = ["same"]\nserver_state = ["same"]\nclient = ["same"]\nmodel_choice = ["same"]\n'
        'types = ["same"]\nprompt_format = ["same"]\n'
    )
    (project / "lockscan.toml").write_text('rules = ["house.toml"]\ntarget = "house"\n')
    target, vendor = _vendor(run)
    assert target == {"id": "house", "name": "Our server"}
    # The client and the model's name change, and nothing else.
    assert vendor["effort"] == 2
    assert [(volume["plan"], volume["lines"]["expected"]) for volume in vendor["volumes"]] == [("in-place", 4)]  # type: ignore[attr-defined]

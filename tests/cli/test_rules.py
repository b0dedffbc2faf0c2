import json
from pathlib import Path

from lockscan.adapters.packs import load_rules
from tests.cli.conftest import Run


def test_every_rule_is_listed_once(run: Run, project: Path) -> None:
    ended = run("rules")
    heading, *rows, blank, total = ended.out.splitlines()
    assert (ended.code, ended.err, blank) == (0, "", "")
    assert heading.split() == ["rule", "vendor", "kind", "severity", "effort", "title"]
    known = load_rules().rules
    assert sorted(row.split()[0] for row in rows) == sorted(rule.id for rule in known)
    assert total == f"{len(known):,} rules"
    assert project.is_dir()


def test_vendor_and_kind_narrow_the_list(run: Run, project: Path) -> None:
    listed = json.loads(run("rules", "--vendor", "openai", "--kind", "call", "-f", "json").out)["rules"]
    wanted = {r.id for r in load_rules().rules if (r.vendor, r.match.kind.value) == ("openai", "call")}
    assert {rule["id"] for rule in listed} == wanted
    assert wanted
    assert project.is_dir()


def test_an_unknown_vendor_or_kind_is_2_with_the_nearest(run: Run, project: Path) -> None:
    vendor, kind = run("rules", "--vendor", "opnai"), run("rules", "--kind", "cal")
    assert (vendor.code, vendor.err) == (2, "lockscan: --vendor opnai: not known; did you mean 'openai'?\n")
    assert (kind.code, kind.err) == (2, "lockscan: --kind cal: not known; did you mean 'call'?\n")
    assert project.is_dir()


def test_packs_of_the_configuration_are_listed_and_their_mistakes_told(run: Run, project: Path) -> None:
    (project / "lockscan.toml").write_text('rules = ["own.toml"]\n')
    (project / "own.toml").write_text('[vendor]\nid = "own"\ncolour = "red"\n')
    ended = run("rules")
    assert (ended.code, ended.out) == (2, "")
    assert "own.toml:3" in ended.err

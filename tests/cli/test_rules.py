import json
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, ValidationError

from lockscan.adapters.packs import load_rules
from lockscan.cli.catalogue import SCHEMA, VERSION
from lockscan.model.rule import Category, Confidence, MatchKind, Portability, Role, Severity
from tests.cli.conftest import Run

_SCHEMA = json.loads((files("lockscan") / "schemas" / f"rules-{VERSION}.schema.json").read_text("utf-8"))
_VALIDATOR = Draft202012Validator(_SCHEMA)

ACME = """\
[vendor]
id = "acme"
name = "Acme"
category = "model-api"
distributions = ["pkg:pypi/acme-ai"]
[vendor.roots]
acme = "acme-ai"
"""


def rule(path: str, matched: str, left_alone: str, ident: str = "acme-ask") -> str:
    return f"""
[[rule]]
id = "{ident}"
title = "Question"
message = "asks Acme"
capability = "chat"
severity = "low"
confidence = "high"
effort = 1
remediation = "Ask somebody else."
[rule.match]
kind = "call"
paths = ["{path}()"]
[[rule.example]]
match = true
code = '''
{matched}
'''
[[rule.example]]
match = false
note = "another call"
code = '''
{left_alone}
'''
"""


ASK = 'import acme\n\nacme.Acme().ask("why")'
TELL = 'import acme\n\nacme.Acme().tell("so")'
PACK = ACME + rule("acme.Acme().ask", ASK, TELL)


def test_every_rule_is_listed_once(run: Run, project: Path) -> None:
    ended = run("rules")
    heading, *rows, blank, total = ended.out.splitlines()
    assert (ended.code, ended.err, blank) == (0, "", "")
    assert heading.split() == ["rule", "vendor", "kind", "severity", "effort", "title"]
    known = load_rules().rules
    assert sorted(row.split()[0] for row in rows) == sorted(rule.id for rule in known)
    assert total == f"{len(known):,} rules"
    assert project.is_dir()


def test_vendor_and_kind_narrow_the_list_and_what_it_is_about(run: Run, project: Path) -> None:
    listed = json.loads(run("rules", "--vendor", "openai", "--kind", "call", "-f", "json").out)
    wanted = [r for r in load_rules().rules if (r.vendor, r.match.kind.value) == ("openai", "call")]
    assert [rule["id"] for rule in listed["rules"]] == sorted(rule.id for rule in wanted)
    assert [vendor["id"] for vendor in listed["vendors"]] == ["openai"]
    assert [one["id"] for one in listed["capabilities"]] == sorted({rule.capability for rule in wanted})
    assert wanted
    assert project.is_dir()


def test_an_unknown_vendor_or_kind_is_2_with_the_nearest(run: Run, project: Path) -> None:
    vendor, kind = run("rules", "--vendor", "opnai"), run("rules", "--kind", "cal")
    assert (vendor.code, vendor.err) == (2, "lockscan: --vendor opnai: not known; did you mean 'openai'?\n")
    assert (kind.code, kind.err) == (2, "lockscan: --kind cal: not known; did you mean 'call'?\n")
    assert project.is_dir()


# JSON


def test_the_list_follows_the_published_schema(run: Run, project: Path) -> None:
    document = json.loads(run("rules", "-f", "json").out)
    Draft202012Validator.check_schema(_SCHEMA)
    _VALIDATOR.validate(document)
    assert document["schema"] == _SCHEMA["$id"] == SCHEMA
    known = load_rules()
    assert [rule["id"] for rule in document["rules"]] == [
        rule.id for rule in sorted(known.rules, key=lambda rule: (rule.vendor, rule.id))
    ]
    assert sorted(vendor["id"] for vendor in document["vendors"]) == sorted({rule.vendor for rule in known.rules})
    assert project.is_dir()


def test_a_rule_is_told_as_its_pack_has_it(run: Run, project: Path) -> None:
    (project / "lockscan.toml").write_text('rules = ["own.toml"]\n')
    (project / "own.toml").write_text(PACK)
    document = json.loads(run("rules", "--vendor", "acme", "-f", "json").out)
    _VALIDATOR.validate(document)
    assert document["vendors"] == [
        {
            "id": "acme",
            "name": "Acme",
            "category": "model-api",
            "gateway": False,
            "distributions": ["pkg:pypi/acme-ai"],
            "roots": [{"root": "acme", "distribution": "acme-ai"}],
            "hosts": [],
        }
    ]
    assert document["rules"] == [
        {
            "id": "acme-ask",
            "vendor": "acme",
            "kind": "call",
            "severity": "low",
            "confidence": "high",
            "effort": 1,
            "capability": "chat",
            "portable": False,
            "title": "Question",
            "message": "asks Acme",
            "remediation": "Ask somebody else.",
            "match": {
                "paths": ["acme.Acme().ask()"],
                "names": [],
                "values": [],
                "pattern": "",
                "needles": [],
                "roles": [],
                "urls": [],
                "without": [],
            },
            "examples": [
                {"match": True, "note": "", "code": 'import acme\n\nacme.Acme().ask("why")\n'},
                {"match": False, "note": "another call", "code": 'import acme\n\nacme.Acme().tell("so")\n'},
            ],
        }
    ]
    assert [one["id"] for one in document["capabilities"]] == ["chat"]


@pytest.mark.parametrize("place", ["tool", "vendors", "capabilities", "rules"])
def test_the_schema_takes_no_unknown_and_no_missing_field(run: Run, project: Path, place: str) -> None:
    document = json.loads(run("rules", "--vendor", "openai", "-f", "json").out)
    part = document[place][0] if isinstance(document[place], list) else document[place]
    part["surprise"] = 1
    with pytest.raises(ValidationError, match="surprise"):
        _VALIDATOR.validate(document)
    del part["surprise"]
    del part[next(iter(part))]
    with pytest.raises(ValidationError, match="required"):
        _VALIDATOR.validate(document)
    assert project.is_dir()


def test_the_schema_knows_every_word() -> None:
    rule, vendor = _SCHEMA["$defs"]["rule"]["properties"], _SCHEMA["$defs"]["vendor"]["properties"]
    capability, match = _SCHEMA["$defs"]["capability"]["properties"], _SCHEMA["$defs"]["match"]["properties"]
    for words, kind in (
        (rule["kind"], MatchKind),
        (rule["severity"], Severity),
        (rule["confidence"], Confidence),
        (vendor["category"], Category),
        (capability["portability"], Portability),
        (match["roles"]["items"], Role),
    ):
        assert words["enum"] == [member.value for member in kind]


# Packs of the user's own


def test_packs_are_looked_for_where_the_configuration_lies_and_their_mistakes_told(run: Run, project: Path) -> None:
    (project / "lint").mkdir()
    (project / "lint/lockscan.toml").write_text('rules = ["own"]\n')
    (project / "lint/own").mkdir()
    (project / "lint/own/a.toml").write_text('[vendor]\nid = "own"\ncolour = "red"\n')
    ended = run("rules", "--config", "lint/lockscan.toml")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "lockscan: lint/own/a.toml:1:2: vendor: name is missing\n"
        "lockscan: lint/own/a.toml:1:2: vendor: category is missing\n"
        "lockscan: lint/own/a.toml:3:1: vendor.colour: is no known key; "
        "what may still stand here: roots, name, category, distributions, hosts, gateway, local\n"
    )


def test_examples_that_do_as_they_say_pass(run: Run, project: Path) -> None:
    (project / "own.toml").write_text(PACK)
    named = run("rules", "test", "own.toml")
    (project / "lockscan.toml").write_text('rules = ["own.toml"]\n')
    configured = run("rules", "test")
    assert named == configured
    assert (named.code, named.out, named.err) == (0, "2 examples of 1 rule passed\n", "")


def test_examples_that_do_not_are_told_with_what_was_found(run: Run, project: Path) -> None:
    (project / "own").mkdir()
    (project / "own/a.toml").write_text(ACME + rule("acme.Acme().ask", TELL, ASK))
    other = rule("openai.OpenAI().ask", "from openai import OpenAI", "OpenAI(", "house-ask")
    (project / "own/b.toml").write_text('vendor = "openai"\n' + other)
    ended = run("rules", "test", "own")
    assert (ended.code, ended.err) == (1, "")
    assert ended.out == (
        'own/a.toml:21:8: rule 1 "acme-ask": example 1: is not matched; nothing is found in it; '
        "its paths: acme.Acme(), acme.Acme().tell()\n"
        'own/a.toml:28:8: rule 1 "acme-ask": example 2: is matched, and should be left alone\n'
        'own/b.toml:15:8: rule 1 "house-ask": example 1: is not matched; openai-import is found in it\n'
        "own/b.toml:20:8: rule 1 \"house-ask\": example 2: cannot be analysed: line 1: '(' was never closed\n"
        "4 examples of 4 failed\n"
    )


def test_a_pack_with_mistakes_is_not_tried(run: Run, project: Path) -> None:
    (project / "own.toml").write_text(PACK.replace("effort = 1", "effort = 14"))
    ended = run("rules", "test", "own.toml")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == 'lockscan: own.toml:16:1: rule 1 "acme-ask": effort: must be at most 13\n'


def test_nothing_to_try_is_2(run: Run, project: Path) -> None:
    ended = run("rules", "test")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "lockscan: no rule pack to test: name files or folders, or `rules` in the configuration\n"
    (project / "empty").mkdir()
    assert run("rules", "test", "empty").err == "lockscan: empty: holds no rule pack; those are files named *.toml\n"
    assert run("rules", "test", "gone").err == "lockscan: gone: no such file or folder of rule packs\n"


def test_a_rule_of_ones_own_goes_before_an_equally_specific_one(run: Run, project: Path) -> None:
    code = "from openai import OpenAI\n\nOpenAI().{}()"
    matched, left_alone = code.format("chat.completions.create"), code.format("embeddings.create")
    pack = rule("openai.OpenAI().chat.completions.create", matched, left_alone, "house-chat")
    (project / "own.toml").write_text('vendor = "openai"\n' + pack)
    assert run("rules", "test", "own.toml").out == "2 examples of 1 rule passed\n"

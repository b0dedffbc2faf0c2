import json
from pathlib import Path

import pytest

from lockscan.adapters.packs import load_rules
from lockscan.model.rule import Rule
from tests.cli.conftest import Run

PACK = """\
[vendor]
id = "acme"
name = "Acme"
category = "model-api"
distributions = ["pkg:pypi/acme"]
hosts = []
[vendor.roots]
"acme" = "acme"

[[rule]]
id = "acme-thread"
title = "Acme thread"
message = "keeps a conversation at Acme"
capability = "server_state"
severity = "high"
confidence = "high"
effort = 8
remediation = "Keep the messages in a store of your own."
[rule.match]
kind = "call"
paths = ["acme.Client().threads.create()"]
[[rule.example]]
match = true
code = '''
import acme

acme.Client().threads.create()
'''
[[rule.example]]
match = false
note = "another client"
code = '''
import emca
'''
"""

TEXT = """\
acme-thread
Acme thread (Acme)

finds       code that keeps a conversation at Acme
matches     call: acme.Client().threads.create()
severity    high: has to be redesigned
effort      8 points (1 mechanical, 3 adapt, 8 redesign, 13 no equivalent)
confidence  high: proven by following the name to its import
"""

REST = """\
remedy      Keep the messages in a store of your own.

Matches:
    import acme

    acme.Client().threads.create()

Does not match (another client):
    import emca
"""


@pytest.fixture
def acme(project: Path) -> Path:
    (project / "lockscan.toml").write_text('rules = ["acme.toml"]\n')
    (project / "acme.toml").write_text(PACK)
    return project


@pytest.mark.usefixtures("acme")
def test_a_rule_is_told_whole(run: Run) -> None:
    ended = run("explain", "acme-thread")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith(TEXT)
    assert ended.out.endswith(REST)
    told = " ".join(ended.out[len(TEXT) : -len(REST)].split())
    capability = next(found for found in load_rules().capabilities if found.id == "server_state")
    for part in (capability.title, capability.equivalent, capability.state):
        assert part
        assert part in told


@pytest.mark.usefixtures("acme")
def test_a_rule_as_json(run: Run) -> None:
    told = json.loads(run("explain", "acme-thread", "--format", "json").out)
    assert told.pop("capability")["id"] == "server_state"
    assert told == {
        "version": 1,
        "id": "acme-thread",
        "vendor": "acme",
        "title": "Acme thread",
        "message": "keeps a conversation at Acme",
        "severity": "high",
        "confidence": "high",
        "effort": 8,
        "portable": False,
        "remediation": "Keep the messages in a store of your own.",
        "match": {
            "kind": "call",
            "paths": ["acme.Client().threads.create()"],
            "names": [],
            "values": [],
            "pattern": "",
            "needles": [],
            "roles": [],
        },
        "examples": [
            {"match": True, "note": "", "code": "import acme\n\nacme.Client().threads.create()\n"},
            {"match": False, "note": "another client", "code": "import emca\n"},
        ],
    }


@pytest.mark.usefixtures("acme")
def test_an_unknown_rule_is_2_with_near_ones(run: Run) -> None:
    near, far = run("explain", "acme-tread"), run("explain", "zzz")
    assert (near.code, near.out, far.code) == (2, "", 2)
    assert near.err.startswith("lockscan: acme-tread: no such rule; did you mean acme-thread")
    assert far.err == "lockscan: zzz: no such rule; lockscan rules lists them all\n"


@pytest.mark.parametrize("rule", load_rules().rules[::20], ids=lambda rule: rule.id)
def test_shipped_rules_can_be_explained(rule: Rule, run: Run, project: Path) -> None:
    ended = run("explain", rule.id)
    assert (ended.code, ended.err) == (0, "")
    assert rule.message in " ".join(ended.out.split())
    assert project.is_dir()

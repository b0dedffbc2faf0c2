import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from jsonschema import Draft202012Validator

from lockscan.model.finding import Portable
from lockscan.model.report import Report
from lockscan.model.rule import MatchKind, Severity
from lockscan.reporters.options import RenderOptions
from lockscan.reporters.sarif import log, render
from tests.sample_report import diagnostics_report, empty_report, hostile_report, place, sample_report

# A part of the standard's schema, closed: what the reporter may write, with the limits of GitHub. The official schema
# and GitHub's own rules come with npm's @microsoft/sarif-multitool-linux, which nothing here installs:
#   Sarif.Multitool validate sample.sarif --rule-kind 'Sarif;Ghas' --level 'Error;Warning'
_VALIDATOR = Draft202012Validator(json.loads((Path(__file__).parent / "sarif_subset.schema.json").read_text("utf-8")))


@pytest.mark.parametrize("build", [sample_report, hostile_report, empty_report, diagnostics_report])
def test_log_follows_the_schema(build: Callable[[], Report]) -> None:
    document = json.loads(render(build(), RenderOptions()))
    _VALIDATOR.validate(document)
    (run,) = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        links = re.findall(r"(?<!\\)\[(?:[^\[\]\\]|\\.)*\]\((\d+)\)", result["message"]["text"])
        assert links == [str(related["id"]) for related in result.get("relatedLocations", [])]


def test_rules_are_those_that_fired() -> None:
    rules = json.loads(render(hostile_report(), RenderOptions()))["runs"][0]["tool"]["driver"]["rules"]
    assert [(rule["id"], rule["name"]) for rule in rules] == [
        ("openai-import", "OpenaiImport"),
        ("openai-model", "OpenaiModel"),
    ]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("app/llm.py", b"app/llm.py"),
        ("a b/[c]#?%.py", b"a b/[c]#?%.py"),
        ("c:d.py", b"c:d.py"),
        ("caf\udce9.py", b"caf\xe9.py"),
        ("lone\ud800.py", "lone\ufffd.py".encode()),
    ],
)
def test_uri_is_the_bytes_of_the_path(path: str, uri: bytes) -> None:
    first = replace(hostile_report().findings[0], location=place(path, 1, 1, 1))
    document = json.loads(render(replace(hostile_report(), findings=(first,)), RenderOptions()))
    (result,) = document["runs"][0]["results"]
    written = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"[A-Za-z0-9/._~%-]+", written)
    assert unquote_to_bytes(written) == uri


def test_what_is_too_much_is_cut_by_severity_and_told() -> None:
    report = sample_report()
    severe = [f for f in report.findings if f.severity is not Severity.LOW]
    run = json.loads(json.dumps(log(report, most=len(severe))))["runs"][0]
    assert [result["partialFingerprints"]["lockscanFinding/v1"] for result in run["results"]] == [
        f.fingerprint for f in severe
    ]
    assert run["invocations"][0]["toolExecutionNotifications"][-1] == {
        "descriptor": {"id": "results-cut"},
        "level": "warning",
        "message": {"text": "13 results of the lowest severity left out: a log holds at most 9."},
    }


CHAT = "openai.OpenAI().chat.completions.create()"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"symbol": CHAT}, (None, "error", "call")),
        ({"symbol": CHAT, "portable": Portable.CUSTOM_ENDPOINT}, (None, "error", "call")),
        ({"symbol": "https://api.openai.com/v1/chat/completions"}, (None, "error", "request")),
        ({"symbol": CHAT, "portable": Portable.NEUTRAL_LAYER}, ("informational", "none", "neutral-call")),
        ({"symbol": "tiktoken.get_encoding()", "distribution": "tiktoken"}, (None, "error", "local-call")),
        ({"kind": MatchKind.IMPORT, "symbol": "openai"}, (None, "error", "import")),
        ({"kind": MatchKind.IMPORT, "symbol": "openai", "dynamic": True}, (None, "error", "dynamic-import")),
        ({"kind": MatchKind.DISTRIBUTION, "distribution": "tiktoken"}, (None, "error", "distribution")),
    ],
)
def test_kind_tells_the_use_of_a_service_by_its_sdk_from_the_rest(
    change: dict[str, Any], told: tuple[str | None, str, str]
) -> None:
    report = sample_report()
    call = next(f for f in report.findings if f.kind is MatchKind.CALL and f.severity is Severity.HIGH)
    vendors = tuple(replace(vendor, local=("tiktoken",)) for vendor in report.rules.vendors)
    changed = replace(report, findings=(replace(call, **change),), rules=replace(report.rules, vendors=vendors))
    document = json.loads(render(changed, RenderOptions()))
    (result,) = document["runs"][0]["results"]
    assert (result.get("kind"), result["level"], result["properties"]["kind"]) == told
    _VALIDATOR.validate(document)


def test_a_suppressed_result_is_cut_first() -> None:
    report = sample_report()
    run = json.loads(json.dumps(log(report, most=len(report.findings) - 1)))["runs"][0]
    assert [result for result in run["results"] if "suppressions" in result] == []

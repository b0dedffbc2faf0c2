"""The benchmark of accuracy itself: what it counts, and that it does not count what cannot be compared."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks" / "accuracy"))

from comparison import compare, strangers
from labels import Found, Label, family, read_findings


def label(path: str, line: int, kind: str = "call") -> Label:
    return Label(path, line, range(line, line + 1), kind, "openai", "OpenAI", kind == "call", False, "ai")


def found(path: str, line: int, apart: str = "") -> Found:
    return Found(path, line, "openai-chat", "call", "openai", "high", "", apart)


def test_paths_that_begin_elsewhere_are_no_result() -> None:
    labels = [label("app/a.py", 1), label("app/b.py", 1, "attribute")]
    assert strangers(labels, [found("checkout/app/a.py", 1)])
    assert strangers(labels, [])
    assert strangers(labels, [found("app/b.py", 1)])
    assert not strangers(labels, [found("app/a.py", 9)])
    assert not strangers([], [found("app/a.py", 1)])


def test_findings_are_right_neutral_unjudged_or_wrong() -> None:
    labels = [label("a.py", 1), label("a.py", 2, "attribute"), label("a.py", 3, "unjudged"), label("a.py", 5)]
    score = compare(labels, [found("a.py", line) for line in (1, 2, 3, 4)])
    assert (
        [one.line for one in score.right.values()],
        [one.line for one in score.neutral.values()],
        [one.line for one in score.unjudged.values()],
        [one.line for one in score.wrong_of("")],
        [one.line for one in score.missed],
    ) == ([1], [2], [3], [4], [5])


@pytest.mark.parametrize("apart", ["neutral", "local", "dynamic", "request"])
def test_what_no_label_can_judge_hits_none(apart: str) -> None:
    score = compare([label("a.py", 1)], [found("a.py", 1, apart)])
    assert (score.right, score.hit) == ({}, frozenset())


def test_findings_are_told_apart_by_kind_sdk_and_reading(tmp_path: Path) -> None:
    kinds = [
        ("call", "openai", 1), ("call", "openai", 2), ("call", "other-sdk", 3), ("neutral-call", "litellm", 4),
        ("local-import", "tiktoken", 5), ("dynamic-import", "openai", 6), ("request", "openai", 7),
        ("literal", "openai", 8), ("distribution", "openai", 9),
    ]  # fmt: skip
    results = [
        {
            "ruleId": "rule",
            "message": {"text": ""},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a.py"}, "region": {"startLine": line}}}],
            "properties": {"kind": kind, "distribution": distribution, "confidence": "high"},
        }
        for kind, distribution, line in kinds
    ]
    log = tmp_path / "log.sarif"
    log.write_text(json.dumps({"runs": [{"results": results}]}), encoding="utf-8")
    read = read_findings(log, frozenset({"openai"}), frozenset({("a.py", 2, "openai")}))
    assert [(one.line, one.apart) for one in read] == [
        (1, ""), (2, "confirmed"), (3, "unlabelled"), (4, "neutral"), (5, "local"), (6, "dynamic"), (7, "request"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mypy-boto3-bedrock-runtime", "aws"), ("types-aiobotocore-s3", "aws"), ("boto3", "aws"),
        ("google-ai-generativelanguage", "google"), ("databricks-sdk", "databricks"), ("azure-ai-inference", "azure"),
    ],
)  # fmt: skip
def test_distributions_of_one_company_are_one_family(name: str, expected: str) -> None:
    assert family(name) == expected

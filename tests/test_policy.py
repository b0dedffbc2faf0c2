from dataclasses import replace

import pytest

from lockscan.model.config import Config
from lockscan.model.finding import Finding, Portable, Suppression
from lockscan.model.report import Report
from lockscan.model.rule import Severity
from lockscan.policy import Verdict, judge
from tests.sample_report import sample_report

SAMPLE = sample_report()
HIGH = next(f for f in SAMPLE.active if f.severity is Severity.HIGH and not f.is_test and f.portable is Portable.NO)


def report(*findings: Finding) -> Report:
    return replace(SAMPLE, findings=findings)


def test_without_a_gate_everything_passes_silently() -> None:
    assert judge(report(HIGH), Config()) == Verdict(passed=True, exit_code=0, text="")


@pytest.mark.parametrize(
    ("severity", "fail_on", "text"),
    [
        (Severity.LOW, Severity.LOW, "Gate: 1 finding of low severity or above fails the scan (--fail-on low)."),
        (Severity.HIGH, Severity.LOW, "Gate: 1 finding of low severity or above fails the scan (--fail-on low)."),
        (
            Severity.MEDIUM,
            Severity.MEDIUM,
            "Gate: 1 finding of medium severity or above fails the scan (--fail-on medium).",
        ),
        (Severity.HIGH, Severity.HIGH, "Gate: 1 finding of high severity fails the scan (--fail-on high)."),
    ],
)
def test_at_least_the_severity_fails(severity: Severity, fail_on: Severity, text: str) -> None:
    verdict = judge(report(replace(HIGH, severity=severity)), Config(fail_on=fail_on))
    assert verdict == Verdict(passed=False, exit_code=1, text=text)


def test_several_are_counted() -> None:
    verdict = judge(report(*[HIGH] * 1200), Config(fail_on=Severity.HIGH))
    assert verdict.text == "Gate: 1,200 findings of high severity fail the scan (--fail-on high)."


@pytest.mark.parametrize(
    "finding",
    [
        replace(HIGH, severity=Severity.LOW),
        replace(HIGH, is_test=True),
        replace(HIGH, portable=Portable.SELF_HOSTED),
        replace(HIGH, suppression=Suppression("why", 1)),
    ],
    ids=["below", "test code", "portable", "suppressed"],
)
def test_what_does_not_bind_passes(finding: Finding) -> None:
    text = "Gate: no finding of medium severity or above in product code (--fail-on medium)."
    assert judge(report(finding), Config(fail_on=Severity.MEDIUM)) == Verdict(passed=True, exit_code=0, text=text)

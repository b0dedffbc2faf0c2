from lockscan.model.diagnostic import Diagnostic, DiagnosticKind
from lockscan.model.directive import Directive
from lockscan.model.finding import Finding, Portable, Suppression
from lockscan.model.location import Location, Region
from lockscan.model.rule import Confidence, MatchKind, Severity
from lockscan.triage import triage

UNUSED = DiagnosticKind.UNUSED_SUPPRESSION
KNOWN = frozenset({"acme-chat", "acme-embed", "acme-import"})


def finding(rule: str, line: int, path: str = "a.py", cell: int = 0) -> Finding:
    return Finding(
        rule=rule,
        vendor="acme",
        distribution="acme",
        kind=MatchKind.CALL,
        capability="chat",
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        effort=1,
        message="calls Acme",
        remediation="Use another.",
        location=Location(path, Region(line, 1, line + 2, 9), cell),
        module="a",
        scope="",
        symbol="acme.ask()",
        detail="ask",
        ordinal=0,
        fingerprint="",
        is_test=False,
        portable=Portable.NO,
        related=(),
        snippet="",
    )


def outcome(
    findings: tuple[Finding, ...], *directives: Directive
) -> tuple[list[Suppression | None], tuple[Diagnostic, ...]]:
    triaged, diagnostics = triage(findings, {"a.py": directives}, KNOWN)
    return [one.suppression for one in triaged], diagnostics


def test_a_directive_covers_its_rules_on_its_lines() -> None:
    findings = (
        finding("acme-chat", 1),
        finding("acme-embed", 1),
        finding("acme-chat", 2),
        finding("acme-chat", 4),
        finding("acme-chat", 1, "b.py"),
        finding("acme-chat", 1, cell=3),
    )
    assert outcome(findings, Directive(("acme-chat",), "known", 1, 1, 3)) == (
        [Suppression("known", 1), None, Suppression("known", 1), None, None, None],
        (),
    )


def test_without_ids_it_covers_every_rule_and_the_narrowest_gives_the_reason() -> None:
    findings = (finding("acme-chat", 2), finding("acme-embed", 9))
    directives = (Directive((), "generated", 1, 1, 20), Directive(("acme-chat",), "here", 2, 2, 2))
    assert outcome(findings, *directives) == ([Suppression("here", 2), Suppression("generated", 1)], ())


def test_what_suppresses_nothing_is_told_id_by_id() -> None:
    directives = (
        Directive((), "", 7, 7, 7),
        Directive(("acme-chat", "acme-embed", "acme-chta", "zzz"), "", 1, 1, 1),
        Directive((), "", 5, 1, 1, cell=2),
    )
    assert outcome((finding("acme-chat", 1),), *directives) == (
        [Suppression("", 1)],
        (
            Diagnostic("a.py", 1, UNUSED, "acme-chta is no known rule; did you mean acme-chat?"),
            Diagnostic("a.py", 1, UNUSED, "nothing to suppress for acme-embed"),
            Diagnostic("a.py", 1, UNUSED, "zzz is no known rule"),
            Diagnostic("a.py", 5, UNUSED, "nothing to suppress", 2),
            Diagnostic("a.py", 7, UNUSED, "nothing to suppress"),
        ),
    )

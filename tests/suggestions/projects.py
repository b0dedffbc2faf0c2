"""Small projects to measure: findings, modules and calls in as few words as a test needs."""

from dataclasses import replace

from lockscan.graph import reach
from lockscan.model.assessment import Assessment
from lockscan.model.finding import Finding, Portable
from lockscan.model.location import Location, Region
from lockscan.model.program import Module, Program, ProjectCall
from lockscan.model.rule import (
    Capability,
    Category,
    Confidence,
    Match,
    MatchKind,
    Portability,
    Role,
    Rule,
    Severity,
    Vendor,
)
from lockscan.model.ruleset import RuleSet
from lockscan.scoring import assess, changing

CHAT = "acme.Acme().chat()"
ENDPOINT = Rule(
    id="acme-endpoint",
    vendor="acme",
    title="",
    message="",
    match=Match(MatchKind.LITERAL, roles=(Role.ENDPOINT,)),
    capability="chat",
    severity=Severity.LOW,
    confidence=Confidence.LOW,
    effort=1,
    remediation="",
    examples=(),
)
RULES = RuleSet(
    vendors=(
        Vendor("acme", "Acme", Category.MODEL_API),
        Vendor("bolt", "Bolt", Category.VECTOR_STORE),
        Vendor("thin", "Thin", Category.NEUTRAL),
    ),
    rules=(ENDPOINT,),
    capabilities=(
        Capability("chat", "Chat", Portability.ADAPT, ""),
        Capability("models", "Models", Portability.SAME, ""),
        Capability("tools", "Tools", Portability.ADAPT, ""),
        Capability("batch", "Batch", Portability.PARTIAL, ""),
        Capability("threads", "Threads", Portability.NONE, "", "threads and their messages"),
    ),
    aliases=(),
    digest="",
)


def finding(
    place: str,
    line: int = 1,
    symbol: str = CHAT,
    kind: MatchKind = MatchKind.CALL,
    **changes: object,
) -> Finding:
    """Return a finding at ``module:scope``."""
    module, _, scope = place.partition(":")
    made = Finding(
        rule=f"acme-{kind.value}",
        vendor="acme",
        distribution="acme",
        kind=kind,
        capability="chat",
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        effort=1,
        message="",
        remediation="",
        location=Location(f"{module.replace('.', '/')}.py", Region(line, 1, line, 9)),
        module=module,
        scope=scope,
        symbol=symbol,
        detail="",
        ordinal=0,
        fingerprint=f"{kind.value}@{place}#{line}",
        is_test=False,
        portable=Portable.NO,
        related=(),
        snippet="",
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the names and types are those of Finding's fields


def program(imports: dict[str, tuple[str, ...]], *calls: str, tests: tuple[str, ...] = ()) -> Program:
    """Return a program of modules with their imports, and calls written ``module:scope -> module:scope``."""
    modules = tuple(Module(n, f"{n.replace('.', '/')}.py", n in tests, found) for n, found in imports.items())
    made = []
    for call in calls:
        (caller, _, caller_scope), (callee, _, callee_scope) = (end.partition(":") for end in call.split(" -> "))
        made.append(ProjectCall(caller, caller_scope, callee, callee_scope))
    return Program((), modules, tuple(made))


def rescore(code: Program, findings: tuple[Finding, ...]) -> tuple[Assessment, ...]:
    """Measure and assess, as a scan does."""
    return assess(reach(code, changing(findings, RULES), RULES), findings, RULES)

"""A report to plan from: a shop that uses Acme for all kinds of things, and one vector store."""

from dataclasses import replace

from lockscan.model.assessment import Assessment, Difficulty, Fate, Holding, Risk, RiskKind, Share
from lockscan.model.finding import Finding, Portable
from lockscan.model.location import Location, Region
from lockscan.model.migration import MigrationPlan
from lockscan.model.report import Report, Statistics
from lockscan.model.rule import (
    Capability,
    Category,
    Confidence,
    Crossing,
    Match,
    MatchKind,
    Portability,
    Retirement,
    Role,
    Rule,
    Severity,
    Target,
    Vendor,
)
from lockscan.model.ruleset import RuleSet
from lockscan.model.suggestion import AbstractionPoint, SuggestionKind
from lockscan.planning import plan

POINTS = {Fate.SURVIVES: 0, Fate.MECHANICAL: 1, Fate.ADAPT: 3, Fate.REDESIGN: 8, Fate.NO_EQUIVALENT: 13}
TARGET = Target("bolt", "Bolt, by its SDK", ("bolt",))
ADDRESS = Target("own", "a server of your own", address=True)

_CAPABILITIES = (
    Capability("chat", "Chat", Portability.ADAPT, "Chats with blocks."),
    Capability("client", "Client", Portability.ADAPT, "A client."),
    Capability("configuration", "Configuration", Portability.SAME, "Settings."),
    Capability("embeddings", "Embeddings", Portability.ADAPT, "Other vectors.", "every stored vector"),
    Capability("model_choice", "Choice of a model", Portability.ADAPT, "A model."),
    Capability("parameters", "Parameters", Portability.PARTIAL, "Some of them."),
    Capability("server_state", "Conversations", Portability.NONE, "A database.", "conversations"),
    Capability("vector_store", "Vector store", Portability.ADAPT, "pgvector.", "vectors"),
)
RULES = RuleSet(
    vendors=(
        Vendor("acme", "Acme", Category.MODEL_API),
        Vendor("bolt", "Bolt", Category.MODEL_API),
        Vendor("cave", "Cave", Category.VECTOR_STORE),
        Vendor("tank", "Tank", Category.NEUTRAL),
        Vendor("thin", "Thin", Category.NEUTRAL),
    ),
    rules=(
        Rule(
            "acme-speaker",
            "acme",
            "",
            "",
            Match(MatchKind.LITERAL, roles=(Role.MODEL,)),
            "chat",
            Severity.LOW,
            Confidence.LOW,
            1,
            "",
            (),
        ),
        Rule(
            "tank-call", "tank", "", "", Match(MatchKind.CALL), "vector_store", Severity.LOW, Confidence.LOW, 1, "", ()
        ),
        Rule("thin-call", "thin", "", "", Match(MatchKind.CALL), "chat", Severity.LOW, Confidence.LOW, 1, "", ()),
    ),
    capabilities=_CAPABILITIES,
    aliases=(),
    digest="",
    targets=(TARGET, ADDRESS),
    retirements=(
        Retirement(
            "acme", "model big-1", ("acme-model",), ("big-1", "big-1-*"), until="2027-01-14", replacement="big-2."
        ),
        Retirement("acme", "threads", ("acme-threads",), since="2026-08-26"),
        Retirement("acme", "an SDK without support", ("acme-chat",)),
        Retirement("bolt", "model big-1", ("acme-model",), since="2020-01"),
    ),
)


def finding(rule: str, kind: MatchKind, capability: str, path: str, line: int, **changes: object) -> Finding:
    """Return a finding of the vendor that its rule begins with."""
    made = Finding(
        rule=rule,
        vendor=rule.partition("-")[0],
        distribution="",
        kind=kind,
        capability=capability,
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        effort=1,
        message="",
        remediation="",
        location=Location(path, Region(line, 1, line, 9)),
        module=path.removesuffix(".py").replace("/", "."),
        scope="",
        symbol=f"{rule}()",
        detail=rule.partition("-")[2],
        ordinal=0,
        fingerprint=f"{rule}@{path}:{line}",
        is_test=False,
        portable=Portable.NO,
        related=(),
        snippet="",
    )
    return replace(made, **changes)  # type: ignore[arg-type] # the names and types are those of Finding's fields


FOUND: tuple[tuple[Finding, Fate | None], ...] = (
    (finding("acme-import", MatchKind.IMPORT, "client", "app/a.py", 1), Fate.MECHANICAL),
    (finding("acme-client", MatchKind.CONSTRUCT, "client", "app/a.py", 3), Fate.ADAPT),
    (finding("acme-client", MatchKind.CONSTRUCT, "client", "app/b.py", 3), Fate.ADAPT),
    (
        finding("acme-model", MatchKind.LITERAL, "model_choice", "app/a.py", 5, symbol="r/big-1", detail="big-1"),
        Fate.ADAPT,
    ),
    (
        finding("acme-model", MatchKind.LITERAL, "model_choice", "app/b.py", 5, symbol="big-2", detail="big-2"),
        Fate.ADAPT,
    ),
    (finding("acme-speaker", MatchKind.LITERAL, "chat", "app/d.py", 9, detail="voice-1"), Fate.MECHANICAL),
    (finding("acme-key", MatchKind.LITERAL, "configuration", "app/a.py", 6, detail="ACME_KEY"), Fate.MECHANICAL),
    (finding("acme-chat", MatchKind.CALL, "chat", "app/a.py", 7), Fate.ADAPT),
    # One place: what is read and what is passed stand on it, and the dearest counts.
    (finding("acme-odd", MatchKind.ARGUMENT, "parameters", "app/b.py", 8), Fate.REDESIGN),
    (finding("acme-text", MatchKind.RESPONSE, "chat", "app/b.py", 8), Fate.MECHANICAL),
    (finding("acme-error", MatchKind.EXCEPTION, "chat", "app/b.py", 9), Fate.MECHANICAL),
    (finding("acme-vectors", MatchKind.CALL, "embeddings", "app/c.py", 2), Fate.ADAPT),
    (finding("acme-threads", MatchKind.CALL, "server_state", "app/c.py", 4), Fate.NO_EQUIVALENT),
    (finding("acme-still", MatchKind.CALL, "chat", "app/c.py", 6), Fate.SURVIVES),
    (finding("acme-package", MatchKind.DISTRIBUTION, "client", "requirements.txt", 1), Fate.MECHANICAL),
    (finding("acme-client", MatchKind.CONSTRUCT, "client", "tests/test_a.py", 4, is_test=True), None),
    (finding("cave-query", MatchKind.CALL, "vector_store", "app/c.py", 12), Fate.ADAPT),
    (finding("cave-client", MatchKind.CONSTRUCT, "client", "app/c.py", 11), Fate.MECHANICAL),
    (finding("bolt-chat", MatchKind.CALL, "chat", "app/d.py", 2), Fate.SURVIVES),
    (finding("thin-model", MatchKind.CONSTRUCT, "model_choice", "app/d.py", 5, portable=Portable.NEUTRAL_LAYER), None),
    (finding("thin-call", MatchKind.CALL, "chat", "app/d.py", 6, portable=Portable.NEUTRAL_LAYER), None),
)
_HELD = {
    "acme-vectors": ("every stored vector", "embeddings"),
    "acme-threads": ("conversations", "server_state"),
    "cave-query": ("vectors", "vector_store"),
}


def report(found: tuple[tuple[Finding, Fate | None], ...] = FOUND, *, seam: bool = True) -> Report:
    """Return a report of findings with what awaits each; no fate stands for tests and neutral layers."""
    order = {vendor: None for f, _ in found if (vendor := f.vendor) != "thin"}
    findings = tuple(sorted((f for f, _ in found), key=lambda f: (f.location, f.rule)))
    points = ()
    if seam and any(f.fingerprint == "acme-text@app/b.py:8" for f in findings):
        points = (
            AbstractionPoint(
                kind=SuggestionKind.GROW_MODULE,
                vendor="acme",
                module="app.a",
                path="app/a.py",
                title="Grow app.a",
                why="It has most of the calls.",
                operations=("acme.chat()",),
                covers=(),
                moves=("acme-text@app/b.py:8",),
                callers=("app.b",),
                score_before=40,
                score_after=31,
            ),
        )
    return Report(
        findings=findings,
        diagnostics=(),
        couplings=(),
        assessments=tuple(_assessment(vendor, found) for vendor in order),
        suggestions=points,
        statistics=Statistics(4, 4, 99),
        rules=RULES,
    )


def _assessment(vendor: str, found: tuple[tuple[Finding, Fate | None], ...]) -> Assessment:
    own = [(f, fate) for f, fate in found if f.vendor == vendor and fate]
    worst: dict[Location, int] = {}
    for f, fate in own:
        if f.kind is not MatchKind.IMPORT:
            worst[f.location] = max(worst.get(f.location, 0), POINTS[fate])
    shares = (Share(fate, 0, tuple(f.fingerprint for f, one in own if one is fate)) for fate in Fate)
    holdings = tuple(
        Holding(*_HELD[f.rule], "", (f.fingerprint,))
        for f, fate in own
        if f.rule in _HELD and fate is not Fate.SURVIVES
    )
    return Assessment(
        vendor=vendor,
        name=vendor.title(),
        score=40,
        difficulty=Difficulty.MODERATE,
        effort=sum(worst.values()),
        test_effort=1 if any(f.vendor == vendor and f.is_test for f, _ in found) else 0,
        findings=len(own),
        portable=0,
        files=1,
        factors=(),
        state=(),
        fates=tuple(share for share in shares if share.findings),
        holdings=holdings,
        risks=(
            Risk(RiskKind.SECONDARY, "2 calls off the main path", ()),
            Risk(RiskKind.ERRORS, "1 handler of errors", ()),
        ),
    )


def cross(vendor: str, capability: str) -> Crossing:
    """Return how a capability fares: as it says itself."""
    known = next(one for one in _CAPABILITIES if one.id == capability)
    return Crossing("bolt", vendor, capability, known.portability, known.equivalent, known.state)


def planned(made: Report | None = None, vendors: tuple[str, ...] = (), target: Target = TARGET) -> MigrationPlan:
    """Return the plan for a report, the one above if none is given."""
    return plan(made or report(), target, cross, POINTS, vendors)

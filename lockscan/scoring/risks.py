"""What to look at with care on a switch: places of kinds that fixes came for afterwards, listed and never summed."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from lockscan.model.assessment import Holding, Risk, RiskKind
from lockscan.model.counts import counted
from lockscan.model.finding import Finding
from lockscan.model.location import is_example
from lockscan.model.rule import MatchKind, Role
from lockscan.model.ruleset import RuleSet
from lockscan.scoring.terms import Terms, requested

_MAIN = {"chat", "completion", "streaming", "client", "configuration", "types", "errors"}
_STREAMS = {"streaming", "realtime"}
_CONVENTIONS = {"tool_calling", "prompt_format", "structured_output"}
_TOKENS = {"tokenizer", "usage"}
_OWN_PARAMETERS = {"parameters", "prompt_caching", "reasoning"}


class _Kind(NamedTuple):
    """One kind of risk: which findings it is about, what they are called, and what goes wrong."""

    kind: RiskKind
    concerns: Callable[[Finding], bool]
    one: str
    many: str
    trouble: str


_KINDS = (
    _Kind(
        RiskKind.ERRORS,
        lambda f: f.kind is MatchKind.EXCEPTION or f.capability == "errors",
        "handler or name of the vendor's errors", "handlers and names of the vendor's errors",
        "they are renamed or split, and what is retried changes silently",
    ),
    _Kind(
        RiskKind.STREAMS,
        lambda f: f.capability in _STREAMS,
        "use of a stream", "uses of streams",
        "events, their order and the last one differ",
    ),
    _Kind(
        RiskKind.SECONDARY,
        lambda f: f.kind is MatchKind.CALL and f.capability not in _MAIN | _CONVENTIONS | _TOKENS,
        "call off the main path", "calls off the main path",
        "they are left behind when the chat calls are moved",
    ),
    _Kind(
        RiskKind.CONVENTIONS,
        lambda f: f.kind is MatchKind.SHAPE or f.capability in _CONVENTIONS,
        "message, schema or tool convention", "message, schema and tool conventions",
        "roles, their order, the place of the system prompt and the shape of tool calls differ",
    ),
    _Kind(
        RiskKind.IMPORT_TIME,
        lambda f: f.kind is MatchKind.CONSTRUCT and bool(f.module) and not f.scope,
        "client built at import time", "clients built at import time",
        "it cannot be chosen, configured or replaced in a test before the module is loaded",
    ),
    _Kind(
        RiskKind.TOKENS,
        lambda f: f.capability in _TOKENS,
        "count of tokens", "counts of tokens",
        "limits, prices and budgets made from them are those of another tokenizer",
    ),
    _Kind(
        RiskKind.PARAMETERS,
        lambda f: f.capability in _OWN_PARAMETERS,
        "parameter of the vendor's own", "parameters of the vendor's own",
        "they are refused, or ignored without a word",
    ),
    _Kind(
        RiskKind.SIGNATURES,
        lambda f: f.kind is MatchKind.ANNOTATION and not any(_private(part) for part in f.scope.split(".")),
        "vendor type in a public signature", "vendor types in public signatures",
        "callers come to depend on them",
    ),
)  # fmt: skip


def risks(findings: Iterable[Finding], terms: Terms, rules: RuleSet) -> tuple[Risk, ...]:
    """Return the risks among the findings that do not survive, one for each kind; examples are none."""
    found = [f for f in findings if f.kind is not MatchKind.IMPORT and not is_example(f.location.path)]
    made = [_risk(kind, [f for f in found if kind.concerns(f)]) for kind in _KINDS]
    addresses = {
        rule.id for rule in rules.rules if Role.ENDPOINT in rule.match.roles or Role.HEADER in rule.match.roles
    }
    made.append(_risk(_HTTP, [f for f in found if f.rule in addresses or requested(f)]))
    made.append(_risk(_STATE, [f for f in found if terms.state(f)]))
    return tuple(risk for risk in made if risk.findings)


def holdings(findings: Iterable[Finding], terms: Terms) -> tuple[Holding, ...]:
    """Return what stays at the vendor, by kind of data and capability."""
    held: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if state := terms.state(finding):
            held.setdefault((state, finding.capability), []).append(finding)
    return tuple(
        Holding(
            state,
            capability,
            terms.crossing(found[0].vendor, capability).equivalent,
            tuple(f.fingerprint for f in found),
        )
        for (state, capability), found in sorted(held.items())
    )


_HTTP = _Kind(
    RiskKind.HTTP, lambda _: True,
    "plain request, or address or header of one", "plain requests, and addresses and headers of such",
    "bodies and answers are built and read by hand, and no type tells where",
)  # fmt: skip
_STATE = _Kind(
    RiskKind.STATE, lambda _: True,
    "place that keeps data at the vendor", "places that keep data at the vendor",
    "code that is moved finds nothing of it at the target",
)  # fmt: skip


def _risk(kind: _Kind, found: list[Finding]) -> Risk:
    places = counted(len({f.location for f in found}), kind.one, kind.many)
    files = counted(len({f.location.path for f in found}), "file")
    return Risk(kind.kind, f"{places} in {files}: {kind.trouble}", tuple(f.fingerprint for f in found))


def _private(part: str) -> bool:
    return part.startswith("_") and not part.endswith("__")

"""The steps of a plan for one vendor, each a function from the ground to a step, or to nothing."""

from collections.abc import Iterable, Iterator

from lockscan.model.assessment import RiskKind
from lockscan.model.counts import counted
from lockscan.model.finding import Finding
from lockscan.model.migration import PlanItem, PlanStep, StepKind
from lockscan.model.rule import MatchKind, Portability
from lockscan.model.suggestion import SuggestionKind
from lockscan.planning.data import OTHERWISE, ROUTES
from lockscan.planning.ground import Ground, place

_MODELS = "model_choice"
_SETTINGS = "configuration"
_NEW = (
    "One function for each thing that the code wants, with values of your own in and out; `lockscan scaffold` writes "
    "a first version."
)
_THERE = "The boundary is there: it gets a second implementation beside the first, and its callers stay as they are."
_TODAY = {
    StepKind.CONFIGURE: "A setting for each role that a model plays, with today's name as its default.",
    StepKind.CONSTRUCT: "Take its settings as parameters, and hand the client in where it is used.",
}
_OWN = {
    MatchKind.RESPONSE: "Values of your own hold what is read here.",
    MatchKind.EXCEPTION: "Errors of your own, raised where the vendor is called.",
    MatchKind.ANNOTATION: "Types of your own in signatures.",
    MatchKind.SUBCLASS: "A class of your own that holds the vendor's, instead of being one.",
    MatchKind.DECORATOR: "A decorator of your own around the vendor's.",
}


def configure(ground: Ground) -> PlanStep | None:
    """Names of models, addresses and keys move into configuration."""
    items = _items(ground, StepKind.CONFIGURE)
    return _step(
        StepKind.CONFIGURE,
        "Read model names, addresses and keys from configuration",
        "It is cheap, and from then on a model or an address changes without an edit.",
        "The same values come from another place: nothing else changes.",
        items,
    )


def construct(ground: Ground) -> PlanStep | None:
    """The client is built in one place."""
    items = _items(ground, StepKind.CONSTRUCT)
    made = {place(f) for f in _of(ground, StepKind.CONSTRUCT) if f.kind is MatchKind.CONSTRUCT}
    modules = {module for module, _, _ in made}
    if len(made) > 1:
        title = f"Build {ground.assessment.name}'s client in one function"
        why = f"It is built in {counted(len(made), 'place')} of {counted(len(modules), 'module')}"
        why += "; address, key, timeouts and retries are then said once."
    else:
        title = f"Give the one place that builds {ground.assessment.name}'s client its settings from outside"
        why = "Address, key, timeouts and retries are said there once."
    return _step(StepKind.CONSTRUCT, title, why, "The same client is made, in another place.", items)


def seam(ground: Ground) -> PlanStep | None:
    """Calls get behind one module, whose callers no longer see the vendor's shapes."""
    items = _items(ground, StepKind.SEAM)
    point = ground.point
    works = "The vendor is the same, and its answers too; only who unpacks them changes. Existing tests pass."
    if point is None or point.kind is SuggestionKind.IN_PLACE:
        title = f"Unpack {ground.assessment.name}'s answers, errors and types where they arrive"
        why = (
            "The calls are few or portable already, so that no new module pays; what they give is to travel as values "
        )
        return _step(StepKind.SEAM, title, f"{why}of your own.", works, items)
    covered = frozenset(point.covers if point.kind is SuggestionKind.NEW_PORT else point.moves)
    moving = tuple(f for f in ground.findings if f.fingerprint in covered)
    move = PlanItem(
        f"Move into {point.module}" if moving else f"Keep in {point.module}",
        point.operations,
        _THERE if point.kind is SuggestionKind.REUSE_BOUNDARY else _NEW,
        0,
        moving,
    )
    gain = f" Difficulty falls from {point.score_before} to {point.score_after}."
    why = point.why + (gain if point.score_after < point.score_before else "")
    if point.kind is SuggestionKind.REUSE_BOUNDARY and not moving and not items:
        works = "Nothing has changed: it was there."
    return PlanStep(StepKind.SEAM, point.title, why, works, _effort(items), (move, *items))


def tests(ground: Ground) -> PlanStep | None:
    """Tests stop replacing the vendor."""
    if not ground.tests:
        return None
    items = tuple(
        PlanItem(ground.title(capability), _names(found), "", 0, found)
        for capability, found in _by_capability(ground.tests)
    )
    return PlanStep(
        StepKind.TESTS,
        "Let tests replace the seam instead of the vendor",
        f"They name, build or patch what is the vendor's in {counted(len({place(f) for f in ground.tests}), 'place')}, "
        "and would fail at the switch though nothing is wrong.",
        "Tests pass with the present vendor, and with any other behind the seam.",
        ground.assessment.test_effort,
        items,
    )


def decide(ground: Ground) -> PlanStep | None:
    """What nobody but the owner can decide."""
    items = []
    models = tuple(f for f in ground.changing if f.capability == _MODELS)
    if models:
        advice = (
            "Record real questions and good answers now, and run them on each candidate: prompts are tuned to a model."
        )
        items.append(PlanItem("Which models take the place of these?", _names(models), advice, 0, models))
    for capability, found in _by_capability(ground.changing):
        verdict = ground.portability(capability)
        if verdict in {Portability.PARTIAL, Portability.NONE} and capability != _MODELS:
            lost = "has no counterpart" if verdict is Portability.NONE else "carries over in part"
            question = f"What of “{ground.title(capability)}”, which {lost}: keep, replace or drop it?"
            items.append(PlanItem(question, _names(found), ground.equivalent(capability), 0, found))
    return _step(
        StepKind.DECIDE,
        f"Decide on {ground.goal}, and what it shall do" if ground.elsewhere else f"Decide what {ground.goal} shall do",
        "These are choices of the product: no edit settles them, and the steps below wait for them.",
        "No code changes.",
        tuple(items),
    )


def redesign(ground: Ground) -> PlanStep | None:
    """What the target has in part is made anew."""
    return _step(
        StepKind.REDESIGN,
        "Rework what carries over only in part",
        "Behind the seam, one capability at a time, as decided.",
        "Each capability moves by itself while the present vendor still serves the rest.",
        _items(ground, StepKind.REDESIGN),
    )


def replace(ground: Ground) -> PlanStep | None:
    """What has no equivalent gets something of the project's own."""
    return _step(
        StepKind.REPLACE,
        f"Replace what has no equivalent at {ground.goal}",
        "It has to be yours before the switch, for nothing answers in its place afterwards.",
        "What replaces it runs beside it until both agree.",
        _items(ground, StepKind.REPLACE),
    )


def data(ground: Ground) -> PlanStep | None:
    """Data that stays at the vendor is exported, copied or computed again."""
    by_print = {f.fingerprint: f for f in ground.changing}
    seen: set[object] = set()
    items = []
    for holding in ground.assessment.holdings:
        found = tuple(by_print[print_] for print_ in holding.findings if print_ in by_print)
        if found:
            cost = _cost(ground, StepKind.DATA, found, seen)
            advice = ROUTES.get(holding.capability, OTHERWISE)
            items.append(PlanItem(_sentence(holding.state), _names(found), advice, cost, found))
    return _step(
        StepKind.DATA,
        f"Bring along the data that stays at {ground.assessment.name}",
        "No edit moves it. Begin early: it takes machine time, and the old place must still answer.",
        "Both places hold the data until reading has moved.",
        tuple(items),
    )


def switch(ground: Ground) -> PlanStep | None:
    """The calls go to the target."""
    items = _items(ground, StepKind.SWITCH)
    name = ground.goal
    return PlanStep(
        StepKind.SWITCH,
        f"Send the calls to {name}",
        "An adapter for it, and a setting that chooses; a part of the traffic first. Both adapters pass the same tests."
        if items or ground.elsewhere
        else "Its address, key and model go into the settings; a part of the traffic first.",
        "The setting leads back to the present vendor at any time.",
        _effort(items),
        items,
        tuple(
            risk.why for risk in ground.assessment.risks if not (ground.elsewhere and risk.kind is RiskKind.SECONDARY)
        ),
    )


def clean(ground: Ground) -> PlanStep | None:
    """What is left of the vendor goes."""
    return _step(
        StepKind.CLEAN,
        f"Remove {ground.assessment.name}'s adapter, imports and requirement",
        "Once nothing has been sent there for a while: until then they are the way back.",
        "Nothing uses them any more; `lockscan` finds nothing of the vendor.",
        _items(ground, StepKind.CLEAN),
    )


STEPS = (configure, construct, seam, tests, decide, redesign, replace, data, switch, clean)
"""In the order of a plan: first what pays whatever is decided, last what cannot be taken back."""


def _step(kind: StepKind, title: str, why: str, works: str, items: tuple[PlanItem, ...]) -> PlanStep | None:
    return PlanStep(kind, title, why, works, _effort(items), items) if items else None


def _effort(items: Iterable[PlanItem]) -> int:
    return sum(item.effort for item in items)


def _of(ground: Ground, kind: StepKind) -> tuple[Finding, ...]:
    return tuple(f for f in ground.changing if ground.step(f) is kind)


def _items(ground: Ground, kind: StepKind) -> tuple[PlanItem, ...]:
    """Return what a step does, one item for each capability, the dearest first."""
    seen: set[object] = set()
    items = [
        PlanItem(
            _title(ground, kind, capability),
            _names(found),
            _advice(ground, kind, capability, found),
            _cost(ground, kind, found, seen),
            found,
        )
        for capability, found in _by_capability(_of(ground, kind))
    ]
    return tuple(sorted(items, key=lambda item: -item.effort))


def _title(ground: Ground, kind: StepKind, capability: str) -> str:
    title = ground.title(capability)
    named = kind is StepKind.CONFIGURE and capability not in {_MODELS, _SETTINGS}
    return f"Names for {title[:1].lower()}{title[1:]}" if named else title


def _advice(ground: Ground, kind: StepKind, capability: str, findings: tuple[Finding, ...]) -> str:
    """Return what to do; before the switch that is about today's code, with a look at what comes."""
    if kind is StepKind.CLEAN:
        return ""
    if kind is StepKind.CONFIGURE and capability != _SETTINGS:
        return _TODAY[kind]
    equivalent = ground.equivalent(capability)
    there = "" if ground.elsewhere else f" At {ground.goal}: {equivalent}"
    if kind is StepKind.SEAM:
        own = " ".join(_OWN[kind] for kind in MatchKind if any(f.kind is kind for f in findings))
        return own + there
    return _TODAY[kind] + there if kind is StepKind.CONSTRUCT else equivalent


def _by_capability(findings: Iterable[Finding]) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.capability, []).append(finding)
    for capability, found in sorted(groups.items()):
        yield capability, tuple(found)


def _cost(ground: Ground, kind: StepKind, findings: Iterable[Finding], seen: set[object]) -> int:
    """Return what those places cost that the step owns and that are not seen yet."""
    cost = 0
    for finding in findings:
        where = place(finding)
        owner, points = ground.owners.get(where, (None, 0))
        if owner is kind and where not in seen:
            seen.add(where)
            cost += points
    return cost


def _names(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(sorted({f.detail or f.symbol for f in findings}))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]

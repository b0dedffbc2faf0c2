"""The verdict on one vendor: what leaving it for a target takes, and why."""

from dataclasses import dataclass
from enum import Enum


class Difficulty(str, Enum):
    """The word for a difficulty score."""

    NONE = "none"
    EASY = "easy"
    MODERATE = "moderate"
    HARD = "hard"
    VERY_HARD = "very hard"


class Fate(str, Enum):
    """What a switch to the target does to the code of one finding."""

    SURVIVES = "survives"
    MECHANICAL = "mechanical"
    ADAPT = "adapt"
    REDESIGN = "redesign"
    NO_EQUIVALENT = "no-equivalent"


class Plan(str, Enum):
    """How a switch is made: where the vendor is called, at a boundary that is there, at a new one, or by a gateway."""

    IN_PLACE = "in-place"
    EXISTING_BOUNDARY = "existing-boundary"
    NEW_BOUNDARY = "new-boundary"
    GATEWAY = "gateway"


class RiskKind(str, Enum):
    """What went wrong after switches that seemed done."""

    ERRORS = "errors"
    STREAMS = "streams"
    SECONDARY = "secondary"
    CONVENTIONS = "conventions"
    IMPORT_TIME = "import-time"
    TOKENS = "tokens"
    PARAMETERS = "parameters"
    STATE = "state"
    SIGNATURES = "signatures"
    HTTP = "http"


@dataclass(frozen=True, slots=True)
class Factor:
    """One reason for the score: ``value`` is what was measured, ``points`` what it adds, ``why`` the sentence for it.

    ``points`` are ``weight * value / (value + scale)``, rounded up to whole ones so that nothing found counts nothing,
    and those of all factors sum up to the score. ``findings`` are the fingerprints that it rests on.
    """

    name: str
    value: float
    points: float
    why: str
    findings: tuple[str, ...]
    weight: int = 0
    scale: float = 0.0


@dataclass(frozen=True, slots=True)
class Share:
    """The findings in product code that one fate awaits, and the points of effort that their places cost."""

    fate: Fate
    points: int
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """Data that stays at the vendor: no edit of code brings it along.

    ``exit`` says what takes the capability's place at the target.
    """

    state: str
    capability: str
    exit: str
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Risk:
    """A place to look at with care; risks are listed and never summed up, since no count of them predicts trouble."""

    kind: RiskKind
    why: str
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate, and the bounds that four of five switches stay within."""

    expected: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Volume:
    """How much product code a switch touches by one plan, new code included."""

    plan: Plan
    functions: Interval
    files: Interval
    lines: Interval


@dataclass(frozen=True, slots=True)
class Measure:
    """One number that the volume is estimated from, and the findings behind it."""

    name: str
    value: int
    why: str
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TouchedFile:
    """A file that a switch changes: ``likely`` in about three of four cases, else in about one of five."""

    path: str
    likely: bool
    why: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """How hard it is to leave one vendor for the target.

    ``score`` is 0 to 100 for the code alone, and ``factors`` are those that add to it, most points first;
    ``state_score`` is 0 to 100 for data that stays at the vendor, of which ``holdings`` are the kinds and ``state`` the
    names, and is never part of ``score``. ``effort`` is the sum of points over the distinct places in product code, by
    their fate at the target, imports aside; ``test_effort`` the same in test code, never added to it. ``findings`` and
    ``files`` count product code only; ``portable`` counts those among the findings that are portable already and cost
    little or nothing. ``fates`` are in order of the effort, and leave out what awaits no finding; ``volumes`` have one
    entry for each plan, and none where nothing changes.
    """

    vendor: str
    name: str
    score: int
    difficulty: Difficulty
    effort: int
    test_effort: int
    findings: int
    portable: int
    files: int
    factors: tuple[Factor, ...]
    state: tuple[str, ...]
    target: str = ""
    state_score: int = 0
    fates: tuple[Share, ...] = ()
    holdings: tuple[Holding, ...] = ()
    risks: tuple[Risk, ...] = ()
    measures: tuple[Measure, ...] = ()
    volumes: tuple[Volume, ...] = ()
    touched: tuple[TouchedFile, ...] = ()

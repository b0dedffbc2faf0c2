"""What a rule found."""

from dataclasses import dataclass
from enum import Enum

from lockscan.model.location import Location
from lockscan.model.rule import Confidence, MatchKind, Severity


class Portable(str, Enum):
    """Why a finding is portable already."""

    NO = ""
    SELF_HOSTED = "self-hosted"
    GATEWAY = "gateway"
    CUSTOM_ENDPOINT = "custom-endpoint"
    CONFIGURED_ENDPOINT = "configured-endpoint"
    NEUTRAL_LAYER = "neutral-layer"


class Step(str, Enum):
    """What a related location is on the route from the client to the finding."""

    CLIENT = "client"
    CALL = "call"
    RESPONSE = "response"
    DEFINITION = "definition"


@dataclass(frozen=True, slots=True, order=True)
class Related:
    """A place on the route that ends at the finding."""

    step: Step
    location: Location


@dataclass(frozen=True, slots=True)
class Suppression:
    """Why a finding is not reported: the reason that its inline directive gives, which may be empty."""

    reason: str
    line: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in the code that depends on a vendor.

    ``symbol`` is the canonical API path, literal or distribution that matched; ``detail`` what the message shows of it
    (a keyword, a model id). ``scope`` is the dotted name of the enclosing function or class in ``module``, empty at
    module level. ``ordinal`` counts equal findings (same rule, path, scope and symbol) from 0, and ``fingerprint``
    is made of these five, so that it survives edits elsewhere in the file. An import is ``dynamic`` where a call makes
    it.
    """

    rule: str
    vendor: str
    distribution: str
    kind: MatchKind
    capability: str
    severity: Severity
    confidence: Confidence
    effort: int
    message: str
    remediation: str
    location: Location
    module: str
    scope: str
    symbol: str
    detail: str
    ordinal: int
    fingerprint: str
    is_test: bool
    portable: Portable
    related: tuple[Related, ...]
    snippet: str
    suppression: Suppression | None = None
    dynamic: bool = False

    @property
    def binds(self) -> bool:
        """Whether it ties the code to the vendor: nothing makes it portable already."""
        return self.portable is Portable.NO

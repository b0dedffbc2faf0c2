"""Vendors, rules and capabilities: what the packs in ``rules/`` say."""

from dataclasses import dataclass
from enum import Enum


class MatchKind(str, Enum):
    """What in the code a rule looks at; also the ``kind`` of the finding that it makes."""

    IMPORT = "import"
    CONSTRUCT = "construct"
    CALL = "call"
    ARGUMENT = "argument"
    RESPONSE = "response"
    EXCEPTION = "exception"
    ANNOTATION = "annotation"
    SUBCLASS = "subclass"
    DECORATOR = "decorator"
    LITERAL = "literal"
    SHAPE = "shape"
    DISTRIBUTION = "distribution"


class Severity(str, Enum):
    """How much a finding of the rule binds: ``high`` is a redesign, ``medium`` an adaptation, ``low`` is mechanical."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Confidence(str, Enum):
    """How sure a finding is: proven by binding, joined from several possibilities, or read off a literal alone.

    What is read off something that may be the answer of several SDKs, or the project's own data, is as little sure.
    """

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Category(str, Enum):
    """What the vendor sells; ``neutral`` is a portable layer, which never counts as a vendor."""

    MODEL_API = "model-api"
    ROUTER = "router"
    AGENT_SDK = "agent-sdk"
    VECTOR_STORE = "vector-store"
    TRACING = "tracing"
    SPEECH = "speech"
    SEARCH = "search"
    NEUTRAL = "neutral"


class Role(str, Enum):
    """What a string stands for, by where it stands: a literal rule names the roles that it accepts."""

    MODEL = "model"
    ENDPOINT = "endpoint"
    HEADER = "header"
    ENVIRONMENT = "environment"
    PROMPT = "prompt"


class Portability(str, Enum):
    """How a capability fares at a target: drop-in, shape translation, in part, or not at all."""

    SAME = "same"
    ADAPT = "adapt"
    PARTIAL = "partial"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Match:
    """When a rule applies.

    ``paths`` are API-path patterns (``{a,b}`` alternatives, ``*`` one segment, ``**`` any number) for every kind but
    literal, shape and distribution. ``names`` are the keywords of an argument rule or the keys of a shape rule, and
    ``without`` the keys that a dict of that shape does not have.
    ``values`` are literal texts that the argument must have; ``pattern`` is a regular expression for literals, which
    must be accompanied by ``needles``, lower-case texts of which one stands in every match. ``roles`` narrow a literal
    rule. ``urls`` are patterns for paths on the vendor's hosts, where the call is a request by plain HTTP.
    """

    kind: MatchKind
    paths: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    pattern: str = ""
    needles: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    urls: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A piece of code that a rule must match, or must leave alone."""

    code: str
    matches: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of depending on a vendor.

    ``effort`` is in points: 1 is a mechanical edit of one place, 3 an adaptation, 8 a redesign, 13 has no equivalent.
    """

    id: str
    vendor: str
    title: str
    message: str
    match: Match
    capability: str
    severity: Severity
    confidence: Confidence
    effort: int
    remediation: str
    examples: tuple[Example, ...]
    portable: bool = False


@dataclass(frozen=True, slots=True)
class Vendor:
    """Who is depended on.

    ``id`` is the value of OpenTelemetry's ``gen_ai.provider.name`` where there is one. ``distributions`` are purls;
    ``roots`` maps each import root, a dotted package that an SDK owns, to the distribution (a name on PyPI) that
    provides it; ``hosts`` are the addresses that the vendor serves (``*.`` for any subdomain). A ``gateway`` passes
    requests on to a vendor of the user's choice. What is in a ``local`` distribution, one of the roots', runs where the
    code does and talks to no service.
    """

    id: str
    name: str
    category: Category
    distributions: tuple[str, ...] = ()
    roots: tuple[tuple[str, str], ...] = ()
    hosts: tuple[str, ...] = ()
    gateway: bool = False
    local: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Capability:
    """Something that a vendor does for the code, and how it fares with an open, OpenAI-compatible server.

    ``state`` says what stays behind at the vendor on a switch, or is empty. ``urls`` are patterns for paths by which a
    request asks for it.
    """

    id: str
    title: str
    portability: Portability
    equivalent: str
    state: str = ""
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alias:
    """Another spelling of an API path: ``path`` is read as ``canonical``, the spelling that the rules are written for.

    It rewrites prefixes, so one rule covers every client class. With a ``vendor`` the rewritten path belongs to that
    vendor: ``openai.AzureOpenAI`` shares the rules of ``openai.OpenAI`` and counts for Azure.
    """

    path: str
    canonical: str
    vendor: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A place to switch to; ``vendors`` are there already, so that their use costs nothing.

    With ``address`` it is reached by another address alone, wherever a client takes its address from configuration.
    """

    id: str
    name: str
    vendors: tuple[str, ...] = ()
    address: bool = False


@dataclass(frozen=True, slots=True)
class Crossing:
    """How one capability of a vendor fares at a target; an empty ``vendor`` stands for every one without its own.

    An empty ``equivalent`` is that of the crossing for every vendor. ``state`` is what stays behind at the vendor, and
    ``None`` if that is what the capability says.
    """

    target: str
    vendor: str
    capability: str
    portability: Portability
    equivalent: str = ""
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Retirement:
    """Something of a vendor's that works no more ``since`` a date, or works ``until`` one: a day or a month.

    At most one of the two is there, neither where no date is known. The findings of ``rules`` rely on it; ``symbols``,
    shell patterns for the last part of a symbol's path, narrow them.
    """

    vendor: str
    what: str
    rules: tuple[str, ...]
    symbols: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    replacement: str = ""

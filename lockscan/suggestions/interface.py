"""The interface that the code needs: what it asks a vendor for, with what, and what it takes from the answers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from lockscan.model.finding import Finding
from lockscan.model.location import Location
from lockscan.model.program import Reference, ReferenceKind
from lockscan.model.rule import MatchKind
from lockscan.model.suggestion import Interface, Operation, Parameter
from lockscan.suggestions.naming import operation_name, plain, snake, vendor_words, words
from lockscan.suggestions.ports import BESIDE, CHAT, DROPPED, FIELD_TYPES, FIELDS, PARAMETERS, Port, error, port
from lockscan.suggestions.protocol import Part, written
from lockscan.suggestions.use import VendorUse

Arguments = Mapping[tuple[str, Location], tuple[str, ...]]
_Key = tuple[str, str, bool, bool]
# What is read of these belongs to them.
_COMPOUND = {"tool_calls", "usage"}
# What is done with a text is done by the code.
_TEXT_METHODS = frozenset(dir(str))
# What holds operations, and is no thing of its own.
_VESSELS = {"client", "async", "service", "resource", "beta", "aio"}


class _Needs(NamedTuple):
    """A vendor's use, the keywords of its calls, and the words that tell which vendor it is."""

    use: VendorUse
    given: Arguments
    told: frozenset[str]


def arguments_of(references: Iterable[Reference], findings: Iterable[Finding]) -> Arguments:
    """Return the keywords of the calls that findings stand at, by module and location; a positional one is empty."""
    wanted = {(f.module, f.location) for f in findings if f.kind in {MatchKind.CALL, MatchKind.CONSTRUCT}}
    return {
        (reference.module, reference.location): tuple(argument.name for argument in reference.arguments)
        for reference in references
        if reference.kind is ReferenceKind.CALL and (reference.module, reference.location) in wanted
    }


def interface(use: VendorUse, given: Arguments) -> tuple[Interface | None, tuple[str, ...]]:
    """Return the interface that a vendor's use needs, if anything is called, and what can stand behind it."""
    needs = _Needs(use, given, vendor_words(use.vendor))
    groups: dict[_Key, list[Finding]] = {}
    for finding in use.covers:
        if finding.kind is MatchKind.CALL and finding.capability not in BESIDE:
            groups.setdefault(_key(finding, given), []).append(finding)
    if not groups:
        return None, ()
    drawn: list[tuple[Port, Operation, tuple[str, ...]]] = []
    taken: defaultdict[str, set[str]] = defaultdict(set)
    for key, sites in sorted(groups.items(), key=lambda item: (item[0][0], item[0][2], item[0])):
        kind = port(sites[0].capability)
        made, fields = _operation(key, sites, needs, taken[kind.name])
        drawn.append((kind, made, fields))
    ports = list(dict.fromkeys(kind for kind, _, _ in drawn))
    ports.sort(key=lambda kind: -sum(len(made.sites) for other, made, _ in drawn if other.name == kind.name))
    reads = tuple(sorted({field for _, _, fields in drawn for field in fields}))
    caught = sorted({f.symbol for f in use.covers if f.kind is MatchKind.EXCEPTION})
    errors = {path: error(path.rpartition(".")[2]) for path in caught}
    names = list(dict.fromkeys(kind.name for kind in ports))
    parts = [Part(name, tuple(made for kind, made, _ in drawn if kind.name == name)) for name in names]
    operations = tuple(made for part in parts for made in part.operations)
    backends = tuple(dict.fromkeys(backend for kind in ports for backend in kind.backends))
    text = written(tuple(parts), reads, errors)
    settings = _settings(use, given)
    return Interface(names[0], operations, reads, tuple(sorted(set(errors.values()))), settings, text), backends


def _key(finding: Finding, given: Arguments) -> _Key:
    """Return what makes calls one operation: for chats only whether they stream, for others the name in the API."""
    kind = port(finding.capability)
    names = given.get((finding.module, finding.location), ())
    method = finding.symbol.partition("[")[0].removesuffix("()").rpartition(".")[2]
    streams = finding.capability == "streaming" or "stream" in names or "stream" in method
    awaits = "await " in finding.snippet or "async " in finding.snippet
    path = [part.partition("(")[0] for part in finding.symbol.removesuffix("()").split(".")]
    return kind.name, "" if kind.verb else ".".join(path[-2:]), streams and kind.name == CHAT.name, awaits


def _operation(key: _Key, sites: list[Finding], needs: _Needs, taken: set[str]) -> tuple[Operation, tuple[str, ...]]:
    _, method, streams, awaits = key
    kind = port(sites[0].capability)
    places = list(dict.fromkeys((f.module, f.location) for f in sites))
    verb = kind.verb or _verb(method, needs.told)
    scopes = list(dict.fromkeys(f.scope for f in sites))
    base = operation_name(scopes, (f.snippet for f in sites), verb, needs.told) if kind.verb else verb
    name = next(name for name in _spellings(base, verb, streams, awaits) if name not in taken)
    taken.add(name)
    paths = tuple(sorted({f.symbol for f in sites}))
    fields = _fields(paths, {(f.module, f.scope) for f in sites}, needs.use, streams) if kind.name == CHAT.name else ()
    returns = kind.returns if set(fields) <= {"text"} else "Reply"
    made = Operation(
        name=name,
        parameters=_parameters([needs.given.get(place, ()) for place in places], kind),
        returns=returns,
        streams=streams,
        awaits=awaits,
        calls=paths,
        sites=tuple(f.fingerprint for f in sites),
    )
    return made, fields if returns == "Reply" else ()


def _spellings(base: str, verb: str, streams: bool, awaits: bool) -> Iterable[str]:
    name = f"stream_{base}" if streams and "stream" not in base else base
    if base != verb:
        yield base
    yield name
    yield f"{name}_async" if awaits else f"{name}_now"
    yield f"{name}_{verb}"
    number = 2
    while True:
        yield f"{name}_{number}"
        number += 1


def _verb(method: str, told: frozenset[str]) -> str:
    """Return a name for a call as its API has it: ``create_thread`` for ``threads.create``."""
    owner, _, action = method.rpartition(".")
    thing = [word for word in plain(owner, told).split("_") if word and word not in _VESSELS]
    named = words(action)
    if thing and len(named) == 1:
        if named != ["list"]:
            thing[-1] = _one(thing[-1])
        named += [word for word in thing if word not in named]
    return "_".join(named) or "call"


def _one(word: str) -> str:
    """Return the singular of a word."""
    for end, instead in (("ies", "y"), ("xes", "x"), ("ches", "ch"), ("ss", "ss"), ("s", "")):
        if word.endswith(end):
            return word.removesuffix(end) + instead
    return word


def _fields(paths: tuple[str, ...], scopes: set[tuple[str, str]], use: VendorUse, streams: bool) -> tuple[str, ...]:
    """Return what is read off the answers, in the functions that ask or anywhere that knows where they came from."""
    found = set()
    for finding in use.covers:
        path = next((path for path in paths if finding.symbol.startswith(path)), "")
        if finding.kind is not MatchKind.RESPONSE or not path:
            continue
        near = (finding.module, finding.scope) in scopes
        chunk = finding.symbol[len(path) :].startswith("[]")
        if streams != chunk and not (near and path.endswith("stream()")) and (chunk or streams):
            continue
        if field := _field(finding.symbol[len(path) :]):
            found.add(field)
    return tuple(sorted(found))


def _field(read: str) -> str:
    names = [name for part in read.split(".") for name in [part.partition("[")[0].partition("(")[0]] if name]
    while names and names[-1] not in FIELDS and names[-1] in _TEXT_METHODS:
        names.pop()
    known = [FIELDS[name] for name in names if name in FIELDS]
    within = next((field for field in known if field in _COMPOUND), "")
    return within or (FIELDS.get(names[-1], snake(names[-1])) if names else "")


def _parameters(calls: list[tuple[str, ...]], kind: Port) -> tuple[Parameter, ...]:
    used: dict[str, tuple[str, int]] = {}
    for names in calls:
        seen: set[str] = set()
        for place, name in enumerate(names):
            spelled, type_ = _parameter(name or (kind.subject if place == 0 else ""), kind)
            if spelled and spelled not in seen:
                seen.add(spelled)
                used[spelled] = (type_, used.get(spelled, ("", 0))[1] + 1)
    if kind.verb and not any(_is_subject(name) for name in used):
        used = {kind.subject: (_parameter(kind.subject, kind)[1], len(calls)), **used}
    made = [Parameter(name, type_, optional=number < len(calls)) for name, (type_, number) in used.items()]
    return tuple(sorted(made, key=lambda one: (one.optional, not _is_subject(one.name))))


def _parameter(name: str, kind: Port) -> tuple[str, str]:
    if name in DROPPED or not name:
        return "", ""
    if name in {"input", "content", "contents"}:
        name = kind.subject
    known = PARAMETERS.get(name)
    if known is None:
        return snake(name), FIELD_TYPES.get(name, "object")
    return known[0] or name, known[1]


def _is_subject(name: str) -> bool:
    return name in {"messages", "prompt", "texts", "text", "file", "query"}


def _settings(use: VendorUse, given: Arguments) -> tuple[str, ...]:
    names = (
        name
        for finding in use.covers
        if finding.kind is MatchKind.CONSTRUCT and finding.capability in {"client", "configuration"}
        for name in given.get((finding.module, finding.location), ())
    )
    return tuple(sorted({name for name in names if name and not name.startswith("*")}))

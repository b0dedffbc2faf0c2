"""What a project needs of a vendor's models, read off its findings and the text of its calls."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lockscan.model.finding import Finding, Portable
from lockscan.model.rule import Capability, MatchKind
from lockscan.scaffolding.calls import CallText
from lockscan.scaffolding.dialects import Side, Verb, spoken

OPTIONS = ("temperature", "top_p", "max_tokens", "stop")
"""Options that every template knows, by the port's name for them."""

_OPTION_OF = {
    "temperature": "temperature",
    "top_p": "top_p",
    "topP": "top_p",
    "max_tokens": "max_tokens",
    "max_completion_tokens": "max_tokens",
    "max_output_tokens": "max_tokens",
    "maxTokens": "max_tokens",
    "stop": "stop",
    "stop_sequences": "stop",
    "stopSequences": "stop",
}
_OPTION_HOLDERS = {"config", "generation_config", "inferenceConfig"}
_OURS = {Portable.NO, Portable.CONFIGURED_ENDPOINT}
# What the templates deal with, and what belongs to configuration, not to a port.
_DEALT_WITH = {
    "chat", "streaming", "tool_calling", "structured_output", "embeddings", "usage", "errors", "types", "client",
    "configuration", "model_choice",
}  # fmt: skip
_FEATURES = {MatchKind.ARGUMENT, MatchKind.SHAPE, MatchKind.RESPONSE}
_FINISH_RULES = ("finish", "stop-reason")


@dataclass(frozen=True, slots=True)
class Needs:
    """``flags`` are those of the templates, ``sides`` the adapters for the present vendor, ``calls`` what they replace.

    ``left_out`` is what no template covers, in words; ``awaited`` counts the calls that are awaited today.
    """

    flags: frozenset[str]
    sides: tuple[Side, ...]
    calls: tuple[Finding, ...]
    left_out: tuple[str, ...]
    awaited: int
    legacy: bool


def needs(
    findings: Iterable[Finding],
    vendor: str,
    texts: Mapping[str, CallText],
    capabilities: Mapping[str, Capability],
) -> Needs:
    """Return what the findings of one vendor in product code need; ``texts`` are those of calls, by fingerprint."""
    found = tuple(f for f in findings if not f.is_test and f.portable in _OURS)
    flags: set[str] = set()
    sides: dict[str, Side] = {}
    calls: list[Finding] = []
    left: dict[str, list[Finding]] = {}
    known = tuple({f.symbol for f in found if f.kind is MatchKind.CALL and spoken(f, vendor)})
    for finding in found:
        told = spoken(finding, vendor) if finding.kind is MatchKind.CALL else None
        if told:
            sides.setdefault(told[0].module, told[0])
            calls.append(finding)
            flags |= _verbs(told[1], texts.get(finding.fingerprint), finding, found)
        elif not _follows(finding, known) and (words := _uncovered(finding, capabilities)):
            left.setdefault(words, []).append(finding)
    if flags & {"complete", "stream", "structured"}:
        flags.add("chat")
        flags |= _details(found)
    flags |= (
        {option for call in calls for option in _options(texts.get(call.fingerprint))} if "chat" in flags else set()
    )
    if flags & set(OPTIONS):
        flags.add("options")
    awaited = sum(text.awaited for call in calls if (text := texts.get(call.fingerprint)))
    if awaited * 2 > len(calls):
        flags.add("awaits")
    legacy = any(".ChatCompletion." in call.symbol or ".Embedding." in call.symbol for call in calls)
    return Needs(frozenset(flags), tuple(sides.values()), tuple(calls), _placed(left), awaited, legacy)


def _verbs(verb: Verb, text: CallText | None, call: Finding, found: tuple[Finding, ...]) -> set[str]:
    if verb is Verb.EMBED:
        return {"embed"}
    if verb is Verb.EXTRACT:
        return {"structured"}
    here = [f for f in found if (f.module, f.scope) == (call.module, call.scope)]
    # Where a call's result is iterated, it streams, whatever its text says.
    iterated = any(f.symbol.startswith(f"{call.symbol}[]") for f in here)
    read = any(f.symbol.startswith(f"{call.symbol}.") for f in here)
    if verb is Verb.STREAM or iterated:
        return {"stream", "complete"} if read and verb is not Verb.STREAM else {"stream"}
    if text is None or text.streams is False:
        return {"complete"}
    return {"stream"} if text.streams else {"stream", "complete"}


def _details(found: tuple[Finding, ...]) -> set[str]:
    """Return the flags for what is said to the model and read off its answers."""
    flags: set[str] = set()
    capabilities = {f.capability for f in found if f.kind in _FEATURES}
    if "tool_calling" in capabilities:
        flags.add("tools")
    if "structured_output" in capabilities:
        flags.add("structured")
    if "usage" in capabilities:
        flags.add("usage")
    if any(part in f.rule for f in found if f.kind is MatchKind.RESPONSE for part in _FINISH_RULES):
        flags.add("finish")
    words = {word for f in found if f.kind in {MatchKind.ARGUMENT, MatchKind.SHAPE} for word in f.detail.split(", ")}
    return flags | {_OPTION_OF[word] for word in words if word in _OPTION_OF}


def _options(text: CallText | None) -> set[str]:
    told = {_OPTION_OF[word] for word in text.keywords if word in _OPTION_OF} if text else set()
    # What a mapping holds is not known: these two are what most hold.
    return told or ({"temperature", "max_tokens"} if text is None or text.unpacks else set())


def _follows(finding: Finding, known: tuple[str, ...]) -> bool:
    """Whether a call is made on what a covered call gives, or reads the answer of one that is not covered.

    What reads an uncovered answer goes where its call goes.
    """
    if finding.kind is MatchKind.CALL:
        return finding.symbol.startswith(known)
    return finding.kind is MatchKind.RESPONSE and not finding.symbol.startswith(known)


def _uncovered(finding: Finding, capabilities: Mapping[str, Capability]) -> str:
    """Return words for something that no template covers, or nothing."""
    if finding.kind is MatchKind.CALL:
        return finding.symbol
    if finding.kind in {*_FEATURES, MatchKind.LITERAL} and finding.capability not in _DEALT_WITH:
        words = finding.detail or finding.symbol
        if all(word in _OPTION_OF or word in _OPTION_HOLDERS for word in words.split(", ")):
            return ""
        known = capabilities.get(finding.capability)
        return f"{known.title if known else finding.capability}: {words}"
    return ""


def _placed(left: Mapping[str, Sequence[Finding]]) -> tuple[str, ...]:
    """Return the words with the first place of each, and how many more there are."""
    told = []
    for words, found in left.items():
        first = found[0].location
        more = f" and {len(found) - 1:,} more" if len(found) > 1 else ""
        told.append(f"{words} ({first.path}:{first.region.line}{more})")
    return tuple(told)

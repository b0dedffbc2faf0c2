"""From an abstraction point to code: a port, adapters for today's vendor and for the target, and their contract."""

import json
import keyword
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lockscan.errors import UsageError
from lockscan.model.counts import counted
from lockscan.model.finding import Finding
from lockscan.model.rule import Capability, Target
from lockscan.model.scaffold import Scaffold
from lockscan.scaffolding.calls import CallText, call_texts, spot
from lockscan.scaffolding.dialects import Side, aimed
from lockscan.scaffolding.needs import Needs, needs
from lockscan.scaffolding.render import fill, render, tidy

__all__ = ["CallText", "Request", "call_texts", "scaffold", "spot"]

PORT = "ChatModel"
SHARED = "__init__.py"
_MOST_PLACES = 20
_LONGEST = 120
_UNSAFE = re.compile(r"[^\w .,:;/()\[\]=+@<>*-]")
_OPTIONS = {
    "temperature": ("0.25", "0.25"),
    "top_p": ("0.75", "0.75"),
    "max_tokens": ("321", "321"),
    "stop": ('("END",)', "END"),
}


@dataclass(frozen=True, slots=True)
class Request:
    """What to draw up: for one vendor's use, by the vendor's name, and for a target.

    ``texts`` are those of calls by fingerprint, ``templates`` by name, ``port`` the name of the class for a model.
    ``boundary`` is the class or function that hides the vendor today, if there is one.
    """

    vendor: str
    findings: Sequence[Finding]
    texts: Mapping[str, CallText]
    target: Target
    capabilities: Mapping[str, Capability]
    templates: Mapping[str, str]
    port: str = PORT
    boundary: str = ""


def scaffold(request: Request) -> Scaffold:
    """Return the files; raises :class:`UsageError` where no template covers what is asked for."""
    vendor, target = request.vendor, request.target
    needed = needs(request.findings, vendor, request.texts, request.capabilities)
    if not needed.calls:
        does = f" ({safe(needed.left_out[0])})" if needed.left_out else ""
        raise UsageError(
            f"no template covers what the code does with {vendor}{does}; there are some for chat and embeddings of "
            "OpenAI, Anthropic, google-genai, Bedrock's converse, LiteLLM, and SDKs with OpenAI's methods"
        )
    goal = aimed(target)
    if goal is None:
        raise UsageError(f"no template speaks to {target.name}")
    if goal.module in {side.module for side in needed.sides}:
        raise UsageError(f"the code speaks to {goal.vendor} in the shapes of the target already")
    if "chat" not in needed.flags and not goal.embeds:
        raise UsageError(f"the code only computes vectors, which {goal.vendor} does not sell: name another target")
    return _written(request, needed, goal)


def _written(request: Request, needed: Needs, goal: Side) -> Scaffold:
    vendor, templates = request.vendor, request.templates
    port = request.port if _fitting(request.port) else PORT
    sides = (*needed.sides, goal)
    flags, common = needed.flags, {"Port": port, **_signatures(needed.flags)}
    awaited = _awaited(needed)
    summary = f"Drawn up from {counted(len(needed.calls), 'call')} to {safe(vendor)}: {_shapes(flags)}."
    files = {
        SHARED: render(templates["package"], flags, {"summary": f"Models behind a port: {_shapes(flags)}."}),
        "port.py": render(
            templates["port"],
            flags | {flag for flag, told in (("left_out", needed.left_out), ("awaited", awaited)) if told},
            {
                **common,
                "summary": summary,
                "places": _listed([_place(call) for call in needed.calls]),
                "left_out": _listed([safe(words) for words in needed.left_out]),
                "awaited": awaited,
            },
        ),
        "failures.py": render(templates["failures"], flags, {}),
    }
    for side in sides:
        files[f"{side.module}.py"] = _adapter(side, flags, common, templates)
    files["recorded.py"] = _recorded(sides, flags, templates)
    files["test_contract.py"] = _contract(sides, flags, common, templates)
    return Scaffold(
        title=f"A port for {safe(vendor)} and {goal.vendor}: {_shapes(flags)}",
        files=tuple(files.items()),
        shared=(SHARED,),
        notes=(*_boundary(request.boundary), *_notes(needed, sides, goal)),
        sdks=tuple(dict.fromkeys(side.names["import_sdk"].split()[1].partition(".")[0] for side in sides)),
    )


def _awaited(needed: Needs) -> str:
    """Tell of calls that are awaited where the port is not, or the other way round; nothing where they agree."""
    count, total = needed.awaited, len(needed.calls)
    if count in {0, total}:
        return ""
    kind = "asynchronous" if "awaits" in needed.flags else "synchronous"
    return f"{count:,} of {total:,} calls are awaited today, and the port is {kind}: the others have to change."


def safe(text: str) -> str:
    """Return text of the scanned project as it may stand in a comment or docstring of new code."""
    return _UNSAFE.sub("?", text)[:_LONGEST]


def _adapter(side: Side, flags: frozenset[str], common: Mapping[str, str], templates: Mapping[str, str]) -> str:
    names = {**common, **side.names, **(side.awaited if "awaits" in flags else {}), "vendor": safe(side.vendor)}
    names |= {"Chat": f"{side.prefix}Chat", "Embedder": f"{side.prefix}Embedder"}
    return render(templates[side.template], flags - ({"embed"} if not side.embeds else set()), names)


def _recorded(sides: Sequence[Side], flags: frozenset[str], templates: Mapping[str, str]) -> str:
    parts = [
        templates["recorded"],
        *(templates[f"recorded_{name}"] for name in dict.fromkeys(s.template for s in sides)),
    ]
    return tidy("\n\n".join(fill(part, flags, {}) for part in parts))


def _contract(
    sides: Sequence[Side], flags: frozenset[str], common: Mapping[str, str], templates: Mapping[str, str]
) -> str:
    chats = [side for side in sides if "chat" in flags]
    embedders = [side for side in sides if "embed" in flags and side.embeds]
    imports = []
    for side in sorted(sides, key=lambda one: one.module):
        made = [f"{side.prefix}Chat"] * (side in chats) + [f"{side.prefix}Embedder"] * (side in embedders)
        imports += [f"from .{side.module} import {', '.join(made)}"] if made else []
    options = [name for name in _OPTIONS if name in flags]
    ask = _ask(flags)
    # The Responses API refuses stop sequences, which no code that uses it can have.
    told = [name for name in options if name != "stop" or all(s.template != "openai_responses" for s in sides)]
    names = {
        **common,
        "imports": "\n".join(imports),
        "chats": "\n".join(f"    ({side.prefix}Chat, recorded.{side.recorded})," for side in chats),
        "embedders": "\n".join(f"    ({side.prefix}Embedder, recorded.{side.recorded})," for side in embedders),
        "some_options": ", ".join(f"{name}={_OPTIONS[name][0]}" for name in told),
        "options_sent": json.dumps([_OPTIONS[name][1] for name in told]),
        "ask": ask.format("client(status)", ""),
        "ask_options": ask.format("vendor", ", options=options"),
    }
    return render(templates["contract"], flags, names)


def _ask(flags: frozenset[str]) -> str:
    if "complete" in flags:
        return 'wait(adapter({}, "model-1").complete(QUESTION{}))'
    if "structured" in flags:
        return 'wait(adapter({}, "model-1").extract(QUESTION, {{}}{}))'
    return 'drain(adapter({}, "model-1").stream(QUESTION{}))'


def _signatures(flags: frozenset[str]) -> Mapping[str, str]:
    tools = ("\n        tools: Sequence[Tool] = (),", ", tools") if "tools" in flags else ("", "")
    options = ("\n        options: Options = DEFAULTS,", ", options") if "options" in flags else ("", "")
    awaits = "awaits" in flags
    return {
        "a": "async " if awaits else "",
        "w": "await " if awaits else "",
        "Iterator": "AsyncIterator" if awaits else "Iterator",
        "aio": "aio." if awaits else "",
        "takes": tools[0] + options[0],
        "gives": tools[1] + options[1],
        "takes_options": options[0],
        "gives_options": ", options=options" if options[1] else "",
    }


def _boundary(name: str) -> list[str]:
    wants = "put its next implementation on top of the new adapter, and leave its callers alone"
    return [f"{safe(name)} is a boundary already: {wants}."] if name else []


def _notes(needed: Needs, sides: Sequence[Side], goal: Side) -> list[str]:
    notes = []
    if "embed" in needed.flags:
        without = [side.vendor for side in sides if not side.embeds and side is goal]
        notes += [f"{name} sells no embeddings: the port for vectors has no adapter for it." for name in without]
        notes.append("Vectors of two models cannot be compared: compute every stored one again before reading moves.")
    if awaited := _awaited(needed):
        notes.append(awaited)
    if needed.legacy:
        notes.append(
            "Module-level calls from before openai 1.0 become calls of a client: it needs openai 1.0 or newer."
        )
    notes += [f"Left out, no template covers it: {safe(words)}" for words in needed.left_out]
    return notes


def _shapes(flags: frozenset[str]) -> str:
    words = {
        "complete": "answers",
        "stream": "streams",
        "tools": "tools",
        "structured": "structured output",
        "embed": "embeddings",
    }
    return ", ".join(word for flag, word in words.items() if flag in flags)


def _place(call: Finding) -> str:
    scope = f" in {call.scope}" if call.scope else ""
    return safe(f"{call.location.path}:{call.location.region.line}{scope}")


def _listed(texts: Sequence[str]) -> str:
    shown = list(texts[:_MOST_PLACES])
    if len(texts) > len(shown):
        shown.append(f"and {len(texts) - len(shown):,} more")
    return "\n".join(f"- {text}" for text in shown)


def _fitting(name: str) -> bool:
    taken = {"Embedder", "Message", "ModelError", "Options", "Reply", "Tool", "ToolCall", "Usage"}
    return name.isidentifier() and name.isascii() and not keyword.iskeyword(name) and name not in taken

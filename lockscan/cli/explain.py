"""``lockscan explain``: what one rule finds, why it matters, and what to do."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lockscan.cli.output import STDOUT, write
from lockscan.cli.settings import all_rules

if TYPE_CHECKING:
    from lockscan.model.rule import Capability, Example, Rule, Vendor
    from lockscan.reporters.encoding import Json

VERSION = 1
_WIDTH = 100
_LABEL = 12

_SEVERITY = {"low": "mechanical to change", "medium": "has to be adapted", "high": "has to be redesigned"}
_CONFIDENCE = {
    "low": "read off a literal or a shape alone",
    "medium": "one of several things that the name may stand for",
    "high": "proven by following the name to its import",
}
_PORTABILITY = {
    "same": "a drop-in elsewhere",
    "adapt": "there elsewhere, in another shape",
    "partial": "in part elsewhere",
    "none": "nowhere else",
}


@click.command()
@click.argument("rule")
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Configuration that names more packs.")
def explain(*, rule: str, form: str, config: Path | None) -> None:
    """Tell what a rule finds, why, and what to do."""
    known = all_rules(config)
    found = next((candidate for candidate in known.rules if candidate.id == rule), None)
    if found is None:
        _unknown(rule, tuple(candidate.id for candidate in known.rules))
        return
    vendor = next(candidate for candidate in known.vendors if candidate.id == found.vendor)
    capability = next(candidate for candidate in known.capabilities if candidate.id == found.capability)
    write(STDOUT, _json(found, capability) if form == "json" else _text(found, vendor, capability))


def _unknown(rule: str, known: tuple[str, ...]) -> None:
    from difflib import get_close_matches  # noqa: PLC0415 - only wanted when something is wrong

    from lockscan.errors import UsageError  # noqa: PLC0415 - only wanted when something is wrong

    close = get_close_matches(rule, known, 5) or sorted(ident for ident in known if rule and rule in ident)[:5]
    hint = f"did you mean {', '.join(close)}?" if close else "lockscan rules lists them all"
    raise UsageError(f"{rule}: no such rule; {hint}")


def _text(rule: "Rule", vendor: "Vendor", capability: "Capability") -> str:
    from lockscan.reporters.text import escape  # noqa: PLC0415 - keeps --help light

    lines = [escape(rule.id), escape(f"{rule.title} ({vendor.name})"), ""]
    for label, told in _facts(rule, capability):
        lines += _labelled(label, told)
    for example in rule.examples:
        lines += ["", *_example(example)]
    return "\n".join(lines) + "\n"


def _facts(rule: "Rule", capability: "Capability") -> "Iterator[tuple[str, str]]":
    from lockscan.model.counts import counted  # noqa: PLC0415 - keeps --help light

    yield "finds", f"code that {rule.message}"
    yield "matches", _match(rule)
    yield "severity", f"{rule.severity.value}: {_SEVERITY[rule.severity.value]}"
    yield "effort", f"{counted(rule.effort, 'point')} (1 mechanical, 3 adapt, 8 redesign, 13 no equivalent)"
    yield "confidence", f"{rule.confidence.value}: {_CONFIDENCE[rule.confidence.value]}"
    yield "capability", f"{capability.title} ({capability.id}): {_PORTABILITY[capability.portability.value]}"
    yield "equivalent", capability.equivalent
    if capability.state:
        yield "stays", capability.state
    if rule.portable:
        yield "portable", "yes: it leaves the choice of vendor open, and costs nothing in the score"
    yield "remedy", rule.remediation


def _match(rule: "Rule") -> str:
    match = rule.match
    parts = [
        ", ".join(match.paths),
        f"names {', '.join(match.names)}" if match.names else "",
        f"values {', '.join(match.values)}" if match.values else "",
        f"text {match.pattern}" if match.pattern else "",
        f"as {', '.join(role.value for role in match.roles)}" if match.roles else "",
    ]
    return f"{match.kind.value}: {'; '.join(filter(None, parts))}"


def _labelled(label: str, text: str) -> list[str]:
    from lockscan.reporters.text import escape, wrap  # noqa: PLC0415 - keeps --help light

    first, *rest = wrap(escape(text), _WIDTH - _LABEL) or [""]
    return [label.ljust(_LABEL) + first, *(" " * _LABEL + line for line in rest)]


def _example(example: "Example") -> list[str]:
    from lockscan.reporters.text import escape  # noqa: PLC0415 - keeps --help light

    title = "Matches" if example.matches else "Does not match"
    note = f" ({example.note})" if example.note else ""
    code = example.code.strip("\n").split("\n")
    return [escape(f"{title}{note}:"), *(f"    {escape(line)}".rstrip() for line in code)]


def _json(rule: "Rule", capability: "Capability") -> str:
    from lockscan.reporters.encoding import dumps  # noqa: PLC0415 - keeps --help light

    match = rule.match
    matched: dict[str, Json] = {
        "kind": match.kind.value,
        "paths": match.paths,
        "names": match.names,
        "values": match.values,
        "pattern": match.pattern,
        "needles": match.needles,
        "roles": [role.value for role in match.roles],
    }
    return dumps(
        {
            "version": VERSION,
            "id": rule.id,
            "vendor": rule.vendor,
            "title": rule.title,
            "message": rule.message,
            "severity": rule.severity.value,
            "confidence": rule.confidence.value,
            "effort": rule.effort,
            "portable": rule.portable,
            "remediation": rule.remediation,
            "match": matched,
            "capability": {
                "id": capability.id,
                "title": capability.title,
                "portability": capability.portability.value,
                "equivalent": capability.equivalent,
                "state": capability.state,
            },
            "examples": [
                {"match": example.matches, "note": example.note, "code": example.code} for example in rule.examples
            ],
        }
    )

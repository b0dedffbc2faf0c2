"""``lockscan rules``: every rule on one line."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from lockscan.cli.output import STDOUT, write
from lockscan.cli.settings import all_rules

if TYPE_CHECKING:
    from lockscan.model.rule import Rule

VERSION = 1
_HEADINGS = ("rule", "vendor", "kind", "severity", "effort", "title")


@click.command()
@click.option("--vendor", metavar="ID", help="Only the rules of this vendor.")
@click.option("--kind", metavar="KIND", help="Only the rules that look at this: call, import, literal, ...")
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Configuration that names more packs.")
def rules(*, vendor: str | None, kind: str | None, form: str, config: Path | None) -> None:
    """List the rules, by vendor."""
    from lockscan.model.rule import MatchKind  # noqa: PLC0415 - keeps --help light

    known = all_rules(config)
    _know("--vendor", vendor, tuple(sorted(found.id for found in known.vendors)))
    _know("--kind", kind, tuple(found.value for found in MatchKind))
    shown = [
        rule
        for rule in sorted(known.rules, key=lambda rule: (rule.vendor, rule.id))
        if vendor in {None, rule.vendor} and kind in {None, rule.match.kind.value}
    ]
    write(STDOUT, _json(shown) if form == "json" else _table(shown))


def _know(option: str, word: str | None, known: tuple[str, ...]) -> None:
    from lockscan.decoding.table import near  # noqa: PLC0415 - keeps --help light
    from lockscan.errors import UsageError  # noqa: PLC0415 - keeps --help light

    if word is not None and word not in known:
        raise UsageError(f"{option} {word}: not known; {near(word, known)}")


def _row(rule: "Rule") -> tuple[str, ...]:
    return rule.id, rule.vendor, rule.match.kind.value, rule.severity.value, str(rule.effort), rule.title


def _table(rules: "list[Rule]") -> str:
    from lockscan.reporters.text import columns, count, escape, pad  # noqa: PLC0415 - keeps --help light

    rows = [_HEADINGS, *(tuple(map(escape, _row(rule))) for rule in rules)]
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(map(pad, row, widths)).rstrip() for row in rows]
    return "\n".join([*lines, "", count(len(rules), "rule")]) + "\n"


def _json(rules: "list[Rule]") -> str:
    from lockscan.reporters.encoding import dumps  # noqa: PLC0415 - keeps --help light

    return dumps(
        {
            "version": VERSION,
            "rules": [
                {
                    "id": rule.id,
                    "vendor": rule.vendor,
                    "kind": rule.match.kind.value,
                    "severity": rule.severity.value,
                    "confidence": rule.confidence.value,
                    "effort": rule.effort,
                    "capability": rule.capability,
                    "portable": rule.portable,
                    "title": rule.title,
                }
                for rule in rules
            ],
        }
    )

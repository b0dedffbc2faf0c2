"""``lockscan rules``: every rule on one line, and ``lockscan rules test``: the examples of rule packs, tried."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from lockscan.cli.output import STDOUT, write
from lockscan.cli.settings import all_rules, settings

if TYPE_CHECKING:
    from lockscan.model.rule import Rule

_FILE = click.Path(path_type=Path)
_HEADINGS = ("rule", "vendor", "kind", "severity", "effort", "title")


@click.group(invoke_without_command=True)
@click.option("--vendor", metavar="ID", help="Only the rules of this vendor.")
@click.option("--kind", metavar="KIND", help="Only the rules that look at this: call, import, literal, ...")
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--config", type=_FILE, metavar="FILE", help="Configuration that names more packs.")
@click.pass_context
def rules(ctx: click.Context, *, vendor: str | None, kind: str | None, form: str, config: Path | None) -> None:
    """List the rules, by vendor."""
    if ctx.invoked_subcommand:
        return
    from lockscan.model.rule import MatchKind  # noqa: PLC0415 - keeps --help light

    known = all_rules(config)
    _know("--vendor", vendor, tuple(sorted(found.id for found in known.vendors)))
    _know("--kind", kind, tuple(found.value for found in MatchKind))
    shown = [
        rule
        for rule in sorted(known.rules, key=lambda rule: (rule.vendor, rule.id))
        if vendor in {None, rule.vendor} and kind in {None, rule.match.kind.value}
    ]
    if form == "json":
        from lockscan.cli.catalogue import catalogue  # noqa: PLC0415 - keeps --help light

        write(STDOUT, catalogue(shown, known))
    else:
        write(STDOUT, _table(shown))


@rules.command()
@click.argument("paths", nargs=-1, type=_FILE)
@click.option("--config", type=_FILE, metavar="FILE", help="Configuration that names the packs.")
@click.pass_context
def test(ctx: click.Context, *, paths: tuple[Path, ...], config: Path | None) -> None:
    """Try the examples of rule packs: files or folders, or those that the configuration names.

    Every example is scanned as a file of its own, by all rules. Exit code: 0 if each is matched or left alone as it
    says, 1 if not, 2 if a pack has mistakes.
    """
    from lockscan.cli.examples import try_examples  # noqa: PLC0415 - keeps --help light
    from lockscan.errors import UsageError  # noqa: PLC0415 - keeps --help light
    from lockscan.model.counts import counted  # noqa: PLC0415 - keeps --help light
    from lockscan.reporters.text import escape  # noqa: PLC0415 - keeps --help light

    entries = paths or tuple(map(Path, settings((), config)[1].rules))
    if not entries:
        raise UsageError("no rule pack to test: name files or folders, or `rules` in the configuration")
    tried = try_examples(entries)
    if tried.failures:
        told = f"{counted(len(tried.failures), 'example')} of {tried.examples:,} failed"
    else:
        told = f"{counted(tried.examples, 'example')} of {counted(tried.rules, 'rule')} passed"
    write(STDOUT, "".join(f"{escape(line)}\n" for line in (*tried.failures, told)))
    ctx.exit(1 if tried.failures else 0)


def _know(option: str, word: str | None, known: tuple[str, ...]) -> None:
    from lockscan.decoding.table import near  # noqa: PLC0415 - keeps --help light
    from lockscan.errors import UsageError  # noqa: PLC0415 - keeps --help light

    if word is not None and word not in known:
        raise UsageError(f"{option} {word}: not known; {near(word, known)}")


def _row(rule: "Rule") -> tuple[str, ...]:
    return rule.id, rule.vendor, rule.match.kind.value, rule.severity.value, str(rule.effort), rule.title


def _table(rules: "list[Rule]") -> str:
    from lockscan.model.counts import counted  # noqa: PLC0415 - keeps --help light
    from lockscan.reporters.text import columns, escape, pad  # noqa: PLC0415 - keeps --help light

    rows = [_HEADINGS, *(tuple(map(escape, _row(rule))) for rule in rules)]
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(map(pad, row, widths)).rstrip() for row in rows]
    return "\n".join([*lines, "", counted(len(rules), "rule")]) + "\n"

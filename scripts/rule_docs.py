"""Write ``docs/rules``: what every rule of the packs finds and what to do about it, a page per vendor and an index."""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from lockscan.adapters.packs import load_rules
from lockscan.model.rule import Example, MatchKind, Rule, Vendor
from lockscan.model.ruleset import RuleSet
from lockscan.reporters.text import escape

FOLDER = Path(__file__).parent.parent / "docs/rules"
INDEX = "README.md"

_GENERATED = "<!-- Generated from rules/*.toml by scripts/rule_docs.py: change the packs, not this page. -->"
_HEADINGS = {
    MatchKind.IMPORT: "Imports",
    MatchKind.CONSTRUCT: "Clients and other objects",
    MatchKind.CALL: "Calls",
    MatchKind.ARGUMENT: "Arguments",
    MatchKind.RESPONSE: "What is read off answers",
    MatchKind.EXCEPTION: "Exceptions",
    MatchKind.ANNOTATION: "Types",
    MatchKind.SUBCLASS: "Subclasses",
    MatchKind.DECORATOR: "Decorators",
    MatchKind.LITERAL: "Texts",
    MatchKind.SHAPE: "Shapes of dicts",
    MatchKind.DISTRIBUTION: "Requirements",
}
# What Markdown or HTML would act on, at the least; a dot, dash or bracket within a sentence is left readable.
_ACTIVE = re.compile(r"[\\`*_\[\]<>|&#~]")
_LINE_BREAKS = re.compile(r"\s*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]\s*")


def pages(rules: RuleSet) -> dict[str, str]:
    """Return every page by its file name."""
    vendors = sorted(rules.vendors, key=lambda vendor: vendor.id)
    written = {_file(vendor): _text(_vendor_page(vendor, rules)) for vendor in vendors}
    return {INDEX: _text(_index(vendors, rules)), **written}


def main() -> int:
    """Write the pages, or say which are not as they would be written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 if a page is out of date")
    options = parser.parse_args()
    wanted = pages(load_rules())
    held = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    stale = sorted(name for name in {*wanted, *held} if wanted.get(name) != held.get(name))
    if options.check:
        print(*(f"docs/rules/{name} is out of date" for name in stale), sep="\n", end="\n" if stale else "")
        return bool(stale)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in stale:
        if name in wanted:
            (FOLDER / name).write_text(wanted[name], encoding="utf-8", newline="\n")
        else:
            (FOLDER / name).unlink()
    print(f"{len(wanted)} pages, {len(stale)} of them changed")
    return 0


def _index(vendors: Iterable[Vendor], rules: RuleSet) -> Iterator[str]:
    yield _GENERATED
    yield ""
    yield "# Rules"
    yield ""
    yield (
        "By vendor, and by what in the code a rule looks at: the number of rules, and after the slash that of their "
        "examples, each of which a test runs through a scan. `lockscan explain RULE` shows all examples of a rule."
    )
    yield ""
    kinds = tuple(MatchKind)
    yield _row(["vendor", *(kind.value for kind in kinds), "all"])
    yield _row(["---", *("--:" for _ in kinds), "--:"])
    for vendor in vendors:
        own = [rule for rule in rules.rules if rule.vendor == vendor.id]
        yield _row([f"[{plain(vendor.name)}]({_file(vendor)})", *_cells(own, kinds)])
    yield _row(["all", *_cells(rules.rules, kinds)])
    yield ""
    yield "## Capabilities"
    yield ""
    yield "What vendors do for the code, and how it fares with an open, OpenAI-compatible server."
    yield ""
    yield _row(["id", "what", "elsewhere", "how", "what stays at the vendor"])
    yield _row(["---"] * 5)
    for one in sorted(rules.capabilities, key=lambda capability: capability.id):
        yield _row([code(one.id), plain(one.title), one.portability.value, plain(one.equivalent), plain(one.state)])


def _cells(rules: Iterable[Rule], kinds: Iterable[MatchKind]) -> list[str]:
    counted = Counter[MatchKind]()
    examples = Counter[MatchKind]()
    for rule in rules:
        counted[rule.match.kind] += 1
        examples[rule.match.kind] += len(rule.examples)
    cells = [f"{counted[kind]}/{examples[kind]}" if counted[kind] else "" for kind in kinds]
    return [*cells, f"{counted.total()}/{examples.total()}"]


def _vendor_page(vendor: Vendor, rules: RuleSet) -> Iterator[str]:
    yield _GENERATED
    yield ""
    yield f"# {plain(vendor.name)}"
    yield ""
    kind = f"{vendor.category.value}{', a gateway to other vendors' if vendor.gateway else ''}"
    yield f"{code(vendor.id)}, {kind}. [All vendors]({INDEX})"
    yield ""
    roots = [root for root, _ in vendor.roots]
    distributions = [purl.removeprefix("pkg:pypi/") for purl in vendor.distributions]
    for label, names in (("Distributions", distributions), ("Imports", roots), ("Hosts", vendor.hosts)):
        if names:
            yield f"- {label}: {', '.join(map(code, names))}"
    for match_kind in MatchKind:
        own = [rule for rule in rules.rules if rule.vendor == vendor.id and rule.match.kind is match_kind]
        if own:
            yield ""
            yield f"## {_HEADINGS[match_kind]}"
        for rule in own:
            yield ""
            yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    points = "1 point" if rule.effort == 1 else f"{rule.effort} points"
    portable = ", portable" if rule.portable else ""
    yield f"### {plain(rule.title)}"
    yield ""
    yield (
        f"{code(rule.id)}: {rule.match.kind.value}, severity {rule.severity.value}, confidence "
        f"{rule.confidence.value}, {points}, capability {code(rule.capability)}{portable}"
    )
    yield ""
    yield f"Finds code that {plain(rule.message)}. {plain(rule.remediation)}"
    suffix = "text" if rule.match.kind is MatchKind.DISTRIBUTION else "python"
    for wanted, label in ((True, "Matches"), (False, "Leaves alone")):
        example = next((one for one in rule.examples if one.matches is wanted), None)
        if example:
            yield ""
            yield f"{label}{f' ({plain(example.note)})' if example.note else ''}:"
            yield ""
            yield from _block(example, suffix)


def _block(example: Example, language: str) -> Iterator[str]:
    text = example.code.strip("\n")
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    yield f"{fence}{language}"
    yield from (escape(line.expandtabs(4)) for line in text.split("\n"))
    yield fence


def plain(text: str) -> str:
    """Return a text that Markdown shows as it is, on one line."""
    return _ACTIVE.sub(lambda match: f"\\{match[0]}", escape(_LINE_BREAKS.sub(" ", text.strip())))


def code(text: str) -> str:
    """Return a text as code on one line, also within a table."""
    shown = escape(_LINE_BREAKS.sub(" ", text)).replace("|", "\\|")
    longest = max((len(run) for run in re.findall(r"`+", shown)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _file(vendor: Vendor) -> str:
    return f"{vendor.id}.md"


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())

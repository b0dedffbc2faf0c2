"""Rule packs: one file's mapping to the vendor, rules, aliases and capabilities that it says."""

import re
from dataclasses import dataclass

from lockscan.decoding.crossings import crossings
from lockscan.decoding.document import Document, Place
from lockscan.decoding.patterns import expand, path_mistake
from lockscan.decoding.retirements import retirement
from lockscan.decoding.table import Mistakes, Table, shown
from lockscan.model.rule import (
    Alias,
    Capability,
    Category,
    Confidence,
    Crossing,
    Example,
    Match,
    MatchKind,
    Portability,
    Retirement,
    Role,
    Rule,
    Severity,
    Target,
    Vendor,
)

MOST_EFFORT = 13

_RULE_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DISTRIBUTION = _RULE_ID
_VENDOR_ID = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
_CAPABILITY_ID = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")
_PURL = re.compile(r"pkg:pypi/[a-z0-9]+(?:-[a-z0-9]+)*")
_HOST = re.compile(r"(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*")
_URL = re.compile(r"/(?:[^\s/?#]+/)*[^\s/?#]*")
_ROOT = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")

_CALLED = {MatchKind.CONSTRUCT, MatchKind.CALL, MatchKind.ARGUMENT}
_PATHLESS = {MatchKind.LITERAL, MatchKind.SHAPE, MatchKind.DISTRIBUTION}
_FIELDS = ("paths", "names", "values", "pattern", "needles", "roles", "urls", "without")
_NEEDED = {
    MatchKind.ARGUMENT: ("paths", "names"),
    MatchKind.LITERAL: ("pattern", "needles", "roles"),
    MatchKind.SHAPE: ("names",),
    MatchKind.DISTRIBUTION: ("names",),
}
_OPTIONAL = {MatchKind.ARGUMENT: ("values",), MatchKind.SHAPE: ("values", "without")}


@dataclass(frozen=True, slots=True)
class Pack:
    """What one rule file says; ``vendor_id`` is the vendor of its rules, which another file may define.

    Each crossing has the place that it stands at.
    """

    document: Document
    vendor: Vendor | None
    vendor_id: str
    rules: tuple[Rule, ...]
    aliases: tuple[Alias, ...]
    capabilities: tuple[Capability, ...]
    targets: tuple[Target, ...]
    crossings: tuple[tuple[Place, Crossing], ...]
    retirements: tuple[Retirement, ...] = ()


def decode_pack(document: Document) -> tuple[Pack, tuple[str, ...]]:
    """Read a rule file; with mistakes, the pack stands in only for looking at how the files fit together."""
    mistakes = Mistakes(document)
    top = Table(document.content, (), mistakes)
    vendor = None
    vendor_id = ""
    if isinstance(document.content.get("vendor"), str):
        vendor_id = top.text("vendor")
    elif "vendor" in top:
        vendor = _vendor(top.table("vendor"))
        vendor_id = vendor.id
    elif {"rule", "clients"} & set(document.content):
        top.wrong("", 'says no vendor: write a [vendor] table, or vendor = "…" to add to the rules of another file')
    if set(document.content) <= ({"vendor"} if vendor_id and not vendor else set()):
        top.wrong("", 'says nothing: write a [vendor] table, or vendor = "…", and then its [[rule]] tables')
    pack = Pack(
        document,
        vendor,
        vendor_id,
        tuple(_rule(table, vendor_id) for table in top.tables("rule")),
        (*_aliases(top.table("aliases")), *_clients(top.table("clients"), vendor_id)),
        tuple(_capability(table) for table in top.tables("capability")),
        tuple(_target(table) for table in top.tables("target")),
        tuple(found for n, table in enumerate(top.tables("portability")) for found in crossings(table, n)),
        tuple(retirement(table) for table in top.tables("retirement")),
    )
    top.close()
    return pack, mistakes.texts()


def _vendor(table: Table) -> Vendor:
    roots = table.table("roots")
    vendor = Vendor(
        _matching(table, "id", _VENDOR_ID, "lower-case words joined by . _ or -"),
        table.text("name"),
        table.choice("category", Category),
        table.texts("distributions"),
        tuple((root, roots.text(root)) for root in roots.keys()),  # noqa: SIM118 - a table is no mapping
        table.texts("hosts"),
        table.flag("gateway", default=False),
        table.texts("local"),
    )
    form = "pkg:pypi/<name>, in lower case with - between words"
    _all_matching(table, "distributions", vendor.distributions, _PURL, form)
    _all_matching(table, "hosts", vendor.hosts, _HOST, "a host name, with *. before it for any subdomain")
    for root, distribution in vendor.roots:
        if not _ROOT.fullmatch(root):
            roots.wrong(root, "must be the dotted name of a package")
        if distribution and not _DISTRIBUTION.fullmatch(distribution):
            roots.wrong(root, f"{shown(distribution)} is not a normalised name on PyPI (lower case, words joined by -)")
    for distribution in vendor.local:
        if distribution not in dict(vendor.roots).values():
            table.wrong("local", f"{shown(distribution)} is not the distribution of any of the vendor's roots")
    table.close()
    return vendor


def _rule(table: Table, vendor_id: str) -> Rule:
    match = _match(table.table("match")) if "match" in table else Match(MatchKind.IMPORT)
    if "match" not in table:
        table.wrong("", "match is missing")
    rule = Rule(
        _matching(table, "id", _RULE_ID, "lower-case words joined by -"),
        vendor_id,
        table.text("title"),
        table.text("message"),
        match,
        table.text("capability"),
        table.choice("severity", Severity),
        table.choice("confidence", Confidence),
        table.number("effort"),
        table.text("remediation"),
        tuple(_example(example) for example in table.tables("example")),
        table.flag("portable", default=False),
    )
    if rule.effort > MOST_EFFORT:
        table.wrong("effort", f"must be at most {MOST_EFFORT}")
    if not any(example.matches for example in rule.examples):
        table.wrong("", "has no example that it matches")
    if all(example.matches for example in rule.examples):
        table.wrong("", "has no example that it leaves alone")
    if match.needles:
        _needles_in_examples(table, rule)
    table.close()
    return rule


def _match(table: Table) -> Match:
    kind = table.known("kind", MatchKind)
    match = Match(
        kind or MatchKind.IMPORT,
        table.texts("paths"),
        table.texts("names"),
        table.texts("values"),
        table.text("pattern", ""),
        table.texts("needles"),
        table.choices("roles", Role),
        table.texts("urls"),
        table.texts("without"),
    )
    if kind:
        _fields(table, kind)
    for position, path in enumerate(match.paths):
        if wrong := path_mistake(path) or (_ending_mistake(kind, path) if kind else ""):
            table.wrong("paths", wrong, position)
    for position, needle in enumerate(match.needles):
        if needle != needle.lower():
            table.wrong("needles", f"{shown(needle)} must be lower-case", position)
    _urls(table, match.urls)
    if kind is MatchKind.DISTRIBUTION:
        _all_matching(table, "names", match.names, _DISTRIBUTION, "a normalised name on PyPI")
    if kind is MatchKind.SHAPE:
        _shape_values(table, match)
    try:
        re.compile(match.pattern)
    except re.error as error:
        table.wrong("pattern", f"is no regular expression: {error}")
    table.close()
    return match


def _fields(table: Table, kind: MatchKind) -> None:
    """Record which fields the kind of a match still needs, and which it has no use for."""
    # A call is one of an SDK, or a request to an address.
    requested = kind is MatchKind.CALL and "urls" in table
    needed = ("urls",) if requested else _NEEDED.get(kind, ("paths",))
    useful = (*needed, *_OPTIONAL.get(kind, ()))
    for field in _FIELDS:
        if field in needed and field not in table:
            table.wrong("", f"a rule of kind {kind.value} needs {field}")
        if field not in useful and field in table:
            table.wrong(field, f"means nothing in a rule of kind {kind.value}")


def _urls(table: Table, urls: tuple[str, ...]) -> None:
    _all_matching(table, "urls", urls, _URL, "the path of an address: it begins with /, and * is any part of a segment")


def _shape_values(table: Table, match: Match) -> None:
    for position, name in enumerate(match.without):
        if name in match.names:
            table.wrong("without", f"{shown(name)} is one of the names that the dict must have", position)
    for position, value in enumerate(match.values):
        key, equals, text = value.partition("=")
        if key not in match.names or not equals or not text:
            table.wrong("values", f"{shown(value)} must be key=text for one of the names", position)


def _ending_mistake(kind: MatchKind, path: str) -> str:
    if kind in _PATHLESS:
        return ""
    called = path.endswith(")")
    if kind in _CALLED and not called:
        return f"{path!r} must end with () in a rule of kind {kind.value}"
    if kind is MatchKind.RESPONSE and ("(" not in path or called):
        return f"{path!r} must lead from a call to what is read off its result"
    if kind is MatchKind.IMPORT and "(" in path:
        return f"{path!r} must be a module or a name in one"
    if kind not in _CALLED and kind is not MatchKind.RESPONSE and called:
        return f"{path!r} must not end with () in a rule of kind {kind.value}"
    return ""


def _needles_in_examples(table: Table, rule: Rule) -> None:
    """Hold the promise of ``needles``: without one of them in the text, nobody would look at the file."""
    for position, example in enumerate(rule.examples):
        if example.matches and not any(needle in example.code.lower() for needle in rule.match.needles):
            table.wrong("example", "matches, but none of the needles stands in it", position)


def _example(table: Table) -> Example:
    example = Example(table.text("code"), table.flag("match"), table.text("note", ""))
    table.close()
    return example


def _aliases(table: Table) -> list[Alias]:
    aliases = []
    for canonical in table.keys():  # noqa: SIM118 - a table is no mapping
        _path(table, canonical, canonical)
        for position, spelling in enumerate(table.texts(canonical)):
            _path(table, canonical, spelling, position)
            aliases += [Alias(path, canonical) for path in expand(spelling)]
    return aliases


def _clients(table: Table, vendor_id: str) -> list[Alias]:
    aliases = []
    for path in table.keys():  # noqa: SIM118 - a table is no mapping
        shared = table.text(path)
        _path(table, path, path)
        if shared:
            _path(table, path, shared)
        aliases.append(Alias(path, shared, vendor_id))
    return aliases


def _path(table: Table, key: str, path: str, position: int | None = None) -> None:
    if wrong := path_mistake(path):
        table.wrong(key, wrong, position)
    elif "*" in path or (position is None and "{" in path):
        table.wrong(key, f"{shown(path)} must be one path, without wildcards", position)


def _capability(table: Table) -> Capability:
    capability = Capability(
        _matching(table, "id", _CAPABILITY_ID, "lower-case words joined by _"),
        table.text("title"),
        table.choice("portability", Portability),
        table.text("equivalent"),
        table.text("state", ""),
        table.texts("urls"),
    )
    _urls(table, capability.urls)
    table.close()
    return capability


def _target(table: Table) -> Target:
    target = Target(
        _matching(table, "id", _RULE_ID, "lower-case words joined by -"),
        table.text("name"),
        table.texts("vendors"),
        table.flag("address", default=False),
    )
    table.close()
    return target


def _matching(table: Table, key: str, pattern: re.Pattern[str], form: str) -> str:
    value = table.text(key)
    if value and not pattern.fullmatch(value):
        table.wrong(key, f"{shown(value)} must be {form}")
    return value


def _all_matching(table: Table, key: str, values: tuple[str, ...], pattern: re.Pattern[str], form: str) -> None:
    for position, value in enumerate(values):
        if not pattern.fullmatch(value):
            table.wrong(key, f"{shown(value)} must be {form}", position)

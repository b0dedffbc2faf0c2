"""From what the type checker answers about a site to a label, or to the admission that it knows nothing."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from labelling.installed import Sdk, Symbol
from labelling.language_server import Place
from labelling.sites import Import, Site

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Seen:
    """What one place that the checker names turns out to be.

    ``what`` is sdk, class, function, method or variable (of the project), or other (the library of the language and
    packages that are nobody's). ``heir`` says that a class of the project, or that of a method, is made from an SDK's.
    """

    what: str
    symbol: Symbol | None = None
    heir: Sdk | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the checker says of a site: definitions, those of the name before it, types, and those of all before it."""

    definitions: tuple[Seen, ...]
    owner: tuple[Seen, ...]
    types: tuple[Seen, ...]
    before: tuple[tuple[Seen, ...], ...]
    imported: Sdk | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whose a site is, how surely, and how that is known."""

    sdk: Sdk
    strength: str
    how: str
    sub: str
    qualified: str = ""
    data: bool = False
    service: str = ""


def judge(site: Site, answer: Answer) -> tuple[Verdict, ...] | None:
    """Say whose a site is, by one verdict for each vendor; nothing at all where the checker could not type it."""
    symbols = _symbols(answer.definitions)
    if symbols:
        return tuple(_direct(site, symbol, answer) for symbol in symbols)
    if not answer.definitions:
        return _unresolved(site, answer)
    kinds = {seen.what for seen in answer.definitions}
    if heirs := [seen.heir for seen in answer.definitions if seen.heir]:
        sub = "subclass-ctor" if "class" in kinds else "subclass-method"
        how = "subclass" if "class" in kinds else "inherited"
        return (Verdict(heirs[0], "weak", how, sub),) if site.kind in {"call", "attribute"} else ()
    if kinds == {"other"}:
        classes = [one for one in _symbols(answer.owner) if one.what == "class"]
        if classes and site.kind == "call":
            return tuple(Verdict(one.sdk, "strong", "partial", "decl-root", one.qualified) for one in classes)
        owner = _symbols(answer.before[0]) if answer.before else []
        known = [one for one in owner if one.what == "class"]
        return tuple(
            Verdict(one.sdk, "weak", "inherited", "inherited-method", one.qualified, data=True) for one in known
        )
    if "variable" in kinds and site.kind != "attribute":
        return _held(site, answer)
    return ()


def _symbols(seen: Iterable[Seen]) -> list[Symbol]:
    """The first symbol of each vendor."""
    found: dict[tuple[Sdk, str], Symbol] = {}
    for one in seen:
        if one.symbol:
            found.setdefault((one.symbol.sdk, one.symbol.service), one.symbol)
    services = {sdk.name for sdk, service in found if service}
    return [one for (sdk, service), one in found.items() if service or sdk.name not in services]


def _direct(site: Site, symbol: Symbol, answer: Answer) -> Verdict:
    """What an SDK defines under that very name."""
    owner = _symbols(answer.before[0]) if answer.before else []
    data = site.kind == "call" and symbol.what == "method" and (symbol.data or any(one.data for one in owner))
    service = next((one.service for one in owner if one.service), symbol.service)
    sub = symbol.what
    if symbol.what == "class" and site.kind == "call":
        sub = "ctor-data" if symbol.data else "ctor"
    elif symbol.what == "variable":
        alias = next((one for one in _symbols(answer.types) if one.what == "class"), None)
        sub = "ctor-data" if site.kind == "call" and alias and alias.data else "decl"
    sdk = next((one.sdk for one in owner if one.service and one.sdk.name == symbol.sdk.name), symbol.sdk)
    how = "decl" if sub == "decl" else "type"
    return Verdict(sdk, "strong", how, sub, symbol.qualified, data=data, service=service)


def _held(site: Site, answer: Answer) -> tuple[Verdict, ...] | None:
    """A variable of the project: what it holds decides."""
    if not answer.types:
        return None if site.kind == "call" else ()
    symbols = [one for one in _symbols(answer.types) if one.what != "module"]
    sub = "callable" if site.kind == "call" else "alias"
    return tuple(Verdict(one.sdk, "strong", "type", sub, one.qualified, service=one.service) for one in symbols)


def _unresolved(site: Site, answer: Answer) -> tuple[Verdict, ...] | None:
    """A name that the checker does not find: the nearest name before it that it knows decides, or the import."""
    for steps, types in enumerate(answer.before, 1):
        symbols = _symbols(types)
        if symbols:
            nearest = "module-attr-unknown" if symbols[0].what == "module" else "member-unknown"
            sub = nearest if steps == 1 else "decl-root"
            return tuple(
                Verdict(
                    one.sdk, "weak" if one.data or site.kind == "attribute" else "strong", "partial", sub,
                    f"{one.qualified}.?{steps}", data=one.data, service=one.service,
                )
                for one in symbols
            )  # fmt: skip
        if types:
            return None if site.kind == "call" else ()
    if answer.imported:
        sub = "decl-root" if answer.before else "unresolved-symbol"
        return (Verdict(answer.imported, "strong", "partial" if answer.before else "import-text", sub),)
    return None if site.kind == "call" else ()


def heirs(bases: Iterable[tuple[Place, tuple[Place, ...]]], known: Mapping[Place, Sdk]) -> dict[Place, Sdk]:
    """Add to the classes that are made from an SDK's those that are made from them; places are of names of classes."""
    found = dict(known)
    pairs = list(bases)
    while True:
        more = {heir: found[base] for heir, places in pairs if heir not in found for base in places if base in found}
        if not more:
            return found
        found |= more


def row_of(path: str, site: Site, verdict: Verdict, vendors: Collection[str]) -> Row:
    """Write a label as one row."""
    row: Row = {
        "path": path,
        "line": site.line,
        "name_line": site.name_line,
        "end_line": site.end_line,
        "col": site.column,
        "kind": site.kind,
        "strength": verdict.strength,
        "text": site.text,
        "vendor_package": verdict.sdk.name,
    }
    if verdict.qualified:
        row["qualified_name"] = verdict.qualified
    row |= {"how": verdict.how, "sub": verdict.sub}
    if verdict.data:
        row["recv_data"] = True
    row["group"] = verdict.sdk.group
    if verdict.service:
        row["service"] = verdict.service
    if site.kind == "call":
        row["vendor_imported_in_file"] = bool(vendors)
    if site.scope:
        row["scope"] = site.scope
    return row


def import_rows(path: str, imports: Iterable[tuple[Import, Sdk]]) -> Iterator[Row]:
    """Write the imports of SDKs as rows."""
    for found, sdk in imports:
        yield {
            "path": path,
            "line": found.line,
            "name_line": found.line,
            "end_line": found.end_line,
            "col": found.column,
            "kind": "import",
            "strength": "strong",
            "text": found.text,
            "vendor_package": sdk.name,
            "qualified_name": found.modules[0],
            "how": "syntax",
            "sub": "import",
            "group": sdk.group,
        }


def suspect(path: str, site: Site) -> Row:
    """Write a call that the checker could not type as a row."""
    return {"path": path, "line": site.line, "name_line": site.name_line}

"""References that need no linking: texts, dicts, and neutral layers by the names that the file itself imports."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lockscan.linking.layout import Layout
from lockscan.model.facts import (
    Attribute,
    Call,
    Expression,
    FileFacts,
    Id,
    Imported,
    Join,
    Lookup,
    Mapping,
    Module,
    Text,
)
from lockscan.model.location import Location, Region
from lockscan.model.program import Argument, Reference, ReferenceKind

# No name of a package has more dots, and no name is bound to another more often.
_DEEPEST = 30

LITERALS = (ReferenceKind.STRING, ReferenceKind.SHAPE)


@dataclass(frozen=True, slots=True)
class Standpoint:
    """The file that references stand in."""

    path: str
    module: str
    facts: FileFacts
    is_test: bool

    def location(self, region: int) -> Location:
        """One of the file's regions as a location."""
        return Location(self.path, Region(*self.facts.regions[region]))


def literal_references(at: Standpoint) -> Iterator[Reference]:
    """The texts and the dicts with literal keys of a file, in the order of its facts."""
    facts = at.facts
    for use in facts.uses:
        found = facts.expressions[use.expression]
        scope = facts.scopes[use.scope].path
        if use.kind is ReferenceKind.STRING and isinstance(found, Text):
            yield Reference(use.kind, found.value, at.location(use.region), at.module, scope, at.is_test, role=use.role)
        elif use.kind is ReferenceKind.SHAPE and isinstance(found, Mapping):
            entries = tuple(
                Argument(entry.key, _texts(facts, entry.value), at.location(entry.region))
                for entry in found.entries
                if entry.key not in (None, "**")
            )
            keys = ",".join(entry.name for entry in entries)
            yield Reference(use.kind, keys, at.location(use.region), at.module, scope, at.is_test,
                            arguments=entries, role=use.role)  # fmt: skip


def neutral_references(at: Standpoint, neutral: frozenset[str], layout: Layout) -> Iterator[Reference]:
    """What a file does with neutral layers by name: they bind to nobody, so what comes out of them is not followed."""
    if not _imports_any(at.facts, neutral):
        return
    paths: dict[Id, str] = {}
    for use in at.facts.uses:
        if use.kind in LITERALS:
            continue
        found = at.facts.expressions[use.expression]
        call = isinstance(found, Call) and use.kind is ReferenceKind.CALL
        path = _path(at, found.function if isinstance(found, Call) and call else use.expression, layout, paths)
        if path.partition(".")[0] in neutral:
            yield Reference(use.kind, f"{path}()" if call else path, at.location(use.region), at.module,
                            at.facts.scopes[use.scope].path, at.is_test)  # fmt: skip


def _imports_any(facts: FileFacts, packages: frozenset[str]) -> bool:
    imported = (facts.expressions[use.expression] for use in facts.uses if use.kind is ReferenceKind.IMPORT)
    return any(
        (one.name if isinstance(one, Module) else one.module).partition(".")[0] in packages
        for one in imported
        if isinstance(one, (Module, Imported))
    )


def _path(at: Standpoint, place: Id, layout: Layout, known: dict[Id, str], depth: int = 0) -> str:
    """The API path of a dotted name that begins at an import from outside, else an empty string."""
    if place not in known:
        if depth > _DEEPEST:
            return ""
        known[place] = ""
        known[place] = _path_of(at, at.facts.expressions[place], layout, known, depth + 1)
    return known[place]


def _path_of(at: Standpoint, found: Expression, layout: Layout, known: dict[Id, str], depth: int) -> str:
    if isinstance(found, Attribute):
        base = _path(at, found.base, layout, known, depth)
        return f"{base}.{found.name}" if base else ""
    if isinstance(found, Module) and layout.leads_out(at.path, found.name):
        return found.name
    if isinstance(found, Imported) and not found.level and layout.leads_out(at.path, found.module):
        return found.module if found.name == "*" else f"{found.module}.{found.name}"
    if isinstance(found, Join):
        return _first(_path(at, part, layout, known, depth) for part in found.parts)
    if isinstance(found, Lookup):
        bindings = at.facts.scopes[found.scope].names.get(found.name, ())
        return _first(_path(at, binding, layout, known, depth) for binding in bindings)
    return ""


def _first(paths: Iterable[str]) -> str:
    return next((path for path in paths if path), "")


def _texts(facts: FileFacts, expression: Id) -> tuple[str, ...]:
    found = facts.expressions[expression]
    return (found.value,) if isinstance(found, Text) else ()

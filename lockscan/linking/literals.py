"""References that need no linking: texts and dicts, as they stand in a file."""

from collections.abc import Iterator
from dataclasses import dataclass

from lockscan.model.facts import FileFacts, Id, Imported, Mapping, Module, Text
from lockscan.model.location import Location, Region
from lockscan.model.program import Argument, Reference, ReferenceKind

LITERALS = (ReferenceKind.STRING, ReferenceKind.SHAPE)


@dataclass(frozen=True, slots=True)
class Standpoint:
    """The file that references stand in."""

    path: str
    module: str
    facts: FileFacts
    is_test: bool

    def imports(self, package: str) -> bool:
        """Whether the file itself imports a package, wherever in it."""
        return any(
            isinstance(found, (Module, Imported))
            and (found.name if isinstance(found, Module) else found.module).partition(".")[0] == package
            for found in self.facts.expressions
        )

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


def _texts(facts: FileFacts, expression: Id) -> tuple[str, ...]:
    found = facts.expressions[expression]
    return (found.value,) if isinstance(found, Text) else ()

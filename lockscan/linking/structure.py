"""What the loaded files define, and which function of the project calls which: the ground that a boundary stands on."""

from collections.abc import Iterable, Iterator

from lockscan.linking.linker import Linker
from lockscan.linking.state import Fact
from lockscan.linking.values import EMPTY, ClassValue, External, FunctionValue, InstanceValue, PendingValue, Value
from lockscan.model.facts import Attribute, Call, FileFacts, Free, Imported, Scope, ScopeKind
from lockscan.model.program import Definition, ProjectCall, ReferenceKind

_OWN = {"self", "cls"}


def definitions(linker: Linker) -> tuple[Definition, ...]:
    """Return the functions and classes of the loaded files, in order of path and place."""
    found = []
    for path in sorted(linker.program.numbers):
        file = linker.program.numbers[path]
        facts = linker.program.facts[file]
        for index, scope in enumerate(facts.scopes):
            if scope.kind in (ScopeKind.CLASS, ScopeKind.FUNCTION):
                found.append(_definition(linker, file, index, scope))
    return tuple(found)


def _definition(linker: Linker, file: int, index: int, scope: Scope) -> Definition:
    bases = {name for base in scope.bases for name in _names(linker, file, base)}
    values = linker.solver.values.get(Fact("bases", file, index), EMPTY)
    bases.update(_qualified(linker, value) for value in values if isinstance(value, ClassValue))
    return Definition(
        module=linker.layout.name(linker.program.paths[file]),
        scope=scope.path,
        is_class=scope.kind is ScopeKind.CLASS,
        parameters=tuple(one.name for one in scope.parameters if one.name not in _OWN),
        bases=tuple(sorted(bases)),
    )


def _names(linker: Linker, file: int, place: int) -> Iterator[str]:
    """Yield what an expression that stands outside of what is loaded is called: ``module:name``, or a dotted path."""
    facts = linker.program.facts[file]
    expression = facts.expressions[place]
    if isinstance(expression, Imported):
        target = linker.layout.find(linker.program.paths[file], expression.module, expression.level)
        if target is not None:
            yield f"{linker.layout.name(target)}:{expression.name}"
        elif expression.level:
            # Of the project, and not in what was scanned.
            yield f"{'.' * expression.level}{expression.module}:{expression.name}"
        else:
            yield f"{expression.module}.{expression.name}"
    elif isinstance(expression, Free):
        yield expression.name
    elif isinstance(expression, Attribute):
        values = linker.solver.values.get((file, place), EMPTY)
        yield from (value.path for value in values if isinstance(value, External))


def calls(linker: Linker) -> tuple[ProjectCall, ...]:
    """Return who calls what, scope by scope, as far as both ends stand in loaded files; a method by its own name."""
    found: set[tuple[str, str, str, str]] = set()
    for path in sorted(linker.program.numbers):
        file = linker.program.numbers[path]
        facts = linker.program.facts[file]
        module = linker.layout.name(path)
        for scope, value in _called(linker, file, facts):
            for target in _reached(linker, value):
                callee, _, inner = target.partition(":")
                found.add((module, facts.scopes[scope].path, callee, inner))
    return tuple(map(ProjectCall._make, sorted(found)))


def _called(linker: Linker, file: int, facts: FileFacts) -> Iterator[tuple[int, Value]]:
    for use in facts.uses:
        expression = facts.expressions[use.expression]
        if use.kind is ReferenceKind.CALL and isinstance(expression, Call):
            for value in linker.solver.values.get((file, expression.function), EMPTY):
                yield use.scope, value


def _reached(linker: Linker, value: Value) -> Iterable[str]:
    if isinstance(value, (FunctionValue, ClassValue, InstanceValue)):
        yield _qualified(linker, value)
    elif isinstance(value, PendingValue):
        yield f"{linker.layout.name(value.module)}:"


def _qualified(linker: Linker, value: FunctionValue | ClassValue | InstanceValue) -> str:
    path = linker.program.paths[value.file]
    return f"{linker.layout.name(path)}:{linker.program.facts[value.file].scopes[value.scope].path}"

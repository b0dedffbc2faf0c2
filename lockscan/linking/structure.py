"""What files with a vendor in them define, and who calls that: the ground that a boundary stands on."""

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet

from lockscan.linking.linker import Linker
from lockscan.linking.state import Fact
from lockscan.linking.values import EMPTY, ClassValue, External, FunctionValue, InstanceValue, Value
from lockscan.model.facts import Attribute, Call, FileFacts, Free, Imported, Scope, ScopeKind
from lockscan.model.program import Definition, ProjectCall, Reference, ReferenceKind

_OWN = {"self", "cls"}


def using(linker: Linker, references: Iterable[Reference]) -> frozenset[str]:
    """Return the paths of the files that lead to a vendor by more than a text: they are loaded in any case."""
    return frozenset(one.location.path for one in references if linker.leads_to_vendor(one))


def definitions(linker: Linker, paths: AbstractSet[str]) -> tuple[Definition, ...]:
    """Return the functions and classes of some files, in order of path and place."""
    within = _loaded(linker, paths)
    return tuple(
        _definition(linker, file, index, scope, within)
        for file in within
        for index, scope in enumerate(linker.program.facts[file].scopes)
        if scope.kind in {ScopeKind.CLASS, ScopeKind.FUNCTION}
    )


def _loaded(linker: Linker, paths: AbstractSet[str]) -> dict[int, None]:
    numbers = linker.program.numbers
    return dict.fromkeys(numbers[path] for path in sorted(paths) if path in numbers)


def _definition(linker: Linker, file: int, index: int, scope: Scope, within: dict[int, None]) -> Definition:
    bases = {name for base in scope.bases for name in _names(linker, file, base)}
    values = linker.solver.values.get(Fact("bases", file, index), EMPTY)
    bases.update(
        _qualified(linker, value) for value in values if isinstance(value, ClassValue) and value.file in within
    )
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


def calls(linker: Linker, paths: AbstractSet[str]) -> tuple[ProjectCall, ...]:
    """Return who calls what in some files, scope by scope, if it is loaded itself; a method goes by its own name."""
    within = _loaded(linker, paths)
    found: set[tuple[str, str, str, str]] = set()
    for path in sorted(linker.program.numbers):
        file = linker.program.numbers[path]
        facts = linker.program.facts[file]
        module = linker.layout.name(path)
        for scope, value in _called(linker, file, facts):
            if isinstance(value, (FunctionValue, ClassValue, InstanceValue)) and value.file in within:
                callee, _, inner = _qualified(linker, value).partition(":")
                found.add((module, facts.scopes[scope].path, callee, inner))
    return tuple(map(ProjectCall._make, sorted(found)))


def written_calls(
    taken: Iterable[ProjectCall], sought: Iterable[tuple[str, str]], text: Callable[[str], bytes]
) -> tuple[ProjectCall, ...]:
    """Return which functions are called by modules that import them, or the class around them, as far as texts tell.

    That is where the name that is imported, or that of a method behind a dot, is followed by a bracket. ``sought`` are
    the functions, as module and scope; ``text`` gives the code of a module.
    """
    scopes: dict[str, list[str]] = {}
    for module, scope in sorted(sought):
        scopes.setdefault(module, []).append(scope)
    found: list[ProjectCall] = []
    for call in taken:
        if call.callee_module in scopes:
            code = text(call.caller_module)
            called = (scope for scope in scopes[call.callee_module] if _is_written(call.callee_scope, scope, code))
            found.extend(call._replace(callee_scope=scope) for scope in called)
    return tuple(found)


def _is_written(name: str, scope: str, code: bytes) -> bool:
    head, _, rest = scope.partition(".")
    within = f".{rest.partition('.')[0]}" if rest else name
    return head == name and f"{within}(".encode() in code


def _called(linker: Linker, file: int, facts: FileFacts) -> Iterator[tuple[int, Value]]:
    for use in facts.uses:
        expression = facts.expressions[use.expression]
        if use.kind is ReferenceKind.CALL and isinstance(expression, Call):
            for value in linker.solver.values.get((file, expression.function), EMPTY):
                yield use.scope, value


def _qualified(linker: Linker, value: FunctionValue | ClassValue | InstanceValue) -> str:
    path = linker.program.paths[value.file]
    return f"{linker.layout.name(path)}:{linker.program.facts[value.file].scopes[value.scope].path}"

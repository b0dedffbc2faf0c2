"""What the uses of a linked file lead to outside of the project."""

from collections.abc import Callable, Iterable, Iterator

from lockscan.linking.endpoints import Endpoints
from lockscan.linking.evaluation import Evaluation
from lockscan.linking.literals import LITERALS, Standpoint
from lockscan.linking.outside import IMPORTS
from lockscan.linking.requests import Requests, host
from lockscan.linking.state import Fact
from lockscan.linking.values import (
    EMPTY,
    ClassValue,
    External,
    InstanceValue,
    Literal,
    MappingValue,
    PendingValue,
    Place,
    TextValue,
    TypeValue,
    Value,
    Values,
)
from lockscan.model.facts import (
    Argument as ArgumentFacts,
)
from lockscan.model.facts import (
    Attribute,
    Call,
    Element,
    Expression,
    FileFacts,
    Imported,
    Item,
    Join,
    Lookup,
    Module,
    Parameter,
    Use,
)
from lockscan.model.finding import Related, Step
from lockscan.model.location import Location, Region
from lockscan.model.program import Argument, Reference, ReferenceKind

# What may stand beside a vendor's object without being another one: `None`, and what is not known, or just its type.
_NOBODYS = (External, Literal, PendingValue, TextValue, TypeValue)
_TYPES = frozenset({ReferenceKind.CATCH, ReferenceKind.ANNOTATE, ReferenceKind.INHERIT, ReferenceKind.DECORATE})


def _is_passed(facts: FileFacts, place: int, depth: int = 4) -> bool:
    """Whether an expression is a parameter, of this function or one around it, or an item of one."""
    found = facts.expressions[place]
    if isinstance(found, (Item, Element)):
        return depth > 0 and _is_passed(facts, found.base, depth - 1)
    if isinstance(found, (Lookup, Join)):
        bound = found.parts if isinstance(found, Join) else facts.scopes[found.scope].names.get(found.name, ())
        return depth > 0 and bool(bound) and all(_is_passed(facts, one, depth - 1) for one in bound)
    return isinstance(found, Parameter)


def _names_each(kind: ReferenceKind, value: External) -> bool:
    """Whether several things at one place are all meant, as the types of a union; not so the errors of some client."""
    return kind in _TYPES and not (kind is ReferenceKind.CATCH and "(" in value.path)


class References:
    """Reads references off a program in which nothing grows any more."""

    def __init__(self, program: Evaluation, requests: Requests, is_vendor: Callable[[str], bool]) -> None:
        """``is_vendor`` says of a path whether it leads into a package that rules speak of."""
        self.program = program
        self.requests = requests
        self.is_vendor = is_vendor
        self.endpoints = Endpoints(program)
        self.call_regions: dict[int, dict[int, int]] = {}

    def of(self, file: int, at: Standpoint) -> Iterator[Reference]:
        """All references of a file that lead out of the project, but those to texts and dicts."""
        for use in at.facts.uses:
            if use.kind not in LITERALS:
                yield from self._outside(file, use, at)

    def _outside(self, file: int, use: Use, at: Standpoint) -> Iterator[Reference]:
        expression = at.facts.expressions[use.expression]
        call = expression if isinstance(expression, Call) and use.kind is ReferenceKind.CALL else None
        if use.kind is ReferenceKind.IMPORT:
            values = frozenset(self._imported(file, expression))
        elif use.kind is ReferenceKind.READ:
            values = frozenset(self._read(file, use.expression, expression))
        elif call is not None:
            values = self._values(file, call.function)
            yield from self._imports_by_call(file, use, values, at)
            yield from self._requested(file, use, call, at)
        else:
            # A tuple of exceptions is caught as its items, and a union names its parts.
            values = frozenset(self.program.named_types(self._values(file, use.expression)))
        vendors = [value for value in values if isinstance(value, External) and self.is_vendor(value.path)]
        if not vendors:
            return
        leading = self._leading(vendors)
        arguments = self._arguments(file, call.arguments) if call is not None else ()
        mixed = not all(isinstance(value, _NOBODYS) for value in values)
        handed = call is not None and _is_passed(at.facts, call.function)
        for value in leading:
            if use.kind in _TYPES and value.path.endswith(")") and use.kind is not ReferenceKind.DECORATE:
                continue
            starts = call is not None and value.client is None
            endpoint, urls = self.endpoints.of((file, use.expression) if starts else value.client)
            for suffix in [""] if call is None else [f"({text})" for text in self.program.keys(value.path, file, call)]:
                yield Reference(
                    kind=use.kind,
                    path=value.path + suffix,
                    location=at.location(use.region),
                    module=at.module,
                    scope=at.facts.scopes[use.scope].path,
                    is_test=at.is_test,
                    proven=_names_each(use.kind, value) or len({other.path for other in leading}) == 1,
                    mixed=mixed,
                    handed=handed,
                    arguments=arguments,
                    endpoint=endpoint,
                    base_urls=urls,
                    related=self._related(value, (file, use.expression), at.location(use.region)),
                )

    def _leading(self, values: Iterable[External]) -> list[External]:
        """The distinct values, without those of the same path that do not know their client."""
        distinct = set(values)
        known = {value.path for value in distinct if value.client is not None}
        return self.program.in_order(
            [value for value in distinct if value.client is not None or value.path not in known]
        )

    def _imported(self, file: int, expression: Expression) -> Iterable[Value]:
        """What an import statement names, when that is outside: a name of the project's own is imported from nobody."""
        path, find = self.program.paths[file], self.program.layout.find
        if isinstance(expression, Module) and find(path, expression.name, 0) is None:
            yield External(expression.name)
        elif isinstance(expression, Imported) and find(path, expression.module, expression.level) is None:
            star = expression.name == "*"
            yield External(expression.module if star else f"{expression.module}.{expression.name}")

    def _imports_by_call(self, file: int, use: Use, functions: Values, at: Standpoint) -> Iterator[Reference]:
        """``importlib.import_module("vendor")``."""
        if any(isinstance(function, External) and function.path in IMPORTS for function in functions):
            for value in self._leading(v for v in self._values(file, use.expression) if isinstance(v, External)):
                if self.is_vendor(value.path):
                    yield Reference(ReferenceKind.IMPORT, value.path, at.location(use.region), at.module,
                                    at.facts.scopes[use.scope].path, at.is_test, role="call")  # fmt: skip

    def _requested(self, file: int, use: Use, call: Call, at: Standpoint) -> Iterator[Reference]:
        """The addresses that a call sends a request to; where they are passed in or differ, it is not sure to which."""
        urls, endpoint, sure = self.requests.addresses(file, call)
        sure = sure and len({host(url) for url in urls}) == 1 and not self.requests.is_told(file, call, _is_passed)
        location = at.location(use.region)
        client = self.requests.client(file, call) if urls else None
        made = self._place(client) if client else None
        scope = at.facts.scopes[use.scope].path
        for url in urls:
            yield Reference(ReferenceKind.REQUEST, url, location, at.module, scope, at.is_test,
                            mixed=not sure, endpoint=endpoint, base_urls=urls,
                            related=(Related(Step.CLIENT, made),) if made and made != location else ())  # fmt: skip

    def _read(self, file: int, place: int, expression: Expression) -> Iterable[Value]:
        """What an attribute or item is, if a vendor's object gives it; one that keeps such a thing is the project's."""
        if not isinstance(expression, (Attribute, Item)):
            return
        bases = self._values(file, expression.base)
        paths = tuple(base.path for base in bases if isinstance(base, External))
        inherits = isinstance(expression, Attribute) and any(
            isinstance(base, (InstanceValue, ClassValue)) and not self._declares(base, expression.name)
            for base in bases
        )
        for value in self._values(file, place):
            if isinstance(value, External) and (inherits or (value.path.startswith(paths) and value.path not in paths)):
                yield value

    def _declares(self, owner: InstanceValue | ClassValue, name: str) -> bool:
        return self.program.says(owner.file, owner.scope, name) or not any(
            isinstance(base, External) and self.is_vendor(base.path) for base in self._bases(owner)
        )

    def _bases(self, owner: InstanceValue | ClassValue) -> Iterable[Value]:
        return self.program.solver.values.get(Fact("bases", owner.file, owner.scope), EMPTY)

    def _values(self, file: int, expression: int) -> Values:
        return self.program.solver.values.get((file, expression), EMPTY)

    def _arguments(self, file: int, arguments: tuple[ArgumentFacts, ...]) -> tuple[Argument, ...]:
        found: list[Argument] = []
        for argument in arguments:
            if argument.name == "**":
                for value in self.program.in_order(self._values(file, argument.value)):
                    if isinstance(value, MappingValue) and not value.view:
                        found.extend(
                            Argument(entry.key, self._texts(at, entry.value), self._location(at, entry.region))
                            for at, entry in self.program.flat(value)
                            if entry.key not in (None, "**")
                        )
            elif argument.name != "*":
                texts = self._texts(file, argument.value)
                found.append(Argument(argument.name, texts, self._location(file, argument.region)))
        return tuple(found)

    def _texts(self, file: int, expression: int) -> tuple[str, ...]:
        return self.program.texts(file, expression)[0]

    def _related(self, value: External, place: Place, location: Location) -> tuple[Related, ...]:
        steps: list[Related] = []
        for step, at in ((Step.CLIENT, value.client), (Step.CALL, value.call)):
            if at is not None and at != place:
                found = self._place(at)
                if found is not None and found != location and all(item.location != found for item in steps):
                    steps.append(Related(step, found))
        return tuple(steps)

    def _place(self, at: Place) -> Location | None:
        file, place = at
        if file not in self.call_regions:
            self.call_regions[file] = {
                use.expression: use.region
                for use in reversed(self.program.facts[file].uses)
                if use.kind is ReferenceKind.CALL
            }
        region = self.call_regions[file].get(place)
        return None if region is None else self._location(file, region)

    def _location(self, file: int, region: int) -> Location:
        return Location(self.program.paths[file], Region(*self.program.facts[file].regions[region]))

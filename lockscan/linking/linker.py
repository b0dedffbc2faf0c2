"""Links files as they are loaded, says which further ones it needs, and draws up the program at the end."""

import re
from collections.abc import Iterable, Iterator, Mapping as MappingOf
from dataclasses import dataclass

from lockscan.linking.evaluation import Evaluation, Fact
from lockscan.linking.layout import Layout
from lockscan.linking.values import (
    EMPTY,
    ClassValue,
    External,
    FunctionValue,
    InstanceValue,
    Literal,
    MappingValue,
    ModuleValue,
    PendingValue,
    Place,
    SequenceValue,
    Value,
    Values,
)
from lockscan.model.facts import Argument as ArgumentFacts, Attribute, Call, FileFacts, Mapping, Text, Use
from lockscan.model.finding import Related, Step
from lockscan.model.location import Location, Region
from lockscan.model.rule import RuleSet
from lockscan.model.program import Argument, Endpoint, ProjectCall, Reference, ReferenceKind

_ENDPOINT_KEYWORDS = frozenset({"base_url", "api_base", "endpoint_url", "server_url", "host"})
# `client` in `boto3.client(bedrock-runtime).converse()`.
_KEYED = re.compile(r"(\w+)\([^)]")
_TYPES = frozenset({ReferenceKind.CATCH, ReferenceKind.ANNOTATE, ReferenceKind.INHERIT, ReferenceKind.DECORATE})


@dataclass(frozen=True, slots=True)
class Interest:
    """What linking follows: ``roots`` are the packages that rules speak of, ``keyed`` as in ``Evaluation``."""

    roots: frozenset[str]
    keyed: frozenset[str]

    @classmethod
    def of(cls, rules: RuleSet) -> "Interest":
        """What the loaded rules speak of."""
        patterns = [pattern for rule in rules.rules for pattern in rule.match.paths]
        patterns += [spelling for alias in rules.aliases for spelling in (alias.path, alias.canonical)]
        keyed = {name for pattern in patterns for name in _KEYED.findall(pattern)}
        return cls(frozenset(root for vendor in rules.vendors for root, _ in vendor.roots), frozenset(keyed))

    def covers(self, path: str) -> bool:
        """Whether an API path starts in one of the packages."""
        name = path
        while name:
            if name in self.roots:
                return True
            name = name.rpartition(".")[0]
        return False


class Linker:
    """The state of linking one project."""

    def __init__(self, files: Iterable[str], interest: Interest) -> None:
        heads = frozenset(root.partition(".")[0] for root in interest.roots)
        self.interest = interest
        self.layout = Layout(files, heads)
        self.program = Evaluation(self.layout, heads, interest.keyed)
        self.solver = self.program.solver
        self.covered: dict[str, bool] = {}
        self.call_regions: dict[int, dict[int, int]] = {}

    # Loading

    def load(self, files: MappingOf[str, FileFacts]) -> None:
        """Add files and link them with those that are there."""
        numbers = [self.program.load(path, facts) for path, facts in sorted(files.items())]
        for number in numbers:
            self._demand(number)
        self.solver.settle()
        # Calls announce themselves to what they call only once that is known, so this goes round until it is quiet.
        while self._announce():
            self.solver.settle()

    def _demand(self, file: int) -> None:
        facts = self.program.facts[file]
        for use in facts.uses:
            if use.kind not in (ReferenceKind.STRING, ReferenceKind.SHAPE):
                self.program.value(file, use.expression)
        for place in facts.scopes[0].names.values():
            for binding in place:
                self.program.value(file, binding)
        for scope in facts.scopes:
            for base in scope.bases:
                self.program.value(file, base)

    def _announce(self) -> bool:
        """Tell functions of the calls that reach them, and classes of their subclasses; false when nothing was new."""
        for file, facts in enumerate(self.program.facts):
            for index, scope in enumerate(facts.scopes):
                for base in scope.bases:
                    for value in self.program.value(file, base):
                        if isinstance(value, ClassValue):
                            self._tell("subclasses", value, ClassValue(file, index))
            for use in facts.uses:
                if use.kind is ReferenceKind.CALL:
                    self._announce_call(file, use.expression)
        return bool(self.solver.pending)

    def _announce_call(self, file: int, place: int) -> None:
        call = self.program.facts[file].expressions[place]
        if not isinstance(call, Call):
            return
        for value in self.program.value(file, call.function):
            if isinstance(value, FunctionValue):
                bound = value.bound or self._through_super(file, call)
                site: Value = MappingValue(file, place) if bound else SequenceValue(file, place)
                self._tell("sites", value, site)
            elif isinstance(value, ClassValue):
                self._tell("sites", value, MappingValue(file, place))
            elif isinstance(value, InstanceValue):
                for method in self.program.ask("attribute", value.file, value.scope, "__call__"):
                    if isinstance(method, FunctionValue):
                        self._tell("sites", method, MappingValue(file, place))
            elif isinstance(value, External) and self.is_vendor(value.path):
                for argument in call.arguments:
                    for given in self.program.value(file, argument.value):
                        if isinstance(given, MappingValue):
                            list(self.program.flat(given))

    def _through_super(self, file: int, call: Call) -> bool:
        function = self.program.facts[file].expressions[call.function]
        return isinstance(function, Attribute) and any(
            isinstance(value, InstanceValue) for value in self.program.value(file, function.base)
        )

    def _tell(self, of: str, to: FunctionValue | ClassValue, what: Value) -> None:
        self.solver.grow(Fact(of, to.file, to.scope), frozenset((what,)))

    def is_vendor(self, path: str) -> bool:
        """Whether a path leads into a package that rules speak of."""
        known = self.covered.get(path)
        if known is None:
            known = self.covered[path] = self.interest.covers(path.partition("(")[0])
        return known

    # What else is needed

    def missing(self) -> frozenset[str]:
        """Files that were asked for and are not loaded."""
        return frozenset(self.program.missing)

    def reached(self) -> frozenset[str]:
        """Those of the missing files that something of a vendor is passed to, or that a loaded class derives from."""
        found: set[str] = set()
        carriers = {self.program.numbers[path] for path in self.carriers()}
        for file, facts in enumerate(self.program.facts):
            for scope in facts.scopes:
                found.update(self._pending(file, scope.bases))
            for use in facts.uses:
                call = facts.expressions[use.expression]
                if isinstance(call, Call) and use.kind is ReferenceKind.CALL:
                    pending = self._pending(file, (call.function,))
                    if pending and any(self._carries(file, item.value, carriers) for item in call.arguments):
                        found.update(pending)
            for store in facts.stores:
                if self._carries(file, store.value, carriers):
                    found.update(self._pending(file, (store.base,)))
        return frozenset(found & self.program.missing.keys())

    def _pending(self, file: int, expressions: Iterable[int]) -> set[str]:
        return {
            value.module
            for expression in expressions
            for value in self._values(file, expression)
            if isinstance(value, (PendingValue, ModuleValue))
        }

    def _carries(self, file: int, expression: int, carriers: set[int]) -> bool:
        return any(
            (isinstance(value, External) and self.is_vendor(value.path))
            or (isinstance(value, (FunctionValue, ClassValue, InstanceValue)) and value.file in carriers)
            for value in self._values(file, expression)
        )

    def carriers(self) -> frozenset[str]:
        """The loaded files through which something of a vendor can reach those that import them."""
        found: set[int] = set()
        grown = True
        for file, facts in enumerate(self.program.facts):
            if any(
                isinstance(value, External) and self.is_vendor(value.path)
                for use in facts.uses
                if use.kind not in (ReferenceKind.STRING, ReferenceKind.SHAPE)
                for value in self.solver.values.get((file, use.expression), EMPTY)
            ):
                found.add(file)
        while grown:
            grown = False
            for file, facts in enumerate(self.program.facts):
                if file not in found and any(
                    value.file in found
                    for bindings in facts.scopes[0].names.values()
                    for binding in bindings
                    for value in self.solver.values.get((file, binding), EMPTY)
                    if isinstance(value, (FunctionValue, ClassValue, InstanceValue))
                ):
                    found.add(file)
                    grown = True
        return frozenset(self.program.paths[file] for file in found)

    # The program

    def references(self, is_test: frozenset[str]) -> tuple[Reference, ...]:
        """Every reference that leads out of the project."""
        return tuple(
            reference
            for path in sorted(self.program.numbers)
            for reference in self._references(self.program.numbers[path], path in is_test)
        )

    def _references(self, file: int, is_test: bool) -> Iterator[Reference]:
        facts = self.program.facts[file]
        module = self.layout.name(self.program.paths[file])
        for use in facts.uses:
            scope = facts.scopes[use.scope].path
            location = self.location(file, use.region)
            if use.kind is ReferenceKind.STRING:
                text = facts.expressions[use.expression]
                if isinstance(text, Text):
                    yield Reference(use.kind, text.value, location, module, scope, is_test, role=use.role)
            elif use.kind is ReferenceKind.SHAPE:
                yield from self._shape(file, use, location, module, scope, is_test)
            else:
                yield from self._outside(file, use, location, module, scope, is_test)

    def location(self, file: int, region: int) -> Location:
        """A region of a file as a location."""
        return Location(self.program.paths[file], Region(*self.program.facts[file].regions[region]))

    def _shape(
        self, file: int, use: Use, location: Location, module: str, scope: str, is_test: bool
    ) -> Iterator[Reference]:
        found = self.program.facts[file].expressions[use.expression]
        assert isinstance(found, Mapping)
        arguments = tuple(
            Argument(entry.key, self._own_texts(file, entry.value), self.location(file, entry.region))
            for entry in found.entries
            if entry.key not in (None, "**")
        )
        keys = ",".join(argument.name for argument in arguments)
        yield Reference(use.kind, keys, location, module, scope, is_test, arguments=arguments, role=use.role)

    def _own_texts(self, file: int, expression: int) -> tuple[str, ...]:
        found = self.program.facts[file].expressions[expression]
        return (found.value,) if isinstance(found, Text) else ()

    def _outside(
        self, file: int, use: Use, location: Location, module: str, scope: str, is_test: bool
    ) -> Iterator[Reference]:
        expression = self.program.facts[file].expressions[use.expression]
        call = expression if isinstance(expression, Call) and use.kind is ReferenceKind.CALL else None
        values = self._values(file, use.expression if call is None else call.function)
        if use.kind in _TYPES:
            values = frozenset(self.program.types(values))
        leading = sorted(
            (value for value in values if isinstance(value, External) and self.is_vendor(value.path)), key=repr
        )
        paths = {value.path for value in leading}
        for value in leading:
            if use.kind in _TYPES and value.path.endswith(")") and use.kind is not ReferenceKind.DECORATE:
                continue
            endpoint, urls = self._endpoint(value.client)
            related = self._related(value, (file, use.expression), location)
            arguments = () if call is None else self._arguments(file, call.arguments)
            suffixes = [""] if call is None else [f"({text})" for text in self.program.keys(value.path, file, call)]
            if call is not None and value.client is None:
                endpoint, urls = self._endpoint((file, use.expression))
            for suffix in suffixes:
                yield Reference(
                    kind=use.kind,
                    path=value.path + suffix,
                    location=location,
                    module=module,
                    scope=scope,
                    is_test=is_test,
                    proven=len(paths) == 1,
                    arguments=arguments,
                    endpoint=endpoint,
                    base_urls=urls,
                    related=related,
                )

    def _values(self, file: int, expression: int) -> Values:
        return self.solver.values.get((file, expression), EMPTY)

    def _arguments(self, file: int, arguments: tuple[ArgumentFacts, ...]) -> tuple[Argument, ...]:
        found = []
        for argument in arguments:
            if argument.name == "**":
                for value in sorted(self._values(file, argument.value), key=repr):
                    if isinstance(value, MappingValue) and not value.view:
                        found.extend(
                            Argument(entry.key, self._texts(at, entry.value), self.location(at, entry.region))
                            for at, entry in self.program.flat(value)
                            if entry.key not in (None, "**")
                        )
            elif argument.name != "*":
                texts = self._texts(file, argument.value)
                found.append(Argument(argument.name, texts, self.location(file, argument.region)))
        return tuple(found)

    def _texts(self, file: int, expression: int) -> tuple[str, ...]:
        return tuple(sorted(v.text for v in self._values(file, expression) if isinstance(v, Literal)))

    def _endpoint(self, client: Place | None) -> tuple[Endpoint, tuple[str, ...]]:
        """Where the calls of a client go: its ``base_url``, if it is given one."""
        if client is None:
            return Endpoint.DEFAULT, ()
        file, place = client
        call = self.program.facts[file].expressions[place]
        if not isinstance(call, Call):
            return Endpoint.DEFAULT, ()
        given = [argument for argument in self._arguments(file, call.arguments) if argument.name in _ENDPOINT_KEYWORDS]
        if not given:
            return Endpoint.DEFAULT, ()
        texts = tuple(sorted({text for argument in given for text in argument.texts}))
        open_ended = any(
            argument.name in _ENDPOINT_KEYWORDS and self._configured(file, argument.value)
            for argument in call.arguments
        )
        return (Endpoint.CONFIGURED if open_ended or not texts else Endpoint.LITERAL), texts

    def _configured(self, file: int, expression: int) -> bool:
        values = self._values(file, expression)
        return any(not isinstance(value, Literal) or "{}" in value.text[:12] for value in values)

    def _related(self, value: External, place: Place, location: Location) -> tuple[Related, ...]:
        steps = []
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
        return None if region is None else self.location(file, region)

    def calls(self) -> tuple[ProjectCall, ...]:
        """The calls from one function of the project to another."""
        found: set[tuple[str, str, str, str]] = set()
        for file, facts in enumerate(self.program.facts):
            caller = self.layout.name(self.program.paths[file])
            for use in facts.uses:
                call = facts.expressions[use.expression]
                if use.kind is not ReferenceKind.CALL or not isinstance(call, Call):
                    continue
                for value in self._values(file, call.function):
                    if isinstance(value, (FunctionValue, ClassValue)):
                        callee = self.program.facts[value.file].scopes[value.scope].path
                        called = self.layout.name(self.program.paths[value.file])
                        found.add((caller, facts.scopes[use.scope].path, called, callee))
        return tuple(ProjectCall(*call) for call in sorted(found))

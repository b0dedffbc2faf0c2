"""Links files as they are loaded, says which further ones it needs, and draws up the program at the end."""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass

from lockscan.linking.carrying import Carrying
from lockscan.linking.evaluation import IMPORTS, Evaluation, Fact
from lockscan.linking.layout import Layout
from lockscan.linking.literals import LITERALS, Standpoint, literal_references, neutral_references
from lockscan.linking.values import (
    EMPTY,
    ClassValue,
    External,
    InstanceValue,
    Literal,
    MappingValue,
    ModuleValue,
    PendingValue,
    Place,
    Value,
    Values,
)
from lockscan.model.facts import (
    Argument as ArgumentFacts,
)
from lockscan.model.facts import (
    Attribute,
    Call,
    Expression,
    FileFacts,
    Imported,
    Item,
    Module,
    Text,
    Use,
)
from lockscan.model.finding import Related, Step
from lockscan.model.location import Location, Region
from lockscan.model.program import Argument, Endpoint, Reference, ReferenceKind
from lockscan.model.rule import Category, MatchKind, RuleSet

_ENDPOINT_KEYWORDS = frozenset({"base_url", "api_base", "endpoint_url", "server_url", "host"})
_NONE = "None"
# `client` in `boto3.client(bedrock-runtime).converse()`.
_KEYED = re.compile(r"(\w+)\([^)]")
# Segments of a pattern, between dots outside of braces.
_SEGMENTS = re.compile(r"(?:\{[^}]*\}|\([^)]*\)|[^.{(])+")
_TYPES = frozenset({ReferenceKind.CATCH, ReferenceKind.ANNOTATE, ReferenceKind.INHERIT, ReferenceKind.DECORATE})


@dataclass(frozen=True, slots=True)
class Interest:
    """What linking follows: ``roots`` are the packages of vendors that rules speak of, ``keyed`` as in ``Evaluation``.

    ``neutral`` are the packages that bind to nobody: they are told of by name, and not followed. ``leaves`` are the
    last two names of what is read off an answer in the end: what is done with a text is nobody's business.
    """

    roots: frozenset[str]
    neutral: frozenset[str]
    leaves: frozenset[tuple[str, str, str]]
    keyed: frozenset[str]

    @classmethod
    def of(cls, rules: RuleSet) -> "Interest":
        """What the loaded rules speak of."""
        patterns = [pattern for rule in rules.rules for pattern in rule.match.paths]
        patterns += [spelling for alias in rules.aliases for spelling in (alias.path, alias.canonical)]
        keyed = {name for pattern in patterns for name in _KEYED.findall(pattern)}
        roots = {root: vendor.category for vendor in rules.vendors for root, _ in vendor.roots}
        neutral = frozenset(root for root, category in roots.items() if category is Category.NEUTRAL)
        return cls(frozenset(roots) - neutral, neutral, _leaves(rules), frozenset(keyed))

    def covers(self, path: str) -> bool:
        """Whether an API path starts in one of the packages."""
        name = path
        while name:
            if name in self.roots:
                return True
            name = name.rpartition(".")[0]
        return False


def _leaves(rules: RuleSet) -> frozenset[tuple[str, str, str]]:
    """The last two names of what response rules read off an answer in the end, such as ``message.content``."""
    found: set[tuple[str, str, str]] = set()
    inner: set[tuple[str, str, str]] = set()
    for rule in rules.rules:
        for pattern in rule.match.paths if rule.match.kind is MatchKind.RESPONSE else ():
            head, _, rest = pattern.partition(".")
            segments = [list(_names(segment)) for segment in _SEGMENTS.findall(rest)]
            ends = pattern[-1] not in "*])"
            for place in range(1, len(segments)):
                pairs = {(head, before, last) for before in segments[place - 1] for last in segments[place]}
                (found if ends and place == len(segments) - 1 else inner).update(pairs)
    return frozenset(found - inner)


def _names(segment: str) -> Iterator[str]:
    """The spellings of one segment of a pattern."""
    before, brace, rest = segment.partition("{")
    if not brace:
        yield segment
        return
    inside, _, after = rest.partition("}")
    for name in inside.split(","):
        yield f"{before}{name}{after}"


class Linker:
    """The state of linking one project."""

    def __init__(self, files: Iterable[str], interest: Interest) -> None:
        heads = frozenset(root.partition(".")[0] for root in interest.roots)
        self.interest = interest
        self.layout = Layout(files, heads)
        self.program = Evaluation(self.layout, heads, interest.keyed, interest.leaves)
        self.solver = self.program.solver
        self.covered: dict[str, bool] = {}
        self.call_regions: dict[int, dict[int, int]] = {}
        self.literals: dict[str, FileFacts] = {}
        self.endpoints: dict[Place, tuple[Endpoint, tuple[str, ...]]] = {}
        self.carrying = Carrying(self.program, self.binds)
        self.known_carried: dict[tuple[str, str], bool] = {}

    # Loading

    def load(self, files: MappingOf[str, FileFacts]) -> None:
        """Add files and link them with those that are there."""
        numbers = [self.program.load(path, facts) for path, facts in sorted(files.items())]
        for number in numbers:
            self._demand(number)
        self.solver.settle()
        self.carrying = Carrying(self.program, self.binds)
        self.known_carried = {}

    def _demand(self, file: int) -> None:
        facts = self.program.facts[file]
        for use in facts.uses:
            if use.kind not in LITERALS:
                self.program.value(file, use.expression)
        for place in facts.scopes[0].names.values():
            for binding in place:
                self.program.value(file, binding)
        for index, scope in enumerate(facts.scopes):
            if scope.bases:
                self.program.ask("bases", file, index)

    def is_vendor(self, path: str) -> bool:
        """Whether a path leads into a package that rules speak of."""
        known = self.covered.get(path)
        if known is None:
            known = self.covered[path] = self.interest.covers(path.partition("(")[0])
        return known

    def binds(self, path: str) -> bool:
        """Whether a path leads to something of a vendor's that is more than a text."""
        return self.is_vendor(path) and not self.program.is_leaf(path)

    # What else is needed

    def reached(self) -> frozenset[str]:
        """The missing files that something of a vendor's is passed to, or that a class which holds it derives from."""
        found: set[str] = set()
        for file, facts in enumerate(self.program.facts):
            for index, scope in enumerate(facts.scopes):
                pending = self._pending(file, scope.bases)
                if pending and self.carrying.one(ClassValue(file, index)):
                    found |= pending
            for use in facts.uses:
                call = facts.expressions[use.expression]
                if use.kind is ReferenceKind.CALL and isinstance(call, Call):
                    pending = self._pending(file, (call.function,))
                    if pending and any(self.carrying.expression(file, item.value) for item in call.arguments):
                        found |= pending
            for store in facts.stores:
                pending = self._pending(file, (store.base,))
                if pending and self.carrying.expression(file, store.value):
                    found |= pending
        self.solver.settle()
        return frozenset((found & self.layout.files) - self.program.numbers.keys())

    def _pending(self, file: int, expressions: Iterable[int]) -> set[str]:
        return {
            value.module
            for expression in expressions
            for value in self._values(file, expression)
            if isinstance(value, (PendingValue, ModuleValue))
        }

    def carried(self, path: str, name: str) -> bool:
        """Whether something of a vendor can be had from a name that a loaded file offers, or from the file itself."""
        if path not in self.program.numbers:
            return False
        known = self.known_carried.get((path, name))
        if known is None:
            values = self.program.member(path, name) if name else (ModuleValue(path),)
            known = self.known_carried[path, name] = self.carrying.any(values)
        return known

    # The program

    def references(self, is_test: frozenset[str]) -> tuple[Reference, ...]:
        """Every reference that leads out of the project."""
        found: list[Reference] = []
        for path in sorted(self.program.numbers.keys() | self.literals.keys()):
            file = self.program.numbers.get(path)
            facts = self.literals[path] if file is None else self.program.facts[file]
            at = Standpoint(path, self.layout.name(path), facts, path in is_test)
            found.extend(literal_references(at))
            found.extend(neutral_references(at, self.interest.neutral, self.layout))
            if file is not None:
                for use in facts.uses:
                    if use.kind not in LITERALS:
                        found.extend(self._outside(file, use, at))
        return tuple(found)

    def add_literals(self, files: MappingOf[str, FileFacts]) -> None:
        """Add files that nothing of a vendor passes through: only their texts and dicts count."""
        self.literals.update(files)

    def location(self, file: int, region: int) -> Location:
        """A region of a file as a location."""
        return Location(self.program.paths[file], Region(*self.program.facts[file].regions[region]))

    def _outside(self, file: int, use: Use, at: Standpoint) -> Iterator[Reference]:
        expression = at.facts.expressions[use.expression]
        call = expression if isinstance(expression, Call) and use.kind is ReferenceKind.CALL else None
        if use.kind is ReferenceKind.IMPORT:
            values: Iterable[Value] = self._imported(file, expression)
        elif use.kind is ReferenceKind.READ:
            values = self._read(file, use.expression, expression)
        elif call is not None:
            values = self._values(file, call.function)
            yield from self._imports_by_call(file, use, values, at)
        else:
            # A tuple of exceptions is caught as its items.
            values = frozenset(self.program.types(self._values(file, use.expression)))
        leading = self._leading(value for value in values if isinstance(value, External) and self.is_vendor(value.path))
        arguments = self._arguments(file, call.arguments) if call is not None and leading else ()
        for value in leading:
            if use.kind in _TYPES and value.path.endswith(")") and use.kind is not ReferenceKind.DECORATE:
                continue
            starts = call is not None and value.client is None
            endpoint, urls = self._endpoint((file, use.expression) if starts else value.client)
            for suffix in [""] if call is None else [f"({text})" for text in self.program.keys(value.path, file, call)]:
                yield Reference(
                    kind=use.kind,
                    path=value.path + suffix,
                    location=at.location(use.region),
                    module=at.module,
                    scope=at.facts.scopes[use.scope].path,
                    is_test=at.is_test,
                    proven=len({other.path for other in leading}) == 1,
                    arguments=arguments,
                    endpoint=endpoint,
                    base_urls=urls,
                    related=self._related(value, (file, use.expression), at.location(use.region)),
                )

    def _leading(self, values: Iterable[External]) -> list[External]:
        """The distinct values, without those of the same path that do not know their client."""
        distinct = set(values)
        known = {value.path for value in distinct if value.client is not None}
        kept = (value for value in distinct if value.client is not None or value.path not in known)
        return sorted(kept, key=lambda value: (value.path, self._spot(value.client), self._spot(value.call)))

    def _spot(self, place: Place | None) -> tuple[str, int]:
        # File numbers depend on what was loaded when; paths do not.
        return ("", 0) if place is None else (self.program.paths[place[0]], place[1])

    def _imported(self, file: int, expression: Expression) -> Iterable[Value]:
        """What an import statement names, when that is outside: a name of the project's own is imported from nobody."""
        path = self.program.paths[file]
        if isinstance(expression, Module) and self.layout.find(path, expression.name, 0) is None:
            yield External(expression.name)
        elif isinstance(expression, Imported) and self.layout.find(path, expression.module, expression.level) is None:
            star = expression.name == "*"
            yield External(expression.module if star else f"{expression.module}.{expression.name}")

    def _imports_by_call(self, file: int, use: Use, functions: Values, at: Standpoint) -> Iterator[Reference]:
        """``importlib.import_module("vendor")``."""
        if any(isinstance(function, External) and function.path in IMPORTS for function in functions):
            for value in self._leading(v for v in self._values(file, use.expression) if isinstance(v, External)):
                if self.is_vendor(value.path):
                    yield Reference(ReferenceKind.IMPORT, value.path, at.location(use.region), at.module,
                                    at.facts.scopes[use.scope].path, at.is_test)  # fmt: skip

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
        scope = self.program.scope(owner.file, owner.scope)
        return name in scope.attributes or name in scope.names or not any(
            isinstance(base, External) for base in self._bases(owner)
        )  # fmt: skip

    def _bases(self, owner: InstanceValue | ClassValue) -> Iterable[Value]:
        return self.solver.values.get(Fact("bases", owner.file, owner.scope), EMPTY)

    def _values(self, file: int, expression: int) -> Values:
        return self.solver.values.get((file, expression), EMPTY)

    def _arguments(self, file: int, arguments: tuple[ArgumentFacts, ...]) -> tuple[Argument, ...]:
        found: list[Argument] = []
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
        known = self.endpoints.get(client)
        if known is None:
            known = self.endpoints[client] = self._endpoint_of(client)
        return known

    def _endpoint_of(self, client: Place) -> tuple[Endpoint, tuple[str, ...]]:
        file, place = client
        call = self.program.facts[file].expressions[place]
        if not isinstance(call, Call):
            return Endpoint.DEFAULT, ()
        given = [place for name, place in self._passed(file, call) if name in _ENDPOINT_KEYWORDS]
        if all(self.program.facts[at].expressions[place] == Text(_NONE) for at, place in given):
            # Nothing, or `None`: the SDK's own.
            return Endpoint.DEFAULT, ()
        texts = {text for place in given for text in self._texts(*place)} - {_NONE}
        open_ended = not texts or any(self._configured(*place) for place in given)
        return (Endpoint.CONFIGURED if open_ended else Endpoint.LITERAL), tuple(sorted(texts))

    def _passed(self, file: int, call: Call) -> Iterator[tuple[str, Place]]:
        """The keywords of a call and of the dicts that it unpacks, each with the expression that it is given."""
        for argument in call.arguments:
            if argument.name != "**":
                yield argument.name, (file, argument.value)
            for value in self._values(file, argument.value) if argument.name == "**" else ():
                if isinstance(value, MappingValue) and not value.view:
                    yield from ((entry.key or "", (at, entry.value)) for at, entry in self.program.flat(value))

    def _configured(self, file: int, expression: int) -> bool:
        values = self._values(file, expression)
        return any(not isinstance(value, Literal) or "{}" in value.text[:12] for value in values - {Literal(_NONE)})

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
        return None if region is None else self.location(file, region)

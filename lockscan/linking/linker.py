"""Links files as they are loaded, says which further ones it needs, and draws up the program at the end."""

import re
from collections.abc import Callable, Iterable
from collections.abc import Mapping as MappingOf

from lockscan.decoding.anchored import anchored
from lockscan.linking.carrying import Carrying
from lockscan.linking.evaluation import Evaluation
from lockscan.linking.interest import Interest
from lockscan.linking.layout import Layout
from lockscan.linking.literals import LITERALS, Standpoint, literal_references, neutral_references
from lockscan.linking.references import References
from lockscan.linking.requests import Requests
from lockscan.linking.values import (
    EMPTY,
    ClassValue,
    External,
    Literal,
    ModuleValue,
    PendingValue,
    TextValue,
    Value,
    Values,
)
from lockscan.model.facts import (
    Call,
    Concat,
    FileFacts,
)
from lockscan.model.imports import ImportLine
from lockscan.model.program import Reference, ReferenceKind

# What an answer says of itself, counts, and texts and their tokens: whoever has these has nothing of the vendor's.
_PLAIN = re.compile(
    r"\)[^(]*\.(?:id|object|created|created_at|index|status|role)$|\.usage(?:_metadata)?[.\[]|\.(?:en|de)code\w*\(\)$"
)


class Linker:
    """The state of linking one project."""

    def __init__(
        self,
        files: Iterable[str],
        interest: Interest,
        roots: frozenset[str] = frozenset(),
        prospects: Callable[[str], bool] = lambda _: True,
    ) -> None:
        """``roots`` are as in ``Layout``; ``prospects`` says of a path whether rules may match what is had from it."""
        heads = frozenset(root.partition(".")[0] for root in interest.roots)
        self.interest = interest
        self.layout = Layout(files, heads, roots)
        self.program = Evaluation(self.layout, heads, interest.keyed, interest.leaves)
        self.solver = self.program.solver
        self.prospects = prospects
        self.covered: dict[str, bool] = {}
        self.literals: dict[str, FileFacts] = {}
        self.carrying = Carrying(self.program, self.binds)
        self.known_carried: dict[tuple[str, str], bool] = {}
        self.requests = Requests(self.program)
        self.addressing = Carrying(self.program, lambda _: False, self._is_address)
        self.known_addresses: dict[tuple[str, str], bool] = {}
        self._hosts = re.compile(anchored(interest.hosts))
        # Of each file, the calls that it makes, and where calls and texts stand that are put together.
        self._calls: list[list[Call]] = []
        self._made: list[list[int]] = []

    # Loading

    def load(self, files: MappingOf[str, FileFacts]) -> None:
        """Add files and link them with those that are there."""
        numbers = [self.program.load(path, facts) for path, facts in sorted(files.items())]
        for number in numbers:
            self._demand(number)
        self.solver.settle()
        self.carrying = Carrying(self.program, self.binds)
        self.known_carried = {}
        self.program.rendered.clear()
        self.addressing = Carrying(self.program, lambda _: False, self._is_address)
        self.known_addresses = {}

    def _demand(self, file: int) -> None:
        facts = self.program.facts[file]
        used = (facts.expressions[use.expression] for use in facts.uses if use.kind is ReferenceKind.CALL)
        self._calls.append([call for call in used if isinstance(call, Call)])
        self._made.append([at for at, one in enumerate(facts.expressions) if isinstance(one, (Concat, Call))])
        for use in facts.uses:
            if use.kind not in LITERALS:
                self.program.value(file, use.expression)
        for place in facts.scopes[0].names.values():
            for binding in place:
                self.program.value(file, binding)
        for index, scope in enumerate(facts.scopes):
            if scope.bases:
                self.program.ask("bases", file, index)
            for decorated in scope.applied:
                self.program.value(file, decorated)

    def is_vendor(self, path: str) -> bool:
        """Whether a path leads into a package that rules speak of."""
        known = self.covered.get(path)
        if known is None:
            known = self.covered[path] = self.interest.covers(path.partition("(")[0])
        return known

    def binds(self, path: str) -> bool:
        """Whether a path leads to something of a vendor's of which there is more to tell than that it is there."""
        vendors = self.is_vendor(path) and not self.program.is_leaf(path) and not _PLAIN.search(path)
        return vendors and self.prospects(path)

    def leads_to_vendor(self, reference: Reference) -> bool:
        """Whether a reference leads into a package that rules speak of, or to a vendor's host."""
        if reference.kind is ReferenceKind.REQUEST:
            return self._hosts.search(reference.path) is not None
        return reference.kind not in LITERALS and self.is_vendor(reference.path)

    def neutral_in(self, path: str, imports: Iterable[ImportLine]) -> frozenset[str]:
        """The neutral packages outside of the project that lines of a file import."""
        named = (line for line in imports if not line.level and line.module.partition(".")[0] in self.interest.neutral)
        return frozenset(line.module.partition(".")[0] for line in named if self.layout.leads_out(path, line.module))

    # What else is needed

    def reached(self) -> frozenset[str]:
        """The missing files that something of a vendor's is passed to, or that a class which holds it derives from."""
        found: set[str] = set()
        known = self.solver.values.get
        for file, facts in enumerate(self.program.facts):
            for index, scope in enumerate(facts.scopes):
                missing = self._missing_of(file, scope.bases)
                if not missing <= found and self.carrying.one(ClassValue(file, index)):
                    found |= missing
            for call in self._calls[file]:
                functions = known((file, call.function))
                if not functions:
                    continue
                missing = self._missing(functions)
                if not missing <= found and any(
                    self.carrying.expression(file, item.value) or self.addressing.expression(file, item.value)
                    for item in call.arguments
                ):
                    found |= missing
                if self.requests.bound(functions, self._is_address):
                    found |= self._missing_of(file, (argument.value for argument in call.arguments))
            for place in self._made[file]:
                # What stands behind a vendor's host tells what is asked of it.
                values = known((file, place))
                made = TextValue(file, place)
                if values and made in values and self._is_address(made):
                    found |= self._missing_of(file, self.program.ingredients(file, place))
            for store in facts.stores:
                missing = self._missing_of(file, (store.base,))
                if not missing <= found and self.carrying.expression(file, store.value):
                    found |= missing
        self.solver.settle()
        return frozenset(found)

    def _missing_of(self, file: int, expressions: Iterable[int]) -> set[str]:
        known = self.solver.values.get
        return {module for place in expressions for module in self._missing(known((file, place), EMPTY))}

    def _missing(self, values: Values) -> set[str]:
        """The files that values lead to and that are not loaded: values keep what they had before these were."""
        loaded, files = self.program.numbers, self.layout.files
        return {
            value.module
            for value in values
            if isinstance(value, (PendingValue, ModuleValue)) and value.module not in loaded and value.module in files
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

    def addressed(self, path: str, name: str) -> bool:
        """Whether a vendor's address, or a client for it, can be had from what :meth:`carried` is asked of."""
        if path not in self.program.numbers:
            return False
        known = self.known_addresses.get((path, name))
        if known is None:
            values = self.program.member(path, name) if name else (ModuleValue(path),)
            known = self.known_addresses[path, name] = self.addressing.any(values)
        return known

    def addressed_by(self, path: str) -> frozenset[str]:
        """The names by which an address, or a client for it, can be had from a loaded file; none if by any."""
        top = self.program.facts[self.program.numbers[path]].scopes[0]
        if top.stars:
            return frozenset()
        return frozenset(name for name in top.names if self.addressing.any(self.program.member(path, name), 1))

    def _is_address(self, value: Value) -> bool:
        texts: Iterable[str] = ()
        if isinstance(value, Literal):
            texts = (value.text,)
        elif isinstance(value, TextValue):
            texts = self.program.texts(value.file, value.expression)[0]
        elif isinstance(value, External):
            texts = self.requests.base_addresses(value)
        return any(self._hosts.search(text) for text in texts)

    # The program

    def references(self, is_test: frozenset[str]) -> tuple[Reference, ...]:
        """Every reference that leads out of the project."""
        self.program.rendered.clear()
        outside = References(self.program, self.requests, self.is_vendor)
        found: list[Reference] = []
        for path in sorted(self.program.numbers.keys() | self.literals.keys()):
            file = self.program.numbers.get(path)
            facts = self.literals[path] if file is None else self.program.facts[file]
            at = Standpoint(path, self.layout.name(path), facts, path in is_test)
            found.extend(literal_references(at))
            found.extend(neutral_references(at, self.interest.neutral, self.layout))
            if file is not None:
                found.extend(outside.of(file, at))
        return tuple(found)

    def add_literals(self, files: MappingOf[str, FileFacts]) -> None:
        """Add files that nothing of a vendor passes through: only their texts and dicts count."""
        self.literals.update(files)

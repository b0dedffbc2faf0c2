"""Links files as they are loaded, says which further ones it needs, and draws up the program at the end."""

import re
from collections.abc import Callable, Iterable
from collections.abc import Mapping as MappingOf

from lockscan.decoding.anchored import anchored
from lockscan.linking.carrying import Carrying, Offers
from lockscan.linking.evaluation import Evaluation
from lockscan.linking.interest import Interest
from lockscan.linking.layout import Layout
from lockscan.linking.literals import LITERALS, Standpoint, literal_references, neutral_references
from lockscan.linking.reaching import Reaching
from lockscan.linking.references import References
from lockscan.linking.requests import Requests
from lockscan.linking.values import (
    EMPTY,
    External,
    FunctionValue,
    Literal,
    Place,
    TextValue,
    Value,
    Values,
)
from lockscan.model.facts import Attribute, FileFacts
from lockscan.model.imports import ImportLine
from lockscan.model.program import Reference, ReferenceKind

# What an answer says of itself, counts, texts and their tokens, plain data: who has these has nothing of a vendor's.
_PLAIN = re.compile(
    r"\)[^(]*\.(?:id|object|created|created_at|index|status|role)$|\.usage(?:_metadata)?[.\[]|\.(?:en|de)code\w*\(\)$"
    r"|\.[a-z]\w*\([^()]*\)[^(]*\.(?:text|type|name|arguments|call_id|(?:finish|stop)_reason|refusal|thinking|signature)$"
    r"|\.(?:model_dump|model_dump_json|to_dict|to_json|dict)\(\)"
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
        self.requests = Requests(self.program)
        self._ask_anew()
        self.reaching = Reaching(self.program, self.requests, self._is_address)
        self._hosts = re.compile(anchored(interest.hosts))
        # Where attributes are read, by their names.
        self._reads: dict[str, list[Place]] = {}

    # Loading

    def load(self, files: MappingOf[str, FileFacts]) -> None:
        """Add files and link them with those that are there."""
        numbers = [self.program.load(path, facts) for path, facts in sorted(files.items())]
        for number in numbers:
            self._demand(number)
        self.solver.settle()
        self._ask_anew()

    def _ask_anew(self) -> None:
        """Forget the answers that hold for as long as nothing more is linked."""
        self.program.rendered.clear()
        # What something of a vendor can be had from, and what a vendor's address or a client for it.
        self.carrying = Carrying(self.program, self.binds)
        self.addressing = Carrying(self.program, lambda _: False, self._is_address)

    def _demand(self, file: int) -> None:
        facts = self.program.facts[file]
        self.reaching.add(file)
        for at, one in enumerate(facts.expressions):
            if isinstance(one, Attribute):
                self._reads.setdefault(one.name, []).append((file, at))
        for use in facts.uses:
            if use.kind not in LITERALS:
                self.program.value(file, use.expression)
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

    def reached(self) -> dict[str, Offers]:
        """The missing files that something of a vendor's is passed to, or that a class which holds it derives from.

        Each with the names that it has to write for it to matter.
        """
        found = self.reaching.found(self.carrying, self.addressing)
        self.solver.settle()
        return found

    def is_read(self, name: str, given: Values) -> bool:
        """Whether a loaded file reads an attribute of that name off something that may be what gives these values."""
        things = frozenset(value for value in given if not isinstance(value, FunctionValue))
        known = self.solver.values.get
        return any(not (values := known(place, EMPTY)) or not things <= values for place in self._reads.get(name, ()))

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

"""What loaded files hand to files that are not loaded."""

from collections.abc import Callable, Iterable

from lockscan.linking.carrying import AT_ONCE, Carrying, Offers, merged
from lockscan.linking.evaluation import Evaluation
from lockscan.linking.requests import Requests, sends
from lockscan.linking.state import Fact
from lockscan.linking.values import (
    EMPTY,
    ClassValue,
    External,
    ModuleValue,
    PendingValue,
    Place,
    TextValue,
    Value,
    Values,
)
from lockscan.model.facts import Call, Concat
from lockscan.model.program import ReferenceKind

_AT_ONCE: Offers = {AT_ONCE: EMPTY}


class Reaching:
    """Finds the missing files that something is passed to; what has not grown is looked at once."""

    def __init__(self, program: Evaluation, requests: Requests, is_address: Callable[[Value], bool]) -> None:
        self.program = program
        self.requests = requests
        self.is_address = is_address
        # The calls that pass something, by the place of what they call; and where texts may be put together.
        self.calls: dict[Place, list[Call]] = {}
        self.made: set[Place] = set()
        # Those of which the next answer may be another one, with what else may come to them.
        self.open_calls: dict[Place, None] = {}
        self.open_made: dict[Place, None] = {}

    def add(self, file: int) -> None:
        """Look at a file that was loaded."""
        facts = self.program.facts[file]
        for use in facts.uses:
            call = facts.expressions[use.expression]
            if use.kind is ReferenceKind.CALL and isinstance(call, Call) and call.arguments:
                self.calls.setdefault((file, call.function), []).append(call)
        self.made.update((file, at) for at, one in enumerate(facts.expressions) if isinstance(one, (Concat, Call)))

    def found(self, carrying: Carrying, addressing: Carrying) -> dict[str, Offers]:
        """The missing files that something of a vendor's comes to, with the names by which they get at it."""
        found: dict[str, list[Offers]] = {}

        def note(missing: Iterable[str], offers: Offers) -> None:
            for module in missing if offers else ():
                found.setdefault(module, []).append(offers)

        program, known = self.program, self.program.solver.values
        self._look_again()
        for file, facts in enumerate(program.facts):
            for index, scope in enumerate(facts.scopes):
                if scope.bases and (missing := self._missing_of(file, scope.bases)):
                    note(missing, carrying.offered((ClassValue(file, index),)))
            for store in facts.stores:
                if missing := self._missing_of(file, (store.base,)):
                    note(missing, carrying.offered(program.value(file, store.value)))
        for place in list(self.open_calls):
            file, functions = place[0], known[place]
            missing = self._missing(functions)
            if not missing and not _may_send(functions):
                del self.open_calls[place]
                continue
            sending = self.requests.bound(functions, self.is_address)
            for call in self.calls[place]:
                for item in call.arguments if missing else ():
                    if values := program.value(file, item.value):
                        note(missing, carrying.offered(values))
                        note(missing, addressing.offered(values))
                if sending:
                    note(self._missing_of(file, (argument.value for argument in call.arguments)), _AT_ONCE)
        for place in self.open_made:
            # What stands behind a vendor's host tells what is asked of it.
            if self.is_address(TextValue(*place)):
                note(self._missing_of(place[0], program.ingredients(*place)), _AT_ONCE)
        return {module: merged(offers) for module, offers in found.items()}

    def _look_again(self) -> None:
        """Open what has grown since the last time."""
        solver = self.program.solver
        grown, solver.grown = solver.grown, {}
        for key in grown:
            if isinstance(key, Fact):
                continue
            if key in self.calls:
                self.open_calls[key] = None
            if key in self.made and TextValue(*key) in solver.values[key]:
                self.open_made[key] = None

    def _missing_of(self, file: int, expressions: Iterable[int]) -> set[str]:
        known = self.program.solver.values.get
        return {module for place in expressions for module in self._missing(known((file, place), EMPTY))}

    def _missing(self, values: Values) -> set[str]:
        """The files that values lead to and that are not loaded: values keep what they had before these were."""
        loaded, files = self.program.numbers, self.program.layout.files
        return {
            value.module
            for value in values
            if isinstance(value, (PendingValue, ModuleValue)) and value.module not in loaded and value.module in files
        }


def _may_send(functions: Values) -> bool:
    """Whether one of the functions sends a request, for which a client may yet be found to be a vendor's."""
    return any(isinstance(one, External) and sends(one.path) for one in functions)

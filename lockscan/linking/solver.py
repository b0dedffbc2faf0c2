"""The least fixpoint of what every place in the program may stand for.

Places are asked for on demand. A place that is being computed answers with what is known of it so far, and whoever
read it is computed again when it grows; since values only ever grow, the result does not depend on the order of the
questions.
"""

from collections.abc import Callable
from typing import Generic, TypeVar

from lockscan.linking.values import EMPTY, Values

Key = TypeVar("Key")

# Below this depth of questions in questions a place is computed later instead of now.
_DEEPEST = 60
# Of more texts and dicts nothing can be said.
_MOST = 32
# Beyond so many things of any kind a place takes no further ones.
_MANY = 128
# More than that it does not take at once either.
_FULL = 256


class Solver(Generic[Key]):
    """Computes places by a transfer function, which asks the solver for the places that it needs."""

    def __init__(
        self,
        transfer: Callable[[Key], Values],
        whole: Callable[[Key], bool] = lambda _: False,
        told: Callable[[Values], Values] = lambda values: values,
    ) -> None:
        """Compute places by ``transfer``.

        ``whole`` says of a place whether it holds however many values there are; ``told`` takes out of very many values
        those that still say something.
        """
        self.transfer = transfer
        self.whole = whole
        self.told = told
        self.values: dict[Key, Values] = {}
        # Nearly all places have one reader, which stands here without a dict of its own.
        self.reader: dict[Key, Key] = {}
        self.readers: dict[Key, dict[Key, None]] = {}
        # The places that were given more than they take. They are not computed again.
        self.full: set[Key] = set()
        self.pending: dict[Key, None] = {}
        # The places that have grown since somebody last took note of these.
        self.grown: dict[Key, None] = {}
        self.computing: list[Key] = []
        # How many times places were computed: what linking costs, the same on any machine.
        self.evaluations = 0

    def get(self, key: Key) -> Values:
        """What is known of a place; whoever is being computed is told when that grows."""
        known = self.values.get(key)
        if known is None:
            known = self.values[key] = EMPTY
            if len(self.computing) > _DEEPEST:
                self.pending[key] = None
            else:
                known = self.compute(key)
        # Only now: who asks is not to be computed again because of what this answer holds already.
        if self.computing:
            reader = self.computing[-1]
            if self.reader.setdefault(key, reader) != reader:
                readers = self.readers.get(key)
                if readers is None:
                    self.readers[key] = {reader: None}
                else:
                    readers[reader] = None
        return known

    def have(self, key: Key) -> None:
        """Have a place computed, without being told when it grows."""
        if key not in self.values:
            self.values[key] = EMPTY
            if len(self.computing) > _DEEPEST:
                self.pending[key] = None
            else:
                self.compute(key)

    def compute(self, key: Key) -> Values:
        """Compute a place anew, and have its readers computed again if it grew."""
        self.computing.append(key)
        self.evaluations += 1
        found = self.transfer(key)
        self.computing.pop()
        if found:
            self.grow(key, found)
        return self.values[key]

    def grow(self, key: Key, more: Values) -> None:
        """Add to what a place may stand for."""
        known = self.values.setdefault(key, EMPTY)
        if more <= known or key in self.full:
            return
        # What is handed on whole stays one object in all places that it comes to.
        grown = more if known <= more else known | more
        if len(grown) > _MOST and not self.whole(key):
            grown = known | self.told(more)
            if len(grown) > _MANY:
                self.full.add(key)
                if len(grown) > _FULL:
                    return
            if len(grown) == len(known):
                return
        self.values[key] = grown
        self.grown[key] = None
        self.wake(key)

    def wake(self, key: Key) -> None:
        """Have the readers of a place computed again."""
        reader = self.reader.get(key)
        if reader is not None:
            self.pending[reader] = None
            readers = self.readers.get(key)
            if readers is not None:
                self.pending.update(readers)

    def settle(self) -> None:
        """Compute until nothing grows."""
        while self.pending:
            pending, self.pending = self.pending, {}
            for key in pending:
                if key not in self.full:
                    self.compute(key)

"""The most specific rule for an API path."""

import re
from dataclasses import dataclass

from lockscan.decoding.patterns import split_path
from lockscan.matching.aliases import callee, canonical, inner_calls, prefixes
from lockscan.matching.matcher import Matcher
from lockscan.matching.trie import Entry, Node, entries
from lockscan.model.program import Argument, ReferenceKind
from lockscan.model.rule import MatchKind

# What is built for a request or read from an answer; a method of it is no operation of the vendor's.
_DATA = frozenset({"types", "parameters"})
_SUFFIX = re.compile(r"\(.*?\)|\[\]")


@dataclass(frozen=True, slots=True)
class Hit:
    """The entry that won, the API path that it stands for, and the vendor that this counts for."""

    entry: Entry
    symbol: str
    vendor: str

    @property
    def last_name(self) -> str:
        """The name of the operation, type or attribute at the end of the path."""
        return _SUFFIX.sub("", split_path(self.symbol)[-1])


class Lookup:
    """Looks paths up and remembers the answers, since a program repeats its paths."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._spelled: dict[str, tuple[str, str]] = {}
        self._hits: dict[tuple[ReferenceKind, str], Hit | None] = {}
        self._arguments: dict[str, list[Hit]] = {}

    def best(self, kind: ReferenceKind, path: str, original: str = "") -> Hit | None:
        """Return the most specific match of a path; ``original`` is its spelling in the code, where it is another."""
        key = (kind, path)
        if key not in self._hits:
            self._hits[key] = self._find(kind, path)
        hit = self._hits[key]
        if hit and original and (vendor := self._canonical(ReferenceKind.CALL, original)[1]):
            return Hit(hit.entry, hit.symbol, vendor)
        return hit

    def argument(self, path: str, argument: Argument) -> Hit | None:
        """Return the most specific argument rule that an argument of the call at ``path`` meets."""
        if path not in self._arguments:
            spelled, vendor = self._canonical(ReferenceKind.CALL, path)
            call = self.best(ReferenceKind.CALL, path)
            symbol = call.symbol if call and call.symbol != path else spelled
            self._arguments[path] = [
                Hit(entry, symbol, vendor or entry.rule.vendor)
                for spelling in dict.fromkeys((path, spelled, symbol))
                for entry in entries(self._matcher.arguments, split_path(spelling))
            ]
        met = (hit for hit in self._arguments[path] if _meets(argument, hit.entry))
        return max(met, key=_argument_rank, default=None)

    def spelling(self, kind: ReferenceKind, path: str) -> str:
        """Return a path in the spelling that the rules are written for."""
        return self._canonical(kind, path)[0]

    def is_read_off_an_answer(self, path: str) -> bool:
        """Say whether a call goes through the answer of another one that some rule knows as an operation.

        One that only a catch-all knows may well return a client; it counts if an element is taken off what it returns.
        """
        return any(
            hit.entry.rule.capability in _DATA
            or (hit.entry.rule.match.kind is MatchKind.CALL and (not hit.entry.catch_all or "[]" in path[len(inner) :]))
            for inner in inner_calls(path)
            if (hit := self.best(ReferenceKind.CALL, inner))
        )

    def _canonical(self, kind: ReferenceKind, path: str) -> tuple[str, str]:
        # Calling a type makes a value, but it is no call to the operation whose answers have that type.
        called, final = callee(path) if kind is ReferenceKind.CALL else (path, "")
        if called not in self._spelled:
            self._spelled[called] = canonical(called, self._matcher.aliases)
        spelled, vendor = self._spelled[called]
        return spelled + final, vendor

    def _find(self, kind: ReferenceKind, path: str) -> Hit | None:
        if kind is ReferenceKind.READ:
            return self._read(path)
        hit = self._match(kind, path)
        if kind is ReferenceKind.CALL and (not hit or hit.entry.catch_all):
            return self._renamed(path) or hit
        return hit

    def _match(self, kind: ReferenceKind, path: str) -> Hit | None:
        if kind is ReferenceKind.DECORATE and path.endswith(")"):
            return self._match(kind, callee(path)[0])
        spelled, vendor = self._canonical(kind, path)
        trie = self._matcher.tries[kind]
        here, there = _top(trie, path), _top(trie, spelled)
        imported = kind is ReferenceKind.IMPORT
        # A client may be had from another vendor's package: the import is of that, and what is done with it is not.
        elsewhere = there and here and here.rule.vendor != there.rule.vendor
        if there and (not here or there.rank > here.rank or (elsewhere and here.wild and not imported)):
            return Hit(there, spelled, vendor or there.rule.vendor)
        if here:
            # What is imported is named as the code names it.
            same = there and here.rule is there.rule and not imported
            return Hit(here, spelled if same else path, here.rule.vendor if elsewhere or not vendor else vendor)
        return None

    def _renamed(self, path: str) -> Hit | None:
        """Match a call by another name of what is called: an operation may have two, one of them asynchronous."""
        if _is_type(callee(path)[0]):
            return None
        spelled, vendor = canonical(path, self._matcher.aliases)
        entry = _top(self._matcher.tries[ReferenceKind.CALL], spelled)
        return Hit(entry, spelled, vendor or entry.rule.vendor) if entry and not entry.catch_all else None

    def _read(self, path: str) -> Hit | None:
        """Match what is read off an answer, or the nearest thing on the way there that a rule speaks of."""
        for part in prefixes(path):
            if not part.endswith(")") and (hit := self._match(ReferenceKind.READ, part)):
                return hit
        return None


def _is_type(called: str) -> bool:
    """Say whether a name is a type's: to call it is no call to the operation whose answers have that type."""
    return called.rpartition(".")[2].lstrip("_")[:1].isupper()


def _top(trie: Node, path: str) -> Entry | None:
    return max(entries(trie, split_path(path)), key=lambda entry: entry.rank, default=None)


def _argument_rank(hit: Hit) -> tuple[int, bool, tuple[int, int, int, int]]:
    """Rank a rule that asks for a value above one that does not."""
    return hit.entry.rank[0], bool(hit.entry.rule.match.values), hit.entry.rank


def _meets(argument: Argument, entry: Entry) -> bool:
    match = entry.rule.match
    return argument.name in match.names and (not match.values or any(text in match.values for text in argument.texts))

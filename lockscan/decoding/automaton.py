"""A regular expression as an automaton, to tell by the expression alone what it may match and how long it may take."""

import importlib
import re
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

# Python's own parser of expressions; the second is its name up to 3.10.
_parser = importlib.import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse")

_Tree: TypeAlias = Any
"""A part of the parser's tree, which has no public types."""

# Of a bounded repetition, the copies that are told apart; one with more counts as unbounded.
_MOST_COPIES = 12
_SAMPLES = "a0_ -./:\n\x00é☃"
_CATEGORIES = {"DIGIT": r"\d", "NOT_DIGIT": r"\D", "SPACE": r"\s", "NOT_SPACE": r"\S", "WORD": r"\w", "NOT_WORD": r"\W"}


@dataclass(frozen=True, slots=True)
class _Part:
    """What a part of the expression begins and ends with, by position, and whether it can be empty."""

    first: tuple[int, ...] = ()
    last: tuple[int, ...] = ()
    empty: bool = True


@dataclass(slots=True)
class Automaton:
    """The places of an expression that read one character each, and which can follow which, in how many ways.

    Assertions (anchors, lookarounds) and references to groups are left out, so it matches what the expression matches,
    and maybe more. Characters that it does not tell apart are stood for by a few samples.
    """

    alphabet: str
    reads: list[frozenset[str]] = field(default_factory=list)
    follow: list[Counter[int]] = field(default_factory=list)
    whole: _Part = field(default_factory=_Part)


def automaton(pattern: str, characters: str = "") -> Automaton:
    """Return the automaton of an expression that compiles; it tells these characters and those of the pattern apart."""
    parsed = _parser.parse(pattern)
    told = set(pattern + characters + _SAMPLES)
    made = Automaton("".join(sorted(told | {one.upper() for one in told} | {one.lower() for one in told})))
    made.whole = _sequence(made, parsed, bool(parsed.state.flags & re.IGNORECASE))
    return made


def text_without(made: Automaton, needles: Sequence[str], around: str = "") -> str | None:
    """Return a shortest text that is matched and has, case aside, none of the needles in it; ``None`` if all have.

    A needle may also stand across the ends of the text, where ``around`` stands on both sides.
    """
    begun = _advanced("", around, needles)
    if begun is None:
        return None
    if made.whole.empty and _advanced(begun, around, needles) is not None:
        return ""
    ends = frozenset(made.whole.last)
    queue = deque(("", begun, at) for at in made.whole.first)
    seen: set[tuple[str, int]] = set()
    while queue:
        text, state, at = queue.popleft()
        if (state, at) in seen:
            continue
        seen.add((state, at))
        for character in _telling(made.reads[at], needles):
            now = _advanced(state, character, needles)
            if now is None:
                continue
            if at in ends and _advanced(now, around, needles) is not None:
                return text + character
            queue.extend((text + character, now, after) for after in made.follow[at])
    return None


def ambiguous(made: Automaton) -> str:
    """Return a character of which a long run, or what it is part of, can be read in exponentially many ways."""
    for loop in _components(len(made.reads), made.follow.__getitem__):
        for at in sorted(loop):
            if any(ways > 1 and after in loop for after, ways in made.follow[at].items()):
                return min(made.reads[at])
        if len(loop) > 1 and (found := _diverging(made, sorted(loop))):
            return found
    return ""


def _diverging(made: Automaton, loop: list[int]) -> str:
    """Return a character where two ways through a loop part that read the same and meet again where they began."""
    width = len(loop)
    number = {at: index for index, at in enumerate(loop)}

    def after(pair: int) -> Iterator[int]:
        left, right = (made.follow[loop[index]] for index in divmod(pair, width))
        for one in left:
            for other in right:
                if one in number and other in number and made.reads[one] & made.reads[other]:
                    yield number[one] * width + number[other]

    for component in _components(width * width, after):
        split = sorted(divmod(pair, width) for pair in component)
        apart = [(one, other) for one, other in split if one != other]
        if apart and len(apart) < len(split):
            one, other = apart[0]
            return min(made.reads[loop[one]] & made.reads[loop[other]])
    return ""


def _components(size: int, after: Callable[[int], Iterable[int]]) -> Iterator[frozenset[int]]:
    """Yield the sets of nodes that can be reached from each other, after Tarjan, without recursion."""
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    open_nodes: dict[int, None] = {}
    for root in range(size):
        if root in index:
            continue
        index[root] = low[root] = len(index)
        open_nodes[root] = None
        stack = [(root, iter(after(root)))]
        while stack:
            node, rest = stack[-1]
            for one in rest:
                if one not in index:
                    index[one] = low[one] = len(index)
                    open_nodes[one] = None
                    stack.append((one, iter(after(one))))
                    break
                if one in open_nodes:
                    low[node] = min(low[node], index[one])
            else:
                stack.pop()
                if stack:
                    low[stack[-1][0]] = min(low[stack[-1][0]], low[node])
                if low[node] == index[node]:
                    members = set()
                    while node not in members:
                        members.add(open_nodes.popitem()[0])
                    yield frozenset(members)


def _advanced(state: str, text: str, needles: Sequence[str]) -> str | None:
    """Return how much of a needle is read after some more characters; ``None`` if a whole one is."""
    for character in text.lower():
        state += character
        if any(state.endswith(needle) for needle in needles):
            return None
        while state and not any(needle.startswith(state) for needle in needles):
            state = state[1:]
    return state


def _telling(characters: frozenset[str], needles: Sequence[str]) -> Iterator[str]:
    """Yield one of the characters that no needle has, then those that some needle has."""
    inside = {character for needle in needles for character in needle}
    other = sorted(one for one in characters if one.lower() not in inside)
    # What can be shown is the better sample.
    yield from sorted(other, key=lambda one: (not one.isalnum(), not one.isprintable(), one))[:1]
    yield from sorted(one for one in characters if one.lower() in inside)


# The parser's tree


def _sequence(made: Automaton, nodes: Iterable[tuple[_Tree, _Tree]], ignore_case: bool) -> _Part:
    whole = _Part()
    for operation, argument in nodes:
        whole = _joined(made, whole, _part(made, str(operation), argument, ignore_case))
    return whole


def _part(made: Automaton, operation: str, argument: _Tree, ignore_case: bool) -> _Part:
    match operation, argument:
        case (("LITERAL" | "NOT_LITERAL" | "ANY" | "IN"), _):
            return _position(made, operation, argument, ignore_case)
        case "BRANCH", (_, [*branches]):
            return _either([_sequence(made, branch, ignore_case) for branch in branches])
        case "SUBPATTERN", (_, added, removed, body):
            return _sequence(made, body, (ignore_case or bool(added & re.IGNORECASE)) and not removed & re.IGNORECASE)
        case "ATOMIC_GROUP", body:
            return _sequence(made, body, ignore_case)
        case (("MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT"), (least, most, body)):
            return _repeated(made, int(least), int(most), body, ignore_case)
        case "GROUPREF_EXISTS", (_, yes, no):
            return _either([_sequence(made, branch or (), ignore_case) for branch in (yes, no)])
        case _:
            return _Part()


def _repeated(made: Automaton, least: int, most: int, body: _Tree, ignore_case: bool) -> _Part:
    whole = _Part()
    for _ in range(min(least, _MOST_COPIES)):
        whole = _joined(made, whole, _sequence(made, body, ignore_case))
    if most - least > _MOST_COPIES:
        part = _sequence(made, body, ignore_case)
        for at in part.last:
            made.follow[at].update(part.first)
        return _joined(made, whole, _Part(part.first, part.last))
    # Each further copy comes only after the one before: a(a(a)?)?.
    further = _Part()
    for _ in range(max(most - least, 0)):
        inner = _joined(made, _sequence(made, body, ignore_case), further)
        further = _Part(inner.first, inner.last)
    return _joined(made, whole, further)


def _joined(made: Automaton, one: _Part, other: _Part) -> _Part:
    for at in one.last:
        made.follow[at].update(other.first)
    return _Part(
        one.first + other.first if one.empty else one.first,
        one.last + other.last if other.empty else other.last,
        one.empty and other.empty,
    )


def _either(parts: Sequence[_Part]) -> _Part:
    return _Part(
        tuple(at for part in parts for at in part.first),
        tuple(at for part in parts for at in part.last),
        any(part.empty for part in parts),
    )


def _position(made: Automaton, operation: str, argument: _Tree, ignore_case: bool) -> _Part:
    holds = {one for one in made.alphabet if _reads(operation, argument, one)}
    if ignore_case:
        holds |= {one.swapcase() for one in holds}
    made.reads.append(frozenset(holds))
    made.follow.append(Counter())
    return _Part((len(made.reads) - 1,), (len(made.reads) - 1,), empty=False)


def _reads(operation: str, argument: _Tree, character: str) -> bool:
    match operation, argument:
        case "LITERAL", int(code):
            return ord(character) == code
        case "NOT_LITERAL", int(code):
            return ord(character) != code
        case "RANGE", (int(first), int(last)):
            return first <= ord(character) <= last
        case "CATEGORY", category:
            name = str(category).removeprefix("CATEGORY_")
            return bool(re.match(_CATEGORIES.get(name, r"[\s\S]"), character))
        case "IN", [(op, _), *rest] if str(op) == "NEGATE":
            return not any(_reads(str(one), value, character) for one, value in rest)
        case "IN", [*members]:
            return any(_reads(str(one), value, character) for one, value in members)
        case _:
            return character != "\n"

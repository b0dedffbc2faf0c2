"""Whether a rule may still match what is had from an API path, so that it is worth knowing who gets it."""

from lockscan.decoding.patterns import split_path
from lockscan.matching.aliases import canonical, prefixes
from lockscan.matching.lookup import Lookup
from lockscan.matching.matcher import Matcher
from lockscan.matching.trie import Node, entries, states
from lockscan.model.program import ReferenceKind

# What is done with classes and functions that are not called, which others may get from where they were imported.
_OF_NAMES = (ReferenceKind.CATCH, ReferenceKind.ANNOTATE, ReferenceKind.INHERIT, ReferenceKind.DECORATE)


class Prospects:
    """Tells of API paths whether any rule speaks of them or of what is had from them; it remembers its answers."""

    def __init__(self, matcher: Matcher) -> None:
        self._of_names = tuple(matcher.tries[kind] for kind in _OF_NAMES)
        self._of_objects = (matcher.tries[ReferenceKind.CALL], matcher.tries[ReferenceKind.READ], matcher.arguments)
        self._aliases = matcher.aliases
        self._on_the_way = frozenset(prefix for path in matcher.aliases for prefix in prefixes(path) if prefix != path)
        self._lookup = Lookup(matcher)
        self._known: dict[str, bool] = {}

    def __call__(self, path: str) -> bool:
        """Whether a rule may match the value of a path, or something that is had from it."""
        known = self._known.get(path)
        if known is None:
            spellings = dict.fromkeys((path, canonical(path, self._aliases)[0]))
            known = any(one in self._on_the_way for one in spellings) or any(map(self._goes_on, spellings))
            self._known[path] = known
        return known

    def _goes_on(self, path: str) -> bool:
        segments = split_path(path)
        *before, last = segments
        named = "(" not in path
        vague = False
        for trie in (*self._of_objects, *(self._of_names if named else ())):
            here = states(trie, segments)
            if any(map(_leads_on, here)) or any(_may_become(node, last) for node in states(trie, before)):
                return True
            vague = vague or any(node.loops for node in here)
        # What a catch-all says of any method does not hold for those of an answer.
        if vague and not self._lookup.is_read_off_an_answer(f"{path}.x()"):
            return True
        return named and any(entries(trie, segments) for trie in self._of_names)


def _leads_on(node: Node) -> bool:
    """Whether some pattern goes on or ends in ``**``; what has a name behind one may be any object's method."""
    if not node.loops:
        return bool(node.literals or node.stars)
    return bool(node.ends) or any(not entry.catch_all for star in node.stars.values() for entry in star.ends)


def _may_become(node: Node, last: str) -> bool:
    """Whether a pattern goes on with the last segment of a path: called, taken apart, or with an argument known."""
    if last.endswith("()"):
        return any(name.startswith(last[:-1]) and name != last for name in node.literals)
    called = not node.loops and "()" in node.stars
    return called or any(name.startswith((f"{last}(", f"{last}[")) for name in node.literals)

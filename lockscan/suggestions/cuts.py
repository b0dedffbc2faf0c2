"""The narrowest way from a project to a vendor: a minimum vertex cut of the calls."""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from itertools import pairwise

Scope = tuple[str, str]
"""A module, and the dotted name of a function or class in it; the empty name is the module's own level."""

_UNLIMITED = 1 << 30


def narrowest(calls: Mapping[Scope, Iterable[Scope]], users: Iterable[Scope]) -> tuple[Scope, ...]:
    """Return the fewest scopes that all ways to a vendor lead through, nearest to the vendor among equals.

    ``calls`` has the callees of each scope, and ``users`` are those that use the vendor themselves. Who is called by
    nobody is where ways begin, and stands in a cut only if it uses the vendor.
    """
    using = sorted(set(users))
    leading = _leading(calls, using)
    called = {callee for scope in leading for callee in calls.get(scope, ()) if callee in leading and callee != scope}
    entries = [scope for scope in sorted(leading) if scope not in called] or using
    # In a circle that nobody calls into, there is no beginning: there, users count as such.
    network = _Network()
    chosen = set(using)
    for scope in sorted(leading):
        network.join((scope, 0), (scope, 1), 1 if scope in chosen or scope in called else _UNLIMITED)
        for callee in sorted(set(calls.get(scope, ()))):
            if callee in leading and callee != scope:
                network.join((scope, 1), (callee, 0), _UNLIMITED)
    for scope in entries if set(using) <= _reached(calls, entries, leading) else [*entries, *using]:
        network.join(_SOURCE, (scope, 0), _UNLIMITED)
    for scope in using:
        network.join((scope, 1), _SINK, _UNLIMITED)
    network.saturate()
    behind = network.behind()
    return tuple(scope for scope in sorted(leading) if (scope, 1) in behind and (scope, 0) not in behind)


def _leading(calls: Mapping[Scope, Iterable[Scope]], users: Iterable[Scope]) -> set[Scope]:
    """Return the scopes that a use can be reached from."""
    callers: defaultdict[Scope, list[Scope]] = defaultdict(list)
    for caller, callees in calls.items():
        for callee in callees:
            callers[callee].append(caller)
    return _closure(callers, users)


def _reached(calls: Mapping[Scope, Iterable[Scope]], entries: Iterable[Scope], within: set[Scope]) -> set[Scope]:
    return _closure({scope: [c for c in calls.get(scope, ()) if c in within] for scope in within}, entries)


def _closure(edges: Mapping[Scope, Iterable[Scope]], start: Iterable[Scope]) -> set[Scope]:
    found = set(start)
    pending = list(found)
    while pending:
        for following in edges.get(pending.pop(), ()):
            if following not in found:
                found.add(following)
                pending.append(following)
    return found


_Node = tuple[Scope, int]
_SOURCE: _Node = (("", ""), 2)
_SINK: _Node = (("", ""), 3)


class _Network:
    """Capacities between nodes, and as much flow as goes through them, by Dinic's method."""

    def __init__(self) -> None:
        self.room: defaultdict[_Node, dict[_Node, int]] = defaultdict(dict)

    def join(self, start: _Node, end: _Node, capacity: int) -> None:
        self.room[start][end] = self.room[start].get(end, 0) + capacity
        self.room[end].setdefault(start, 0)

    def saturate(self) -> None:
        """Send flow along shortest ways until none is left."""
        while _SINK in (levels := self._levels()):
            # The ways out of each node that are not known to lead nowhere, the next one last.
            ways = {node: list(self.room[node]) for node in levels}
            while self._send(levels, ways):
                pass

    def _levels(self) -> dict[_Node, int]:
        levels = {_SOURCE: 0}
        pending = deque([_SOURCE])
        while pending:
            node = pending.popleft()
            for following, room in self.room[node].items():
                if room and following not in levels:
                    levels[following] = levels[node] + 1
                    pending.append(following)
        return levels

    def _send(self, levels: Mapping[_Node, int], ways: Mapping[_Node, list[_Node]]) -> bool:
        route = [_SOURCE]
        while (node := route[-1]) != _SINK:
            while ways[node]:
                following = ways[node][-1]
                if self.room[node][following] and levels.get(following) == levels[node] + 1:
                    route.append(following)
                    break
                ways[node].pop()
            else:
                if len(route) == 1:
                    return False
                route.pop()
                ways[route[-1]].pop()
        for start, end in pairwise(route):
            self.room[start][end] -= 1
            self.room[end][start] += 1
        return True

    def behind(self) -> set[_Node]:
        """Return the nodes from which more could still get to the vendor."""
        found = {_SINK}
        pending = [_SINK]
        while pending:
            node = pending.pop()
            for before in self.room[node]:
                if self.room[before][node] and before not in found:
                    found.add(before)
                    pending.append(before)
        return found

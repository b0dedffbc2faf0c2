"""The narrowest way from a project to a vendor: a minimum vertex cut of the calls."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

Scope = tuple[str, str]
"""A module, and the dotted name of a function or class in it; the empty name is the module's own level."""

_UNLIMITED = 1 << 30


def narrowest(calls: Mapping[Scope, Iterable[Scope]], users: Iterable[Scope]) -> tuple[Scope, ...]:
    """Return the fewest scopes that all ways to a vendor lead through, nearest to the vendor among equals.

    ``calls`` has the callees of each scope, and ``users`` are those that use the vendor themselves. Who is called by
    nobody is where ways begin, and stands in a cut only if it uses the vendor.
    """
    using = set(users)
    leading = sorted(_leading(calls, using))
    numbers = {scope: number for number, scope in enumerate(leading)}
    callees = [
        sorted({numbers[callee] for callee in calls.get(scope, ()) if callee in numbers and callee != scope})
        for scope in leading
    ]
    called = {callee for found in callees for callee in found}
    used = {numbers[scope] for scope in using}
    entries = {number for number in range(len(leading)) if number not in called}
    # In a circle that nobody calls into, there is no beginning: there, users count as such.
    if not used <= _closure(callees, entries):
        entries |= used
    network = _Network(2 * len(leading))
    for number, found in enumerate(callees):
        network.join(2 * number, 2 * number + 1, 1 if number in used or number in called else _UNLIMITED)
        for callee in found:
            network.join(2 * number + 1, 2 * callee, _UNLIMITED)
    for number in sorted(entries):
        network.join(network.source, 2 * number, _UNLIMITED)
    for number in sorted(used):
        network.join(2 * number + 1, network.sink, _UNLIMITED)
    network.saturate()
    behind = network.behind()
    return tuple(scope for n, scope in enumerate(leading) if behind[2 * n + 1] and not behind[2 * n])


def _leading(calls: Mapping[Scope, Iterable[Scope]], users: Iterable[Scope]) -> set[Scope]:
    """Return the scopes that a use can be reached from."""
    callers: defaultdict[Scope, list[Scope]] = defaultdict(list)
    for caller, callees in calls.items():
        for callee in callees:
            callers[callee].append(caller)
    found = set(users)
    pending = list(found)
    while pending:
        for caller in callers.get(pending.pop(), ()):
            if caller not in found:
                found.add(caller)
                pending.append(caller)
    return found


def _closure(callees: list[list[int]], start: Iterable[int]) -> set[int]:
    found = set(start)
    pending = list(found)
    while pending:
        for callee in callees[pending.pop()]:
            if callee not in found:
                found.add(callee)
                pending.append(callee)
    return found


class _Network:
    """Capacities between numbered nodes, and as much flow as goes through them, by Dinic's method.

    Numbers, since a project of 9,000 functions has to be done in tenths of a second. An edge and the one back stand
    next to each other: that of ``edge`` is ``edge ^ 1``.
    """

    def __init__(self, nodes: int) -> None:
        self.source, self.sink = nodes, nodes + 1
        self.edges: list[list[int]] = [[] for _ in range(nodes + 2)]
        self.ends: list[int] = []
        self.room: list[int] = []

    def join(self, start: int, end: int, capacity: int) -> None:
        self.edges[start].append(len(self.ends))
        self.edges[end].append(len(self.ends) + 1)
        self.ends += (end, start)
        self.room += (capacity, 0)

    def saturate(self) -> None:
        """Send flow along shortest ways until none is left."""
        while (levels := self._levels())[self.source]:
            # Which edge of each node is next: those before it lead nowhere.
            turns = [0] * len(self.edges)
            while self._send(levels, turns):
                pass

    def _levels(self) -> list[int]:
        """Return how far each node is from the sink, which counts as 1; 0 for those beyond the source."""
        ends, room, edges, source = self.ends, self.room, self.edges, self.source
        levels = [0] * len(edges)
        levels[self.sink] = 1
        ring = [self.sink]
        level = 1
        while ring and not levels[source]:
            level += 1
            following = []
            for node in ring:
                for edge in edges[node]:
                    before = ends[edge]
                    if not levels[before] and room[edge ^ 1]:
                        levels[before] = level
                        following.append(before)
            ring = following
        return levels

    def _send(self, levels: list[int], turns: list[int]) -> bool:
        """Send one unit, along edges that each lead one level nearer to the sink."""
        ends, room, sink = self.ends, self.room, self.sink
        node = self.source
        route: list[int] = []
        while node != sink:
            edges, turn, wanted = self.edges[node], turns[node], levels[node] - 1
            while turn < len(edges) and not (room[edges[turn]] and levels[ends[edges[turn]]] == wanted):
                turn += 1
            turns[node] = turn
            if turn < len(edges):
                route.append(edges[turn])
                node = ends[edges[turn]]
            elif route:
                node = ends[route.pop() ^ 1]
                turns[node] += 1
            else:
                return False
        for edge in route:
            room[edge] -= 1
            room[edge ^ 1] += 1
        return True

    def behind(self) -> list[bool]:
        """Return for each node whether more could still get from it to the sink."""
        found = [False] * len(self.edges)
        found[self.sink] = True
        pending = [self.sink]
        while pending:
            for edge in self.edges[pending.pop()]:
                before = self.ends[edge]
                if not found[before] and self.room[edge ^ 1]:
                    found[before] = True
                    pending.append(before)
        return found

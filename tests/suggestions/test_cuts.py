"""The narrowest way: what it is on paper, and that nothing smaller does for any graph."""

from collections.abc import Iterable
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockscan.suggestions.cuts import Scope, narrowest

_NAMES = "abcdefg"
_Calls = dict[str, str]


def _cut(calls: _Calls, users: str) -> str:
    graph = {("m", caller): tuple(("m", callee) for callee in callees) for caller, callees in calls.items()}
    return "".join(name for _, name in narrowest(graph, [("m", user) for user in users]))


@pytest.mark.parametrize(
    ("calls", "users", "cut"),
    [
        ({}, "", ""),
        ({}, "ab", "ab"),
        ({"a": "bc", "b": "d", "c": "d", "d": "ef"}, "ef", "d"),
        ({"a": "b", "b": "c"}, "c", "c"),
        ({"a": "bcd", "e": "bcd"}, "bcd", "bcd"),
        ({"a": "bc", "b": "de", "c": "f"}, "def", "bf"),
        ({"a": "b", "b": "cd"}, "acd", "a"),
        ({"a": "b", "b": "a"}, "b", "b"),
        ({"a": "a"}, "a", "a"),
        ({"a": "b", "c": "d"}, "b", "b"),
    ],
    ids=[
        "nothing",
        "nobody-calls",
        "one-gate",
        "a-user-is-a-gate",
        "who-begins-is-no-gate",
        "two-gates",
        "who-begins-and-uses",
        "circle",
        "itself",
        "others",
    ],
)
def test_narrowest_way(calls: _Calls, users: str, cut: str) -> None:
    assert _cut(calls, users) == cut


def _reaches(calls: _Calls, starts: Iterable[str], users: str, without: Iterable[str]) -> bool:
    closed = set(without)
    pending = [name for name in starts if name not in closed]
    while pending:
        name = pending.pop()
        if name in users:
            return True
        closed.add(name)
        pending += [callee for callee in calls.get(name, "") if callee not in closed]
    return False


@st.composite
def _graphs(draw: st.DrawFn) -> tuple[_Calls, str]:
    """A graph without circles, so that there is no doubt where ways begin."""
    calls = {
        name: "".join(draw(st.sets(st.sampled_from(_NAMES[place + 1 :])))) for place, name in enumerate(_NAMES[:-1])
    }
    return calls, "".join(sorted(draw(st.sets(st.sampled_from(_NAMES), min_size=1))))


@given(_graphs())
def test_no_way_goes_around_it_and_nothing_smaller_does(graph: tuple[_Calls, str]) -> None:
    calls, users = graph
    called = set("".join(calls.values()))
    starts = [name for name in _NAMES if name not in called]
    allowed = [name for name in _NAMES if name in called or name in users]
    cut = _cut(calls, users)
    assert set(cut) <= set(allowed)
    assert not _reaches(calls, starts, users, cut)
    assert all(_reaches(calls, starts, users, fewer) for fewer in combinations(allowed, len(cut) - 1))


@given(_graphs(), st.randoms(use_true_random=False))
def test_order_changes_nothing(graph: tuple[_Calls, str], random: Random) -> None:
    calls, users = graph
    scopes: dict[Scope, list[Scope]] = {("m", one): [("m", callee) for callee in calls[one]] for one in calls}
    order = list(scopes)
    random.shuffle(order)
    turned = {one: scopes[one][::-1] for one in order}
    assert narrowest(turned, [("m", user) for user in users[::-1]]) == narrowest(scopes, [("m", u) for u in users])

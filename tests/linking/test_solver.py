from random import Random

from hypothesis import given
from hypothesis import strategies as st

from lockscan.linking.solver import _DEEPEST, _MANY, _MOST, Solver
from lockscan.linking.values import EMPTY, Literal, Values

# A constraint graph: for each place its own values, the places that it takes all values of, and those that it takes
# values of only once another place has some (as a call does, whose function decides which results matter).
Place = tuple[frozenset[int], frozenset[int], frozenset[tuple[int, int]]]
Graph = list[Place]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    size = draw(st.integers(1, 12))
    at = st.integers(0, size - 1)
    place = st.tuples(
        st.frozensets(st.integers(0, 5), max_size=2),
        st.frozensets(at, max_size=3),
        st.frozensets(st.tuples(at, at), max_size=2),
    )
    return draw(st.lists(place, min_size=size, max_size=size))


def values(numbers: frozenset[int]) -> Values:
    return frozenset(Literal(str(number)) for number in numbers)


def solver_of(graph: Graph) -> Solver[int]:
    def transfer(key: int) -> Values:
        own, taken, conditional = graph[key]
        found = values(own)
        for other in sorted(taken):
            found |= solver.get(other)
        for condition, other in sorted(conditional):
            if solver.get(condition):
                found |= solver.get(other)
        return found

    solver: Solver[int] = Solver(transfer)
    return solver


def fixpoint(graph: Graph) -> dict[int, Values]:
    """Return the least solution, by going over everything until nothing changes."""
    known = {key: values(own) for key, (own, _, _) in enumerate(graph)}
    while True:
        grown = {
            key: known[key].union(
                *(known[other] for other in taken), *(known[other] for condition, other in given if known[condition])
            )
            for key, (_, taken, given) in enumerate(graph)
        }
        if grown == known:
            return known
        known = grown


@given(graphs(), st.randoms(use_true_random=False))
def test_any_order_of_questions_gives_the_least_fixpoint(graph: Graph, random: Random) -> None:
    order = list(range(len(graph)))
    random.shuffle(order)
    solver = solver_of(graph)
    for key in order:
        solver.get(key)
        if random.random() < 0.3:
            solver.settle()
    solver.settle()
    assert {key: solver.get(key) for key in order} == fixpoint(graph)


@given(graphs(), st.lists(st.tuples(st.integers(0, 11), st.integers(0, 5)), max_size=4))
def test_what_is_added_later_reaches_all_readers(graph: Graph, additions: list[tuple[int, int]]) -> None:
    solver = solver_of(graph)
    for key in range(len(graph)):
        solver.get(key)
    solver.settle()
    later = list(graph)
    for place, number in additions:
        key = place % len(graph)
        own, taken, given_ = later[key]
        later[key] = (own | {number}, taken, given_)
        solver.grow(key, values(frozenset({number})))
    solver.settle()
    assert {key: solver.get(key) for key in range(len(graph))} == fixpoint(later)


def test_only_what_is_asked_for_is_computed() -> None:
    solver = solver_of([(frozenset({1}), frozenset(), frozenset()), (frozenset({2}), frozenset(), frozenset())])
    assert solver.get(0) == values(frozenset({1}))
    assert set(solver.values) == {0}


def test_long_chains_do_not_use_the_stack() -> None:
    length = _DEEPEST * 200
    solver = solver_of(
        [(frozenset(), frozenset({key + 1}), frozenset()) for key in range(length)]
        + [(frozenset({1}), frozenset({0}), frozenset())]
    )
    solver.get(0)
    solver.settle()
    assert {solver.values[key] for key in (0, length // 2, length)} == {values(frozenset({1}))}


def test_what_has_grown_is_noted() -> None:
    solver: Solver[int] = Solver(lambda _: EMPTY)
    for key, number in ((2, 1), (1, 1), (2, 1), (2, 2)):
        solver.grow(key, values(frozenset({number})))
    assert list(solver.grown) == [2, 1]


def test_a_place_that_stands_for_too_much_grows_no_more() -> None:
    solver: Solver[int] = Solver(lambda _: EMPTY)
    for number in range(_MANY * 2):
        solver.grow(0, values(frozenset({number})))
    assert solver.get(0) == values(frozenset(range(_MANY + 1)))


def test_a_place_that_stands_for_much_takes_what_still_tells_something() -> None:
    things = values(frozenset(range(10)))
    solver: Solver[int] = Solver(lambda _: EMPTY, told=things.intersection)
    data = values(frozenset(range(1000, 1000 + _MOST)))
    solver.grow(0, data)
    solver.grow(0, values(frozenset({1, 2000})))
    solver.grow(0, values(frozenset({2})))
    assert solver.get(0) == data | values(frozenset({1, 2}))

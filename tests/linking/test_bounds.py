"""Programs in which everything reaches everything, linked within a number of evaluations for each line."""

from collections.abc import Callable

import pytest

from lockscan.linking.solver import _FULL
from tests.linking.programs import linked

COUNT = 120
_ACME = "import acme\n"


def dicts_in_dicts(count: int) -> str:
    """Each dict unpacks all others, and each is asked for a key."""
    names = [f"d{number}" for number in range(count)]
    made = "".join(f"    {name} = {{'k{at}': acme.Acme()}}\n" for at, name in enumerate(names))
    merged = "".join(f"    m{at} = {{**{name}, **get()}}\n" for at, name in enumerate(names))
    given = "".join(f"    if x: return m{at}\n" for at in range(count))
    asked = "".join(f"    get().get('k{at}').ask()\n" for at in range(count))
    return f"{_ACME}def get(x=0):\n{made}{merged}{given}def use():\n{asked}"


def constructors(count: int) -> str:
    """Each class hands on its keywords to the next one, from many calls."""
    classes = "".join(
        f"class C{at}(C{at - 1}):\n    def __init__(self, **kw):\n        super().__init__(**{{'a': {at}, **kw}})\n"
        for at in range(1, count)
    )
    calls = "".join(f"C{at}(client=acme.Acme(), **{{'b{at}': acme.Acme()}}).client.ask()\n" for at in range(count))
    return (
        f"{_ACME}class C0:\n    def __init__(self, client=None, **kw):\n        self.client = client\n{classes}{calls}"
    )


def family(count: int) -> str:
    """Very many classes derive from one, and very many attributes are read off all of them."""
    classes = "".join(f"class C{at}(Base):\n    a{at} = acme.Acme()\n" for at in range(count))
    reads = "".join(f"def f{at}(it: C{at}): it.a{at}.ask(); it.other{at}\n" for at in range(count))
    return f"{_ACME}class Base:\n    pass\n{classes}{reads}"


@pytest.mark.parametrize(
    ("program", "most"),
    [(dicts_in_dicts, 100), (constructors, 100), (family, 30)],
    ids=["dicts in dicts", "constructors", "family"],
)
def test_linking_ends_within_a_number_of_evaluations_for_each_line(program: Callable[[int], str], most: int) -> None:
    source = program(COUNT)
    solver = linked({"main.py": source}).solver
    assert solver.evaluations <= most * source.count("\n")
    assert max(map(len, solver.values.values())) <= _FULL

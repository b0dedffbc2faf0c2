import ast

import pytest

from lockscan.extraction.reduction import reduce

SOURCE = '''\
import os
import layer.chat as chat

MODEL = "m-1"


def kept():
    return "m-2"


def left_out(a, b=MODEL):
    """Doc."""
    x = 1

    return x


class Desk:
    name = "m-3"

    @property
    def kept(self):
        def inner():
            return 1
        return "m-4"

    async def left_out(self) -> str:
        if self:
            return ""
        return chatter


def named(): return chat
def one_line(): return 1
'''


def wanted(source: str) -> frozenset[int]:
    """Return the numbers of the lines that a test looks for something in."""
    return frozenset(number for number, line in enumerate(source.split("\n"), 1) if "m-" in line)


def test_what_is_not_wanted_is_left_out() -> None:
    assert (
        reduce(SOURCE, wanted(SOURCE), frozenset({"layer"}))
        == """\
...
import layer.chat as chat

MODEL = "m-1"


def kept():
    return "m-2"


...






class Desk:
    name = "m-3"

    @property
    def kept(self):
        ...

        return "m-4"

    ...





def named(): return chat
...
"""
    )


LONG = """\
def f(a):
    "Doc."
    if a:
        x = [
            1,
        ]
        y = "m-1"
    elif b:
        z = 1
    elif c:
        z = "m-2"
    else:
        z = 2
    try: w = 1
    except E as e:
        with a as b:
            log("m-3"); u = 1
            v = 1  # why
    finally:
        v = 1; w = 2
        @deco("m-4")
        def g():
            return 1
    while a:
        for b in c:
            d
    match a:
        case 1:
            u
        case 2:
            "m-5"
"""
SHORT = """\
def f(a):
    ...
    if a:
        ...


        y = "m-1"
    elif b:
        ...
    elif c:
        z = "m-2"
    else:
        ...
    try: w = 1
    except E as e:
        with a as b:
            log("m-3"); u = 1
            ...
    finally:
        ...
        @deco("m-4")
        def g():
            ...
    ...


    match a:
        case 1:
            ...
        case 2:
            "m-5"
"""


def test_the_blocks_around_what_is_wanted_are_kept() -> None:
    assert reduce(LONG, wanted(LONG)) == SHORT
    ast.parse(SHORT)


@pytest.mark.parametrize(
    ("importing", "name"),
    [
        ("import layer", "layer"),
        ("import layer.a.b", "layer"),
        ("import layer.a as b", "b"),
        ("from layer import c", "c"),
        ("from layer.a import c as d", "d"),
        ("if x:\n  from layer import c", "c"),
    ],
)
def test_a_name_from_a_package_is_wanted(importing: str, name: str) -> None:
    using, other = f"def f():\n  {name}.x\n", "def f():\n  other.x\n"
    assert reduce(f"{importing}\n{using}", frozenset(), frozenset({"layer"})) == f"{importing}\n{using}"
    assert reduce(f"{importing}\n{other}", frozenset(), frozenset({"layer"})) == f"{importing}\n...\n\n"
    nothing = "...\n\n\n" + "\n" * importing.count("\n")
    assert reduce(f"{importing}\n{using}", frozenset(), frozenset({"other"})) == nothing


def test_everything_is_wanted_with_a_star_import_from_a_package() -> None:
    source = "from layer import *\ndef f():\n  return 1\n"
    assert reduce(source, frozenset(), frozenset({"layer"})) == source


@pytest.mark.parametrize(
    ("source", "reduced"),
    [
        ("def f(self):  # m-\n    @wraps(f)\n    def g(): pass\n    return g\n", "def f(self):  # m-\n    ...\n\n\n"),
        ("def f():  # m-\n  @a\n  @b(\n    c)\n  class D: pass\n", "def f():  # m-\n  ...\n\n\n\n"),
        ("@a\ndef f():\n    x\nz = y  # m-\n", "...\n\n\nz = y  # m-\n"),
        ("@m-1\ndef f():\n    x\n", "@m-1\ndef f():\n    ...\n"),
        ("def f():  # m-\r\n\tx = '''\r\n'''\r\n\ty\r\nz\r\n", "def f():  # m-\r\n\t...\r\n\r\n\r\n...\r\n"),
        ("def f():\r  x\r  y", "...\r\r"),
        ("def f():  # m-\n  x; y\nz = y", "def f():  # m-\n  ...\n..."),
        ("def f(): x\nz = y  # m-", "...\nz = y  # m-"),
        ("def f():  # m-\n  # é\n  'é'; é\n", "def f():  # m-\n  # é\n  ...\n"),
        ("class A:  # m-\n  class B:\n    def f(self):\n      x\n", "class A:  # m-\n  ...\n\n\n"),
        ("if a:\n  def f():\n    x\n", "...\n\n\n"),
        ("def f():  # m-\n  x = (1,\n2)\n\f\n\ny = z # m-\n", "def f():  # m-\n  ...\n\n\f\n\ny = z # m-\n"),
        ("def f():  # m-\n  x\n  'y' \\\n'z'\nw = x\n", "def f():  # m-\n  ...\n\n\n...\n"),
        ("def f():\n  x\n; y\n", "def f():\n  x\n; y\n"),
        ("def f(\n  x", "def f(\n  x"),
    ],
)
def test_lines_stay_where_they_are(source: str, reduced: str) -> None:
    assert reduce(source, wanted(source)) == reduced


@pytest.mark.parametrize(
    "statement",
    [
        "import a",
        "import a.b",
        "import b as a",
        "from b import a",
        "from b import c as a",
        "a = b",
        "a = b.c",
        "a = 'b'",
        "a = f'{b}'",
        "a = b or c",
        "a: b = 'c'",
        "z = a = 'c'",
    ],
)
def test_what_others_may_be_known_by_is_kept_where_that_is_read(statement: str) -> None:
    for source in (
        f"{statement}\nf(a, 'm-1')\n",
        f"if a:\n  {statement}\ndef f():\n  return g(\n  'm-1',\n  a)\n",
        f"class A:\n  {statement}\n  name = 'm-1', a\n",
        f"{statement}\nc = d = a\ne = d\n@e\nclass A:\n  name = 'm-1'\n",
    ):
        assert reduce(source, wanted(source)) == source
    for source in (f"{statement}\nf(b, 'm-1')\n", f"{statement}\ndef f():\n  'm-1'\nc = a\n"):
        assert reduce(source, wanted(source)) == source.replace(statement, "...").replace("c = a", "...")


@pytest.mark.parametrize(
    "statement", ["a()", "a = b()", "a = {'b': 1}", "a: b", "assert a", "a: b = [c]", "a, b = c()", '"a"', "global a"]
)
def test_what_nobody_is_known_by_is_left_out(statement: str) -> None:
    assert reduce(f"{statement}\nf(a, 'm-1')\n", frozenset({2})) == "...\nf(a, 'm-1')\n"


def test_comments_that_speak_to_lockscan_stay() -> None:
    source = "def f():\n  x\n  # lockscan: ignore\n  y\n\ndef g():\n  z\n"
    assert reduce(source, frozenset()) == "def f():\n  ...\n  # lockscan: ignore\n  ...\n\n...\n\n"


def test_what_is_left_of_a_long_function_still_parses() -> None:
    for body in (
        "@a\n  def g(): pass",
        "@a\n  async def g(): pass",
        "async with a: pass",
        "match x:\n    case 1: pass",
    ):
        ast.parse(reduce(f"async def f():\n  {body}\n", frozenset()))


def test_a_long_chain_of_blocks_stays_as_it_is() -> None:
    chain = "if x:\n  y = 1\n" + "elif x:\n  y = 1\n" * 2000 + "z = 'm-1'\n"
    assert reduce(chain, wanted(chain)) == chain

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


def test_what_is_not_wanted_in_functions_is_left_out() -> None:
    lines = frozenset(number for number, line in enumerate(SOURCE.split("\n"), 1) if "m-" in line)
    assert (
        reduce(SOURCE, lines, frozenset({"layer"}))
        == """\
import os
import layer.chat as chat

MODEL = "m-1"


def kept():
    return "m-2"


def left_out(a, b=MODEL):
    ...





class Desk:
    name = "m-3"

    @property
    def kept(self):
        def inner():
            ...
        return "m-4"

    async def left_out(self) -> str:
        ...




def named(): return chat
def one_line(): return 1
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
        v = 1; w = 2
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
    lines = frozenset(number for number, line in enumerate(LONG.split("\n"), 1) if "m-" in line)
    assert reduce(LONG, lines) == SHORT
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
    assert reduce(f"{importing}\n{other}", frozenset(), frozenset({"layer"})) == f"{importing}\ndef f():\n  ...\n"
    assert reduce(f"{importing}\n{using}", frozenset(), frozenset({"other"})) == f"{importing}\ndef f():\n  ...\n"


def test_everything_is_wanted_with_a_star_import_from_a_package() -> None:
    source = "from layer import *\ndef f():\n  return 1\n"
    assert reduce(source, frozenset(), frozenset({"layer"})) == source


@pytest.mark.parametrize(
    ("source", "reduced"),
    [
        ("def f(self):\n    @wraps(f)\n    def g(): pass\n    return g\n", "def f(self):\n    ...\n\n\n"),
        ("def f():\n  @a\n  @b(\n    c)\n  class D: pass\n", "def f():\n  ...\n\n\n\n"),
        ("@a\ndef f():\n    x\n", "@a\ndef f():\n    ...\n"),
        ("def f():\r\n\tx = '''\r\n'''\r\n\ty\r\nz\r\n", "def f():\r\n\t...\r\n\r\n\r\nz\r\n"),
        ("def f():\r  x\r  y", "def f():\r  ...\r"),
        ("def f():\n  x; y\nz", "def f():\n  ...\nz"),
        ("def f(): x\nz", "def f(): x\nz"),
        ("def f():\n  # é\n  'é'; é\n", "def f():\n  # é\n  ...\n"),
        ("class A:\n  class B:\n    def f(self):\n      x\n", "class A:\n  class B:\n    def f(self):\n      ...\n"),
        ("if a:\n  def f():\n    x\n", "if a:\n  def f():\n    x\n"),
        ("def f():\n  x = (1,\n2)\n\f\n\ny\n", "def f():\n  ...\n\n\f\n\ny\n"),
        ("def f():\n  x\n  'y' \\\n'z'\nw\n", "def f():\n  ...\n\n\nw\n"),
        ("def f():\n  x\n; y\n", "def f():\n  x\n; y\n"),
        ("def f(\n  x", "def f(\n  x"),
    ],
)
def test_lines_stay_where_they_are(source: str, reduced: str) -> None:
    assert reduce(source, frozenset()) == reduced


def test_what_is_left_of_a_long_function_still_parses() -> None:
    for body in (
        "@a\n  def g(): pass",
        "@a\n  async def g(): pass",
        "async with a: pass",
        "match x:\n    case 1: pass",
    ):
        ast.parse(reduce(f"async def f():\n  {body}\n", frozenset()))

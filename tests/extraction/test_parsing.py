import ast
import sys

import libcst as cst
import pytest

from lockscan.extraction.parsing import bare, parse
from lockscan.extraction.positions import inside_strings, tracked
from lockscan.extraction.statements import StatementWalk
from tests.extraction.places import MODULES, library

LAYOUT = "import  a # one\n\n\nif(a . b ):\n    x [ 0 ] = c( d , e = {1 : 2} ) ; y = ( \n  3,\n )\nfrom  . import  f\n"
# Lines that look like comments, or are empty, and are none.
STRINGS = 'x = """\n# a\n\n"""\ny = f\'\'\'\n\n# {x}\n\'\'\'\nz = ("a"\n# b\n\n"c")\n'
CONTINUED = "x = 1 + \\\n  2 \\\n\n# a\nif x:\n    y\n# b\n\n    # c\n    z\n  # d"


def walked(module: cst.Module) -> StatementWalk:
    walk = StatementWalk()
    walk.module(module)
    return walk


@pytest.mark.parametrize(
    "source", [LAYOUT, "", "\n", "# one", "x = 1 \\\n  + 2\n", STRINGS, CONTINUED, *map(library, MODULES)]
)
def test_what_the_walk_looks_at_is_the_same(source: str) -> None:
    expected = walked(cst.parse_module(source))
    assert_same(walked(parse(source)), expected)
    assert_same(walked(parse(bare(source, strings_of(source)))), expected)


def strings_of(source: str) -> set[int]:
    return inside_strings(tracked(ast.parse(source)))


def assert_same(found: StatementWalk, expected: StatementWalk) -> None:
    assert found.expressions == expected.expressions
    assert found.uses == expected.uses
    assert found.kinds == expected.kinds
    assert [scope.closed() for scope in found.scopes] == [scope.closed() for scope in expected.scopes]


def test_lines_without_code_are_left_out() -> None:
    assert bare(LAYOUT, set()) == LAYOUT.replace("\n\n\n", "\n")
    assert bare("# a\n \nx\n\n  # b", set()) == "x\n"
    assert bare(STRINGS, strings_of(STRINGS)) == STRINGS
    assert bare(CONTINUED, set()) == "x = 1 + \\\n  2 \\\n\nif x:\n    y\n    z\n"
    assert bare("a\r\n\r\nb\r\n", set()) == "a\r\n\r\nb\r\n"


def test_libcst_is_back_in_its_place() -> None:
    parse("x = 1\n")
    with pytest.raises(cst.ParserSyntaxError):
        parse("x = = 1\n")
    assert sys.modules["libcst"] is cst
    with pytest.raises(cst.CSTValidationError):
        cst.Name("")
    assert cst.parse_module(LAYOUT).code == LAYOUT

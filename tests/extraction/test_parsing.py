import sys

import libcst as cst
import pytest

from lockscan.extraction.parsing import parse
from lockscan.extraction.statements import StatementWalk
from tests.extraction.places import MODULES, library

LAYOUT = "import  a # one\n\n\nif(a . b ):\n    x [ 0 ] = c( d , e = {1 : 2} ) ; y = ( \n  3,\n )\nfrom  . import  f\n"


def walked(module: cst.Module) -> StatementWalk:
    walk = StatementWalk()
    walk.module(module)
    return walk


@pytest.mark.parametrize("source", [LAYOUT, "", "\n", "# one", "x = 1 \\\n  + 2\n", *map(library, MODULES)])
def test_what_the_walk_looks_at_is_the_same(source: str) -> None:
    expected, found = walked(cst.parse_module(source)), walked(parse(source))
    assert found.expressions == expected.expressions
    assert found.uses == expected.uses
    assert found.kinds == expected.kinds
    assert [scope.closed() for scope in found.scopes] == [scope.closed() for scope in expected.scopes]


def test_libcst_is_back_in_its_place() -> None:
    parse("x = 1\n")
    with pytest.raises(cst.ParserSyntaxError):
        parse("x = = 1\n")
    assert sys.modules["libcst"] is cst
    with pytest.raises(cst.CSTValidationError):
        cst.Name("")
    assert cst.parse_module(LAYOUT).code == LAYOUT

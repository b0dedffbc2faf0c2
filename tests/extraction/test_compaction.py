import ast
import warnings

import pytest

from lockscan.extraction.compaction import compact
from tests.extraction.places import MODULES, library

TRICKY = [
    "",
    "\n",
    "# only a remark",
    "\n\n  # remark\n\f\nx = 1",
    "x = '# no remark'  # a remark with 'quotes\" and (brackets\ny = 1\n",
    'x = """# no\n\'remark" \\""" # yes\n"""\ny = 2\n',
    "x = '''a''' '' \"\" 'b'\n",
    'x = r\'a\\\'\' + R"\\\\" + "\\\\"  # b\ny = r"""a\\"""" + \'#\'\n',
    "x = 'a\\\nb'  # joined inside of a string\n",
    "x = (1,  # one (\n     [2,\n\n      # two ]\n      {3: '}'}])\ny = 4\n",
    "def f(  # remark\n    a, b  # )\n):  # more\n    # less\n    return (a +\n            b)\n",
    "x = 1 + \\\n    2\nif x and \\\n   y: z = 3\n",
    "x = \\\n\\\n  1\n",
    "@a  # one\n# two\n\n@b(\n  c\n)\n\nclass D: pass\n",
    "a = 1; b = 2;  # three\nif a: b; c  \n",
    "if a:\n    b\n\n    # odd indent\n  # odder\nelse:\n\n    c\n",
    "if a:\r\n    b = (1,\r\n         2)\r\n\r\n# remark\r\nc = '''d\r\ne'''\r\n",
    "a = 1\rb = (2,\r3)\r",
    "if a:\n\tb\n\tif c:\n\t\td\ne\n",
    "x = f'{a[\"b\"]} # {c!r:>{d}}'  # e\ny = f'''{\na}'''\n",
    "x = b'#'  # y\nz = rb'\\'' ; w = u'#'\n",
    "x = [\n  # first\n  1,\n]\n\n\n\n# last",
    "x = 1  \t \ny = 2\t# z\n",
    "größe = '日本'  # é\n",
    "x = (a\nif b\nelse c)\ny = [d\nfor d in e]\n",
    "class A:\n    '''Doc.'''\n    # remark\n    x: int\n    def f(self): ...\n    # end\n",
]


def dump(source: str) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.dump(ast.parse(source))


@pytest.mark.parametrize("source", [pytest.param(source, id=str(place)) for place, source in enumerate(TRICKY)])
def test_tricky_code_stays_the_same(source: str) -> None:
    assert dump(compact(source)) == dump(source)


@pytest.mark.parametrize("module", MODULES)
def test_real_code_stays_the_same_in_fewer_lines(module: str) -> None:
    source = library(module)
    compacted = compact(source)
    assert dump(compacted) == dump(source)
    assert compacted.count("\n") < source.count("\n")


def test_takes_out_remarks_blank_lines_and_line_breaks_in_brackets() -> None:
    source = "# a\nx = (1,  # b\n     '#')\n\n\nif x:\n\n    # c\n    y = 1 + \\\n        2\n"
    assert compact(source) == "\nx = (1,   '#')\nif x:\n    y = 1 +  2\n"

import ast
import json
import time

import pytest

from lockscan.adapters.notebooks import Cell, join, place, read_notebook, without_magics


def _notebook(*cells: tuple[str, object], **metadata: object) -> bytes:
    listed = [{"cell_type": kind, "source": source, "metadata": {}} for kind, source in cells]
    return json.dumps({"cells": listed, "metadata": metadata, "nbformat": 4}).encode()


def test_code_cells_keep_their_number_among_all_cells() -> None:
    data = _notebook(("markdown", "# a"), ("code", ["import a\n", "b = 1"]), ("raw", "x"), ("code", "c = 2\r\nd = 3"))
    assert read_notebook(data) == (Cell(2, "import a\nb = 1"), Cell(4, "c = 2\nd = 3"))


def test_format_3_has_worksheets() -> None:
    sheets = [
        {"cells": [{"cell_type": "heading"}, {"cell_type": "code", "language": "python", "input": ["a = 1"]}]},
        {"cells": [{"cell_type": "code", "language": "ruby", "input": "no"}, {"cell_type": "code", "input": "b = 2"}]},
    ]
    data = json.dumps({"worksheets": sheets, "nbformat": 3}).encode()
    assert read_notebook(data) == (Cell(2, "a = 1"), Cell(4, "b = 2"))


@pytest.mark.parametrize(
    ("metadata", "is_python"),
    [
        ({}, True),
        ({"language_info": {"name": "python"}}, True),
        ({"language_info": {"name": "R"}, "kernelspec": {"language": "python"}}, False),
        ({"kernelspec": {"language": "julia"}}, False),
        ({"kernelspec": {"name": "python3"}}, True),
        ({"kernelspec": None, "language_info": 3}, True),
    ],
)
def test_only_python_is_read(metadata: dict[str, object], is_python: bool) -> None:
    assert read_notebook(_notebook(("code", "a = 1"), **metadata)) == ((Cell(1, "a = 1"),) if is_python else ())


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is not valid JSON at line 1"),
        (b'{\n"cells": [}', "is not valid JSON at line 2"),
        (b"\xff\xfe\xfd", "is not valid JSON"),
        (b'{"cells": ' + b"9" * 5000 + b"}", "is not valid JSON"),
        (b"[" * 200_000, "is nested too deeply"),
        (b"[]", "is not a notebook: it has no list of cells"),
        (b'{"cells": {}}', "is not a notebook: it has no list of cells"),
        (b'{"worksheets": 1}', "is not a notebook: it has no list of cells"),
        (_notebook(("code", "a"), ("code", 3)), "is not a notebook: the source of cell 2 is not text"),
        (_notebook(("code", ["a", None])), "is not a notebook: the source of cell 1 is not text"),
    ],
)
def test_what_is_wrong_is_told(data: bytes, message: str) -> None:
    assert read_notebook(data) == message


def test_odd_parts_are_passed_over_and_text_can_be_encoded() -> None:
    data = json.dumps({"cells": [None, 1, {"cell_type": []}, {"cell_type": "code", "source": "a = '\ud800'\0"}, {}]})
    assert read_notebook(data.encode()) == (Cell(4, "a = '\ufffd'\0"),)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("!pip install \\\n  openai \\\n  x\ny = 1", "pass\n\n\ny = 1"),
        ("if a:\n    %time f()\n    !ls\nelse:\n\t?f\n", "if a:\n    pass\n    pass\nelse:\n\tpass\n"),
        ("files = !ls *.py\nx = %env HOME\nd['a=b'].c = !ls", "files = None\nx = None\nd['a=b'].c = None"),
        ("a, (b, c) = %magic \\\n more\nz", "a, (b, c) = None\n\nz"),
        ("f?\nf.g??\n?f\n%time?\nx[0]? ", "pass\npass\npass\npass\npass"),
        (",f a b\n;f a\n/f a", "pass\npass\npass"),
        ("x = 'a'\n\n  \n%magic", "x = 'a'\n\n  \npass"),
    ],
)
def test_magics_are_replaced_line_by_line(source: str, expected: str) -> None:
    assert without_magics(source) == expected
    ast.parse(expected)


@pytest.mark.parametrize(
    "source",
    [
        "x = (a\n  % b)\nd = [\n!1\n]",
        "x = a \\\n  % b\ny = a % \\\n  b",
        "s = \"\"\"\n%magic\n!ls\nf?\n\"\"\"\nt = '''a\\'''\n%x\n'''",
        's = "\\\n!ls"\n',
        'print("a=%d" % x, "b =!", end="")',
        "x != y\nassert a == b % c\nx %= 2\na = b if c != d else e",
        "# what?\nx = 1  # why?\ns = 'how?'\n'''Really?\n'''\n\"Really?\"",
        '"""say "b = %d"\nand x = !y\n"""',
        "f'{a!r}' % b\nf(a, b=c)[\n  % d\n]",
        "@decorator\ndef f(a, /): ...",
        "x = {  # (\n  '%a': '?'\n}\ny = ')'\n",
    ],
)
def test_python_stays_as_it_is(source: str) -> None:
    assert without_magics(source) == source


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("%%bash\necho 1\n%x\n", "\n\n\n"),
        ("\n\n%%sql db\nselect ?", "\n\n\n"),
        ("%%html", ""),
        ("%%time\nx = 1\n!ls", "\nx = 1\npass"),
        ("\n%%capture out --no-stderr\nx = 1", "\n\nx = 1"),
        ("%%timeit -n 3 setup()\nf()\n", "\nf()\n"),
        ("x = 1\n%%bash\ny = 2", "x = 1\npass\ny = 2"),
        ("%%writefile a.py\nimport openai", "\n"),
    ],
)
def test_the_body_of_a_cell_magic_stays_if_it_is_python(source: str, expected: str) -> None:
    assert without_magics(source) == expected


@pytest.mark.parametrize("piece", ["'\\", '"""a\n', '"""\\', "(", "?", "%\\\n", "\\\n", 'x="', "a[1", "x = \n"])
def test_a_hostile_cell_takes_no_time(piece: str) -> None:
    source = piece * (300_000 // len(piece))
    start = time.monotonic()
    assert without_magics(source).count("\n") == source.count("\n")
    assert time.monotonic() - start < 5


def test_joined_cells_lead_back_to_their_lines() -> None:
    cells = (Cell(2, "a = 1\nb = 2"), Cell(3, ""), Cell(7, "c = 3\n"), Cell(9, "d = 4"))
    source, line_map = join(cells)
    assert source == "a = 1\nb = 2\n\nc = 3\n\nd = 4\n"
    assert line_map == ((1, 2), (3, 3), (4, 7), (6, 9))
    assert [place(line_map, line) for line in range(1, 7)] == [(2, 1), (2, 2), (3, 1), (7, 1), (7, 2), (9, 1)]

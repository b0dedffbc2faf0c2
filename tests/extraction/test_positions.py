import ast

import pytest

from lockscan.extraction.extract import extract
from lockscan.extraction.positions import from_ast, tracked
from lockscan.model.facts import Attribute, Call, FileFacts, Use
from lockscan.model.program import ReferenceKind
from tests.extraction.places import MODULES, by_ast, by_libcst, library, text_at, texts, walked

# Each source with the texts of its tracked nodes, in order; a call ends before its brackets.
PLACES = {
    'größe = "日本"; ask("é" + größe, 名=größe.länge)\n': [
        "größe", '"日本"', "ask", "ask", '"é"', "größe", "名", "größe.länge", "größe",
    ],
    'x = "😀" + a.b  # é\n': ["x", '"😀"', "a.b", "a"],
    "if x:\n\task(\ta.b)\n": ["x", "ask", "ask", "a.b", "a"],
    "total = one.two + \\\n    three.four(\\\n  five)\n": [
        "total", "one.two", "one", "three.four", "three.four", "three", "five",
    ],
    'x = a.b\r\n\r\ny = c(\r\n    d.e)\r\nz = """t\r\nu"""\r\nf.g()\r\n': [
        "x", "a.b", "a", "y", "c", "c", "d.e", "d", "z", '"""t\nu"""', "f.g", "f.g", "f",
    ],
    "x = a.b\ry = c()\r": ["x", "a.b", "a", "y", "c", "c"],
    "a.b\n\f\nc.d": ["a.b", "a", "c.d", "c"],
    'x = ("one"  # 日本\n     f"{two.three}"\n     "four")\n': [
        "x", '"one"  # 日本\n     f"{two.three}"\n     "four"', "two.three", "two",
    ],
    "f\"é {a.b} {f'{c.d}'} {e(g)!r:>{h.i}}\"\nx.y\n": [
        "f\"é {a.b} {f'{c.d}'} {e(g)!r:>{h.i}}\"",
        "a.b", "a", "f'{c.d}'", "c.d", "c", "e", "e", "g", "h.i", "h", "x.y", "x",
    ],
    'f"""\n{a.b} one\n  {c(d)}\n"""\nx.y\n': ['f"""\n{a.b} one\n  {c(d)}\n"""', "a.b", "a", "c", "c", "d", "x.y", "x"],
    "@a.b(c)\n@d\nclass E(f.g, metaclass=h): pass\n": ["a.b", "a.b", "a", "c", "d", "f.g", "f", "metaclass", "h"],
    "[a.b for c in d.e if f]\n{g: h.i for g, h in j}\n": [
        "a.b", "a", "c", "d.e", "d", "f", "g", "h.i", "h", "g", "h", "j",
    ],
    '(client.chat\n    .make(model="m")\n    .choices[0])\n': [
        'client.chat\n    .make(model="m")\n    .choices[0]',
        'client.chat\n    .make(model="m")\n    .choices',
        "client.chat\n    .make", "client.chat\n    .make", "client.chat", "client", "model", '"m"',
    ],
    "import a.b as c, d\nfrom .e import (f,\n  g as h)\nfrom i import *\n": ["a.b as c", "d", "f", "g as h", "*"],
    '{"a": b.c, **d, 1: {"e": f}}["a"]\n': [
        '{"a": b.c, **d, 1: {"e": f}}["a"]', '{"a": b.c, **d, 1: {"e": f}}',
        '"a"', "b.c", "b", "d", '{"e": f}', '"e"', "f", '"a"',
    ],
    'def f(a: "B.C", *d: e.F, g=h) -> "I": return lambda j: j.k\n': ['"B.C"', "e.F", "e", "h", '"I"', "j.k", "j"],
    "match a.b:\n    case C(d=e.f) | [g, *_]: h.i\n    case {'j': k, **l}: pass\n": [
        "a.b", "a", "C", "e.f", "e", "h.i", "h", "'j'",
    ],
    "a(*b, **c.d); del e.f, g[h]\n": ["a", "a", "b", "c.d", "c", "e.f", "e", "g[h]", "g", "h"],
    "async def a():\n  async with b.c as d: await e.f()\n  async for g in h: yield i[j:k]\n": [
        "b.c", "b", "d", "e.f", "e.f", "e", "g", "h", "i[j:k]", "i", "j", "k",
    ],
    "try: x = b'y'\nexcept (a.b, c) as d: d.e\n": ["x", "b'y'", "a.b", "a", "c", "d.e", "d"],
}  # fmt: skip


@pytest.mark.parametrize("source", PLACES)
def test_each_node_stands_where_its_text_does(source: str) -> None:
    assert texts(source, by_ast(source)) == PLACES[source]
    assert by_libcst(source) == by_ast(source)


def test_form_feed_before_code() -> None:
    # libcst leaves it out of its columns; CPython's tree, which is asked first, does not.
    source = "a.b\n\fc.d\n"
    assert texts(source, by_ast(source)) == ["a.b", "a", "c.d", "c"]


def test_trees_of_different_code_are_not_matched() -> None:
    kinds = walked("a.b(c)\n")[0].kinds
    assert from_ast(tracked(ast.parse("a.b(c.d)\n")), "a.b(c.d)\n", kinds) is None
    assert from_ast(tracked(ast.parse("a.b\n")), "a.b\n", kinds) is None


def name_of(facts: FileFacts, use: Use) -> str:
    found = facts.expressions[use.expression]
    if use.kind is ReferenceKind.CALL and isinstance(found, Call):
        found = facts.expressions[found.function]
    return found.name if isinstance(found, Attribute) else ""


@pytest.mark.parametrize("module", MODULES)
def test_calls_and_reads_of_real_code_stand_at_their_names(module: str) -> None:
    source = library(module)
    assert by_ast(source) == by_libcst(source)
    facts = extract(source)
    assert isinstance(facts, FileFacts)
    named = [
        (name, text_at(source, facts.regions[use.region]))
        for use in facts.uses
        if use.kind in (ReferenceKind.CALL, ReferenceKind.READ) and (name := name_of(facts, use))
    ]
    # A slice reads what it is taken of, and getattr() what it names.
    assert [(name, text) for name, text in named if not text.endswith((f".{name}", "]", ")"))] == []
    assert any(text.endswith(f".{name}") for name, text in named)

import ast
import copy
import gc
import sys

import pytest

from lockscan.adapters.facts import decode_source, extract_file, not_extracted, read_extracted, risky
from lockscan.extraction.extract import extract
from lockscan.extraction.failure import Failure
from lockscan.model.diagnostic import DiagnosticKind
from lockscan.model.directive import Directive
from lockscan.model.facts import FileFacts, Imported, Text
from lockscan.model.program import ReferenceKind
from tests.extraction.places import MODULES, library, texts

SOURCE = """\
from acme import Acme  # lockscan: ignore[x] why

__all__ = ["Desk"]


class Desk:
    def __init__(self):
        self.client = Acme(model="m-1")
"""


def facts_of(source: str) -> FileFacts:
    facts = extract(source)
    assert isinstance(facts, FileFacts), facts
    return facts


def used(source: str, facts: FileFacts) -> list[tuple[str, str]]:
    """Return what each use is, and the text where it stands."""
    return [
        (use.kind.value, text)
        for use, text in zip(facts.uses, texts(source, tuple(facts.regions[u.region] for u in facts.uses)), strict=True)
    ]


def test_facts_of_a_file() -> None:
    facts = facts_of(SOURCE)
    assert used(SOURCE, facts) == [
        ("import", "Acme"),
        ("string", '"Desk"'),
        ("string", '"m-1"'),
        ("call", "Acme"),
    ]
    assert [scope.path for scope in facts.scopes] == ["", "Desk", "Desk.__init__"]
    assert list(facts.scopes[1].attributes) == ["client"]
    assert (facts.exports, facts.lines) == (("Desk",), 8)
    assert facts.directives == (Directive(("x",), "why", 1, 1, 1),)
    assert Imported("acme", 0, "Acme") in facts.expressions


def test_roles_of_texts() -> None:
    source = 'f("a", key="b"); c = "d"; {"e": "f"}; g["h"] = "i"\ndef k(l="m"): return n == "o"\n'
    facts = facts_of(source)
    found = [(facts.expressions[use.expression], use.role) for use in facts.uses if use.kind is ReferenceKind.STRING]
    assert [(text.value, role) for text, role in found if isinstance(text, Text)] == [
        ("a", "f"),
        ("b", "key"),
        ("d", "c"),
        ("e", ""),
        ("f", "e"),
        ("h", ""),
        ("i", "h"),
        ("m", "l"),
        ("o", "n"),
    ]


def test_texts_as_python_reads_them() -> None:
    source = "x = ['a\\x62', r'\\d', 'a' 'b', f'{c}/v1', u'é', 'a' + b, b'no', '']\n'''Prose.'''\n"
    facts = facts_of(source)
    found = [facts.expressions[use.expression] for use in facts.uses]
    assert found == [Text(text) for text in ("ab", "\\d", "ab", "{}/v1", "é", "a")]


@pytest.mark.parametrize(
    ("source", "failure"),
    [
        ("x = 1\ndef broken(:\n", Failure(DiagnosticKind.SYNTAX, 2, "it cannot be parsed as Python")),
        ("x = 1\n\nprint 'a'\n", Failure(DiagnosticKind.SYNTAX, 3, "it cannot be parsed as Python")),
        ("x = '''\n", Failure(DiagnosticKind.SYNTAX, 1, "it cannot be parsed as Python")),
        ("import a\n)\n", Failure(DiagnosticKind.SYNTAX, 2, "it cannot be parsed as Python")),
        ("x = 1\ndef broken(:\n\n\n", Failure(DiagnosticKind.SYNTAX, 2, "it cannot be parsed as Python")),
        ("x = 1\ny = '\0'\n", Failure(DiagnosticKind.SYNTAX, 2, "a null byte in the source")),
        ("\0", Failure(DiagnosticKind.SYNTAX, 1, "a null byte in the source")),
        (
            "x = " + "[" * 300 + "]" * 300,
            Failure(DiagnosticKind.TOO_DEEP, 0, "brackets are nested 300 deep; the limit is 200"),
        ),
    ],
)
def test_failures_say_what_is_wrong_and_where(source: str, failure: Failure) -> None:
    assert extract(source) == failure


@pytest.mark.parametrize(
    "source",
    ["x = a" + ".b" * 5_000, "x = " + "not " * 5_000 + "x", "if a: b\n" + "elif a: b\n" * 3_000, "x = " + "-" * 9_999],
)
def test_too_deep(source: str) -> None:
    failure = extract(source)
    assert isinstance(failure, Failure)
    assert (failure.kind, failure.line) == (DiagnosticKind.TOO_DEEP, 0)


def test_what_people_write_deeply_is_analysed() -> None:
    for source in ("x = " + "f(" * 90 + ")" * 90 + "\n", "x = f" + ".b()" * 90 + "\n"):
        assert [kind for kind, _ in used(source, facts_of(source))] == ["call"] * 90


# Syntax that not every Python which lockscan runs on can parse.
NEWER = {
    "import a\nclass B[T: a.C]: pass\ndef f[**P](x: a.D) -> T: return a.e(x)\ntype G = list[a.H]\n": [
        ("import", "a"),
        ("read", "a.C"),
        ("annotate", "a.D"),
        ("annotate", "T"),
        ("call", "a.e"),
        ("annotate", "list"),
        ("annotate", "a.H"),
    ],
    'import a\nx = f"{a.b("c")} {a.d[\'e\']}"\n': [
        ("import", "a"),
        ("string", '"c"'),
        ("call", "a.b"),
        ("string", "'e'"),
        ("read", "a.d['e']"),
        ("string", 'f"{a.b("c")} {a.d[\'e\']}"'),
    ],
    "import a\nx = t'{a.b(c)} é {a.d}'; a.e()\n": [
        ("import", "a"),
        ("call", "a.b"),
        ("read", "a.d"),
        ("call", "a.e"),
    ],
    "import a\ntry: a.b()\nexcept* a.C as e: e.f\n": [
        ("import", "a"),
        ("call", "a.b"),
        ("catch", "a.C"),
        ("read", "e.f"),
    ],
}


@pytest.mark.parametrize("source", NEWER)
def test_newer_syntax_than_the_running_python_s(source: str) -> None:
    assert used(source, facts_of(source)) == NEWER[source]


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="this Python knows all of it")
def test_some_of_the_newer_syntax_is_newer_than_this_python() -> None:
    def known(source: str) -> bool:
        try:
            ast.parse(source)
        except SyntaxError:
            return False
        return True

    assert not all(map(known, NEWER))


def test_places_are_those_of_the_source() -> None:
    source = "# one\nimport a\n\n\nx = (  # two\n\n  a.b(\n    c='é', d=a.e))\n"
    facts = facts_of(source)
    assert [
        (text, facts.regions[use.region]) for use, (_, text) in zip(facts.uses, used(source, facts), strict=True)
    ] == [
        ("a", (2, 8, 2, 9)),
        ("'é'", (8, 7, 8, 10)),
        ("a.e", (8, 14, 8, 17)),
        ("a.b", (7, 3, 7, 6)),
    ]


@pytest.mark.parametrize(("source", "lines"), [("", 1), ("x", 1), ("x\n", 1), ("x\ny", 2), ("x\r\ny\r\n", 2)])
def test_lines(source: str, lines: int) -> None:
    assert facts_of(source).lines == lines


def test_the_process_is_left_as_it_was() -> None:
    before = sys.getrecursionlimit(), gc.isenabled()
    extract("x = 1")
    extract("x = (")
    assert (sys.getrecursionlimit(), gc.isenabled()) == before


@pytest.mark.parametrize("module", MODULES)
def test_facts_survive_encoding(module: str) -> None:
    source = library(module)
    assert read_extracted(extract_file(source.encode()).data).found == extract(source)


def test_failures_survive_encoding() -> None:
    assert read_extracted(extract_file(b"x = (").data).found == extract("x = (")
    assert read_extracted(not_extracted(DiagnosticKind.CRASH, "why").data).found == Failure(
        DiagnosticKind.CRASH, 0, "why"
    )


@pytest.mark.parametrize(
    ("literal", "text"),
    [
        ("'\\ud800'", "\ufffd"),
        ("'a\\ud83d\\ude00'", "a\U0001f600"),
        ("u'\\udc00\\ud800é'", "\ufffd\ufffdé"),
        ("'\\xe9'", "é"),
    ],
)
def test_halves_of_surrogate_pairs_are_no_text(literal: str, text: str) -> None:
    facts = read_extracted(extract_file(f"x = {literal}".encode()).data).found
    assert isinstance(facts, FileFacts)
    assert Text(text) in facts.expressions


def test_facts_travel_between_processes() -> None:
    made = extract_file(b"import openai\nopenai.OpenAI()\n")
    travelled = copy.copy(made)
    assert (travelled.found, travelled.data) == (made.found, made.data)


@pytest.mark.parametrize("data", [b"", b"\xc0", b"\x92\xc0\xc0", b"not the facts", extract_file(b"x = f(1)").data[:-1]])
def test_anything_else_is_no_facts(data: bytes) -> None:
    with pytest.raises(ValueError, match="not the facts of a file"):
        read_extracted(data)


NOT_UTF_8 = "it is not UTF-8, and names no other encoding in its first lines"
OTHER = "its encoding is neither UTF-8 nor the one that it names"


@pytest.mark.parametrize(
    ("data", "source"),
    [
        ("x = 'é'".encode(), "x = 'é'"),
        ("\ufeffx = 'é'".encode(), "x = 'é'"),
        ("# -*- coding: latin-1 -*-\nx = 'é'".encode("latin-1"), "# -*- coding: latin-1 -*-\nx = 'é'"),
        (
            "#!python\n# vim: set fileencoding=cp1252 :\n'€'".encode("cp1252"),
            "#!python\n# vim: set fileencoding=cp1252 :\n'€'",
        ),
        (b"", ""),
        ("x = 'é'".encode("latin-1"), Failure(DiagnosticKind.ENCODING, 1, OTHER)),
        (b"x\ny\n" + "z = 'é'".encode("latin-1"), Failure(DiagnosticKind.ENCODING, 0, NOT_UTF_8)),
        (b"# coding: no-such\n", Failure(DiagnosticKind.ENCODING, 1, OTHER)),
        (b"# coding: ascii\nx\ny = '\xc3\xa9'\n", Failure(DiagnosticKind.ENCODING, 0, NOT_UTF_8)),
    ],
)
def test_source_is_decoded_as_python_does(data: bytes, source: str | Failure) -> None:
    assert decode_source(data) == source


@pytest.mark.parametrize("codec", ["rot13", "hex", "zlib", "utf-16", "undefined", "idna", "punycode", "mbcs"])
def test_no_codec_brings_it_down(codec: str) -> None:
    data = f"# coding: {codec}\nx = '{'a' * 99}-\xe9'\n".encode("latin-1")
    assert isinstance(extract_file(data).found, (Failure, FileFacts))


def test_risky_is_what_hurts_the_parser() -> None:
    assert risky(b"x = 1 " + b"+ 1" * 9_000)
    assert not risky(b"x = 1\n" * 9_000)

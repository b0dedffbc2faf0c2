import ast

import pytest

from lockscan.extraction.guards import MAX_BRACKETS, MAX_LEVELS, bracket_depth, too_deep
from tests.extraction.places import MODULES, library


@pytest.mark.parametrize(
    ("source", "depth"),
    [
        ("", 0),
        ("f(a[{1: (2)}])", 4),
        ("()()[]", 1),
        ("'(((' + \"[[[\" + '''\n(((\n''' # (((", 0),
        ("'\\'(' (x)", 1),
        (")))(", 1),
        ("'unclosed\n((", 2),
    ],
)
def test_brackets_count_outside_of_texts_and_remarks(source: str, depth: int) -> None:
    assert bracket_depth(source) == depth


def parsed(source: str) -> ast.Module | None:
    try:
        return ast.parse(source)
    except SyntaxError:
        return None


@pytest.mark.parametrize(
    "source",
    [
        "x = " + " + ".join(["a"] * 2000),
        "x = " + "-" * 900 + "1",
        "if a: pass\n" + "elif a: pass\n" * 700,
        "x = a" + ".b()" * 400,
        "x = a" + "[0]" * 900,
        "x = " + "a if b else " * 600 + "c",
        "x = " + "lambda: " * 600 + "c",
        "x = " + " | ".join(["'a'"] * 2000),
    ],
)
def test_long_chains_are_too_deep(source: str) -> None:
    reason = too_deep(source, parsed(source))
    assert reason is not None
    assert reason.startswith("it is nested ")
    assert reason.endswith(f" levels deep; the limit is {MAX_LEVELS}")


def test_deep_brackets_are_told_of_without_a_tree() -> None:
    source = "x = " + "[" * (MAX_BRACKETS + 1) + "]" * (MAX_BRACKETS + 1)
    assert parsed(source) is None
    assert too_deep(source, None) == f"brackets are nested {MAX_BRACKETS + 1} deep; the limit is {MAX_BRACKETS}"


@pytest.mark.parametrize(
    "source",
    [
        "x = [" + "(1, 2), " * 2000 + "]",
        "x = [" + "-1 + 2, " * 2000 + "]",
        "x = {" + "'a' + 'b': [1, 2], " * 1000 + "}",
        "f(1)\n" * 1000,
        "x = " + " + ".join(["a"] * 200),
    ],
)
def test_wide_code_is_not_deep(source: str) -> None:
    assert too_deep(source, parsed(source)) is None


def test_wide_code_of_newer_syntax_is_not_deep() -> None:
    assert too_deep("type X = [" + "(1, 2), " * 2000 + "]", None) is None


@pytest.mark.parametrize("module", MODULES)
def test_real_code_is_not_deep(module: str) -> None:
    assert too_deep(library(module), ast.parse(library(module))) is None

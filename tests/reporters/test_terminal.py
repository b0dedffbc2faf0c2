import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockscan.model.location import Region
from lockscan.reporters.excerpts import excerpt
from lockscan.reporters.options import RenderOptions
from lockscan.reporters.terminal import render
from lockscan.reporters.text import HIDDEN, columns
from tests.sample_report import empty_report, finding, hostile_report, sample_report

_SGR = re.compile(r"\x1b\[[0-9;]+m")


@pytest.mark.parametrize("width", [80, 100, 120, 200])
def test_every_line_fits(width: int) -> None:
    text = render(sample_report(), RenderOptions(width=width, verbose=True))
    assert [line for line in text.splitlines() if columns(line) > width] == []


def test_a_narrow_terminal_gets_no_bars() -> None:
    assert "█" not in render(sample_report(), RenderOptions(width=60))


def test_colour_changes_looks_only() -> None:
    colored = render(sample_report(), RenderOptions(color=True))
    assert _SGR.sub("", colored) == render(sample_report(), RenderOptions())


def test_nothing_that_was_scanned_acts_on_the_terminal() -> None:
    text = _SGR.sub("", render(hostile_report(), RenderOptions(color=True, verbose=True)))
    assert HIDDEN.sub("", text) == text.replace("\n", "")
    plain = render(replace(hostile_report(), findings=()), RenderOptions())
    assert len(plain.splitlines()) == plain.count("\n")


def _folded(number: int, *, is_test: bool = False) -> str:
    lines = range(10, 10 + number)
    findings = tuple(finding("openai-import", "a.py", n, "openai", "import openai", is_test=is_test) for n in lines)
    return render(replace(empty_report(), findings=findings), RenderOptions())


@pytest.mark.parametrize(
    ("number", "is_test", "shown", "more"),
    [
        (6, False, ["10", "11", "12", "13", "14", "15"], []),
        (7, False, ["10", "11", "12", "13", "14"], ["… 2 more at lines 15, 16"]),
        (
            18,
            False,
            ["10", "11", "12", "13", "14"],
            ["… 13 more at lines 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, …"],
        ),
        (2, True, ["10", "11"], []),
        (3, True, ["10"], ["… 2 more at lines 11, 12"]),
    ],
)
def test_excerpts_of_one_rule_in_one_file_are_folded(
    number: int, is_test: bool, shown: list[str], more: list[str]
) -> None:
    text = _folded(number, is_test=is_test)
    assert re.findall(r"^  (\d+):8", text, re.MULTILINE) == shown
    assert re.findall(r"….*", text) == more
    assert text.count("remedy: ") == 1


@pytest.mark.parametrize(
    ("snippet", "region", "lines"),
    [
        ("x = call()", Region(1, 5, 1, 11), ("x = call()", "    ^^^^^^")),
        ("\t\tcall()\n", Region(1, 3, 1, 9), ("call()", "^^^^^^")),
        ("a\tcall()", Region(1, 3, 1, 9), ("a    call()", "     ^^^^^^")),
        ("    call(", Region(1, 5, 3, 2), ("call(", "^^^^^")),
        ('t("日本", call)', Region(1, 9, 1, 13), ('t("日本", call)', "          ^^^^")),
        ("e\u0301 = call", Region(1, 6, 1, 10), ("e\u0301 = call", "    ^^^^")),
        ("\x1b[2J call", Region(1, 6, 1, 10), (r"\x1b[2J call", "        ^^^^")),
        ("short", Region(1, 90, 1, 99), ("short", "    ^")),
        ("0123456789012345 call(argument)", Region(1, 18, 1, 22), ("…789012345 call(arg…", "           ^^^^")),
        ("call_" * 9, Region(1, 1, 1, 46), ("call_call_call_call…", "^" * 20)),
    ],
)
def test_excerpt(snippet: str, region: Region, lines: tuple[str, str]) -> None:
    code, blank, underline = excerpt(snippet, region, 20)
    assert (code, " " * blank + "^" * underline) == lines


@given(
    st.text(st.characters() | st.sampled_from("日\x1b\te\u0301"), min_size=1, max_size=60).filter(str.strip),
    st.integers(1, 80),
    st.integers(0, 80),
)
def test_an_excerpt_fits_and_is_harmless(snippet: str, column: int, length: int) -> None:
    code, blank, underline = excerpt(snippet, Region(1, column, 1, column + length), 30)
    assert columns(code) <= 30
    assert 1 <= underline <= 30 - blank
    assert not HIDDEN.search(code)

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockscan.reporters.text import HIDDEN, clip, clip_left, columns, escape, wrap

TEXT = st.text(st.characters() | st.sampled_from("\x1b\x07\x9b\n\t\u202e\u200b\ud800\U000e0041日e\u0301"), max_size=40)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("plain é 日本 🙂", "plain é 日本 🙂"),
        ("\x1b[31m\x07", r"\x1b[31m\x07"),
        ("a\r\nb\tc", r"a\r\nb\tc"),
        ("\u202eevil\u2066", r"\u202eevil\u2066"),
        ("\ud800 \U000e0041", r"\ud800 \U000e0041"),
    ],
)
def test_escape_writes_hidden_characters_out(text: str, escaped: str) -> None:
    assert escape(text) == escaped


def test_no_control_format_or_surrogate_character_but_prepended_and_annotation_marks_stays_hidden() -> None:
    kept = {
        character
        for character in map(chr, range(0x110000))
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and not HIDDEN.match(character)
    }
    # Marks that are drawn: Arabic and Indic number signs, Egyptian layout, shorthand and musical beams.
    drawn = {"ARABIC", "SYRIAC", "KAITHI", "EGYPTIAN", "SHORTHAND", "MUSICAL"}
    assert {unicodedata.name(character).split()[0] for character in kept} <= drawn


@given(TEXT)
def test_escaping_twice_changes_nothing(text: str) -> None:
    assert escape(escape(text)) == escape(text)


@given(TEXT)
def test_escaped_text_can_be_written(text: str) -> None:
    assert not HIDDEN.search(escape(text).encode().decode())


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("日本語", 6), ("e\u0301", 1), ("\uff46", 2), ("é·", 2)])
def test_columns(text: str, width: int) -> None:
    assert columns(text) == width


@given(TEXT.map(escape), st.integers(2, 20))
def test_clipped_text_fits_and_keeps_its_end(text: str, width: int) -> None:
    if columns(text) <= width:
        assert (clip(text, width), clip_left(text, width)) == (text, text)
    else:
        head, tail = clip(text, width), clip_left(text, width)
        assert columns(head) <= width
        assert columns(tail) <= width
        assert text.startswith(head.removesuffix("…"))
        assert text.endswith(tail.removeprefix("…"))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("one two three", ["one two", "three"]),
        ("日本 日本 日本", ["日本", "日本", "日本"]),
        ("a-word-that-is-long b", ["a-word-that-is-long", "b"]),
    ],
)
def test_wrap(text: str, lines: list[str]) -> None:
    assert wrap(text, 8) == lines

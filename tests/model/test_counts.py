"""Numbers with their nouns."""

import pytest

from lockscan.model.counts import counted


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0 files"), (1, "1 file"), (2, "2 files"), (999, "999 files"), (1000, "1,000 files")],
)
def test_thousands_are_told_apart_and_one_is_singular(number: int, text: str) -> None:
    assert counted(number, "file") == text


def test_a_plural_may_be_given() -> None:
    assert counted(1, "capability", "capabilities") == "1 capability"
    assert counted(1200, "capability", "capabilities") == "1,200 capabilities"

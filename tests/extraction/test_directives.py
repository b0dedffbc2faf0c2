import pytest

from lockscan.extraction.directives import read_directives
from lockscan.model.directive import Directive

SOURCE = """\
from openai import OpenAI  # lockscan: ignore[a-b] this file

# lockscan: ignore[x, y] one place  # another note
client = OpenAI(
    timeout=20,  # lockscan: ignore
)
text = "# lockscan: ignore"
if text:  #lockscan:ignore[q]
    # lockscan: ignore[w]

    # what follows
    ask(
        1)
# lockscan: file-ignore[f] generated
# lockscan: ignored
# lockscan: ignore-file
# lockscan: ignore[last]
"""


def test_each_covers_its_logical_line_or_the_next() -> None:
    assert read_directives(SOURCE) == (
        Directive(("a-b",), "this file", 1, 1, 1),
        Directive(("x", "y"), "one place", 3, 3, 6),
        Directive((), "", 5, 4, 6),
        Directive(("q",), "", 8, 8, 8),
        Directive(("w",), "", 9, 9, 13),
        Directive(("f",), "generated", 14, 1, 18),
        Directive(("last",), "", 17, 17, 17),
    )


@pytest.mark.parametrize(
    "source",
    ["x = (  # lockscan: ignore\n", 'x = 1  # lockscan: ignore\ny = """\n', "x = 1  # lockscan: ignore\n  y\n z\n"],
)
def test_source_that_breaks_off_keeps_what_was_read(source: str) -> None:
    assert read_directives(source) == (Directive((), "", 1, 1, 1),)


def test_text_is_no_comment() -> None:
    assert read_directives('"""\n# lockscan: ignore[a]\n"""\n') == ()

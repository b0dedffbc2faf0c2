from lockscan.model.directive import Directive
from lockscan.texts.directives import read_directives

TEXT = """\
# lockscan: ignore[a] the next line

# what follows
model: x
model: "y # z"  # lockscan: ignore[b, c] this line  # more
# lockscan: file-ignore[d]
# lockscan: ignored
x: "# no lockscan: ignore"
# lockscan: ignore
"""


def test_each_covers_its_line_or_the_next() -> None:
    assert read_directives(TEXT) == (
        Directive(("a",), "the next line", 1, 4, 4),
        Directive(("b", "c"), "this line", 5, 5, 5),
        Directive(("d",), "", 6, 1, 10),
        Directive((), "", 9, 9, 9),
    )


def test_a_text_without_any_has_none() -> None:
    assert read_directives("model: x # ignore\n") == ()

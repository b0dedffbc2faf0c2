"""Colours on a terminal."""

from enum import Enum

from lockscan.reporters.text import escape


class Ink(str, Enum):
    """A look; the value is the parameter of the SGR escape sequence."""

    BOLD = "1"
    DIM = "2"
    ALARM = "1;31"
    RED = "31"
    GREEN = "32"
    YELLOW = "33"
    CYAN = "36"


class Pen:
    """Writes text in a look; every text goes through it, for it also escapes what could act on the terminal."""

    __slots__ = ("color",)

    def __init__(self, color: bool) -> None:
        self.color = color

    def __call__(self, text: str, ink: Ink | None = None) -> str:
        """Return the text, escaped, and in the ink if there are colours."""
        harmless = escape(text)
        return f"\x1b[{ink.value}m{harmless}\x1b[0m" if self.color and ink and harmless else harmless

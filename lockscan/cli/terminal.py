"""What the terminal can show."""

import os
import sys
from collections.abc import Mapping
from typing import TextIO

WIDTH = 100
"""Columns of a report that goes to no terminal."""


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person looks at the stream; it may be closed or missing."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def wants_color(choice: str, environment: Mapping[str, str], *, terminal: bool) -> bool:
    """Decide on colours: the option says, else ``NO_COLOR``, else ``FORCE_COLOR``, else whether it is a terminal."""
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return terminal and environment.get("TERM") != "dumb"


def width() -> int:
    """Return the columns of the terminal, or what ``COLUMNS`` says, or :data:`WIDTH` without either."""
    # As ``shutil`` tells it, without importing the archives that it can unpack.
    try:
        named = int(os.environ.get("COLUMNS", ""))
    except ValueError:
        named = 0
    if named > 0:
        return named
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or WIDTH
    except (AttributeError, OSError, ValueError):  # the stream is missing, no terminal, or closed
        return WIDTH

"""Errors that end a run.

``LockscanError``
├── ``UsageError``    a path or an option that cannot be used
└── ``DataError``     a rule or configuration file with mistakes, all of them at once

What goes wrong with one scanned file is never an error here: it is a
:class:`~lockscan.model.diagnostic.Diagnostic` in the report.
"""


class LockscanError(Exception):
    """Base of every error that lockscan raises on purpose; its text is for the person at the terminal."""


class UsageError(LockscanError):
    """A path, option or combination of options that cannot be used."""


class DataError(LockscanError):
    """A rule or configuration file with mistakes; ``mistakes`` holds one ``file: place: what is wrong`` each."""

    def __init__(self, mistakes: tuple[str, ...]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes

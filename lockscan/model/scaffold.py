"""Code drawn up for an abstraction point."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scaffold:
    """New files by name, and what there is to say about them: what they do, and what they leave out.

    ``shared`` are files that may be there already, and are left alone then; ``sdks`` are packages that the new code
    imports, so that no folder of its own may be named like one.
    """

    title: str
    files: tuple[tuple[str, str], ...]
    shared: tuple[str, ...]
    notes: tuple[str, ...]
    sdks: tuple[str, ...]

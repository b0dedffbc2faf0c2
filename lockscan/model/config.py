"""Configuration of a run."""

from dataclasses import dataclass

from lockscan.model.rule import Severity


@dataclass(frozen=True, slots=True)
class Config:
    """What ``lockscan.toml`` or ``[tool.lockscan]`` may say; the command line overrides it.

    ``exclude`` are gitignore patterns relative to ``root``; ``rules`` are paths of further packs; ``fail_on`` is the
    lowest severity that makes the exit code 1, or ``None`` for never. ``tests`` are gitignore patterns of test code
    beyond what is recognised by itself.
    """

    exclude: tuple[str, ...] = ()
    respect_gitignore: bool = True
    rules: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    fail_on: Severity | None = None
    max_file_size: int = 2_000_000

"""Configuration of a run."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lockscan.model.rule import Confidence, Severity

DEFAULT_TARGET = "openai-compatible"
"""The target of a scan that names none: a server of one's own that speaks the open protocols."""


class Config(NamedTuple):
    """What ``lockscan.toml`` or ``[tool.lockscan]`` may say; the command line overrides it.

    ``exclude`` are gitignore patterns relative to ``root``; ``rules`` are paths of further packs; ``fail_on`` is the
    lowest severity that makes the exit code 1, or ``None`` for never. ``tests`` are gitignore patterns of test code
    beyond what is recognised by itself. ``text_files`` is whether files of settings, templates and prompts are read.
    ``target`` is the id of what the vendors would be left for. ``min_confidence`` is the lowest confidence that is
    reported, or ``None`` for all.
    """

    exclude: tuple[str, ...] = ()
    respect_gitignore: bool = True
    rules: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    fail_on: "Severity | None" = None
    max_file_size: int = 2_000_000
    text_files: bool = True
    target: str = DEFAULT_TARGET
    min_confidence: "Confidence | None" = None

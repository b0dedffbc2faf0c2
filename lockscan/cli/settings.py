"""The configuration of a command, read from its file and overridden by its options."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lockscan.model.config import Config
    from lockscan.model.ruleset import RuleSet


def settings(paths: tuple[Path, ...], named: Path | None) -> "tuple[Path, Config]":
    """Return the project's root, and what its configuration file or the named one says."""
    from lockscan.adapters.configuration import load_configuration  # noqa: PLC0415 - keeps --help light
    from lockscan.adapters.files import find_root  # noqa: PLC0415 - keeps --help light

    root = find_root(paths)
    return root, load_configuration(root, named).config


def all_rules(named: Path | None) -> "RuleSet":
    """Return lockscan's rules and those of the packs that the configuration names, relative to the root."""
    from lockscan.adapters.packs import load_rules  # noqa: PLC0415 - keeps --help light

    root, config = settings((), named)
    return load_rules(tuple(root / pack for pack in config.rules))

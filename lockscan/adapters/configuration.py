"""Where a run's configuration stands, and what it says."""

from pathlib import Path
from typing import NamedTuple

from lockscan.adapters.regular import read_regular
from lockscan.adapters.toml import LARGEST, read_toml
from lockscan.errors import DataError, UsageError
from lockscan.model.config import Config

CONFIGURATION_FILES = (".lockscan.toml", "lockscan.toml", "pyproject.toml")
"""Names of configuration files; in one directory the first that exists counts, and no other is merged into it."""

_PYPROJECT = "pyproject.toml"


class Configuration(NamedTuple):
    """A configuration and the file that it was read from, or ``None`` where there is no file."""

    config: Config
    source: Path | None


def load_configuration(root: Path, named: Path | None = None) -> Configuration:
    """Read the named file, or the nearest one from the root upward, or take the defaults.

    The way up ends at the top of the repository: what lies above it belongs to somebody else. Raises
    :class:`UsageError` if the named file does not exist, :class:`DataError` with every mistake of the file.
    """
    if named is not None and not named.is_file():
        raise UsageError(f"{named}: no such file; name a TOML file with lockscan's configuration")
    source = named or find_configuration(root)
    if source is None:
        return Configuration(Config(), None)
    from lockscan.decoding.config import decode_config  # noqa: PLC0415 - most projects have no file of ours

    under = ("tool", "lockscan") if source.name == _PYPROJECT else ()
    config, mistakes = decode_config(read_toml(source), under)
    if mistakes:
        raise DataError(mistakes)
    # Packs lie where the file that names them lies, which may be above the root, or named from elsewhere.
    packs = tuple(str(source.parent / pack) for pack in config.rules)
    return Configuration(config._replace(rules=packs), source)


def find_configuration(root: Path) -> Path | None:
    """Return the nearest configuration file from a directory upward, within its repository."""
    root = root.resolve()
    for directory in (root, *root.parents):
        for name in CONFIGURATION_FILES:
            if configures(directory / name):
                return directory / name
        if (directory / ".git").exists():
            break
    return None


def configures(path: Path) -> bool:
    """Whether a file is there and is configuration of lockscan's; one of ours that does not parse is."""
    if path.name != _PYPROJECT or not path.is_file():
        return path.is_file()
    try:
        # Most files of this name never mention lockscan: nothing that reads TOML is loaded for them.
        if b"lockscan" not in read_regular(path, LARGEST, follow_link=True):
            return False
        tools = read_toml(path).content.get("tool")
    except OSError:
        return False
    except DataError:
        return True
    return isinstance(tools, dict) and "lockscan" in tools

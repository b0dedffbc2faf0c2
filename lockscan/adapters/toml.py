"""TOML files, read within a size bound."""

import codecs
from pathlib import Path
from typing import TYPE_CHECKING

from lockscan.errors import DataError

if TYPE_CHECKING:
    from lockscan.decoding.document import Document

LARGEST = 4_000_000
"""Bytes beyond which a file is refused: no rule or configuration file is that large on purpose."""


def read_toml(path: Path, name: str = "") -> "Document":
    """Read a TOML file; messages call it by ``name``, or by its path. Raises :class:`DataError`."""
    return parse_toml(name or str(path), read_bounded(path, name or str(path)))


def read_bounded(path: Path, name: str) -> bytes:
    """Read a file of at most :data:`LARGEST` bytes. Raises :class:`DataError`."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise DataError((f"{name}: cannot be read: {error.strerror or error}",)) from error
    if len(data) > LARGEST:
        raise DataError((f"{name}: is larger than {LARGEST:,} bytes",))
    return data


def parse_toml(name: str, data: bytes) -> "Document":
    """Parse the bytes of a TOML file. Raises :class:`DataError`."""
    # A run with everything in the cache reads no TOML.
    import tomli  # noqa: PLC0415

    from lockscan.decoding.document import Document  # noqa: PLC0415

    # TOML allows no byte order mark, but editors on Windows write one.
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise DataError((f"{name}:{line}:{column}: is not UTF-8",)) from error
    try:
        return Document(name, text, tomli.loads(text))
    except tomli.TOMLDecodeError as error:
        raise DataError((f"{name}:{error.lineno}:{error.colno}: is no TOML: {_lower(error.msg)}",)) from error
    except RecursionError as error:
        raise DataError((f"{name}: is nested too deeply",)) from error


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]

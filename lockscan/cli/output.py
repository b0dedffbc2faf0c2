"""Where reports go: standard output, and files that are there as a whole or not at all."""

import contextlib
import os
import re
import sys
from pathlib import Path
from typing import NamedTuple

import click

from lockscan.errors import UsageError
from lockscan.reporters import REPORTERS

STDOUT = "-"

# One letter is a Windows drive; what has a slash before the colon is a path.
_PREFIX = re.compile(r"(?P<format>[A-Za-z][A-Za-z0-9_-]+):(?P<file>.*)", re.DOTALL)


class Output(NamedTuple):
    """One report to write: in which format (empty for the one of ``--format``), and to which file or ``-``."""

    format: str
    target: str


def parse(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[Output, ...]:
    """Read ``FILE`` or ``FORMAT:FILE``. A prefix that is no format is a mistake sooner than part of a name."""
    outputs = []
    for value in values:
        found = _PREFIX.fullmatch(value)
        output = Output(found["format"], found["file"]) if found else Output("", value)
        if output.format and output.format not in REPORTERS:
            wrong = f"{output.format!r} is no format ({', '.join(REPORTERS)}); write ./{value} for a file of that name"
            raise click.BadParameter(wrong, ctx, param)
        if not output.target:
            raise click.BadParameter("the name of the file is missing", ctx, param)
        outputs.append(output)
    return tuple(outputs)


def distinct(outputs: tuple[Output, ...]) -> None:
    """Raise :class:`UsageError` if two reports would go to one place."""
    seen: dict[str, Output] = {}
    for output in outputs:
        place = output.target if output.target == STDOUT else os.path.realpath(output.target)
        if place in seen:
            raise UsageError(f"--output {output.target}: two reports cannot go to one place")
        seen[place] = output


def write(target: str, text: str) -> None:
    """Write a whole text as UTF-8. Raises :class:`UsageError` if that is not possible."""
    data = text.encode("utf-8", "backslashreplace")
    if target == STDOUT:
        write_stdout(data)
        return
    try:
        _write_file(Path(target), data)
    except OSError as error:
        raise UsageError(f"{target}: cannot be written: {error.strerror or error}") from error


def write_stdout(data: bytes) -> None:
    """Write bytes to standard output; a reader that has left early has read enough.

    Raises :class:`UsageError` if it is closed or cannot take them.
    """
    if sys.stdout is None:  # a process may be started without one
        raise UsageError("standard output is closed")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        _forget_stdout()
        if not isinstance(error, BrokenPipeError):
            raise UsageError(f"standard output cannot be written: {error.strerror or error}") from error


def _write_file(path: Path, data: bytes) -> None:
    if path.exists() and not path.is_file():
        # A device or a pipe is written to; put in its place, a file would be of no use to its reader.
        with path.open("wb") as stream:
            stream.write(data)
        return
    real = Path(os.path.realpath(path))
    temporary = real.with_name(f".{real.name[:100]}.{os.getpid()}.tmp")
    try:
        with temporary.open("xb") as stream:
            stream.write(data)
        if real.exists():
            temporary.chmod(real.stat().st_mode & 0o777)
        temporary.replace(real)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _forget_stdout() -> None:
    """Let what is still buffered go nowhere, or the interpreter complains about it at its end."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)

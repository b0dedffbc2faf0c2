"""Reading what may be anything: only regular files are opened, and never more of them is read than asked for."""

import errno
import os
import stat
from pathlib import Path

# Without a wait should a FIFO have taken the file's place in between, and without a terminal becoming this process's.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


def read_regular(path: Path | str, limit: int, *, follow_link: bool = False) -> bytes:
    """Return at most ``limit`` bytes from a file's start.

    Raises :class:`OSError` if it cannot be read, is not a regular file or is replaced meanwhile.
    """
    expected = os.stat(path, follow_symlinks=follow_link)  # noqa: PTH116 - takes a text as well
    if not stat.S_ISREG(expected.st_mode):
        raise OSError(errno.EINVAL, "it is not a regular file")
    with open(os.open(path, _FLAGS), "rb") as file:  # noqa: PTH123 - flags are beyond Path.open
        if not os.path.samestat(expected, os.fstat(file.fileno())):
            raise OSError(errno.ESTALE, "it was replaced meanwhile")
        # Room is made for all that is asked for, so that asking for a limit of megabytes would cost more than reading.
        return file.read(min(limit, expected.st_size))

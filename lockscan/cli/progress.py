"""A line on the terminal while a long scan runs, gone when it ends."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import TextIO, final

_PATIENCE = 1.0
_INTERVAL = 0.1
_CLEAR = "\r\x1b[K"


@final
class Progress:
    """Shows how many files are done; silent for the first second, and without a stream."""

    def __init__(self, stream: TextIO | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._next = clock() + _PATIENCE
        self._shown = False

    def __enter__(self) -> "Progress":
        return self

    def __call__(self, done: int, total: int) -> None:
        """Say that so many of all files are done."""
        if self._stream is None or (now := self._clock()) < self._next:
            return
        self._next = now + _INTERVAL
        self._shown = True
        self._stream.write(f"{_CLEAR}{done:,} of {total:,} files")
        self._stream.flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._stream is not None and self._shown:
            self._stream.write(_CLEAR)
            self._stream.flush()

"""What earlier runs found out, kept between runs in one SQLite file per version of lockscan.

A cache never fails a run: whatever goes wrong with it, it is empty. Each blob stands beside a digest of its own, so
that a damaged one is a miss. Several runs may use the file at once. Nothing in it is ever unpickled.
"""

import contextlib
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar, final
from zlib import crc32

from lockscan import __version__

if TYPE_CHECKING:
    import sqlite3

T = TypeVar("T")

FORMAT = 2
"""Changes when the table does."""

LARGEST = 200_000_000
"""Bytes beyond which the half of the entries that was written first is dropped."""

_OUTLIVED = 30 * 24 * 3600.0
_BATCH = 500
_TABLE = """
CREATE TABLE IF NOT EXISTS entry (
    kind TEXT NOT NULL, key TEXT NOT NULL, digest BLOB NOT NULL, value BLOB NOT NULL, PRIMARY KEY (kind, key)
)
"""
_DROP_FIRST_HALF = """
DELETE FROM entry WHERE rowid <= (
    SELECT rowid FROM entry ORDER BY rowid LIMIT 1 OFFSET (SELECT count(*) / 2 FROM entry)
)
"""


def cache_directory(environment: Mapping[str, str], scanned: Path, platform: str = sys.platform) -> Path | None:
    """Return where the cache belongs: ``LOCKSCAN_CACHE_DIR``, else where the platform keeps caches.

    ``None`` if that is inside the scanned tree, which is never written to, or if there is no home.
    """
    try:
        directory = _usual_directory(environment, platform).resolve()
    except (OSError, RuntimeError):
        return None
    return None if directory.is_relative_to(scanned.resolve()) else directory


def _usual_directory(environment: Mapping[str, str], platform: str) -> Path:
    if named := environment.get("LOCKSCAN_CACHE_DIR"):
        return Path(named)
    if (shared := environment.get("XDG_CACHE_HOME")) and Path(shared).is_absolute():
        return Path(shared, "lockscan")
    if platform == "win32" and (local := environment.get("LOCALAPPDATA")):
        return Path(local, "lockscan", "cache")
    home = Path(environment["HOME"]) if environment.get("HOME") else Path.home()
    return home / ("Library/Caches" if platform == "darwin" else ".cache") / "lockscan"


@final
class Cache:
    """Blobs by kind and key; opened by ``with``, and empty for good without a directory."""

    def __init__(self, directory: Path | None, largest: int = LARGEST) -> None:
        self._directory = directory
        self._largest = largest
        self._connection: sqlite3.Connection | None = None

    def __enter__(self) -> "Cache":
        self._connection = self._opened()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._attempt(self._prune, None)
        self._close()

    @property
    def keeps(self) -> bool:
        """Whether what is put into it may be found again."""
        return self._connection is not None

    def get_many(self, kind: str, keys: Iterable[str]) -> dict[str, bytes]:
        """Return the blobs of those keys that have a sound one."""
        return self._attempt(lambda connection: _read(connection, kind, list(keys)), {})

    def put_many(self, kind: str, items: Mapping[str, bytes]) -> None:
        """Store blobs, all of them or none."""
        self._attempt(lambda connection: _write(connection, kind, items), None)

    def _attempt(self, work: Callable[["sqlite3.Connection"], T], otherwise: T) -> T:
        """Do something with the file; a damaged file is replaced by an empty one."""
        if self._connection is None:
            return otherwise
        import sqlite3  # noqa: PLC0415 - a run without a cache needs none

        try:
            return work(self._connection)
        except sqlite3.Error as error:
            if _is_damage(error):
                self._close()
                self._connection = self._opened(anew=True)
            return otherwise

    def _opened(self, *, anew: bool = False) -> "sqlite3.Connection | None":
        import sqlite3  # noqa: PLC0415 - a run without a cache needs none

        if self._directory is None:
            return None
        path = self._directory / f"lockscan-{__version__}-{FORMAT}.sqlite3"
        try:
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            if anew:
                _remove(path)
            if not path.exists():
                _remove_outlived(self._directory)
            return _connected(path)
        except OSError:
            return None
        except sqlite3.Error as error:
            return self._opened(anew=True) if _is_damage(error) and not anew else None

    def _prune(self, connection: "sqlite3.Connection") -> None:
        pages, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
        if pages * size > self._largest:
            with connection:
                connection.execute(_DROP_FIRST_HALF)
            connection.execute("VACUUM")

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _connected(path: Path) -> "sqlite3.Connection":
    """Open a file and look at all of its structure, so that damage shows now."""
    import sqlite3  # noqa: PLC0415 - a run without a cache needs none

    connection = sqlite3.connect(path, timeout=5)
    try:
        # Refused at once, without the wait, while another run does the same; that one's choice counts for both.
        with contextlib.suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(_TABLE)
        connection.execute("SELECT kind, key, digest, value FROM entry LIMIT 0")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _read(connection: "sqlite3.Connection", kind: str, keys: list[str]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for start in range(0, len(keys), _BATCH):
        batch = keys[start : start + _BATCH]
        marks = ",".join("?" * len(batch))
        query = f"SELECT key, digest, value FROM entry WHERE kind = ? AND key IN ({marks})"  # noqa: S608 - question marks alone
        rows = connection.execute(query, (kind, *batch))
        found |= {key: value for key, digest, value in rows if _is_sound(kind, key, digest, value)}
    return found


def _write(connection: "sqlite3.Connection", kind: str, items: Mapping[str, bytes]) -> None:
    rows = ((kind, key, _digest(kind, key, value), value) for key, value in items.items())
    with connection:
        connection.executemany("INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?)", rows)


def _is_sound(kind: str, key: str, digest: object, value: object) -> bool:
    return isinstance(value, bytes) and digest == _digest(kind, key, value)


def _digest(kind: str, key: str, value: bytes) -> bytes:
    # Against damage, not against people: who can write to the cache can write to lockscan.
    return crc32(value, crc32(f"{kind}\0{key}\0".encode())).to_bytes(4, "big")


def _is_damage(error: "sqlite3.Error") -> bool:
    """Whether the file itself is broken, or has another table than ours, rather than locked, full or read-only."""
    import sqlite3  # noqa: PLC0415 - a run without a cache needs none

    return type(error) is sqlite3.DatabaseError or "no such column" in str(error)


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _remove_outlived(directory: Path) -> None:
    """Remove the files of other versions that nobody has written to for a month."""
    for path in sorted(directory.glob("lockscan-*.sqlite3")):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _OUTLIVED:
                _remove(path)

import multiprocessing
import os
import sqlite3
from pathlib import Path

import pytest

from lockscan import __version__
from lockscan.adapters.cache import FORMAT, Cache, cache_directory

FILE = f"lockscan-{__version__}-{FORMAT}.sqlite3"


def _stored(directory: Path | None, kind: str = "facts") -> dict[str, bytes]:
    with Cache(directory) as cache:
        return cache.get_many(kind, [f"key{number}" for number in range(2000)])


def _store(directory: Path | None, items: dict[str, bytes], kind: str = "facts") -> None:
    with Cache(directory) as cache:
        cache.put_many(kind, items)


def test_what_is_stored_is_there_in_the_next_run_under_its_kind_alone(tmp_path: Path) -> None:
    items = {f"key{number}": b"\0value %d" % number for number in range(1200)}
    _store(tmp_path, items)
    _store(tmp_path, {"key7": b"changed"})
    assert _stored(tmp_path) == items | {"key7": b"changed"}
    assert _stored(tmp_path, "other") == {}


def test_without_a_directory_it_is_empty() -> None:
    _store(None, {"key1": b"value"})
    assert _stored(None) == {}


def test_the_directory_is_for_its_owner_alone(tmp_path: Path) -> None:
    _store(tmp_path / "a" / "b", {"key1": b"value"})
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o700
    assert [path.name for path in (tmp_path / "a" / "b").iterdir()] == [FILE]


@pytest.mark.parametrize("content", [b"this is no database, though long enough to look like one" * 50, b"\0" * 9000])
def test_a_damaged_file_is_replaced(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert _stored(tmp_path) == {}
    _store(tmp_path, {"key1": b"value"})
    assert _stored(tmp_path) == {"key1": b"value"}


def test_a_file_damaged_behind_its_head_is_replaced(tmp_path: Path) -> None:
    _store(tmp_path, {f"key{number}": bytes(1000) for number in range(100)})
    path = tmp_path / FILE
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * (path.stat().st_size - 4096))
    assert _stored(tmp_path) == {}
    _store(tmp_path, {"key1": b"value"})
    assert _stored(tmp_path) == {"key1": b"value"}


def test_a_file_with_another_table_is_replaced(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / FILE)
    connection.execute("CREATE TABLE entry (a, b)")
    connection.close()
    _store(tmp_path, {"key1": b"value"})
    assert _stored(tmp_path) == {"key1": b"value"}


@pytest.mark.parametrize("value", [b"other", "text", None])
def test_a_changed_blob_is_a_miss(tmp_path: Path, value: object) -> None:
    _store(tmp_path, {"key1": b"value", "key2": b"sound"})
    connection = sqlite3.connect(tmp_path / FILE)
    with connection:
        if value is None:
            connection.execute("UPDATE entry SET key = 'key3' WHERE key = 'key1'")
        else:
            connection.execute("UPDATE entry SET value = ? WHERE key = 'key1'", (value,))
    connection.close()
    assert _stored(tmp_path) == {"key2": b"sound"}


def test_a_file_where_the_directory_should_be_means_no_cache(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("mine")
    _store(tmp_path / "cache", {"key1": b"value"})
    assert _stored(tmp_path / "cache") == {}
    assert (tmp_path / "cache").read_text() == "mine"


def test_a_file_that_cannot_be_written_means_no_cache(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    _store(tmp_path, {"key1": b"value"})
    assert _stored(tmp_path) == {}


def test_a_locked_file_is_read_and_not_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect
    _store(tmp_path, {"key1": b"value"})
    writer = connect(tmp_path / FILE)
    writer.execute("BEGIN EXCLUSIVE")
    monkeypatch.setattr(sqlite3, "connect", lambda path, timeout: connect(path, timeout=timeout / 100))
    _store(tmp_path, {"key2": b"lost"})
    assert _stored(tmp_path) == {"key1": b"value"}
    writer.close()
    assert _stored(tmp_path) == {"key1": b"value"}


def test_the_older_half_goes_when_it_grows_too_large(tmp_path: Path) -> None:
    for number in range(10):
        _store(tmp_path, {f"key{number}": bytes(10_000)})
    with Cache(tmp_path, largest=50_000):
        pass
    assert sorted(_stored(tmp_path)) == ["key6", "key7", "key8", "key9"]
    assert (tmp_path / FILE).stat().st_size < 80_000


def test_files_of_other_versions_go_when_nobody_uses_them(tmp_path: Path) -> None:
    for name, age in (
        ("lockscan-0.0.1-1.sqlite3", 0),
        ("lockscan-0.0.2-1.sqlite3", 2_000_000_000),
        ("mine.sqlite3", 0),
    ):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (age, age) if age == 0 else None)
    _store(tmp_path, {"key1": b"value"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lockscan-0.0.2-1.sqlite3", FILE, "mine.sqlite3"]


def _write_much(directory: Path, first: int) -> None:
    for number in range(first, first + 100):
        _store(directory, {f"key{number}": b"%d" % number})


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    spawning = multiprocessing.get_context("spawn")
    writers = [spawning.Process(target=_write_much, args=(tmp_path, first)) for first in (0, 100)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert _stored(tmp_path) == {f"key{number}": b"%d" % number for number in range(200)}


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({"LOCKSCAN_CACHE_DIR": "/c", "XDG_CACHE_HOME": "/x", "HOME": "/h"}, "linux", "/c"),
        ({"XDG_CACHE_HOME": "/x", "HOME": "/h"}, "linux", "/x/lockscan"),
        ({"XDG_CACHE_HOME": "not/absolute", "HOME": "/h"}, "linux", "/h/.cache/lockscan"),
        ({"HOME": "/h"}, "darwin", "/h/Library/Caches/lockscan"),
        ({"LOCALAPPDATA": "/l", "HOME": "/h"}, "win32", "/l/lockscan/cache"),
        ({"LOCKSCAN_CACHE_DIR": "/scanned/cache"}, "linux", None),
        ({"LOCKSCAN_CACHE_DIR": "/scanned"}, "linux", None),
        ({"LOCKSCAN_CACHE_DIR": "/scanned/../cache"}, "linux", "/cache"),
    ],
)
def test_the_directory_is_the_platforms_and_never_in_the_scanned_tree(
    environment: dict[str, str], platform: str, expected: str | None
) -> None:
    found = cache_directory(environment, Path("/scanned"), platform)
    assert (None if found is None else found.as_posix()) == expected

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lockscan.adapters.gitignore import Patterns

NAMES = ("a", "b", "foo", "a.py", "foo.py", "ab", "m2.py", "[", "*", "a b", "-", "]", "\\", "é", "#x", "!x")
PIECES = (
    "a", "b", "foo", ".py", "*", "**", "***", "?", "/", "/", "[ab]", "[!a]", "[^b]", "[a-f]", "[f-a]", "[^/]", "[]a]",
    "[a-]", "[\\]]", "[b/o]", "[[:alpha:]]", "[[:punct:]]", "[[:none:]]", "[[:a]", "\\", "\\*", "[", "-", "]", " ", "#",
    "!", "\\ ", "é",
)  # fmt: skip


@pytest.fixture(scope="module")
def tree() -> Iterator[tuple[Path, list[str]]]:
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        subprocess.run(["git", "init", "-q", name], check=True)  # noqa: S603, S607 - the git of whoever runs the tests
        for directory in ("", "a/", "foo/", "foo/b/", "foo/b/a/", "é/", "ab/"):
            (top / directory).mkdir(exist_ok=True)
            for file in NAMES:
                if f"{directory}{file}/" not in ("a/", "foo/", "foo/b/", "foo/b/a/", "é/", "ab/"):
                    (top / directory / file).touch()
        found = (path.relative_to(top).as_posix() for path in top.rglob("*") if ".git" not in path.parts)
        yield top, sorted(found)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is the judge")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.lists(st.sampled_from(PIECES), max_size=7).map("".join), min_size=1, max_size=3))
def test_every_pattern_means_what_it_means_to_git(tree: tuple[Path, list[str]], lines: list[str]) -> None:
    top, paths = tree
    (top / ".git/info/exclude").write_text("\n".join(lines))
    listed = subprocess.run(
        ["git", "-c", "core.excludesFile=", "check-ignore", "-z", "--stdin", "--no-index"],  # noqa: S607
        cwd=top,
        input="\0".join(paths).encode(),
        capture_output=True,
        check=False,
    ).stdout.decode()
    patterns = Patterns(line.encode() for line in lines)
    covered = [path for path in paths if patterns.cover(path, is_directory=(top / path).is_dir())]
    assert covered == sorted(listed.split("\0")[:-1])


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        (b"*a" * 60 + b"b", b"a" * 255),
        (b"**/a/" * 60 + b"b", b"a/" * 1900 + b"a"),
        (b"x/" + b"**/*a*a*a*a*/" * 60 + b"b", b"x/" + (b"a" * 20 + b"/") * 190 + b"a"),
    ],
)
def test_a_hostile_pattern_takes_no_time(pattern: bytes, path: bytes) -> None:
    start = time.monotonic()
    assert Patterns([pattern]).verdict(path, is_directory=False) is None
    assert time.monotonic() - start < 1

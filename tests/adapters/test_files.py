import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from lockscan.adapters.files import Discovery, discover, find_root, read_bytes
from lockscan.errors import UsageError
from lockscan.model.config import Config
from lockscan.model.diagnostic import Diagnostic, DiagnosticKind
from lockscan.model.source import SourceFile, SourceKind


def _grow(root: Path, *paths: str, **contents: str) -> None:
    """Make files, and directories where a path ends in ``/``."""
    for path in paths:
        full = root / path
        (full if path.endswith("/") else full.parent).mkdir(parents=True, exist_ok=True)
        if not path.endswith("/"):
            full.write_text(contents.get(path, ""))


def _paths(root: Path, *named: str, config: Config | None = None) -> list[str]:
    found = discover(root, tuple(root / name for name in named), config or Config())
    assert found.diagnostics == ()
    return [file.path for file in found.files]


def _unreadable(path: str, reason: str) -> Diagnostic:
    return Diagnostic(path, 0, DiagnosticKind.UNREADABLE, reason)


def test_a_tree_yields_code_notebooks_and_manifests_in_path_order(tmp_path: Path) -> None:
    _grow(tmp_path, "b.py", "a/c.pyw", "a/n.ipynb", "a.py", "pyproject.toml", "setup.cfg", "Pipfile", "environment.yml")
    _grow(tmp_path, "requirements.txt", "dev-requirements.txt", "requirements_all.txt", "sub/requirements/base.txt")
    _grow(tmp_path, "notes.txt", "a/stub.pyi", "README.md", "script", "requirements.md", "setup.py", "x.pyc")
    assert discover(tmp_path, (), Config()) == Discovery(
        (
            SourceFile("Pipfile", SourceKind.MANIFEST),
            SourceFile("a.py", SourceKind.PYTHON),
            SourceFile("a/c.pyw", SourceKind.PYTHON),
            SourceFile("a/n.ipynb", SourceKind.NOTEBOOK),
            SourceFile("b.py", SourceKind.PYTHON),
            SourceFile("dev-requirements.txt", SourceKind.MANIFEST),
            SourceFile("environment.yml", SourceKind.MANIFEST),
            SourceFile("pyproject.toml", SourceKind.MANIFEST),
            SourceFile("requirements.txt", SourceKind.MANIFEST),
            SourceFile("requirements_all.txt", SourceKind.MANIFEST),
            SourceFile("setup.cfg", SourceKind.MANIFEST),
            SourceFile("setup.py", SourceKind.PYTHON),
            SourceFile("sub/requirements/base.txt", SourceKind.MANIFEST),
        )
    )


def test_what_others_wrote_or_tools_made_is_left_out(tmp_path: Path) -> None:
    _grow(tmp_path, "pyproject.toml", "build/a.py", "dist/a.py", "app/build/kept.py", "app/dist/kept.py")
    _grow(tmp_path, ".git/hooks/a.py", ".venv/pyvenv.cfg", ".venv/lib/a.py", "anything/pyvenv.cfg", "anything/a.py")
    _grow(
        tmp_path, "conda/conda-meta/x", "conda/a.py", "lib/site-packages/a.py", "node_modules/a.py", "x.egg-info/a.py"
    )
    _grow(tmp_path, "__pycache__/a.py", ".tox/a.py", ".nox/a.py", ".mypy_cache/a.py", ".eggs/a.py")
    _grow(tmp_path, "venv/kept.py", "env/kept.py", ".hidden/kept.py", "eggs/kept.py")
    assert _paths(tmp_path) == [
        ".hidden/kept.py", "app/build/kept.py", "app/dist/kept.py", "eggs/kept.py", "env/kept.py", "pyproject.toml",
        "venv/kept.py",
    ]  # fmt: skip


def test_a_directory_that_is_named_is_scanned_whatever_it_is(tmp_path: Path) -> None:
    _grow(tmp_path, "setup.py", "build/a.py", "env/pyvenv.cfg", "env/lib/site-packages/b.py", "env/lib/c.py")
    assert _paths(tmp_path, "build", "env") == ["build/a.py", "env/lib/c.py"]
    assert _paths(tmp_path / "env/lib/site-packages") == ["b.py"]


def test_named_files_and_trees_mix_and_count_once(tmp_path: Path) -> None:
    _grow(tmp_path, "a/x.py", "a/y.py", "b/z.py", "c.py")
    assert _paths(tmp_path, "a", "a/x.py", "c.py", "a/../c.py") == ["a/x.py", "a/y.py", "c.py"]
    assert _paths(tmp_path, "a/y.py") == ["a/y.py"]


def test_a_named_file_without_suffix_is_python_by_its_first_line(tmp_path: Path) -> None:
    lines = {
        "one": "#!/usr/bin/python\n",
        "two": "#!/usr/bin/env python3\n",
        "three": "#! /usr/bin/env -S uv run python3.12 -u\n",
        "four": "#!/opt/pypy3\n",
        "bash": "#!/bin/bash\npython\n",
        "perl": "#!/usr/bin/perl python\n",
        "text": "python\n",
    }
    _grow(tmp_path, *lines, **lines)
    found = discover(tmp_path, tuple(tmp_path / name for name in lines), Config())
    assert found == Discovery(
        tuple(SourceFile(name, SourceKind.PYTHON) for name in ("four", "one", "three", "two")), ("bash", "perl", "text")
    )
    assert _paths(tmp_path) == []


def test_paths_that_cannot_be_scanned_are_all_named(tmp_path: Path) -> None:
    _grow(tmp_path, "root/a.py", "other/b.py")
    (tmp_path / "root/out").symlink_to(tmp_path / "other")
    root, named = tmp_path / "root", ("none.py", "../other", "a.py", "out/b.py")
    with pytest.raises(UsageError) as caught:
        discover(root, tuple(root / name for name in named), Config())
    assert str(caught.value) == (
        f"{root}/none.py: no such file or directory\n"
        f"{root}/../other: lies outside of the project's root {root}\n"
        f"{root}/out/b.py: lies outside of the project's root {root}"
    )


def test_excluded_paths_are_left_out_even_if_they_are_named(tmp_path: Path) -> None:
    _grow(tmp_path, "a/x.py", "a/keep.py", "b/a/x.py", "gen/x.py", "c_pb2.py")
    config = Config(exclude=("/a/*", "!keep.py", "gen/", "*_pb2.py"))
    assert _paths(tmp_path, config=config) == ["a/keep.py", "b/a/x.py"]
    named = tuple(tmp_path / name for name in ("a/x.py", "a/keep.py", "gen", "gen/x.py"))
    assert discover(tmp_path, named, config) == Discovery(
        (SourceFile("a/keep.py", SourceKind.PYTHON),), ("a/x.py", "gen", "gen/x.py")
    )


def test_ignored_files_are_scanned_if_that_is_configured_or_they_are_named(tmp_path: Path) -> None:
    _grow(tmp_path, ".gitignore", "a.py", "out/b.py", **{".gitignore": "a.py\nout\n"})
    assert _paths(tmp_path) == []
    assert _paths(tmp_path, config=Config(respect_gitignore=False)) == ["a.py", "out/b.py"]
    assert _paths(tmp_path, "a.py", "out") == ["a.py", "out/b.py"]


def test_a_root_in_an_ignored_directory_is_scanned(tmp_path: Path) -> None:
    _grow(tmp_path, ".git/", "vendored/.gitignore", "vendored/p/a.py", "vendored/p/b.py", "vendored/p/.gitignore")
    (tmp_path / "vendored/.gitignore").write_text("*\n")
    (tmp_path / "vendored/p/.gitignore").write_text("b.py\n")
    assert _paths(tmp_path / "vendored/p") == ["a.py"]


def test_a_repository_inside_of_another_has_its_own_ignore_files(tmp_path: Path) -> None:
    _grow(tmp_path, ".git/", ".gitignore", "a.py", "inner/.git", "inner/a.py", "inner/b.py", "modules/m/info/exclude")
    (tmp_path / ".gitignore").write_text("a.py\n")
    (tmp_path / "inner/.git").write_text("gitdir: ../modules/m\n")
    (tmp_path / "modules/m/info/exclude").write_text("b.py\n")
    assert _paths(tmp_path) == ["inner/a.py"]


GITIGNORES = {
    ".gitignore": "*.py[cod]\n/top\nlogs/**\n!logs/m2.py\n*.gen.py\nskip/\ndeep/**/x.py\n!/keep/\nfoo\\ bar.py \n"
    "# a.py\n\\#hash.py\nname[!0-9].py\nallof/*\n!allof/this/\n",
    "sub/.gitignore": "!special.gen.py\n!keepdir/\n/only.py\nskip\n!skip/\ntrailing.py   \n**/far.py\n",
    "sub/deeper/.gitignore": "*\n!.gitignore\n!fine.py\n",
    ".git/info/exclude": "excluded.py\n!a.gen.py\n",
}
TREE = (
    "a.py", "a.gen.py", "top/x.py", "sub/top/x.py", "logs/m1.py", "logs/m2.py", "logs/d/m2.py", "sub/special.gen.py",
    "sub/other.gen.py", "skip/x.py", "sub/skip/x.py", "deep/x.py", "deep/a/b/x.py", "deep/a/y.py", "foo bar.py",
    "#hash.py", "name1.py", "namex.py", "allof/that/x.py", "allof/this/x.py", "allof/x.py", "sub/keepdir/k.gen.py",
    "sub/only.py", "sub/below/only.py", "sub/trailing.py", "sub/p/q/far.py", "sub/deeper/fine.py", "sub/deeper/x.py",
    "sub/deeper/dir/fine.py", "excluded.py", "sub/excluded.py",
)  # fmt: skip


@pytest.mark.parametrize("scanned", [".", "sub", "sub/deeper", "logs"])
@pytest.mark.skipif(shutil.which("git") is None, reason="git is the judge")
def test_what_is_ignored_is_what_git_ignores(tmp_path: Path, scanned: str) -> None:
    _git(tmp_path, "init", "-q")
    _grow(tmp_path, *GITIGNORES, *TREE, **GITIGNORES)
    root = tmp_path / scanned
    listed = _git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    assert _paths(root) == sorted(path for path in listed if path.endswith(".py"))


def _git(directory: Path, *arguments: str) -> str:
    return subprocess.run(  # noqa: S603 - our own arguments
        ["git", "-c", "core.excludesFile=", *arguments],  # noqa: S607 - the git of whoever runs the tests
        cwd=directory,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def test_ignore_files_above_the_root_count_up_to_the_work_trees_top(tmp_path: Path) -> None:
    _grow(tmp_path, ".gitignore", "repo/.git/", "repo/.gitignore", "repo/p/q/a.py", "repo/p/q/b.py", "repo/p/q/c.py")
    _grow(tmp_path, "repo/p/.gitignore")
    (tmp_path / ".gitignore").write_text("a.py\n")
    (tmp_path / "repo/.gitignore").write_text("/p/q/b.py\n")
    (tmp_path / "repo/p/.gitignore").write_text("/q/c.py\n")
    assert _paths(tmp_path / "repo/p/q") == ["a.py"]
    assert _paths(tmp_path / "repo/p", "q") == ["q/a.py"]


def test_links_are_followed_to_files_inside_the_root_alone(tmp_path: Path) -> None:
    _grow(tmp_path, "outside.py", "root/real.py", "root/dir/x.py")
    for name, target in (
        ("link.py", "real.py"),
        ("out.py", "../outside.py"),
        ("gone.py", "nothing.py"),
        ("self.py", "self.py"),
        ("dirlink", "dir"),
        ("dir/loop", ".."),
        ("dir.py", "dir"),
    ):
        (tmp_path / "root" / name).symlink_to(target)
    assert _paths(tmp_path / "root") == ["dir/x.py", "link.py", "real.py"]


def test_directories_and_special_files_with_names_of_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _grow(tmp_path, "dir.py/inner.py", "ok.py")
    os.mkfifo(tmp_path / "fifo.py")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("socket.py")
        found = discover(tmp_path, (), Config())
        named = discover(tmp_path, (tmp_path / "fifo.py",), Config())
    reason = "is not a regular file"
    assert found == Discovery(
        (SourceFile("dir.py/inner.py", SourceKind.PYTHON), SourceFile("ok.py", SourceKind.PYTHON)),
        diagnostics=(_unreadable("fifo.py", reason), _unreadable("socket.py", reason)),
    )
    assert named == Discovery((), diagnostics=(_unreadable("fifo.py", reason),))


def test_names_may_hold_anything_but_must_be_text(tmp_path: Path) -> None:
    for name in (b"line\nbreak.py", b"\x1b[31mred.py", b"caf\xc3\xa9.py", b"bad\xff.py"):
        Path(os.fsdecode(bytes(tmp_path) + b"/" + name)).touch()
    _grow(Path(os.fsdecode(bytes(tmp_path) + b"/dir\xfe")), "a.py", "b.py")
    reason = "has a name that is not valid UTF-8, and was left out"
    found = discover(tmp_path, (), Config())
    assert found == Discovery(
        tuple(SourceFile(name, SourceKind.PYTHON) for name in ("\x1b[31mred.py", "café.py", "line\nbreak.py")),
        diagnostics=(_unreadable("bad\\xff.py", reason), _unreadable("dir\\xfe/", reason)),
    )


def test_a_very_deep_tree_is_walked(tmp_path: Path) -> None:
    deep = "d/" * 900
    _grow(tmp_path, f"{deep}a.py")
    assert _paths(tmp_path) == [f"{deep}a.py"]


def test_a_directory_that_cannot_be_listed_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _grow(tmp_path, "locked/a.py", "b.py")
    scandir = os.scandir

    def refuse(path: str) -> "os._ScandirIterator[str]":
        if path.endswith("locked/"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert discover(tmp_path, (), Config()) == Discovery(
        (SourceFile("b.py", SourceKind.PYTHON),),
        diagnostics=(_unreadable("locked/", "cannot be read: Permission denied"),),
    )


def test_bytes_are_read_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"x\0y\r\n\xff")
    (tmp_path / "link.py").symlink_to("a.py")
    assert read_bytes(tmp_path, "a.py", 7) == b"x\0y\r\n\xff"
    assert read_bytes(tmp_path, "link.py", 7) == b"x\0y\r\n\xff"


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "big.py").open("wb") as file:
        file.truncate(50_000_000)
    message = "is larger than 2,000,000 bytes; raise max-file-size to scan it"
    assert read_bytes(tmp_path, "big.py", 2_000_000) == Diagnostic("big.py", 0, DiagnosticKind.TOO_LARGE, message)


def test_what_cannot_be_read_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _grow(tmp_path, "outside.py", "root/a.py", "root/dir.py/")
    root = tmp_path / "root"
    (root / "gone.py").symlink_to("nothing.py")
    (root / "out.py").symlink_to("../outside.py")
    os.mkfifo(root / "fifo.py")
    missing, special = "cannot be read: No such file or directory", "cannot be read: it is not a regular file"
    for path, reason in (
        ("none.py", missing),
        ("gone.py", missing),
        ("out.py", "leads out of the project"),
        ("dir.py", special),
        ("fifo.py", special),
        ("nul\0.py", "cannot be read: embedded null byte"),
    ):
        assert read_bytes(root, path, 100) == _unreadable(path, reason)

    def swap(path: str, flags: int) -> int:
        Path(path).unlink()
        Path(path).symlink_to("/dev/zero")
        return os_open(path, flags)

    os_open = os.open
    monkeypatch.setattr(os, "open", swap)
    assert read_bytes(root, "a.py", 100) == _unreadable("a.py", "cannot be read: it was replaced meanwhile")


def test_the_root_is_where_configuration_or_git_is_or_what_the_paths_share(tmp_path: Path) -> None:
    _grow(
        tmp_path, "plain/a/x.py", "plain/b/y.py", "repo/.git/", "repo/p/x.py", "repo/q/lockscan.toml", "repo/q/r/x.py"
    )
    _grow(tmp_path, "repo/p/pyproject.toml", "repo/s/pyproject.toml", "repo/s/t/x.py", "repo/u/.lockscan.toml")
    (tmp_path / "repo/p/pyproject.toml").write_text('[project]\nname = "p"\n')
    (tmp_path / "repo/s/pyproject.toml").write_text("[tool.lockscan]\n")
    for paths, root in (
        (("plain/a",), "plain/a"),
        (("plain/a/x.py",), "plain/a"),
        (("plain/a/x.py", "plain/b"), "plain"),
        (("repo/p",), "repo"),
        (("repo/q/r",), "repo/q"),
        (("repo/q/r/x.py", "repo/p"), "repo"),
        (("repo/s/t",), "repo/s"),
        (("repo/u",), "repo/u"),
    ):
        assert find_root(tuple(tmp_path / path for path in paths)) == tmp_path / root

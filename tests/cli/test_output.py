import os
import stat
from pathlib import Path

import click
import pytest

from lockscan.cli.output import Output, distinct, parse, write
from lockscan.errors import UsageError

OPTION = click.Option(["--output"])


def parsed(*values: str) -> tuple[Output, ...]:
    return parse(click.Context(click.Command("scan")), OPTION, values)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("report.txt", Output("", "report.txt")),
        ("-", Output("", "-")),
        ("json:-", Output("json", "-")),
        ("sarif:out/report.sarif", Output("sarif", "out/report.sarif")),
        ("json:C:\\out\\report.json", Output("json", "C:\\out\\report.json")),
        ("C:\\out\\report.json", Output("", "C:\\out\\report.json")),
        ("c:report.json", Output("", "c:report.json")),
        ("./sarif:report", Output("", "./sarif:report")),
        ("out/a:b", Output("", "out/a:b")),
    ],
)
def test_a_format_is_told_from_a_path(value: str, expected: Output) -> None:
    assert parsed(value) == (expected,)


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ("jsn:out", "'jsn' is no format (terminal, json, sarif); write ./jsn:out for a file of that name"),
        ("json:", "the name of the file is missing"),
        ("", "the name of the file is missing"),
    ],
)
def test_what_is_neither_is_a_mistake(value: str, wrong: str) -> None:
    with pytest.raises(click.BadParameter) as error:
        parsed(value)
    assert error.value.message == wrong


def test_two_reports_cannot_go_to_one_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    distinct(parsed("json:a", "sarif:b", "-"))
    with pytest.raises(UsageError, match="two reports"):
        distinct(parsed("json:a", f"sarif:{tmp_path}/a"))
    with pytest.raises(UsageError, match="two reports"):
        distinct(parsed("json:-", "-"))


def test_a_file_is_replaced_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    target = tmp_path / "report"
    target.write_text("much longer than before")
    target.chmod(0o604)
    write(str(target), "né \ud800\n")
    assert target.read_bytes() == b"n\xc3\xa9 \\ud800\n"
    assert stat.S_IMODE(target.stat().st_mode) == 0o604
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    write(str(tmp_path / "link"), "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_a_device_is_written_to() -> None:
    write(os.devnull, "text")
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("target", ["missing/report", "folder"])
def test_what_cannot_be_written_is_told_and_leaves_nothing(target: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match="cannot be written: "):
        write(str(tmp_path / target), "text")
    assert [path.name for path in tmp_path.rglob("*")] == ["folder"]

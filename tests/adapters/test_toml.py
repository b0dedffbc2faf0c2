from pathlib import Path

import pytest

from lockscan.adapters import toml
from lockscan.adapters.toml import parse_toml, read_toml
from lockscan.decoding.document import Document
from lockscan.errors import DataError


def test_a_file_is_read_with_its_text(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"\xef\xbb\xbfa = 'b'\n")
    assert read_toml(path, "a.toml") == Document("a.toml", "a = 'b'\n", {"a": "b"})
    assert read_toml(path).name == str(path)


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (b"a = 1\nb = ?\n", "x.toml:2:5: is no TOML: invalid value"),
        (b"\xef\xbb\xbfa = 1\nb = '\xc3\xb6\xff'\n", "x.toml:2:7: is not UTF-8"),
        (b"\xef\xbb\xbfb\xff", "x.toml:1:2: is not UTF-8"),
        (b"a = " + b"[" * 100_000, "x.toml: is nested too deeply"),
    ],
)
def test_a_broken_file_is_told_by_its_place(data: bytes, wrong: str) -> None:
    with pytest.raises(DataError) as error:
        parse_toml("x.toml", data)
    assert error.value.mistakes == (wrong,)


def test_an_absent_or_huge_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DataError) as error:
        read_toml(tmp_path / "no.toml", "no.toml")
    assert error.value.mistakes == ("no.toml: cannot be read: No such file or directory",)
    monkeypatch.setattr(toml, "LARGEST", 4)
    (tmp_path / "big.toml").write_text("a = 1\n")
    with pytest.raises(DataError) as error:
        read_toml(tmp_path / "big.toml", "big.toml")
    assert error.value.mistakes == ("big.toml: is larger than 4 bytes",)

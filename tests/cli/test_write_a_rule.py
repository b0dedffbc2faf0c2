"""The page `docs/write-a-rule.md`, followed to the letter: what it says is printed is what is printed."""

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Run

PAGE = (Path(__file__).parents[2] / "docs/write-a-rule.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_page_holds_true(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOCKSCAN_CACHE_DIR", str(tmp_path / "cache"))
    blocks = iter(BLOCKS)
    pack = tmp_path / "lint/acme.toml"

    def block(language: str) -> str:
        found, text = next(blocks)
        assert found == language, text
        return text

    def tested() -> None:
        command, *expected = block("console").splitlines()
        ended = run("rules", "test")
        assert command == "$ lockscan rules test"
        assert (ended.out + ended.err).splitlines() == expected

    def changed(old: str, new: str) -> None:
        text = pack.read_text()
        assert text.count(old) == 1
        pack.write_text(text.replace(old, new))

    assert block("console").splitlines()[-1] == "mkdir lint"
    pack.parent.mkdir()
    (tmp_path / "lockscan.toml").write_text(block("toml"))
    pack.write_text(block("toml"))
    tested()
    changed('paths = ["acme.ask()"]\n', block("toml"))
    tested()
    (tmp_path / "app.py").write_text(block("python"))
    assert block("text") in run().out
    slips = block("toml")
    pack.write_text(pack.read_text() + "\n" + slips)
    tested()
    for change in ('needles = ["roadrunner-"]', 'capability = "model_choice"'):
        assert f"`{change}`" in PAGE
        key = change.partition(" ")[0]
        changed(next(line for line in slips.splitlines() if line.startswith(key)), change)
    tested()
    pack.write_text(pack.read_text() + "\n" + block("toml"))
    assert run("rules", "test").code == 0
    assert list(blocks) == [("toml", 'vendor = "openai"\n')]

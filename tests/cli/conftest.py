from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from lockscan.cli import main

SHOP = """\
from openai import OpenAI

client = OpenAI()


def describe(product: str) -> str:
    thread = client.beta.threads.create()
    answer = client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": product}])
    return answer.choices[0].message.content + thread.id
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LOCKSCAN_DEBUG"):
        monkeypatch.delenv(name, raising=False)

    def run_command(*arguments: str | Path) -> Ended:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        assert isinstance(ended.value.code, int)
        return Ended(ended.value.code, out.decode("utf-8"), err.decode("utf-8"))

    return run_command


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project that is the working directory, with two files of which one depends on OpenAI."""
    root = tmp_path / "project"
    (root / "app").mkdir(parents=True)
    (root / "lockscan.toml").write_text("")
    (root / "app/shop.py").write_text(SHOP)
    (root / "app/plain.py").write_text("print(1)\n")
    monkeypatch.setenv("LOCKSCAN_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(root)
    return root

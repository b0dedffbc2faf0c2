import pytest

from lockscan.cli.failures import guarded
from lockscan.errors import DataError

HUGE = "x" * 400_000


def fail(error: BaseException) -> object:
    raise error


def test_mistakes_stand_on_a_line_each_and_cannot_act_on_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(lambda: fail(DataError(("a.toml:1: id: \x1b[2Jwrong", "b.toml:2: not closed")))) == 2
    assert capsys.readouterr().err == "lockscan: a.toml:1: id: \\x1b[2Jwrong\nlockscan: b.toml:2: not closed\n"


def test_interrupted_is_130(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(lambda: fail(KeyboardInterrupt())) == 130
    assert capsys.readouterr().err == "lockscan: interrupted\n"


def test_an_error_of_its_own_is_2_and_short(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LOCKSCAN_DEBUG", raising=False)
    assert guarded(lambda: fail(ValueError(HUGE))) == 2
    line = fail.__code__.co_firstlineno + 1
    assert capsys.readouterr().err == (
        f"lockscan: an error of its own, not of your code or command: ValueError at test_failures.py:{line}\n"
        "lockscan: please report it, with the command and what it prints under LOCKSCAN_DEBUG=1\n"
    )


def test_the_traceback_is_there_for_the_asking(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCKSCAN_DEBUG", "1")
    assert guarded(lambda: fail(ValueError("told"))) == 2
    err = capsys.readouterr().err
    assert err.startswith("Traceback (most recent call last):\n")
    assert "ValueError: told\nlockscan: an error of its own" in err


@pytest.mark.parametrize(("returned", "code"), [(None, 0), (0, 0), (1, 1)])
def test_what_a_command_returns_is_the_exit_code(returned: int | None, code: int) -> None:
    assert guarded(lambda: returned) == code

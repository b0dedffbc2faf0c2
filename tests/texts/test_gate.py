import pytest

from lockscan.texts.gate import TextGate

GATE = TextGate(("api.openai.com", "gpt-", "'o1", '"o1', "'tool_use'", '"tool_use"', "\n\nhuman:"))


@pytest.mark.parametrize(
    "text",
    [
        "x: https://API.openai.com",
        "model: GPT-4",
        "model: o1",
        "MODEL=o1-mini",
        "${M:-o1}",
        "[tool_use]",
        "x\r\n\r\nHuman: y",
    ],
)
def test_what_may_match_is_admitted(text: str) -> None:
    assert GATE.admits(text.encode())


@pytest.mark.parametrize("text", ["model: llama", "", "go1: foo1", "x.o1", "a\nHuman: b", "my_tool_use"])
def test_the_rest_is_not(text: str) -> None:
    assert not GATE.admits(text.encode())

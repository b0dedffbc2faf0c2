"""The code that is drawn up: it is tidy, it has types, and its own contract holds on recorded answers."""

import subprocess
import sys
from pathlib import Path

import pytest

from lockscan.model.finding import Finding
from lockscan.model.scaffold import Scaffold
from tests.scaffolding.cases import CHAT, drawn, everything, finding, text

_ANTHROPIC = "anthropic.Anthropic().messages"
_GOOGLE = "google.genai.Client().models"
_BEDROCK = "boto3.client(bedrock-runtime)"
_TARGETS = ("openai-compatible", "litellm", "anthropic", "google", "bedrock", "azure", "openai")

PRESENT: dict[str, list[Finding]] = {
    "openai": everything(CHAT, "openai.OpenAI().embeddings.create()"),
    "responses": everything("openai.OpenAI().responses.create()"),
    "anthropic": everything(f"{_ANTHROPIC}.create()", stream=f"{_ANTHROPIC}.stream()"),
    "google": everything(
        f"{_GOOGLE}.generate_content()", f"{_GOOGLE}.embed_content()", stream=f"{_GOOGLE}.generate_content_stream()"
    ),
    "bedrock": everything(f"{_BEDROCK}.converse()", stream=f"{_BEDROCK}.converse_stream()"),
    "groq": everything("groq.Groq().chat.completions.create()"),
}
# Each protocol as it is today and as a target, awaited and not, everything used and as little as can be.
CASES: dict[str, Scaffold] = {
    **{
        f"{name}_{'awaited' if awaited else 'plain'}": drawn(
            found,
            _TARGETS[(number + awaited) % len(_TARGETS)],
            texts={f.fingerprint: text("temperature", "max_tokens", "top_p", awaited=awaited) for f in found},
        )
        for awaited in (False, True)
        for number, (name, found) in enumerate(PRESENT.items(), 1)
    },
    **{
        f"least_{number}": drawn([found], target, texts={found.fingerprint: text()})
        for number, (found, target) in enumerate(
            [
                (finding(CHAT), "bedrock"),
                (finding("openai.OpenAI().embeddings.create()", capability="embeddings"), "google"),
                (finding("openai.OpenAI().chat.completions.parse()"), "anthropic"),
                (finding(f"{_ANTHROPIC}.stream()"), "litellm"),
                (finding("openai.ChatCompletion.create()"), "google"),
            ]
        )
    },
    "stops": drawn([finding(CHAT)], "bedrock", texts={finding(CHAT).fingerprint: text("stop")}),
}


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("generated")
    for name, made in CASES.items():
        (root / name).mkdir()
        for file, code in made.files:
            (root / name / file).write_text(code, encoding="utf-8")
    return root


def run(root: Path, *arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 - tools of the development environment on files written by this test
        [sys.executable, "-m", *arguments], cwd=root, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr if done.returncode else ""


def test_contracts_hold_without_a_network(generated: Path) -> None:
    # No SDK is there: what would reach for one fails.
    assert run(generated, "pytest", "-q", "-p", "no:cacheprovider", "-W", "error", ".") == ""


def test_types_hold_without_the_sdks(generated: Path) -> None:
    assert run(generated, "mypy", "--strict", "--cache-dir", str(generated / ".mypy"), *CASES) == ""


def test_code_is_tidy(generated: Path) -> None:
    rules = "E,F,W,I,B,UP,PLC0414"
    assert run(generated, "ruff", "check", "--isolated", "--line-length", "100", "--select", rules, ".") == ""
    assert run(generated, "ruff", "format", "--isolated", "--line-length", "100", "--diff", ".") == ""


def test_every_protocol_is_a_target_and_every_template_is_used() -> None:
    written = {file for made in CASES.values() for file, _ in made.files}
    assert {name for name in written if name.endswith("_adapter.py")} == {
        "anthropic_adapter.py",
        "azure_adapter.py",
        "bedrock_adapter.py",
        "compatible_adapter.py",
        "google_adapter.py",
        "groq_adapter.py",
        "litellm_adapter.py",
        "openai_adapter.py",
        "openai_responses_adapter.py",
    }


def test_an_adapter_that_breaks_the_contract_is_caught(tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    for file, code in drawn([finding(CHAT)], "anthropic").files:
        broken = code.replace('request["system"] = system', "pass") if file == "anthropic_adapter.py" else code
        (folder / file).write_text(broken, encoding="utf-8")
    told = run(tmp_path, "pytest", "-q", "-p", "no:cacheprovider", "broken")
    assert "FAILED broken/test_contract.py::test_answer[AnthropicChat-RecordedMessages]" in told
    assert "1 failed" in told

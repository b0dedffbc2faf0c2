"""No credential of a scanned project comes out of a scan: in no report and not in the cache."""

import pytest

from lockscan.model.report import Report
from lockscan.pipeline import ScanOptions, scan
from lockscan.reporters import REPORTERS, render
from lockscan.reporters.options import RenderOptions
from tests.test_pipeline import write

# Put together here, so that no tool takes this file for a leak.
SECRETS = {
    "openai": "sk-" + "proj-" + "aB3" * 12,
    "anthropic": "sk-" + "ant-" + "api03-" + "xY7_" * 8,
    "google": "AI" + "za" + "Qw8rT" * 7,
    "huggingface": "hf" + "_" + "mN4o" * 9,
    "groq": "gs" + "k_" + "kL9p" * 10,
    "aws": "AK" + "IA" + "Q5W6" * 4,
    "ours": "in-no-known-form-6",
}
PROGRAM = """\
import os
from openai import OpenAI  # lockscan: ignore[openai-import] {openai} is the key

# {anthropic}
client = OpenAI(api_key="{openai}")
named = OpenAI(api_key="{ours}", organization=f"{{os.sep}}{groq}")
joined = OpenAI(api_key="{half}" "{rest}", base_url="https://api.openai.com/v1?key={google}")
settings = {{"model": "gpt-4o", "{huggingface}": 1, "api_key": "{ours}", "token": ("gpt-4", "{aws}")}}
os.getenv("OPENAI_API_KEY", "{ours}")
client.files.create(purpose="{anthropic}", **{{"{aws}": "gpt-4o"}})
client.chat.completions.create(model="gpt-4o", messages=[{{"role": "user", "content": "{google} {groq}"}}])
def ask(key="{openai}", model="gpt-4o"):  # {groq}
    "{aws}"
    return settings["{huggingface}"]
"""
SETTINGS = """\
OPENAI_API_KEY={openai}
ANTHROPIC_API_KEY={ours} # lockscan: ignore[anthropic-environment] {anthropic}
OPENAI_MODEL=gpt-4o # {aws}
"""
VALUES = """\
llm: {{model: gpt-4o, api_key: {ours}, key: {google}}}
url: https://api.openai.com/v1?key={huggingface}
"""


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, dict[str, bytes]]:
    root = tmp_path_factory.mktemp("project")
    halves = {"half": SECRETS["openai"][:12], "rest": SECRETS["openai"][12:]}
    notebook = '{{"cells": [{{"cell_type": "code", "source": "import openai # {openai}\\nx = \'gpt-4o {google}\'"}}]}}'
    texts = {"app.py": PROGRAM, ".env": SETTINGS, "values.yaml": VALUES, "broken.py": "import openai\nx = ('{aws}'\n"}
    write(root, {path: text.format(**SECRETS, **halves) for path, text in (texts | {"n.ipynb": notebook}).items()})
    cache = tmp_path_factory.mktemp("cache")
    report = scan((root,), ScanOptions(jobs=1, cache=cache), root)
    out = {path.name: path.read_bytes() for path in cache.rglob("*") if path.is_file()}
    for name in REPORTERS:
        out[name] = render(name, report, RenderOptions(verbose=True)).encode()
    return report, out


def test_what_stands_beside_keys_is_found(outcome: tuple[Report, dict[str, bytes]]) -> None:
    found = {(f.location.path, f.location.region.line, f.rule) for f in outcome[0].findings}
    assert found >= {
        ("app.py", 2, "openai-import"),
        ("app.py", 5, "openai-client"),
        ("app.py", 7, "openai-endpoint"),
        ("app.py", 10, "openai-files"),
        (".env", 1, "openai-environment"),
        (".env", 3, "openai-model"),
        ("values.yaml", 1, "openai-model"),
        ("values.yaml", 2, "openai-endpoint"),
        ("n.ipynb", 1, "openai-import"),
    }


@pytest.mark.parametrize("secret", SECRETS)
def test_no_key_comes_out(secret: str, outcome: tuple[Report, dict[str, bytes]]) -> None:
    key = SECRETS[secret].encode()
    _, out = outcome
    assert any(name.endswith(".sqlite3") and b"gpt-4o" in data for name, data in out.items())
    assert [name for name, data in out.items() if key in data or key[-14:] in data] == []


def test_parts_of_a_key_are_not_put_together(outcome: tuple[Report, dict[str, bytes]]) -> None:
    whole = SECRETS["openai"].encode()
    assert [name for name, data in outcome[1].items() if whole[:16] in data] == []

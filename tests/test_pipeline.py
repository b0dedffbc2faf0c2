import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from lockscan import loading
from lockscan.adapters.cache import Cache
from lockscan.adapters.facts import Extracted
from lockscan.errors import UsageError
from lockscan.model.config import Config
from lockscan.model.diagnostic import Diagnostic, DiagnosticKind
from lockscan.model.report import Report, Statistics
from lockscan.model.rule import Confidence
from lockscan.pipeline import ScanOptions, scan

PROJECT = {
    "app/__init__.py": "",
    "app/clients.py": "from openai import OpenAI\n\nclient = OpenAI()\n",
    "app/use.py": "from app.clients import client\n\nclient.files.create()\n",
    "app/other.py": "import openai\n\nopenai.OpenAI().files.create()\n",
    "app/plain.py": "import os\n\nos.files.create()\n",
}
IN_CLIENTS = {("app/clients.py:1:20", "openai-import"), ("app/clients.py:3:10", "openai-client")}
IN_USE = {("app/use.py:3:1", "openai-files")}
IN_OTHER = {
    ("app/other.py:1:8", "openai-import"),
    ("app/other.py:3:1", "openai-client"),
    ("app/other.py:3:1", "openai-files"),
}
EVERYTHING = IN_CLIENTS | IN_USE | IN_OTHER


def write(root: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="")
    return root


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write(tmp_path / "project", PROJECT)


def scanned(
    root: Path, *paths: str, cache: bool | Path = False, config: Config | None = None, jobs: int = 1, gate: bool = True
) -> Report:
    named = tuple(root / path for path in paths) or (root,)
    return scan(named, ScanOptions(config or Config(), jobs=jobs, cache=cache, gate=gate), root)


def found(report: Report) -> set[tuple[str, str]]:
    return {(str(finding.location), finding.rule) for finding in report.findings}


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Return the contents that are parsed from here on; one that holds ``BREAK`` ends the parser."""
    contents: list[bytes] = []
    extract = loading.extract_file

    def spy(data: bytes) -> Extracted:
        contents.append(data)
        if b"BREAK" in data:
            raise RuntimeError(data)
        return extract(data)

    monkeypatch.setattr(loading, "extract_file", spy)
    return contents


def test_a_directory_is_scanned_whole(project: Path) -> None:
    report = scanned(project)
    assert found(report) == EVERYTHING
    assert (report.diagnostics, report.statistics) == ((), Statistics(5, 3, 12))
    assert [finding.location for finding in report.findings] == sorted(finding.location for finding in report.findings)
    assert {(str(f.location), f.snippet) for f in report.findings if f.rule == "openai-files"} == {
        ("app/use.py:3:1", "client.files.create()"),
        ("app/other.py:3:1", "openai.OpenAI().files.create()"),
    }


def test_named_files_alone_are_reported_and_what_they_import_is_known(project: Path, parsed: list[bytes]) -> None:
    report = scanned(project, "app/use.py")
    assert found(report) == IN_USE
    assert report.statistics == Statistics(1, 2, 3)
    assert set(parsed) == {PROJECT[path].encode() for path in ("app/use.py", "app/clients.py")}
    assert found(scanned(project, "app/use.py", "app/other.py")) == IN_USE | IN_OTHER
    assert found(scanned(project, "app/plain.py")) == set()


def test_a_file_beside_a_directory_is_no_restriction(project: Path) -> None:
    assert found(scanned(project, "app", "app/use.py")) == EVERYTHING


def test_nothing_of_a_vendor(tmp_path: Path, parsed: list[bytes]) -> None:
    report = scanned(write(tmp_path, {"a.py": "import os\nos.client()", "b.py": "import openailike\n"}))
    assert (report.findings, report.statistics, report.rules.rules, parsed) == ((), Statistics(2, 0, 3), (), [])


def test_a_second_scan_parses_nothing_and_a_third_only_what_has_changed(
    project: Path, tmp_path: Path, parsed: list[bytes]
) -> None:
    first = scanned(project, cache=tmp_path / "cache")
    assert sorted(parsed) == sorted(PROJECT[f"app/{name}.py"].encode() for name in ("clients", "use", "other"))
    parsed.clear()
    assert scanned(project, cache=tmp_path / "cache") == first
    assert parsed == []
    changed = PROJECT["app/other.py"].replace("files.create", "files.list")
    write(project, {"app/other.py": changed})
    third = scanned(project, cache=tmp_path / "cache")
    assert parsed == [changed.encode()]
    assert third == scanned(project)


@pytest.mark.parametrize("kind", ["needles", "rules", "report", "facts"])
def test_a_damaged_entry_of_the_cache_is_made_anew(project: Path, tmp_path: Path, kind: str) -> None:
    expected = scanned(project, cache=tmp_path / "cache")
    for damage in ("value = x'00'", "value = substr(value, 2)", "digest = x'00'"):
        (file,) = (tmp_path / "cache").glob("*.sqlite3")
        with sqlite3.connect(file) as connection:
            connection.execute(f"UPDATE entry SET {damage} WHERE kind LIKE '{kind}%'")  # noqa: S608 - our own words
        connection.close()
        assert scanned(project, cache=tmp_path / "cache") == expected


@pytest.mark.parametrize("kind", ["rules", "report", "facts"])
def test_an_entry_of_another_form_is_made_anew(project: Path, tmp_path: Path, kind: str) -> None:
    expected = scanned(project, cache=tmp_path / "cache")
    (file,) = (tmp_path / "cache").glob("*.sqlite3")
    with sqlite3.connect(file) as connection:
        entries = connection.execute("SELECT kind, key FROM entry").fetchall()
    connection.close()
    with Cache(tmp_path / "cache") as cache:
        for one, key in entries:
            # Without the facts' report they would not be looked at.
            if one.startswith((kind, "report")):
                cache.put_many(one, {key: b"something else"})
    assert scanned(project, cache=tmp_path / "cache") == expected


def test_a_cache_that_is_no_database_is_made_anew(project: Path, tmp_path: Path) -> None:
    expected = scanned(project, cache=tmp_path / "cache")
    (file,) = (tmp_path / "cache").glob("*.sqlite3")
    file.write_bytes(b"not a database" * 999)
    assert scanned(project, cache=tmp_path / "cache") == expected


@pytest.mark.parametrize("option", ["select", "ignore"])
def test_a_word_that_fits_no_rule_is_a_mistake(project: Path, option: str) -> None:
    config = Config(select=("openai", "nonsense")) if option == "select" else Config(ignore=("nonsense",))
    with pytest.raises(UsageError, match="no rule is called 'nonsense' or begins with it; `lockscan rules` lists them"):
        scanned(project, config=config)


def test_what_is_less_sure_is_left_out(project: Path) -> None:
    (project / "either.py").write_text(
        "import openai\nclass Mine:\n    class responses:\n        def create(): ...\n"
        "client = openai.OpenAI() if x else Mine()\nclient.responses.create()\nprint('gpt-4.1')\n"
    )
    found = scanned(project, config=Config()).findings
    levels = {one.rule: one.confidence for one in found if one.location.path == "either.py"}
    assert levels == {
        "openai-import": Confidence.HIGH, "openai-client": Confidence.HIGH, "openai-responses": Confidence.MEDIUM,
        "openai-model": Confidence.LOW,
    }  # fmt: skip
    for lowest in Confidence:
        kept = scanned(project, config=Config(min_confidence=lowest)).findings
        sure = tuple(Confidence)[tuple(Confidence).index(lowest) :]
        assert [one.fingerprint for one in kept] == [one.fingerprint for one in found if one.confidence in sure]


def test_rules_are_chosen_by_the_beginning_of_their_names(project: Path) -> None:
    def rules(config: Config) -> set[str]:
        return {rule for _, rule in found(scanned(project, config=config))}

    assert rules(Config(select=("openai-f", "openai-import"))) == {"openai-files", "openai-import"}
    assert rules(Config(ignore=("openai-f", "openai-client"))) == {"openai-import"}
    assert rules(Config(select=("openai-",), ignore=("openai-files",))) == {"openai-import", "openai-client"}
    assert rules(Config(select=("anthropic",))) == set()


def test_places_in_a_notebook_are_told_by_cell(tmp_path: Path) -> None:
    def cell(kind: str, *lines: str) -> dict[str, object]:
        return {"cell_type": kind, "metadata": {}, "source": [f"{line}\n" for line in lines]}

    notebook = {
        "cells": [
            cell("markdown", "from openai import OpenAI"),
            cell("code", "%pip install openai", "from openai import OpenAI"),
            cell("code", "", "client = OpenAI()"),
            cell("code", "client.files.create()  # lockscan: ignore[openai-files] once", "x = 1  # lockscan: ignore"),
        ],
        "metadata": {"language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    broken = {**notebook, "cells": [cell("code", "import openai"), cell("code", "x = 1", "def broken(:")]}
    write(tmp_path, {"a.ipynb": json.dumps(notebook), "broken.ipynb": json.dumps(broken)})
    report = scanned(tmp_path)
    assert {(str(f.location), f.rule, f.snippet, bool(f.suppression)) for f in report.findings} == {
        ("a.ipynb:cell 2:2:20", "openai-import", "from openai import OpenAI", False),
        ("a.ipynb:cell 3:2:10", "openai-client", "client = OpenAI()", False),
        ("a.ipynb:cell 4:1:1", "openai-files", notebook["cells"][3]["source"][0].rstrip(), True),  # type: ignore[index]
    }
    assert {str(place.location) for finding in report.findings for place in finding.related} == {"a.ipynb:cell 3:2:10"}
    assert {(d.path, d.cell, d.line, d.kind) for d in report.diagnostics} == {
        ("a.ipynb", 4, 2, DiagnosticKind.UNUSED_SUPPRESSION),
        ("broken.ipynb", 2, 2, DiagnosticKind.SYNTAX),
    }


TESTS = ["tests/a.py", "app/tests/deep/a.py", "test_a.py", "app/a_test.py", "conftest.py", "e2e/a.py", "checks/a.py"]
NO_TESTS = ["app/testing_tools.py", "app/latest.py", "app/contest.py", "attest/a.py", "checks.py", "tests.py"]


def test_test_code_is_told_from_other_code(tmp_path: Path) -> None:
    write(tmp_path, dict.fromkeys((*TESTS, *NO_TESTS), "import openai\n"))
    report = scanned(tmp_path, config=Config(tests=("checks/",)))
    assert {f.location.path for f in report.findings if f.is_test} == set(TESTS)
    assert {f.location.path for f in report.findings if not f.is_test} == set(NO_TESTS)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_file_read_for_its_texts_that_is_asked_for_late_counts_once(tmp_path: Path, jobs: int) -> None:
    chain = {"m0.py": "from openai import OpenAI\n\nclient = OpenAI()\n"}
    for number in range(1, 7):
        chain[f"m{number}.py"] = f"from m{number - 1} import client\n\nMODEL = 'gpt-4o'\nclient.files.create()\n"
    root = write(tmp_path / "project", chain)
    report = scanned(root, jobs=jobs)
    assert report == scanned(root, jobs=jobs, gate=False)
    assert {(f"m{number}.py:4:1", "openai-files") for number in range(1, 7)} < found(report)
    assert report.statistics.parsed == len(chain)


def test_who_imports_a_vendors_address_is_read_if_it_says_its_name_or_may_have_any(tmp_path: Path) -> None:
    files = {
        "api/__init__.py": "",
        "api/hosts.py": "CHAT = 'https://api.openai.com/v1/chat/completions'\nTIMEOUT = 9\n",
        "asks.py": "import requests\nfrom api import hosts\nrequests.post(hosts.CHAT, timeout=hosts.TIMEOUT)\n",
        "star.py": "import requests\nfrom api.hosts import *\nrequests.post(CHAT, timeout=TIMEOUT)\n",
        "waits.py": "import requests\nfrom api import hosts\nrequests.get('/health', timeout=hosts.TIMEOUT)\n",
    }
    root = write(tmp_path / "project", files)
    report = scanned(root)
    requests = {str(one.location) for one in report.findings if one.rule == "openai-http"}
    assert requests == {"asks.py:3:1", "star.py:3:1"}
    assert report.statistics.parsed == 3
    assert scanned(root, gate=False) == replace(report, statistics=report.statistics._replace(parsed=5))


def test_an_address_may_come_from_who_neither_sends_nor_is_imported(tmp_path: Path) -> None:
    files = {
        "ask.py": "import requests\ndef ask(url): return requests.post(url, json={})\n",
        "main.py": "from ask import ask\nask('https://api.openai.com/v1/chat/completions')\n",
    }
    root = write(tmp_path / "project", files)
    report = scanned(root)
    assert {(one.rule, str(one.location)) for one in report.findings} == {
        ("openai-http", "ask.py:2:22"), ("openai-endpoint", "main.py:2:5"),
    }  # fmt: skip
    assert report == scanned(root, gate=False)


def test_a_neutral_layer_is_told_from_a_folder_of_its_name_and_from_itself(tmp_path: Path) -> None:
    files = {
        "loaders/langchain/__init__.py": "",
        "loaders/langchain/load.py": "def load(): ...\n",
        "app/__init__.py": "",
        "app/use.py": "def run():\n    from langchain.chat_models import init_chat_model\n",
        # Its own generated code is not there.
        "copy-1.0/litellm/__init__.py": "from litellm.types_pb2 import Usage\n",
    }
    root = write(tmp_path / "project", files)
    report = scanned(root)
    assert {(str(one.location), one.vendor) for one in report.findings} == {("app/use.py:2:39", "langchain")}


def test_a_file_that_does_not_parse_leaves_the_others_as_they_are(project: Path) -> None:
    write(project, {"app/other.py": "import openai\ndef broken(:\n", "app/late.py": "import app.clients\n)\n"})
    report = scanned(project)
    assert found(report) == IN_CLIENTS | IN_USE
    message = "it cannot be parsed as Python"
    assert report.diagnostics == (
        Diagnostic("app/late.py", 2, DiagnosticKind.SYNTAX, message),
        Diagnostic("app/other.py", 2, DiagnosticKind.SYNTAX, message),
    )


def test_what_comes_through_a_file_that_does_not_parse_is_not_known(project: Path) -> None:
    write(project, {"app/clients.py": "from openai import OpenAI\nclient = OpenAI(\n"})
    report = scanned(project)
    assert found(report) == IN_OTHER
    assert [(d.path, d.kind) for d in report.diagnostics] == [("app/clients.py", DiagnosticKind.SYNTAX)]


def test_a_file_that_ends_the_parser_is_tried_again_by_the_next_scan(
    project: Path, tmp_path: Path, parsed: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, {"app/other.py": PROJECT["app/other.py"] + "BREAK = 1\n"})
    report = scanned(project, cache=tmp_path / "cache")
    assert parsed
    assert found(report) == IN_CLIENTS | IN_USE
    assert report.diagnostics == (
        Diagnostic("app/other.py", 0, DiagnosticKind.CRASH, "the parser failed on it (RuntimeError)"),
    )
    monkeypatch.undo()
    assert found(scanned(project, cache=tmp_path / "cache")) == EVERYTHING


MINE = """\
vendor = "openai"

[[rule]]
id = "mine-model"
title = "House model"
message = "names the house model"
capability = "chat"
severity = "low"
confidence = "low"
effort = 1
remediation = "Read it from configuration."
[rule.match]
kind = "literal"
needles = ["house-"]
pattern = 'house-[a-z]+'
roles = ["model"]
[[rule.example]]
match = true
code = 'model = "house-large"'
[[rule.example]]
match = false
note = "no model"
code = 'door = "house-large"'
"""


def test_a_rule_pack_of_the_user_s_own(project: Path) -> None:
    own = {"rules/mine.toml": MINE, "app/model.py": 'MODEL = "house-large"\nDOOR = "house-large"\n'}
    write(project, own)
    for pack in ("rules", "rules/mine.toml"):
        report = scanned(project, config=Config(rules=(pack,)))
        assert found(report) == EVERYTHING | {("app/model.py:1:9", "mine-model")}
        assert {f.vendor for f in report.findings if f.rule == "mine-model"} == {"openai"}
    assert found(scanned(project)) == EVERYTHING


def test_the_project_s_own_package_is_no_vendor(tmp_path: Path) -> None:
    files = {
        "openai/__init__.py": "class OpenAI:\n    pass\n",
        "main.py": "import openai\nfrom openai import OpenAI\nOpenAI().files.create()\nimport anthropic\n",
    }
    assert found(scanned(write(tmp_path, files))) == {("main.py:4:8", "anthropic-import")}


def test_progress_counts_what_is_parsed(project: Path) -> None:
    told: list[tuple[int, int]] = []
    scan((project,), ScanOptions(jobs=1, cache=False, progress=lambda *count: told.append(count)), project)
    assert told[-1] == (3, 3)
    assert [done for done, _ in told] == [1, 2, 3]

import time

import pytest

from lockscan.adapters.manifests import read_manifest
from lockscan.model.diagnostic import Diagnostic, DiagnosticKind
from lockscan.model.location import Location, Region
from lockscan.model.program import Reference, ReferenceKind

INVALID = "is neither a section, a key nor a value; the file is not a valid INI file"


def _found(path: str, text: str) -> list[str]:
    """Return ``line:column name`` of each entry; the name is as written at that place, which is held against it."""
    references = read_manifest(path, text.encode())
    assert not isinstance(references, Diagnostic)
    lines = text.split("\n")
    found = []
    for reference in references:
        region = reference.location.region
        written = lines[region.line - 1][region.column - 1 : region.end_column - 1]
        assert region.end_line == region.line
        assert written.lower().replace("_", "-").replace(".", "-") == reference.path
        found.append(f"{region.line}:{region.column} {written}")
    return found


def test_an_entry_is_a_reference_to_a_normalised_name() -> None:
    location = Location("a/requirements.txt", Region(2, 3, 2, 27))
    assert read_manifest("a/requirements.txt", b"\n  Google_Cloud.-aiplatform[all]>=1\n") == (
        Reference(ReferenceKind.REQUIREMENT, "google-cloud-aiplatform", location, "", "", is_test=False),
    ), "PEP 503: runs of -, _ and . are one hyphen"


def test_requirement_files() -> None:
    text = """\
# openai
-r base.txt
-c constraints.txt
--index-url https://pypi.org/simple
openai==1.0 --hash=sha256:abc \\
    --hash=sha256:def
  anthropic [bedrock] >= 0.3 ; python_version < "3.12"  # the SDK
cohere@https://example.org/cohere.whl
groq @ file:///groq.whl
-e git+https://example.org/x.git@main#egg=mistralai&subdirectory=y
git+https://example.org/x.git#egg=Pinecone_Client
-e .
./local/thing.whl
https://example.org/voyageai-1.0-py3-none-any.whl
langchain\\
  >=0.1
boto3
<<<<<<< HEAD
two words
${NAME}==1
é==1
tiktoken<1,>=0.5
"""
    expected = [
        "5:1 openai", "7:3 anthropic", "8:1 cohere", "9:1 groq", "10:43 mistralai", "11:35 Pinecone_Client",
        "15:1 langchain", "17:1 boto3", "22:1 tiktoken",
    ]  # fmt: skip
    for path in ("requirements.txt", "requirements/dev.txt", "requirements.in"):
        assert _found(path, text) == expected
    assert _found("requirements.txt", text.replace("\n", "\r\n")) == expected


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_requirement_files_from_windows(encoding: str) -> None:
    references = read_manifest("requirements.txt", "openai\r\nanthropic\r\n".encode(encoding))
    assert not isinstance(references, Diagnostic)
    assert [str(reference.location) for reference in references] == ["requirements.txt:1:1", "requirements.txt:2:1"]


def test_pyproject_lists_of_every_tool() -> None:
    text = '''\
# dependencies = ["no"]
[build-system]
requires = ["hatchling"]
[project]
name = "openai"
keywords = ["anthropic"]
dependencies = ["openai>=1", 'Anthropic [bedrock]', # "no"
  "cohere",
  """groq""",
]
description = """
dependencies = ["no"]
"""
[project.optional-dependencies]
all = [ "é", "mistralai ; extra == 'x'" ]
"quoted key" = ["together"]
[dependency-groups]
dev = ["pytest", {include-group = "all"}, "replicate"]
[tool.uv]
dev-dependencies = ["tiktoken"]
sources = { openai = { path = "x" } }
[tool.pdm.dev-dependencies]
test = ["voyageai"]
[tool.hatch.envs.default]
dependencies = ["fireworks-ai"]
extra-dependencies = ["chromadb"]
[tool.other]
dependencies = ["no"]
number = 1.5e3
date = 1979-05-27T07:32:00.5Z
'''
    assert _found("pyproject.toml", text) == [
        "7:18 openai", "7:31 Anthropic", "8:4 cohere", "9:6 groq", "15:15 mistralai", "16:18 together", "18:9 pytest",
        "18:44 replicate", "20:22 tiktoken", "23:10 voyageai", "25:18 fireworks-ai", "26:24 chromadb",
    ]  # fmt: skip


def test_pyproject_of_poetry() -> None:
    text = """\
[tool.poetry]
name = "x"
[tool.poetry.dependencies]
python = "^3.10"
openai = "^1"
"Anthropic" = {version = "^1", extras = ["bedrock"]}
cohere.version = "^1"
cohere.extras = ["all"]
[tool.poetry.dependencies.groq]
version = "^1"
[tool.poetry.group.dev.dependencies]
tiktoken = "*"
[tool.poetry.dev-dependencies]
mistralai = "*"
[tool.poetry.scripts]
together = "x:y"
"""
    assert _found("pyproject.toml", text) == [
        "5:1 openai", "6:2 Anthropic", "7:1 cohere", "9:27 groq", "12:1 tiktoken", "14:1 mistralai",
    ]  # fmt: skip


def test_pyproject_with_inline_tables_and_dotted_keys() -> None:
    assert _found("sub/pyproject.toml", 'project = {dependencies = ["openai"], name = "x"}\r\n') == ["1:29 openai"]
    assert _found("pyproject.toml", 'project.dependencies = ["openai"]\n[[tool.x]]\na = []') == ["1:26 openai"]


def test_pipfile() -> None:
    text = '[[source]]\nname = "pypi"\n[packages]\nopenai = "*"\ncohere = {version = "*"}\n[dev-packages]\ngroq = "*"\n'
    text += '[ml]\ntogether = "*"\n[requires]\npython_version = "3.12"\n[scripts]\nx = "y"\n'
    assert _found("Pipfile", text) == ["4:1 openai", "5:1 cohere", "7:1 groq", "9:1 together"]


def test_setup_cfg() -> None:
    text = """\
[metadata]
name = openai
[options]
packages = find:
install_requires =
    anthropic>=1
    # cohere
    groq ; python_version < "3.12"

    mistralai
python_requires = >=3.10
tests_require = pytest
[options.extras_require]
all =
    together
one: replicate
[options.entry_points]
console_scripts =
    tiktoken
"""
    assert _found("setup.cfg", text) == [
        "6:5 anthropic", "8:5 groq", "10:5 mistralai", "12:17 pytest", "15:5 together", "16:6 replicate",
    ]  # fmt: skip


def test_environment_of_conda() -> None:
    text = """\
name: openai
channels:
  - conda-forge
dependencies:
  - python=3.11   # cohere
  - conda-forge::anthropic>=0.3
  - "groq =1.0"
  - pip
  - pip:
      - openai==1.0
      - -r requirements.txt
      - 'mistralai[x]>=1'
      # - no
  - tiktoken=0.5=py_0
variables:
  - no
"""
    expected = [
        "5:5 python",
        "6:18 anthropic",
        "7:6 groq",
        "8:5 pip",
        "10:9 openai",
        "12:10 mistralai",
        "14:5 tiktoken",
    ]
    assert _found("environment.yml", text) == expected
    assert _found("environment.yaml", text.replace("\n  ", "\n"))[1] == "6:16 anthropic"
    assert _found("environment.yml", "steps:\n  - openai\n") == []


@pytest.mark.parametrize(
    ("path", "data", "line", "message"),
    [
        ("setup.cfg", b"[options\n", 1, INVALID),
        ("setup.cfg", b"[a]\nb = 1\nnonsense\n", 3, INVALID),
        ("setup.cfg", b"b = 1\n", 1, INVALID),
        ("requirements.txt", b"openai\n\xff\n", 2, "is not UTF-8"),
        ("requirements.txt", b"\xff\xfe\x00", 1, "is not UTF-8"),
        ("pyproject.toml", b"\n\xff\n", 2, "is not UTF-8"),
        ("pyproject.toml", b"a = " + b"[" * 100_000, 0, "is nested too deeply"),
        ("environment.yml", b"a: 1\ndependencies: [openai]\n", 2,
         "lists its dependencies in a way that is not read: write one to a line"),
    ],
)  # fmt: skip
def test_a_broken_file_says_where(path: str, data: bytes, line: int, message: str) -> None:
    assert read_manifest(path, data) == Diagnostic(path, line, DiagnosticKind.MANIFEST, message)


def test_a_broken_toml_file_says_where() -> None:
    found = read_manifest("a:3/pyproject.toml", b"[project]\nname = \n")
    assert isinstance(found, Diagnostic)
    assert (found.path, found.line, found.kind) == ("a:3/pyproject.toml", 2, DiagnosticKind.MANIFEST)


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("setup.cfg", b"[options]\ninstall_requires=" + b"a " * 500_000),
        ("setup.cfg", b"[options]\na" + b" " * 1_000_000 + b"="),
        ("requirements.txt", b" " * 500_000 + b"-" * 500_000),
        ("requirements.txt", b"a" * 1_000_000 + b"|"),
        ("environment.yml", b"dependencies:\n- " + b"a" * 1_000_000 + b"::!"),
        ("environment.yml", b"dependencies:\n" + b" " * 1_000_000 + b"#"),
        ("pyproject.toml", b"a = [" + b'"""""",' * 150_000 + b"]"),
    ],
)
def test_a_hostile_file_takes_no_time(path: str, data: bytes) -> None:
    start = time.monotonic()
    assert read_manifest(path, data) == ()
    assert time.monotonic() - start < 5

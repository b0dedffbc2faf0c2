import re
import subprocess
import sys

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockscan.adapters.packs import load_rules
from lockscan.decoding.anchored import anchored
from lockscan.gate import Gate, ImportLine, Needles, import_lines, needles, silent
from lockscan.model.rule import MatchKind

GATE = Gate(
    Needles(
        ("google.cloud.aiplatform", "google.genai", "openai", "together"),
        ("<|im_", "api.acme.example", "gpt-"),
        ("ACME_",),
        (("'image_url'", "type"), ('"image_url"', "type"), ('"acme_cache"',)),
    )
)


@pytest.mark.parametrize(
    "source",
    [
        "import openai",
        "import os, openai as o",
        "import os as system, \\\n  together.types",
        "try: import openai\nexcept ImportError: pass",
        "if x:\n\tfrom openai.types import (\n  Chat)",
        "from openai import *",
        "from google import genai",
        "from google import (\n    auth,  # (first)\n    genai as g,\n)",
        "from google import auth, \\\n    genai",
        "import google.genai as g",
        "from google.genai.types import Part",
        "from google.cloud import aiplatform",
        "import_module('openai')",
        'x = importlib.import_module( name="openai.types")',
        "__import__('together')",
        "MODEL = 'GPT-4o'",
        "URL = 'https://API.acme.example/v1'",
        "'<|im_start|>'",
        "os.environ['ACME_KEY']",
        "{'type': x, 'image_url': y}",
        '{"image_url": y,\n "type": "image_url"}',
        '{"acme_cache": 1}',
    ],
)
def test_admits(source: str) -> None:
    assert GATE.admits(source.encode())


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "together = openai = 1",
        "from togetherness import openai_like",
        "from myopenai import x",
        "# the two come together",
        "from together we stand",
        "from google import auth",
        "import google.auth",
        "from google.cloud import storage",
        "acme_client = 1",
        "{'image_url': y, 'kind': x}",
        "{'image_url': y, kind: type(x)}",
        "from google import auth\n\ngenai = 1",
        "from google import (auth)\n\ngenai = 1",
        "import_module('openaix')",
        "MODEL = 'gpt4'",
        "api_acme_example",
    ],
)
def test_leaves_out(source: str) -> None:
    assert not GATE.admits(source.encode())


def test_every_shipped_example_that_matches_is_admitted() -> None:
    rules = load_rules()
    gate = Gate(needles(rules))
    assert [
        (rule.id, example.code)
        for rule in rules.rules
        for example in rule.examples
        if example.matches and rule.match.kind is not MatchKind.DISTRIBUTION and not gate.admits(example.code.encode())
    ] == []


def test_common_code_is_left_out_by_the_shipped_rules() -> None:
    source = (
        b"import os\n\nITEM = {'type': 'a', 'name': 'b', 'content': 'c'}\nprint('all together', os.environ['HOME'])\n"
    )
    assert not Gate(needles(load_rules())).admits(source)


def test_needles_survive_encoding() -> None:
    sought = needles(load_rules())
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(sought), type=Needles) == sought


@given(st.lists(st.text("ab-_<", min_size=1, max_size=4), max_size=6), st.text("ab-_<", max_size=12))
def test_anchored_finds_what_any_of_the_texts_stands_in(texts: list[str], data: str) -> None:
    assert bool(re.search(anchored(texts), data)) == any(text in data for text in texts)


def test_lines_around_what_tells_something() -> None:
    source = "a\nb\nx = 'GPT-4', 'gpt-5'\nc\nd\ne\nkey = 'ACME_KEY'\nacme_key = {'image_url': 1}\ni\nj"
    assert GATE.lines(source.encode()) == {2, 3, 4, 6, 7, 8}
    assert GATE.lines(source.replace("'image_url': 1", "'image_url': 'type'").encode()) == {2, 3, 4, 6, 7, 8, 9}
    assert GATE.lines(b"") == frozenset()


def test_import_lines() -> None:
    source = b"""\
import a.b as c, d
from . import e
from ..g import h as i, j
from k import (  # a remark
    l,
    m as n,  # another, with a comma
)
from o import p, \\
    q
from r import *; import s
import_module('t.u')
__import__(".v")
important = importer.x
"""
    assert import_lines(source) == (
        ImportLine(0, "a.b", ()),
        ImportLine(0, "d", ()),
        ImportLine(1, "", ("e",)),
        ImportLine(2, "g", ("h", "j")),
        ImportLine(0, "k", ("l", "m")),
        ImportLine(0, "o", ("p", "q")),
        ImportLine(0, "r", ("*",)),
        ImportLine(0, "s", ()),
        ImportLine(0, "t.u", ()),
        ImportLine(1, "v", ()),
    )


def test_the_gate_loads_nothing_heavy() -> None:
    heavy = "{'libcst', 'networkx', 'msgspec', 'click', 'tomli'}"
    code = f"import sys, lockscan.gate; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own interpreter
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    ("data", "quiet"),
    [
        (b"import os\n", True),
        (b"corp = 1\n", True),
        (b"import corp.rt\n", False),
        (b"from corp import rt\n", False),
        (b"import acme\n", False),
        (b"x = {'type': 1}\n", True),
        (b"x = {'input_schema': {'type': 1}}\n", False),
        (b"x = 'GPT-4'\n", False),
        (b"x = ACME_KEY\n", False),
    ],
)
def test_silent_files_hold_nothing_of_what_is_sought(data: bytes, quiet: bool) -> None:
    sought = Needles(("acme", "corp.rt"), ("gpt-",), ("ACME_",), (("input_schema", "type"),))
    assert silent(data, sought) is quiet

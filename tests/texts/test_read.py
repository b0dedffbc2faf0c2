import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockscan.model.location import Region
from lockscan.model.program import PROMPT_FILE
from lockscan.texts.read import read_text


def strings(path: str, text: str) -> list[tuple[int, int, str, str]]:
    """Return line, column, text and role of what is read of a file."""
    found = read_text(path, text, is_test=False)
    lines = text.split("\n")
    for one in found:
        region = one.location.region
        if one.role != PROMPT_FILE:
            assert region.end_line == region.line
            assert lines[region.line - 1][region.column - 1 : region.end_column - 1] == one.path
    return [(one.location.region.line, one.location.region.column, one.path, one.role) for one in found]


CASES = {
    "model keys, at any depth": (
        "a.yaml",
        "model: a\nx:\n  chatModel: 'b'\n  model:\n    name: c\n    type: d\n  models:\n  - e\n  -   id: f\n  y: g\n",
        [
            (1, 8, "a", "model"),
            (3, 15, "b", "chatModel"),
            (5, 11, "c", "model.name"),
            (8, 5, "e", "models"),
            (9, 11, "f", "models.id"),
        ],
    ),
    "the key that ends is the key no more": (
        "a.yaml",
        "models:\n  x: 1\nname: a\n- name: b\n",
        [],
    ),
    "texts of several lines hold no keys": (
        "a.yaml",
        "x: |\n  model: a\n\n  model: b\nmodel: c\n",
        [(5, 8, "c", "model")],
    ),
    "commands of a workflow": (
        "a.yml",
        """\
steps:
  - run: |
      # https://a.example
      echo https://b.example
      curl 'https://c.example/x'
      MODEL=d curl x
  - run: curl https://e.example
""",
        [(5, 13, "https://c.example/x", "command"), (6, 7, "MODEL", "env"), (6, 13, "d", "MODEL")],
    ),
    "flow style and quotes": (
        "a.yaml",
        'llm: {model: a, \'x\': "b", models: [c, "d e"]} # model: f\n"model": "g" # h\n',
        [(1, 14, "a", "model"), (1, 36, "c", "models"), (1, 40, "d e", "models"), (2, 11, "g", "model")],
    ),
    "what stands there otherwise": (
        "a.yaml",
        'model: ${MODEL:-a}\nmodel: ${M}\nmodel: {{ m | default("b") }}\nmodel: {{ .Values.m | default "c" | q }}\n',
        [
            (1, 10, "MODEL", "env"),
            (1, 17, "a", "model"),
            (2, 8, "${M}", "model"),
            (2, 10, "M", "env"),
            (3, 24, "b", "model"),
            (4, 32, "c", "model"),
        ],
    ),
    "variables that values are taken from": (
        "a.yaml",
        "key: ${A_KEY}\nbase: ${A_URL:https://a.example/v1}\nother: $B_KEY\nC_KEY: ${C_KEY:-}\nsaid: ask ${D_KEY}\n",
        [
            (1, 8, "A_KEY", "env"),
            (2, 9, "A_URL", "env"),
            (2, 15, "https://a.example/v1", "base"),
            (3, 9, "B_KEY", "env"),
        ],
    ),
    "models by another word": (
        "a.yaml",
        "llm: a\napp_llm_name: b\nllm-id: c\nvllm: d\nllm_provider: e\n",
        [(1, 6, "a", "llm"), (2, 15, "b", "app_llm_name"), (3, 9, "c", "llm-id")],
    ),
    "variables of containers": (
        "compose.yaml",
        "environment:\n  - A_KEY=x\n  - B_KEY\n  - MODEL=y\nenv:\n  C_KEY: z\n  lower: z\nlabels:\n  D_KEY: z\n",
        [(2, 5, "A_KEY", "env"), (4, 5, "MODEL", "env"), (4, 11, "y", "MODEL"), (6, 3, "C_KEY", "env")],
    ),
    "variables as Kubernetes has them": (
        "pod.yaml",
        "env:\n- name: A_MODEL\n  value: a\n- name: B\n  value: b\nname: A_MODEL\nvalue: c\n",
        [(2, 9, "A_MODEL", "env"), (3, 10, "a", "A_MODEL"), (4, 9, "B", "env"), (7, 8, "c", "A_MODEL")],
    ),
    "headers": ("a.yaml", "headers:\n  x-a: b\nheader: c\n", [(2, 3, "x-a", "headers key")]),
    "addresses": (
        "a.yaml",
        "a: https://a.example/v1\nb: see https://a.example\nc: 'wss://b.example'\nd: api.example\n",
        [(1, 4, "https://a.example/v1", "a"), (3, 5, "wss://b.example", "c")],
    ),
    "JSON": (
        "a.json",
        """\
{"model": "a", "models": ["b", {"id": "c", "x": "d"}],
 "url":
  "https://a.example", "env": {"A_B": "", "c": ""},
 "model": 1, "modelling": "e"}
""",
        [
            (1, 12, "a", "model"),
            (1, 28, "b", "models"),
            (1, 40, "c", "models.id"),
            (3, 4, "https://a.example", "url"),
            (3, 33, "A_B", "env"),
            (4, 11, "1", "model"),
        ],
    ),
    "JSON that repeats itself": (
        "a.json",
        '[{"model": "a"}, {"model": "b"},\n {"model": "a", "engine": "a"}]',
        [(1, 13, "a", "model"), (1, 29, "b", "model"), (2, 28, "a", "engine")],
    ),
    "TOML": (
        "a.toml",
        '''\
# model = "a"
model = "b" # c
[x.models]
default = 'd'
other = "e"
[[y]]
"model" = """
model = "f"
"""
models = [
  "g", # h
  { id = "i" },
]
z = { model="j" }
''',
        [
            (2, 10, "b", "model"),
            (4, 12, "d", "models.default"),
            (11, 4, "g", "models"),
            (12, 11, "i", "models.id"),
            (14, 14, "j", "model"),
        ],
    ),
    "INI": (
        "a.ini",
        "[model]\nname = a\n; model = b\nmodel: c ; d\nurl=https://a.example\n",
        [(2, 8, "a", "model.name"), (4, 8, "c", "model"), (5, 5, "https://a.example", "url")],
    ),
    "variables": (
        ".env",
        "# A=b\nMODEL=a\n export C_MODEL='b' # c\nX=https://a.example\nnot this\n",
        [
            (2, 1, "MODEL", "env"),
            (2, 7, "a", "MODEL"),
            (3, 9, "C_MODEL", "env"),
            (3, 18, "b", "C_MODEL"),
            (4, 1, "X", "env"),
            (4, 3, "https://a.example", "X"),
        ],
    ),
    "Dockerfile": (
        "Dockerfile",
        'FROM x\nENV A_MODEL=a B="c d" \\\n    D=e\nARG MODEL b\nRUN A=b curl https://a.example/x && true\n# ENV F=g\n',
        [
            (2, 5, "A_MODEL", "env"),
            (2, 13, "a", "A_MODEL"),
            (2, 15, "B", "env"),
            (3, 5, "D", "env"),
            (4, 5, "MODEL", "env"),
            (4, 11, "b", "MODEL"),
            (5, 14, "https://a.example/x", "command"),
        ],
    ),
    "a prompt, and its front matter": (
        "a.prompty",
        "---\nmodel:\n  name: a\n---\nmodel: b\n",
        [(1, 1, "---\nmodel:\n  name: a\n---\nmodel: b\n", PROMPT_FILE), (3, 9, "a", "model.name")],
    ),
    "a prompt that only begins like one": ("a.j2", "---\nmodel: a\n", [(1, 1, "---\nmodel: a\n", PROMPT_FILE)]),
    "no text": ("a.yaml", "model: a\n\0", []),
    "minified": ("a.json", '{"model": "a", "x": "' + "y" * 20_000 + '"}', []),
    "data": ("a.json", "[" + ",\n".join(f'{{"model": "m-{n}"}}' for n in range(401)) + "]", []),
}


@pytest.mark.parametrize(("path", "text", "found"), CASES.values(), ids=CASES.keys())
def test_what_is_read(path: str, text: str, found: list[tuple[int, int, str, str]]) -> None:
    assert strings(path, text) == found


def test_references_are_of_no_module() -> None:
    (one,) = read_text("tests/a.yaml", "model: a", is_test=True)
    assert (one.module, one.scope, one.is_test) == ("", "", True)
    assert (one.location.path, one.location.region) == ("tests/a.yaml", Region(1, 8, 1, 9))


NAMES = ["a.yaml", "a.json", "a.toml", "a.ini", ".env", "Dockerfile", "a.sh", "a.j2"]
TOKENS = [
    *(
        "model",
        "env",
        "A_B",
        "x",
        ": ",
        ":",
        "=",
        "- ",
        "\n",
        "\n  ",
        "[",
        "]",
        "{",
        "}",
        "'",
        '"',
        "#",
        "|",
        "\\",
        "\t",
    ),
    *("https://a.b", '"""', "ENV ", "run: |", ",", "---\n", "${A:-b}", "[x]", "é", "\u2028"),
]


@given(st.sampled_from(NAMES), st.lists(st.sampled_from(TOKENS), max_size=40).map("".join))
def test_broken_files_are_read_as_far_as_they_go(path: str, text: str) -> None:
    strings(path, text)


HOSTILE = {
    "brackets": "[" * 100_000,
    "mappings": "{a: " * 50_000,
    "dashes": "- " * 50_000,
    "keys": "a: " * 50_000,
    "lists": "\n- a:" * 20_000,
    "quotes": '"' * 99_999,
    "blanks": " " * 100_000 + "x",
    "levels": "\n".join(f"{' ' * level}a:" for level in range(1500)),
}


@pytest.mark.parametrize("path", NAMES)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_files_are_read_all_the_same(path: str, text: str) -> None:
    assert [one for one in strings(path, text) if one[3] != PROMPT_FILE] == []

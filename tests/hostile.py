"""Builds a tree of files that no analysis should trust; every one mentions ``openai``, so that none is passed over."""

import os
from collections.abc import Mapping
from pathlib import Path

from lockscan.model.diagnostic import DiagnosticKind as Kind

NORMAL = """\
from openai import OpenAI


def answer(question):
    return OpenAI().responses.create(model="m", input=question)
"""
INSIDE = "import openai\n\nclient = openai.OpenAI()\n"
HEAD = "import openai\n"

UNPARSABLE: Mapping[str, tuple[bytes, Kind]] = {
    "syntax.py": (b"import openai\ndef broken(:\n", Kind.SYNTAX),
    "python2.py": (b"import openai\nprint 'openai'\n", Kind.SYNTAX),
    "null.py": (b"import openai\nname = '\0'\n", Kind.SYNTAX),
    "latin1.py": (b"import openai\nname = 'caf\xe9'\n", Kind.ENCODING),
    "coding.py": (b"# -*- coding: no-such-coding -*-\nimport openai\n", Kind.ENCODING),
    "broken.ipynb": (b'{"cells": [{"cell_type": "code", "source": "import openai"', Kind.NOTEBOOK),
    "shapeless.ipynb": (b'{"cells": {"openai": 3}}', Kind.NOTEBOOK),
    "nested.ipynb": (b'{"openai": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", Kind.NOTEBOOK),
    "broken/pyproject.toml": (b'[project]\ndependencies = ["openai"\n', Kind.MANIFEST),
    "nested/pyproject.toml": (b"openai = " + b"[" * 5_000 + b"]" * 5_000 + b"\n", Kind.MANIFEST),
}

# Valid Python, or nearly: what it does to a parser depends on the parser. A file of these is analysed or named.
DEEP: Mapping[str, str] = {
    "attributes.py": HEAD + "x = openai" + ".a" * 5_000 + "\n",
    "branches.py": HEAD + "if x == 0:\n    pass\n" + "".join(f"elif x == {n}:\n    pass\n" for n in range(20_000)),
    "calls.py": HEAD + "x = " + "f(" * 400 + ")" * 400 + "\n",
    "conditions.py": HEAD + "x = " + "1 if x else " * 3_000 + "0\n",
    "indentation.py": HEAD + "".join("  " * n + "if x:\n" for n in range(95)) + "  " * 95 + "pass\n",
    "lambdas.py": HEAD + "x = " + "lambda: " * 3_000 + "0\n",
    "negations.py": HEAD + "x = " + "not " * 5_000 + "x\n",
    "parentheses.py": HEAD + "x = " + "(" * 3_000 + "1" + ")" * 3_000 + "\n",
    "sum.py": HEAD + "x = " + " + ".join(f"a{n}" for n in range(5_000)) + "\n",
}


def build(root: Path) -> None:
    """Write the tree into ``root``, which exists and is empty, and a file that is none of its business beside it."""
    (root / "normal.py").write_text(NORMAL, encoding="utf-8")
    for name, (content, _) in UNPARSABLE.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(content)
    for name, text in DEEP.items():
        (root / name).write_text(text, encoding="utf-8")

    with (root / "huge.py").open("wb") as stream:
        stream.write(HEAD.encode())
        stream.truncate(50_000_000)

    # A directory that is named as a file, a directory that contains itself, and a name that no terminal should see raw.
    (root / "directory.py").mkdir()
    (root / "directory.py" / "inside.py").write_text(INSIDE, encoding="utf-8")
    (root / "loop").symlink_to(root, target_is_directory=True)
    (root / "escape\x1b[31m.py").write_text(INSIDE, encoding="utf-8")

    # Half of a character, which no encoding has, and classes that derive from each other.
    (root / "half.py").write_text(INSIDE + "name = '\\ud800'\n", encoding="utf-8")
    (root / "one.py").write_text(INSIDE + "from two import C\nclass C(C): pass\nC(client)\n", encoding="utf-8")
    (root / "two.py").write_text("from one import C\nclass C(C): pass\n", encoding="utf-8")

    # Links to nowhere, and out of the tree, are passed over; a pipe would block for ever.
    (root / "itself.py").symlink_to("itself.py")
    (root / "dangling.py").symlink_to("nothing.py")
    outside = root.parent / "outside.py"
    outside.write_text(INSIDE, encoding="utf-8")
    (root / "outside.py").symlink_to(outside)
    os.mkfifo(root / "pipe.py")

    # Root may read even this.
    (root / "forbidden.py").write_text(HEAD, encoding="utf-8")
    (root / "forbidden.py").chmod(0)

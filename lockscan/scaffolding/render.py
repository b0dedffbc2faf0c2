"""Text from a template: Python's own ``$name``, and lines that keep or drop what stands between them.

``#: if a|b`` or ``#: if a&b`` keeps the lines up to its ``#: else`` or ``#: end`` if any, or all, of the flags are set.
What is imported and not used in the end goes.
"""

import re
from collections.abc import Mapping
from string import Template

_MARK = re.compile(r"\s*#: (if (?P<flags>[\w|&]+)|else|end)")
_NAMES = re.compile(r"^from (?P<module>[\w.]+) import (?P<names>[\w, ]+|\((?:\s*\w+,)+\s*\))\n", re.MULTILINE)
_MODULE = re.compile(r"^import (?P<name>\w+)\n", re.MULTILINE)
_WIDTH = 88


def render(template: str, flags: frozenset[str], names: Mapping[str, str]) -> str:
    """Return the template's text for the flags that are set, with its names filled in, tidied."""
    return tidy(fill(template, flags, names))


def fill(template: str, flags: frozenset[str], names: Mapping[str, str]) -> str:
    """Return the template's text for the flags that are set, with its names filled in, as a part of a file."""
    return Template(_kept(template, flags)).substitute(names)


def _kept(template: str, flags: frozenset[str]) -> str:
    kept: list[str] = []
    open_blocks: list[bool] = []
    for line in template.splitlines():
        mark = _MARK.fullmatch(line)
        if mark is None:
            if all(open_blocks):
                kept.append(line)
        elif mark["flags"]:
            parts = re.split(r"[|&]", mark["flags"])
            open_blocks.append(all(p in flags for p in parts) if "&" in mark[0] else any(p in flags for p in parts))
        elif mark[1] == "else":
            open_blocks.append(not open_blocks.pop())
        else:
            open_blocks.pop()
    return "\n".join(kept) + "\n"


def tidy(code: str) -> str:
    """Return code without imports that nothing uses, and with blank lines as they are usual."""
    body = _MODULE.sub("", _NAMES.sub("", code))

    def used(name: str) -> bool:
        return re.search(rf"\b{name}\b", body) is not None

    def names(match: re.Match[str]) -> str:
        kept = sorted(filter(used, re.findall(r"\w+", match["names"])), key=lambda name: (not name.isupper(), name))
        line = f"from {match['module']} import {', '.join(kept)}\n"
        if len(line) > _WIDTH:
            line = f"from {match['module']} import (\n{''.join(f'    {name},{chr(10)}' for name in kept)})\n"
        return line if kept else ""

    code = _NAMES.sub(names, code)
    code = _MODULE.sub(lambda match: match[0] if f"{match['name']}." in body else "", code)
    return _spaced(code)


def _spaced(code: str) -> str:
    """Return code with two blank lines around what stands at the left margin, and at most one elsewhere."""
    lines: list[str] = []
    gap = 0
    for line in code.splitlines():
        if not line.strip():
            gap += 1
            continue
        opened = bool(lines) and lines[-1].rstrip().endswith((":", "(", "[", "{"))
        inside = line.startswith((" ", ")", "]", "}"))
        gap = 0 if opened and not line.startswith(("class", "def", "@")) else min(gap, 1 if inside else 2)
        if line.startswith(("class ", "def ", "@")) and (gap or (lines and lines[-1].startswith(" "))):
            gap = 2
        lines += [""] * gap + [line.rstrip()]
        gap = 0
    return "\n".join(lines) + "\n"

"""The distributions that a project asks for: what its requirement files list, as references.

Known: ``pyproject.toml`` (PEP 621, dependency groups, Poetry, uv, PDM, Hatch), ``Pipfile``, ``setup.cfg``, requirement
files of pip, and conda's ``environment.yml``, of which block lists are read and nothing else.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

from lockscan.adapters.toml import parse_toml
from lockscan.decoding.entries import Entry, entries
from lockscan.errors import DataError
from lockscan.model.diagnostic import Diagnostic, DiagnosticKind
from lockscan.model.location import Location, Region
from lockscan.model.program import Reference, ReferenceKind

_NAME = re.compile(r"\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)")
_REQUIREMENT = re.compile(_NAME.pattern + r"(?=\s*(?:$|[\[<>=!~;@,(\\#]|\s--?[a-z]))")
_CONDA = re.compile(r"(?:[^\s:]*::)?([A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?)(?![A-Za-z0-9:])")
_EGG = re.compile(r"[#&]egg=([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)")
_LIST_ITEM = re.compile(r"""(?P<indent>[ ]*)-\s+["']?""")
_COMMENT = re.compile(r"(?:^|\s)#.*$")
_PLACED = re.compile(r"(?::(?P<line>\d+):\d+)?: (?P<reason>.*)", re.DOTALL)
_LINE_END = re.compile(r"\r\n|\r|\n")

_STRINGS = (
    ("project", "dependencies"),
    ("project", "optional-dependencies", "*"),
    ("dependency-groups", "*"),
    ("tool", "uv", "dev-dependencies"),
    ("tool", "pdm", "dev-dependencies", "*"),
    ("tool", "hatch", "envs", "*", "dependencies"),
    ("tool", "hatch", "envs", "*", "extra-dependencies"),
)
_KEYS = (
    ("tool", "poetry", "dependencies", "*"),
    ("tool", "poetry", "dev-dependencies", "*"),
    ("tool", "poetry", "group", "*", "dependencies", "*"),
)
_SETUP_LISTS = ("install_requires", "tests_require")
_NO_CATEGORIES = ("source", "requires", "scripts", "pipenv")

_Found = Iterator[tuple[int, int, str]]
"""Line and column, both from 1, and name of each distribution."""


def read_manifest(path: str, data: bytes) -> tuple[Reference, ...] | Diagnostic:
    """Return a reference of kind ``requirement`` for each entry, or why the file cannot be read.

    The path of a reference is the distribution's name as PEP 503 normalises it; its location is the name's.
    """
    name = path.rpartition("/")[2]
    try:
        if name in ("pyproject.toml", "Pipfile"):
            found = list(_toml(path, name, data))
        elif name == "setup.cfg":
            found = list(_setup_cfg(_decoded(data)))
        elif name.endswith((".yml", ".yaml")):
            found = list(_environment(_decoded(data)))
        else:
            found = list(_requirements(_decoded(data)))
    except DataError as error:
        placed = _PLACED.fullmatch(error.mistakes[0].removeprefix(path))
        line, reason = (int(placed["line"] or 0), placed["reason"]) if placed else (0, error.mistakes[0])
        return Diagnostic(path, line, DiagnosticKind.MANIFEST, reason)
    except RecursionError:
        return Diagnostic(path, 0, DiagnosticKind.MANIFEST, "is nested too deeply")
    except _BrokenError as error:
        return Diagnostic(path, error.line, DiagnosticKind.MANIFEST, str(error))
    return tuple(_reference(path, *entry) for entry in sorted(set(found)))


class _BrokenError(Exception):
    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def _reference(path: str, line: int, column: int, name: str) -> Reference:
    location = Location(path, Region(line, column, line, column + len(name)))
    return Reference(ReferenceKind.REQUIREMENT, re.sub(r"[-_.]+", "-", name).lower(), location, "", "", is_test=False)


def _decoded(data: bytes) -> list[str]:
    """Return the lines of a text; PowerShell's ``>`` writes UTF-16."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return _LINE_END.split(data.decode(encoding))
    except UnicodeDecodeError as error:
        raise _BrokenError(data.count(b"\n", 0, error.start) + 1, "is not UTF-8") from error


def _toml(path: str, name: str, data: bytes) -> _Found:
    text = parse_toml(path, data).text
    starts = [0, *(newline.end() for newline in re.finditer("\n", text))]
    seen: set[tuple[str, ...]] = set()
    for entry in entries(text):
        wanted = _in_pyproject(entry) if name == "pyproject.toml" else _in_pipfile(entry)
        if not wanted or (entry.is_key and entry.keys in seen):
            continue
        seen.add(entry.keys)
        if match := _NAME.match(entry.text):
            offset = entry.offset + match.start(1)
            line = bisect_right(starts, offset)
            yield line, offset - starts[line - 1] + 1, match[1]


def _in_pyproject(entry: Entry) -> bool:
    if entry.is_key and entry.text == "python":
        return False
    return any(
        len(pattern) == len(entry.keys)
        and all(wanted in ("*", key) for wanted, key in zip(pattern, entry.keys, strict=True))
        for pattern in (_KEYS if entry.is_key else _STRINGS)
    )


def _in_pipfile(entry: Entry) -> bool:
    return entry.is_key and len(entry.keys) == 2 and entry.keys[0] not in _NO_CATEGORIES  # noqa: PLR2004 - category, name


def _requirements(lines: list[str]) -> _Found:
    continued = False
    for number, line in enumerate(lines, 1):
        if not continued:
            yield from _requirement(number, line)
        content = _COMMENT.sub("", line)
        continued = content.endswith("\\") and (continued or content.strip() != "\\")


def _requirement(number: int, line: str, start: int = 0) -> _Found:
    """Yield the name that a line of a requirements file asks for from a place on; most options ask for none."""
    line = _COMMENT.sub("", line)
    if match := _REQUIREMENT.match(line, start) or _EGG.search(line, start):
        yield number, match.start(1) + 1, match[1]


def _setup_cfg(lines: list[str]) -> _Found:
    section, lists = "", False
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith(("#", ";")):
            continue
        if line[0].isspace():
            if lists:
                yield from _requirement(number, line)
        elif header := re.match(r"\[([^\]]+)\]", line):
            section, lists = header[1].strip(), False
        elif section and (key := re.match(r"([^=:]+)[=:]", line)):
            lists = section == "options.extras_require" or (section == "options" and key[1].strip() in _SETUP_LISTS)
            if lists:
                yield from _requirement(number, line, key.end())
        else:
            raise _BrokenError(number, "is neither a section, a key nor a value; the file is not a valid INI file")


def _environment(lines: list[str]) -> _Found:
    pip = -1
    for number, line, item in _listed_dependencies(lines):
        indent = len(item["indent"])
        if line.endswith(" pip:"):
            pip = indent
        elif 0 <= pip < indent:
            yield from _requirement(number, line.rstrip("\"'"), item.end())
        elif match := _CONDA.match(line, item.end()):
            pip = -1
            yield number, match.start(1) + 1, match[1]


def _listed_dependencies(lines: list[str]) -> Iterator[tuple[int, str, re.Match[str]]]:
    """Yield number, text and the matched beginning of each list item under ``dependencies:``, nested ones too."""
    listed = False
    for number, written in enumerate(lines, 1):
        line = _COMMENT.sub("", written).rstrip()
        item = _LIST_ITEM.match(line)
        if item and listed:
            yield number, line, item
        elif line and not item and not line.startswith(" "):
            listed = line.startswith("dependencies:")
            if listed and line != "dependencies:":
                raise _BrokenError(number, "lists its dependencies in a way that is not read: write one to a line")

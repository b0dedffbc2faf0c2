"""The Python code of Jupyter notebooks, one cell after the other, without what only IPython understands."""

import json
import re
from bisect import bisect_right
from dataclasses import dataclass

LineMap = tuple[tuple[int, int], ...]
"""First line in the joined source, and number, of each code cell."""

# Cell magics whose body runs as Python in, or much like in, the notebook itself; the bodies of others are left out.
_PYTHON_BODIES = frozenset(
    {"capture", "debug", "ipytest", "prun", "pypy", "python", "python3", "time", "timeit", "wandb"},
)
_CELL_MAGIC = re.compile(r"(\s*)%%([\w.]*)[^\n]*")
_REST = r"(?:\\\n|[^\n])*"
_ESCAPED = re.compile(rf"(?P<kept>[ \t]*)[%!?,;/]{_REST}")
_HELP = re.compile(r"""(?P<kept>[ \t]*)[^\s#'"][^#'"\n]*\?[ \t]*(?=\n|\Z)""")
_ASSIGNED = re.compile(rf"""(?P<kept>[ \t]*[\w(\[*](?:"[^"\n]*"|'[^'\n]*'|[^=#\n"'])*=[ \t]*)[%!](?!=){_REST}""")
# Strings match from any quote on, closed or not, so that no text is gone through twice.
_TOKEN = re.compile(
    r'''
    (?P<comment> \#[^\n]* )
    | (?P<string> """(?:\\(?:.|\Z)|[^\\])*?(?:"""|\Z) | \'\'\'(?:\\(?:.|\Z)|[^\\])*?(?:\'\'\'|\Z)
                | "(?:\\(?:.|\Z)|[^"\\\n])*"? | '(?:\\(?:.|\Z)|[^'\\\n])*'? )
    | (?P<open> [\[({] )
    | (?P<close> [\])}] )
    | (?P<joined> \\\n )
    | (?P<newline> \n )
    ''',
    re.DOTALL | re.VERBOSE,
)
_LINE_END = re.compile(r"\r\n?")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Cell:
    """A code cell: its place among all cells, from 1, and its source with as many lines and columns as written."""

    number: int
    source: str


def read_notebook(data: bytes) -> tuple[Cell, ...] | str:
    """Return the code cells of a notebook of format 3 or 4, none if it is not in Python, or what is wrong with it."""
    try:
        content = json.loads(data)
    except RecursionError:
        return "is nested too deeply"
    except ValueError as error:
        line = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        return f"is not valid JSON{line}"
    cells = _all_cells(content)
    if cells is None:
        return "is not a notebook: it has no list of cells"
    if not _is_python(content):
        return ()
    found = []
    for number, cell in enumerate(cells, 1):
        if isinstance(cell, dict) and cell.get("cell_type") == "code" and cell.get("language", "python") == "python":
            source = _text(cell.get("source", cell.get("input", "")))
            if source is None:
                return f"is not a notebook: the source of cell {number} is not text"
            found.append(Cell(number, without_magics(source)))
    return tuple(found)


def join(cells: tuple[Cell, ...]) -> tuple[str, LineMap]:
    """Return all cells as the source of one module, and where in it each begins."""
    sources, line_map, line = [], [], 1
    for cell in cells:
        line_map.append((line, cell.number))
        sources.append(cell.source + "\n")
        line += sources[-1].count("\n")
    return "".join(sources), tuple(line_map)


def place(line_map: LineMap, line: int) -> tuple[int, int]:
    """Return the cell that a line of the joined source stands in, and its line there, from 1."""
    first, number = line_map[bisect_right(line_map, line, key=lambda entry: entry[0]) - 1]
    return number, line - first + 1


def without_magics(source: str) -> str:
    r"""Replace magics, shell commands and requests for help by ``pass`` or ``None``; lines stay where they are.

    Only where a statement begins: not in strings, brackets or behind a ``\``, where ``%`` is an operator.
    """
    source = _LINE_END.sub("\n", source)
    at, kept = 0, []
    if magic := _CELL_MAGIC.match(source):
        if magic[2] not in _PYTHON_BODIES:
            return "\n" * source.count("\n")
        at = magic.end()
        kept.append(magic[1])
    while at < len(source):
        if found := _ESCAPED.match(source, at) or _HELP.match(source, at):
            kept.append(found["kept"] + "pass" + "\n" * found[0].count("\n"))
        elif found := _ASSIGNED.match(source, at):
            kept.append(found["kept"] + "None" + "\n" * found[0].count("\n"))
        end = _statement_end(source, found.end() if found else at)
        kept.append(source[found.end() if found else at : end])
        at = end
    return "".join(kept)


def _statement_end(source: str, start: int) -> int:
    depth = 0
    for token in _TOKEN.finditer(source, start):
        if token.lastgroup == "open":
            depth += 1
        elif token.lastgroup == "close":
            depth = max(0, depth - 1)
        elif token.lastgroup == "newline" and depth == 0:
            return token.end()
    return len(source)


def _all_cells(content: object) -> list[object] | None:
    """Return the cells of format 4, or those of all worksheets of format 3."""
    if not isinstance(content, dict):
        return None
    if isinstance(cells := content.get("cells"), list):
        return cells
    sheets = content.get("worksheets")
    if not isinstance(sheets, list):
        return None
    lists = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
    return [cell for cells in lists if isinstance(cells, list) for cell in cells]


def _is_python(content: dict[str, object]) -> bool:
    """Whether the kernel speaks Python; a notebook that does not say is taken for one that does."""
    metadata = content.get("metadata")
    if not isinstance(metadata, dict):
        return True
    for key, name in (("language_info", "name"), ("kernelspec", "language")):
        part = metadata.get(key)
        if isinstance(part, dict) and isinstance(language := part.get(name), str):
            return language.lower() in ("python", "ipython", "python3")
    return True


def _text(source: object) -> str | None:
    """Return the text of a cell, which is a string or a list of them; half a character becomes a replacement."""
    parts = source if isinstance(source, list) else [source]
    texts = [part for part in parts if isinstance(part, str)]
    return _SURROGATE.sub("\ufffd", "".join(texts)) if len(texts) == len(parts) else None

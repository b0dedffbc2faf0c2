"""What is written one assignment to a line: ``.env``, INI, TOML, Dockerfiles, and the exports of shell scripts."""

import re
from collections.abc import Iterator

from lockscan.texts import nested
from lockscan.texts.found import ENVIRONMENT, Entry, Found, valued

_LONGEST_LINE = 2000

_SECTION = re.compile(r"\s*\[{1,2}\s*(?P<name>[^\]\n]+?)\s*\]{1,2}\s*(?:[#;].*)?")
_PAIR = re.compile(r"\s*[\"']?(?P<key>[\w.$/ -]{1,100}?)[\"']?\s*[=:]\s*(?P<value>.*)")
_QUOTED = re.compile(r"(?P<quote>\"\"\"|'''|\"|')(?P<value>.*?)(?P=quote)")
_REMARK = re.compile(r"(?:^|\s)[#;].*$")
_VARIABLE = re.compile(r"\s*(?:export\s+|set\s+)?(?P<key>[A-Za-z_]\w{0,100})=(?P<value>.*)")
_INSTRUCTION = re.compile(r"\s*(?:ENV|ARG)\s+(?P<rest>.*)", re.IGNORECASE)
_SPACED = re.compile(r"(?P<key>[A-Za-z_]\w{0,100})\s+(?P<value>[^=]*)")
_EXPORTED = re.compile(r"\s*(?:export\s+|set\s+)?(?P<key>[A-Za-z_]\w{0,100})=(?P<value>\"[^\"]*\"|'[^']*'|[^\s;&|]*)")
_INLINE = re.compile(r"(?P<key>[A-Za-z_]\w{0,100})=(?P<value>\"[^\"]*\"|'[^']*'|\S*)")
_URL = re.compile(r"(?:https?|wss?)://[^\s\"'<>`;|&)\\]+")
_SAID = re.compile(r"\s*(?:echo|printf)\b")


def entries(lines: list[str]) -> Iterator[Entry]:
    """Yield the entries of an INI or TOML file."""
    around: tuple[str, ...] = ()
    until = ""
    rest: list[str] = []
    begun = (0, 0, "")
    for number, line in enumerate(lines, 1):
        if until:
            # Inside of a text or list of several lines.
            if until != "]":
                until = "" if until in line else until
                continue
            rest.append(line)
            if _closes(rest):
                yield from nested.entries("\n".join(rest), begun[0], begun[1], around, begun[2])
                until = ""
            continue
        if len(line) > _LONGEST_LINE or line.lstrip()[:1] in ("#", ";", ""):
            continue
        if section := _SECTION.fullmatch(line):
            around = tuple(name.strip(" \"'") for name in section["name"].split("."))[-4:]
        elif pair := _PAIR.fullmatch(line):
            value, column = _value(line, pair.start("value"))
            if line[pair.start("value") :].startswith(('"""', "'''")) and not value:
                quotes = line[pair.start("value") :][:3]
                until = quotes if line.count(quotes) == 1 else ""
            elif value[:1] in ("[", "{") and value[:2] != "{{":
                begun, rest = (number, column, pair["key"]), [line[column:]]
                if _closes(rest):
                    yield from nested.entries(rest[0], *begun[:2], around, begun[2])
                else:
                    until = "]"
            else:
                yield Entry(number, around, pair["key"], pair.start("key"), value, column)


def _closes(lines: list[str]) -> bool:
    return lines[-1].rstrip().endswith(("]", "}")) or bool(re.search(r"[\]}]\s*#", lines[-1]))


def variables(lines: list[str]) -> Iterator[Found]:
    """Yield what the assignments of a ``.env`` file or a shell script, and the addresses in the latter, tell."""
    for number, line in enumerate(lines, 1):
        if len(line) <= _LONGEST_LINE and (assigned := _VARIABLE.fullmatch(line)):
            yield from _variable(number, assigned)


def commands(lines: list[str], numbers: list[tuple[int, int]] | None = None) -> Iterator[Found]:
    """Yield what the lines of a shell script tell, each of which may have its own number and column."""
    for place, line in enumerate(lines):
        number, shift = numbers[place] if numbers else (place + 1, 0)
        if len(line) > _LONGEST_LINE or line.lstrip().startswith("#"):
            continue
        assigned = _EXPORTED.match(line)
        found = list(_variable(number, assigned)) if assigned else []
        if not _SAID.match(line):
            urls = _URL.finditer(line, assigned.end() if assigned else 0)
            found += [Found(number, url.start() + 1, url[0], "command") for url in urls]
        yield from (one._replace(column=one.column + shift) for one in found)


def instructions(lines: list[str]) -> Iterator[Found]:
    """Yield what the variables and commands of a Dockerfile tell."""
    continued = False
    for number, line in enumerate(lines, 1):
        if len(line) > _LONGEST_LINE or line.lstrip().startswith("#"):
            continue
        found = _INSTRUCTION.fullmatch(line)
        if found or continued:
            start = found.start("rest") if found else 0
            pairs = list(_INLINE.finditer(line, start))
            spaced = _SPACED.match(line, start) if found and not pairs else None
            for pair in [spaced] if spaced else pairs:
                yield from _variable(number, pair)
            continued = line.rstrip().endswith("\\")
        else:
            yield from (Found(number, url.start() + 1, url[0], "command") for url in _URL.finditer(line))


def _variable(number: int, assigned: re.Match[str]) -> Iterator[Found]:
    key = assigned["key"]
    value, column = _value(assigned.string[: assigned.end()], assigned.start("value"))
    yield Found(number, assigned.start("key") + 1, key, ENVIRONMENT)
    yield from valued(number, (), key, value, column)


def _value(line: str, start: int) -> tuple[str, int]:
    """Return the value that begins at a place of a line without its quotes, and where it begins."""
    if quoted := _QUOTED.match(line, start):
        return quoted["value"], quoted.start("value")
    return _REMARK.sub("", line[start:]).rstrip(), start

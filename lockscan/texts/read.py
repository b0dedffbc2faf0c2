"""From the text of one file to references: strings with their roles and exact places."""

from collections.abc import Iterator

from lockscan.model.location import Location, Region
from lockscan.model.program import PROMPT_FILE, Reference, ReferenceKind
from lockscan.texts import assignments, nested, yaml
from lockscan.texts.found import Entry, Found, telling, valued
from lockscan.texts.kinds import TextKind, kind_of

# A text of settings has no more that could speak of a vendor; one that has is data, and says nothing of the project.
_MOST = 400
_LONGEST_LINE = 20_000
_FRONT = "---"


def read_text(path: str, text: str, *, is_test: bool) -> tuple[Reference, ...]:
    """Return the strings of a file that may speak of a vendor, in the order of their places.

    Lines of the text end in a newline alone.
    """
    folder, _, name = path.rpartition("/")
    kind = kind_of(name, folder)
    lines = text.split("\n")
    if kind is None or "\0" in text or (kind is not TextKind.PROMPT and max(map(len, lines)) > _LONGEST_LINE):
        return ()
    found = sorted(set(_found(kind, text, lines)))
    if kind is TextKind.JSON:
        # Programs write it, and record the same thing many times.
        found = sorted({(one.text, one.role): one for one in reversed(found)}.values())
    if len(found) > _MOST:
        return ()
    return tuple(_reference(path, one, is_test=is_test) for one in found)


def _found(kind: TextKind, text: str, lines: list[str]) -> Iterator[Found]:
    if kind is TextKind.PROMPT:
        yield from _prompt(text, lines)
    elif kind is TextKind.ENVIRONMENT:
        yield from assignments.variables(lines)
    elif kind is TextKind.SHELL:
        yield from assignments.commands(lines)
    elif kind is TextKind.DOCKERFILE:
        yield from assignments.instructions(lines)
    elif kind is TextKind.YAML:
        yield from _yaml(lines)
    else:
        entries = nested.entries(text, 1, 0, ()) if kind is TextKind.JSON else assignments.entries(lines)
        yield from _telling(entries)


def _yaml(lines: list[str]) -> Iterator[Found]:
    blocks: list[yaml.Block] = []
    yield from _telling(yaml.entries(lines, blocks))
    for block in blocks:
        if block.key in ("run", "script", "command", "args"):
            yield from assignments.commands(
                [line for _, _, line in block.lines], [(number, indent) for number, indent, _ in block.lines]
            )


def _prompt(text: str, lines: list[str]) -> Iterator[Found]:
    """Yield a prompt as a whole, and what its front matter tells, if it has one."""
    yield Found(1, 1, text, PROMPT_FILE)
    if lines[0].rstrip() == _FRONT and _FRONT in (rest := [line.rstrip() for line in lines[1:100]]):
        yield from _telling(yaml.entries(["", *rest[: rest.index(_FRONT)]], []))


def _telling(entries: Iterator[Entry]) -> Iterator[Found]:
    variable = ""
    for entry in entries:
        yield from telling(entry)
        if entry.key == "value" and variable:
            # `- name: SOME_MODEL`, and below it `value: …`, as Kubernetes has it.
            yield from valued(entry.line, (), variable, entry.value, entry.value_column)
        variable = entry.value if entry.key == "name" else ""


def _reference(path: str, found: Found, *, is_test: bool) -> Reference:
    region = Region(found.line, found.column, found.line, found.column + len(found.text))
    return Reference(ReferenceKind.STRING, found.text, Location(path, region), "", "", is_test=is_test, role=found.role)

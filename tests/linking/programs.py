"""Small programs as ``{path: source}``, and the references that linking makes of them.

What a line leads to stands on it: ``# -> call acme.Acme().ask()``, several of them between bars, and a question mark
after one that is not proven. A line without a mark leads nowhere.
"""

import re
from collections.abc import Callable, Iterable
from textwrap import dedent

from lockscan.extraction.extract import extract
from lockscan.gate import Gate, Needles, import_lines
from lockscan.linking.demand import Demand
from lockscan.linking.interest import Interest
from lockscan.linking.linker import Linker
from lockscan.linking.literals import LITERALS
from lockscan.linking.modules import import_graph
from lockscan.model.facts import FileFacts
from lockscan.model.program import Reference

INTEREST = Interest(
    roots=frozenset({"acme", "boto3"}),
    neutral=frozenset({"layer"}),
    leaves=frozenset({("acme", "message", "content")}),
    keyed=frozenset({"client"}),
)
_MARK = re.compile(r"# -> (.+)")

Sources = dict[str, str]
# Path, line, kind, API path, proven.
Marked = set[tuple[str, int, str, str, bool]]


def facts_of(source: str) -> FileFacts:
    facts = extract(dedent(source))
    assert isinstance(facts, FileFacts), facts
    return facts


def linked(files: Sources, *, order: Iterable[Iterable[str]] | None = None) -> Linker:
    """Link a program, all files at once or in rounds."""
    linker = Linker(files, INTEREST)
    for paths in order or [files]:
        linker.load({path: facts_of(files[path]) for path in paths})
    return linker


def demanded(files: Sources, prospects: Callable[[str], bool] = lambda _: True) -> Linker:
    """Link of a program only what a scan would load."""
    linker = Linker(files, INTEREST, prospects=prospects)
    contents = {path: dedent(source).encode() for path, source in files.items()}
    imports = {path: import_lines(data) for path, data in contents.items()}
    gate = Gate(Needles(tuple(sorted(INTEREST.roots)), ()))
    wanted = frozenset(path for path, data in contents.items() if gate.imports(data))
    demand = Demand(import_graph(linker.layout, imports, frozenset()), imports, wanted, contents.__getitem__)
    while wanted:
        linker.load({path: facts_of(files[path]) for path in sorted(wanted)})
        wanted = demand.next(linker)
    return linker


def references(linker: Linker) -> list[Reference]:
    """Return all references but those to texts and dicts, which need no linking."""
    return [one for one in linker.references(frozenset()) if one.kind not in LITERALS]


def found(linker: Linker) -> Marked:
    return {(r.location.path, r.location.region.line, r.kind.value, r.path, r.proven) for r in references(linker)}


def marks(files: Sources) -> Marked:
    expected = set()
    for path, source in files.items():
        for number, line in enumerate(dedent(source).split("\n"), 1):
            mark = _MARK.search(line)
            for item in mark[1].split(" | ") if mark else ():
                kind, _, api = item.partition(" ")
                expected.add((path, number, kind, api.removesuffix(" ?"), not api.endswith(" ?")))
    return expected


def as_marked(files: Sources) -> bool:
    """Whether a program leads exactly where its marks say; the difference is in the error else."""
    made, expected = found(linked(files)), marks(files)
    wrong = [f"missing    {one}" for one in sorted(expected - made)]
    wrong += [f"unexpected {one}" for one in sorted(made - expected)]
    assert not wrong, "\n".join(["", *wrong])
    return True

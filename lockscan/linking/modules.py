"""The modules of a project and which of them import which, from import lines alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from lockscan.linking.layout import Layout
from lockscan.model.imports import ImportLine
from lockscan.model.program import Module, ProjectCall


def import_graph(
    layout: Layout, imports: Mapping[str, Iterable[ImportLine]], tests: frozenset[str]
) -> tuple[Module, ...]:
    """One module for each file, in path order; its imports are the dotted names of project modules."""
    return tuple(
        Module(layout.name(path), path, path in tests, tuple(sorted({layout.name(found) for found in targets})))
        for path in sorted(imports)
        for targets in [_imported(layout, path, imports[path])]
    )


def project_calls(layout: Layout, imports: Mapping[str, Iterable[ImportLine]]) -> tuple[ProjectCall, ...]:
    """What each module takes from another by name: whether it calls that or hands it on, it depends on it."""
    found: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for path, lines in imports.items():
        own = layout.name(path)
        for line in lines:
            module = layout.find(path, line.module, line.level)
            if module is None or module not in layout.files or module == path:
                continue
            other = layout.name(module)
            for name in line.names:
                if name != "*" and layout.child(module, name) is None:
                    found[own].add((other, name))
    return tuple(ProjectCall(own, "", *taken) for own in sorted(found) for taken in sorted(found[own]))


def _imported(layout: Layout, path: str, lines: Iterable[ImportLine]) -> set[str]:
    found: set[str] = set()
    for line in lines:
        module = layout.find(path, line.module, line.level)
        if module is None:
            continue
        for name in line.names:
            child = layout.child(module, name)
            if child is not None and child in layout.files:
                found.add(child)
        if module in layout.files:
            found.add(module)
        elif not line.names:
            initial = f"{module}/__init__.py"
            found |= {initial} & layout.files
    return found - {path}

"""The walk over imports."""

import libcst as cst

from lockscan.extraction.assignments import AssignmentWalk
from lockscan.extraction.bindings import imported_as
from lockscan.extraction.builder import ALIAS
from lockscan.model.facts import Imported, Module
from lockscan.model.program import ReferenceKind


class ImportWalk(AssignmentWalk):
    """Handlers for imports."""

    def import_(self, node: cst.Import) -> bool:
        for alias in node.names:
            region = self.track(ALIAS, alias)
            dotted = _dotted(alias.name)
            imported = self.add(Module(dotted))
            bound = imported if alias.asname is not None else self.add(Module(dotted.partition(".")[0]))
            self.bind(imported_as(alias), bound)
            self.use(ReferenceKind.IMPORT, imported, region)
        return True

    def import_from(self, node: cst.ImportFrom) -> bool:
        module = "" if node.module is None else _dotted(node.module)
        level = len(node.relative)
        if isinstance(node.names, cst.ImportStar):
            imported = self.add(Imported(module, level, "*"))
            self.scopes[self.scope].stars.append(imported)
            self.use(ReferenceKind.IMPORT, imported, self.track(ALIAS, node.names))
            return True
        for alias in node.names:
            region = self.track(ALIAS, alias)
            imported = self.add(Imported(module, level, _dotted(alias.name)))
            self.bind(imported_as(alias), imported)
            self.use(ReferenceKind.IMPORT, imported, region)
        return True


def _dotted(node: cst.BaseExpression) -> str:
    if isinstance(node, cst.Attribute):
        return f"{_dotted(node.value)}.{node.attr.value}"
    return node.value if isinstance(node, cst.Name) else ""

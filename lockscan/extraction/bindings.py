"""Which names a block binds, without entering nested functions and classes."""

from collections.abc import Iterable

import libcst as cst

# Most statements are one of these. libcst's classes are abstract, and a test for one costs as much as ten lookups.
_WITHOUT_NAMES = frozenset({cst.Assert, cst.Break, cst.Continue, cst.Del, cst.Expr, cst.Pass, cst.Raise, cst.Return})


def bound_names(block: cst.BaseSuite | cst.Module) -> set[str]:
    """The names that the statements of a block bind; ``global`` and ``nonlocal`` names are left out.

    Assignment expressions are not looked for: they are bound when the walk meets them.
    """
    names: set[str] = set()
    outer: set[str] = set()
    pending: list[cst.CSTNode] = [block]
    while pending:
        node = pending.pop()
        if type(node) in _WITHOUT_NAMES:
            continue
        if isinstance(node, (cst.Module, cst.IndentedBlock, cst.SimpleStatementLine, cst.SimpleStatementSuite)):
            pending.extend(node.body)
        elif isinstance(node, cst.Assign):
            for target in node.targets:
                names.update(target_names(target.target))
        elif isinstance(node, (cst.AnnAssign, cst.AugAssign)):
            names.update(target_names(node.target))
        elif isinstance(node, (cst.FunctionDef, cst.ClassDef, cst.TypeAlias)):
            names.add(node.name.value)
        elif isinstance(node, (cst.Import, cst.ImportFrom)):
            if not isinstance(node.names, cst.ImportStar):
                names.update(imported_as(alias) for alias in node.names)
        elif isinstance(node, (cst.Global, cst.Nonlocal)):
            outer.update(item.name.value for item in node.names)
        elif isinstance(node, cst.If):
            pending.append(node.body)
            if node.orelse is not None:
                pending.append(node.orelse)
        elif isinstance(node, (cst.Else, cst.Finally)):
            pending.append(node.body)
        elif isinstance(node, cst.For):
            names.update(target_names(node.target))
            pending.extend(_blocks(node.body, node.orelse))
        elif isinstance(node, cst.While):
            pending.extend(_blocks(node.body, node.orelse))
        elif isinstance(node, cst.With):
            for item in node.items:
                if item.asname is not None:
                    names.update(target_names(item.asname.name))
            pending.append(node.body)
        elif isinstance(node, (cst.Try, cst.TryStar)):
            pending.extend(_blocks(node.body, node.orelse, node.finalbody))
            for handler in node.handlers:
                if handler.name is not None:
                    names.update(target_names(handler.name.name))
                pending.append(handler.body)
        elif isinstance(node, cst.Match):
            for case in node.cases:
                names.update(_captures(case.pattern))
                pending.append(case.body)
    return names - outer


def _blocks(*blocks: cst.CSTNode | None) -> Iterable[cst.CSTNode]:
    return (block for block in blocks if block is not None)


def imported_as(alias: cst.ImportAlias) -> str:
    """The name that an import binds."""
    if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
        return alias.asname.name.value
    name: cst.BaseExpression = alias.name
    while isinstance(name, cst.Attribute):
        name = name.value
    return name.value if isinstance(name, cst.Name) else ""


def target_names(target: cst.BaseExpression) -> set[str]:
    """The names that an assignment target binds."""
    if isinstance(target, cst.Name):
        return {target.value}
    if isinstance(target, (cst.Tuple, cst.List)):
        return {name for element in target.elements for name in target_names(element.value)}
    return set()


def _captures(pattern: cst.MatchPattern) -> set[str]:
    names: set[str] = set()
    pending: list[cst.CSTNode] = [pattern]
    while pending:
        node = pending.pop()
        if isinstance(node, (cst.MatchAs, cst.MatchStar)) and node.name is not None:
            names.add(node.name.value)
        if isinstance(node, cst.MatchMapping) and node.rest is not None:
            names.add(node.rest.value)
        pending.extend(child for child in node.children if not isinstance(child, cst.BaseExpression))
    return names

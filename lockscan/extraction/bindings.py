"""Which names a block binds, without entering nested functions and classes."""

from collections.abc import Callable, Iterable
from typing import Any

import libcst as cst

Names = set[str]
Binder = Callable[[Any, Names, Names], Iterable[cst.CSTNode | None]]


def bound_names(block: cst.BaseSuite | cst.Module) -> set[str]:
    """The names that the statements of a block bind; ``global`` and ``nonlocal`` names are left out.

    Assignment expressions are not looked for: they are bound when the walk meets them.
    """
    names: Names = set()
    outer: Names = set()
    pending: list[cst.CSTNode | None] = [block]
    while pending:
        node = pending.pop()
        # libcst's classes are abstract, and a test for one costs as much as ten lookups.
        binder = _BINDERS.get(type(node))
        if binder is not None:
            pending.extend(binder(node, names, outer))
    return names - outer


def _block(
    node: cst.Module | cst.IndentedBlock | cst.SimpleStatementLine | cst.SimpleStatementSuite, _names: Names, _: Names
) -> Iterable[cst.CSTNode]:
    return node.body


def _assign(node: cst.Assign, names: Names, _: Names) -> Iterable[cst.CSTNode]:
    for target in node.targets:
        names.update(target_names(target.target))
    return ()


def _assign_one(node: cst.AnnAssign | cst.AugAssign, names: Names, _: Names) -> Iterable[cst.CSTNode]:
    names.update(target_names(node.target))
    return ()


def _define(node: cst.FunctionDef | cst.ClassDef | cst.TypeAlias, names: Names, _: Names) -> Iterable[cst.CSTNode]:
    names.add(node.name.value)
    return ()


def _import(node: cst.Import | cst.ImportFrom, names: Names, _: Names) -> Iterable[cst.CSTNode]:
    if not isinstance(node.names, cst.ImportStar):
        names.update(imported_as(alias) for alias in node.names)
    return ()


def _declare(node: cst.Global | cst.Nonlocal, _: Names, outer: Names) -> Iterable[cst.CSTNode]:
    outer.update(item.name.value for item in node.names)
    return ()


def _inner(node: cst.Else | cst.Finally, _names: Names, _: Names) -> Iterable[cst.CSTNode]:
    return (node.body,)


def _branch(node: cst.If | cst.While, _names: Names, _: Names) -> Iterable[cst.CSTNode | None]:
    return node.body, node.orelse


def _for(node: cst.For, names: Names, _: Names) -> Iterable[cst.CSTNode | None]:
    names.update(target_names(node.target))
    return node.body, node.orelse


def _with(node: cst.With, names: Names, _: Names) -> Iterable[cst.CSTNode]:
    for item in node.items:
        if item.asname is not None:
            names.update(target_names(item.asname.name))
    return (node.body,)


def _try(node: cst.Try | cst.TryStar, names: Names, _: Names) -> Iterable[cst.CSTNode | None]:
    for handler in node.handlers:
        if handler.name is not None:
            names.update(target_names(handler.name.name))
    return node.body, node.orelse, node.finalbody, *(handler.body for handler in node.handlers)


def _match(node: cst.Match, names: Names, _: Names) -> Iterable[cst.CSTNode]:
    for case in node.cases:
        names.update(_captures(case.pattern))
    return [case.body for case in node.cases]


# What the statements of each type bind goes into the first set, what they leave to another scope into the second; they
# give the blocks in them. Statements of other types bind nothing.
_BINDERS: dict[type, Binder] = {
    cst.Module: _block,
    cst.IndentedBlock: _block,
    cst.SimpleStatementLine: _block,
    cst.SimpleStatementSuite: _block,
    cst.Assign: _assign,
    cst.AnnAssign: _assign_one,
    cst.AugAssign: _assign_one,
    cst.FunctionDef: _define,
    cst.ClassDef: _define,
    cst.TypeAlias: _define,
    cst.Import: _import,
    cst.ImportFrom: _import,
    cst.Global: _declare,
    cst.Nonlocal: _declare,
    cst.If: _branch,
    cst.While: _branch,
    cst.Else: _inner,
    cst.Finally: _inner,
    cst.For: _for,
    cst.With: _with,
    cst.Try: _try,
    cst.TryStar: _try,
    cst.Match: _match,
}


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
    if type(target) is cst.Name:
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

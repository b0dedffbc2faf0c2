"""The walk over statements, and so over a whole file."""

import libcst as cst

from lockscan.extraction.bindings import bound_names
from lockscan.extraction.definitions import DefinitionWalk
from lockscan.model.facts import ScopeKind


class StatementWalk(DefinitionWalk):
    """The handler of every kind of statement; each says whether the next one is reached."""

    def __init__(self) -> None:
        super().__init__()
        self.statements = {
            cst.SimpleStatementLine: self.line,
            cst.Expr: self.expression_statement,
            cst.Assign: self.assign,
            cst.AnnAssign: self.annotated_assign,
            cst.AugAssign: self.augmented_assign,
            cst.Import: self.import_,
            cst.ImportFrom: self.import_from,
            cst.Return: self.return_,
            cst.Raise: self.raise_,
            cst.Assert: self.assert_,
            cst.Del: self.del_,
            cst.Global: self.outer_names,
            cst.Nonlocal: self.outer_names,
            cst.If: self.if_,
            cst.For: self.for_,
            cst.While: self.while_,
            cst.With: self.with_,
            cst.Try: self.try_,
            cst.TryStar: self.try_,
            cst.Match: self.match_,
            cst.FunctionDef: self.function,
            cst.ClassDef: self.class_,
            cst.TypeAlias: self.type_alias,
        }

    def module(self, node: cst.Module) -> None:
        """Walk a whole file."""
        self.open(ScopeKind.MODULE, "", bound_names(node))
        self.block(node.body)

    def expression_statement(self, node: cst.Expr) -> bool:
        if type(node.value) is cst.SimpleString or type(node.value) is cst.ConcatenatedString:
            # A docstring is prose.
            self.uses, uses = [], self.uses
            self.visit(node.value)
            self.uses = uses
        else:
            self.visit(node.value)
        return True

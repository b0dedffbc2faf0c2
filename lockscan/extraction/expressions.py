"""The walk over expressions: each gives the place of what it stands for, and leaves the uses that it passes."""

import libcst as cst

from lockscan.extraction.builder import NOTHING
from lockscan.extraction.calls import CallWalk
from lockscan.model.facts import Id


class ExpressionWalk(CallWalk):
    """The handler of every kind of expression."""

    def __init__(self) -> None:
        super().__init__()
        self.handlers = {
            cst.Name: self.name,
            cst.Attribute: self.read_attribute,
            cst.Subscript: self.read_subscript,
            cst.Call: self.call,
            cst.SimpleString: self.string,
            cst.ConcatenatedString: self.string,
            cst.FormattedString: self.string,
            cst.TemplatedString: self.template,
            cst.Integer: self.nothing,
            cst.Float: self.nothing,
            cst.Imaginary: self.nothing,
            cst.Ellipsis: self.nothing,
            cst.List: self.display,
            cst.Tuple: self.display,
            cst.Set: self.display,
            cst.Dict: self.dict_display,
            cst.ListComp: self.comprehension,
            cst.SetComp: self.comprehension,
            cst.GeneratorExp: self.comprehension,
            cst.DictComp: self.dict_comprehension,
            cst.IfExp: self.conditional,
            cst.BooleanOperation: self.boolean,
            cst.BinaryOperation: self.binary,
            cst.UnaryOperation: self.unary,
            cst.Comparison: self.comparison,
            cst.Await: self.awaited,
            cst.NamedExpr: self.named,
            cst.Lambda: self.lambda_,
            cst.Yield: self.yield_,
        }
        self.links = {cst.Attribute: self.attribute, cst.Subscript: self.subscript}

    def nothing(self, _node: cst.CSTNode, _role: str) -> Id:
        return NOTHING

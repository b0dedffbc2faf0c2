"""The walk over strings, and over what stands in their holes."""

from collections.abc import Sequence

import libcst as cst

from lockscan.extraction.annotations import AnnotationWalk
from lockscan.extraction.builder import NOTHING, TEXT
from lockscan.extraction.literals import HOLE, may_be_address, text_of
from lockscan.model.facts import Concat, Id, Text
from lockscan.model.program import ReferenceKind

# A longer text is prose or data; what marks a prompt format stands in its first characters or many times.
_LONGEST_TEXT = 20_000


class StringWalk(AnnotationWalk):
    """Handlers for strings."""

    def string(self, node: cst.SimpleString | cst.ConcatenatedString | cst.FormattedString, role: str) -> Id:
        region = self.track(TEXT, node)
        text = text_of(node)
        parts = () if type(node) is cst.SimpleString else self.holes(node)
        if text is None:
            return NOTHING
        found = self.add(Text(text[:_LONGEST_TEXT]))
        if text:
            self.use(ReferenceKind.STRING, found, region, role)
        return self.concat(parts or [text]) if HOLE in text and may_be_address(text) else found

    def holes(self, node: cst.BaseExpression) -> list[Id | str]:
        """Walk what stands in the holes of an f-string, from left to right; give the texts and what is between them."""
        if isinstance(node, cst.ConcatenatedString):
            return [*self.holes(node.left), *self.holes(node.right)]
        if isinstance(node, cst.FormattedString):
            return self.parts(node.parts)
        return [text_of(node) or ""]

    def parts(self, parts: Sequence[cst.BaseFormattedStringContent]) -> list[Id | str]:
        found: list[Id | str] = []
        for part in parts:
            if isinstance(part, cst.FormattedStringExpression):
                found.append(self.visit(part.expression))
                if part.format_spec is not None:
                    self.parts(part.format_spec)
            elif isinstance(part, cst.FormattedStringText):
                found.append(part.value)
        return found

    def concat(self, parts: Sequence[Id | str]) -> Id:
        """Texts one after the other."""
        return self.add(Concat(tuple(self.add(Text(part)) if isinstance(part, str) else part for part in parts)))

    def template(self, node: cst.TemplatedString, _role: str) -> Id:
        for part in node.parts:
            if isinstance(part, cst.TemplatedStringExpression):
                self.visit(part.expression)
        return NOTHING

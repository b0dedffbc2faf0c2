"""The walk over the patterns of ``match``."""

import libcst as cst

from lockscan.extraction.builder import NOTHING
from lockscan.extraction.expressions import ExpressionWalk
from lockscan.extraction.literals import text_of
from lockscan.model.facts import Attribute, Id, Instance, Item, Narrowed


class PatternWalk(ExpressionWalk):
    """Binds what a pattern captures: an object of the class that it names, an item of the subject, or the subject."""

    def pattern(self, node: cst.MatchPattern, subject: Id) -> Id:
        """Walk a pattern in the order of the source; gives what the subject is where it matches."""
        if isinstance(node, cst.MatchValue):
            self.visit(node.value)
            return subject
        if isinstance(node, cst.MatchAs):
            matched = subject if node.pattern is None else self.pattern(node.pattern, subject)
            if node.name is not None:
                self.bind(node.name.value, matched)
            return matched
        if isinstance(node, cst.MatchOr):
            return self.join([self.pattern(element.pattern, subject) for element in node.patterns])
        if isinstance(node, cst.MatchClass):
            return self.class_pattern(node, subject)
        if isinstance(node, (cst.MatchList, cst.MatchTuple)):
            for place, element in enumerate(node.patterns):
                if isinstance(element, cst.MatchStar):
                    if element.name is not None:
                        self.bind(element.name.value, subject)
                else:
                    self.pattern(element.value, NOTHING if subject == NOTHING else self.add(Item(subject, place)))
        if isinstance(node, cst.MatchMapping):
            for entry in node.elements:
                self.visit(entry.key)
                key = text_of(entry.key)
                self.pattern(
                    entry.pattern, NOTHING if subject == NOTHING or key is None else self.add(Item(subject, key))
                )
            if node.rest is not None:
                self.bind(node.rest.value, NOTHING)
        return subject

    def class_pattern(self, node: cst.MatchClass, subject: Id) -> Id:
        """``Class(…)``: the subject is an object of the class."""
        named = self.chain(node.cls)
        matched = NOTHING
        if named != NOTHING:
            matched = self.add(Instance(named) if subject == NOTHING else Narrowed(subject, named, holds=True))
        for element in node.patterns:
            self.pattern(element.value, NOTHING)
        for keyword in node.kwds:
            attribute = NOTHING if matched == NOTHING else self.add(Attribute(matched, keyword.key.value))
            self.pattern(keyword.pattern, attribute)
        return matched

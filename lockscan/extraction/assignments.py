"""The walk over assignments: to names, attributes, items and what is unpacked."""

from collections.abc import Callable

import libcst as cst

from lockscan.extraction.builder import ATTRIBUTE, NAME, NOTHING, SUBSCRIPT
from lockscan.extraction.literals import text_of
from lockscan.extraction.names import last_name
from lockscan.extraction.patterns import PatternWalk
from lockscan.model.facts import Entry, Id, Item, Mapping, ScopeKind

# How many of the items that a starred target takes are told apart.
_REST = 4
# How a target that the walk has passed takes its value.
Assign = Callable[[Id], None]


class AssignmentWalk(PatternWalk):
    """Handlers for statements that bind names to values, or take them away."""

    def __init__(self) -> None:
        super().__init__()
        self.exports: list[str] | None = None

    def target(self, node: cst.BaseExpression) -> Assign:
        """Walk a target; gives how to assign to it once its value is known."""
        if type(node) is cst.Name:
            self.track(NAME, node)
            name = node.value
            return lambda value: self.bind(name, value)
        if type(node) is cst.Attribute:
            self.track(ATTRIBUTE, node)
            base, attribute = self.chain(node.value), node.attr.value
            return lambda value: self.store(base, attribute, value)
        if isinstance(node, cst.Subscript):
            return self.item_target(node)
        if isinstance(node, (cst.Tuple, cst.List)):
            inner = [(element, self.target(element.value)) for element in node.elements]

            def unpack(value: Id) -> None:
                for place, (element, assign) in enumerate(inner):
                    items = [
                        NOTHING if value == NOTHING else self.add(Item(value, place + more)) for more in range(_REST)
                    ]
                    assign(self.one_of(*items) if isinstance(element, cst.StarredElement) else items[0])

            return unpack
        self.visit(node)
        return lambda _value: None

    def item_target(self, node: cst.Subscript) -> Assign:
        self.track(SUBSCRIPT, node)
        container = node.value
        role = "os.environ" if self.dotted(self.chain(container)) == "os.environ" else ""
        key: str | None = None
        for element in node.slice:
            self.visit(element.slice.value if isinstance(element.slice, cst.Index) else element.slice, role)
            if isinstance(element.slice, cst.Index):
                key = text_of(element.slice.value)
        region = max(0, self.upcoming() - 1)

        def put(value: Id) -> None:
            if value != NOTHING:
                self.put(container, self.add(Mapping((Entry(key, value, region),))))

        return put

    def assign(self, node: cst.Assign) -> bool:
        targets = [self.target(target.target) for target in node.targets]
        first = node.targets[0].target
        role = _role(first)
        value = self.visit(node.value, role)
        for assign in targets:
            assign(value)
        if role == "__all__" and self.scope == 0:
            self.export(node.value)
        return True

    def export(self, node: cst.BaseExpression) -> None:
        """Note a literal ``__all__``."""
        if isinstance(node, (cst.List, cst.Tuple)):
            names = [text_of(element.value) for element in node.elements]
            self.exports = [*(self.exports or []), *(name for name in names if name is not None)]

    def annotated_assign(self, node: cst.AnnAssign) -> bool:
        assign = self.target(node.target)
        if last_name(node.annotation.annotation) == "TypeAlias" and node.value is not None:
            self.annotation(node.annotation.annotation)
            assign(self.named_type(node.value))
            return True
        annotated = self.annotation(node.annotation.annotation)
        value = NOTHING if node.value is None else self.visit(node.value, _role(node.target))
        if node.value is not None or self.scopes[self.scope].kind is not ScopeKind.FUNCTION:
            assign(self.join((value, annotated)))
        elif isinstance(node.target, cst.Name) and annotated != NOTHING:
            assign(annotated)
        return True

    def augmented_assign(self, node: cst.AugAssign) -> bool:
        role = _role(node.target)
        if isinstance(node.target, cst.Name):
            self.track(NAME, node.target)
            self.extend(node.target.value, self.visit(node.value, role))
        else:
            assign = self.target(node.target)
            assign(self.visit(node.value, role))
        if role == "__all__" and self.scope == 0:
            self.export(node.value)
        return True

    def del_(self, node: cst.Del) -> bool:
        targets = node.target.elements if isinstance(node.target, (cst.Tuple, cst.List)) else [node.target]
        for target in targets:
            value = target if isinstance(target, cst.BaseExpression) else target.value
            if isinstance(value, cst.Name):
                self.track(NAME, value)
                self.flow.pop(value.value, None)
            else:
                self.target(value)
        return True

    def outer_names(self, node: cst.Global | cst.Nonlocal) -> bool:
        names = {item.name.value for item in node.names}
        scope = self.scopes[self.scope]
        scope.outer |= names
        if isinstance(node, cst.Global):
            self.scopes[0].local |= names
        for name in names:
            owner = self.owner(name)
            if owner >= 0:
                self.scopes[owner].shared.add(name)
        return True

    def type_alias(self, node: cst.TypeAlias) -> bool:
        self.track(NAME, node.name)
        if node.type_parameters is not None:
            self.type_parameters(node.type_parameters)
        self.bind(node.name.value, self.alias(self.annotation(node.value)))
        return True


def _role(target: cst.BaseExpression) -> str:
    if isinstance(target, cst.Name):
        return target.value
    if isinstance(target, cst.Attribute):
        return target.attr.value
    if isinstance(target, cst.Subscript) and len(target.slice) == 1:
        index = target.slice[0].slice
        return (text_of(index.value) or "") if isinstance(index, cst.Index) else ""
    return ""

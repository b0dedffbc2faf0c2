"""The walk over containers: displays, subscripts, and what is put into containers later."""

import libcst as cst

from lockscan.extraction.builder import DICT, NOTHING, SUBSCRIPT
from lockscan.extraction.literals import HOLE, integer_of, text_of
from lockscan.extraction.narrowing import NarrowingWalk
from lockscan.model.facts import ENVIRONMENT, Argument, Entry, Free, Id, Item, Mapping, Text
from lockscan.model.program import ReferenceKind


class ContainerWalk(NarrowingWalk):
    """Handlers for displays and subscripts."""

    def read_subscript(self, node: cst.Subscript, _role: str) -> Id:
        region = self.upcoming()
        found = self.subscript(node)
        self.use(ReferenceKind.READ, found, region)
        return found

    def subscript(self, node: cst.Subscript) -> Id:
        if self.is_type(node):
            return self.named_type(node)
        self.track(SUBSCRIPT, node)
        base = self.chain(node.value)
        role = "os.environ" if self.dotted(base) == "os.environ" else ""
        key: str | int | None = None
        for element in node.slice:
            inner = element.slice
            if isinstance(inner, cst.Index):
                found = self.visit(inner.value, role)
                text = self.expressions[found]
                key = text.value if isinstance(text, Text) and HOLE not in text.value else integer_of(inner.value)
            else:
                self.visit(inner)
        if role:
            return self.add(Free(ENVIRONMENT))
        if base == NOTHING:
            return NOTHING
        sliced = len(node.slice) == 1 and isinstance(node.slice[0].slice, cst.Slice)
        return base if sliced else self.add(Item(base, key))

    def display(self, node: cst.List | cst.Tuple | cst.Set, role: str) -> Id:
        items = []
        for element in node.elements:
            value = self.visit(element.value, role)
            items.append(self.element(value) if isinstance(element, cst.StarredElement) else value)
        return self.one_of(*items)

    def dict_display(self, node: cst.Dict, role: str) -> Id:
        region = self.track(DICT, node)
        entries = []
        for element in node.elements:
            if isinstance(element, cst.StarredDictElement):
                entries.append(Entry("**", self.visit(element.value), region))
            elif isinstance(element, cst.DictElement):
                place = self.upcoming()
                self.visit(element.key, role and f"{role} key")
                place = place if self.upcoming() > place else region
                key = text_of(element.key)
                entries.append(Entry(key, self.visit(element.value, key or role), place))
        found = self.add(Mapping(tuple(entries)))
        if any(entry.key not in (None, "**") for entry in entries):
            self.use(ReferenceKind.SHAPE, found, region, role)
        return found

    def grow(self, container: cst.BaseExpression, method: str, arguments: tuple[Argument, ...]) -> None:
        """``container.append(value)`` and the like: the container holds the value from here on."""
        if not arguments or arguments[-1].value == NOTHING:
            return
        value = arguments[-1].value
        if method in ("setdefault", "set"):
            value = self.add(Mapping((Entry(None, value, arguments[-1].region),)))
        elif method not in ("extend", "update"):
            value = self.one_of(value)
        self.put(container, value)

    def put(self, container: cst.BaseExpression, value: Id) -> None:
        """Let a container, a name or an attribute, stand for a value beside what it stands for."""
        if isinstance(container, cst.Name):
            self.extend(container.value, value)
        elif isinstance(container, cst.Attribute) and isinstance(container.value, cst.Name):
            owner = self.read(container.value.value)
            if self.is_receiver(owner) is not None:
                self.store(owner, container.attr.value, value)

"""The walk over comprehensions, whose elements stand before the loops that bind their names."""

import libcst as cst

from lockscan.extraction.bindings import target_names
from lockscan.extraction.builder import NAME, NOTHING, Flow
from lockscan.extraction.containers import ContainerWalk
from lockscan.model.facts import Entry, Future, Id, Item, Join, Mapping


class ComprehensionWalk(ContainerWalk):
    """Handlers for comprehensions."""

    def comprehension(self, node: cst.ListComp | cst.SetComp | cst.GeneratorExp, _role: str) -> Id:
        overlay = self.enter_comprehension(node.for_in)
        item = self.visit(node.elt)
        self.leave_comprehension(node.for_in, overlay)
        return self.one_of(item)

    def dict_comprehension(self, node: cst.DictComp, _role: str) -> Id:
        overlay = self.enter_comprehension(node.for_in)
        key = self.visit(node.key)
        value = self.visit(node.value)
        self.leave_comprehension(node.for_in, overlay)
        found = self.add(Mapping((Entry(None, value, 0),)))
        made = self.expressions[key]
        future = isinstance(made, Join) and any(isinstance(self.expressions[part], Future) for part in made.parts)
        # Futures are kept as keys, to find again what they were made for.
        return self.join((found, self.one_of(key))) if future else found

    def enter_comprehension(self, loop: cst.CompFor) -> Flow:
        """Reserve a place for each target, since the element stands before the loops that bind them."""
        overlay: Flow = {}
        inner: cst.CompFor | None = loop
        while inner is not None:
            for name in sorted(target_names(inner.target)):
                overlay[name] = self.reserve()
            inner = inner.inner_for_in
        self.overlays.append(overlay)
        return overlay

    def leave_comprehension(self, loop: cst.CompFor, overlay: Flow) -> None:
        inner: cst.CompFor | None = loop
        while inner is not None:
            self.comprehension_target(inner.target)
            iterated = self.element(self.visit(inner.iter))
            for condition in inner.ifs:
                self.visit(condition.test)
                if isinstance(inner.target, cst.Name):
                    iterated = self.kept(condition.test, inner.target.value, iterated)
            self.spread(inner.target, iterated, overlay)
            inner = inner.inner_for_in
        self.overlays.remove(overlay)

    def comprehension_target(self, target: cst.BaseExpression) -> None:
        """Track the names of a target."""
        if isinstance(target, cst.Name):
            self.track(NAME, target)
        elif isinstance(target, (cst.Tuple, cst.List)):
            for element in target.elements:
                self.comprehension_target(element.value)
        else:
            self.visit(target)

    def spread(self, target: cst.BaseExpression, value: Id, overlay: Flow) -> None:
        """Say what stands at the places reserved for a target."""
        if isinstance(target, cst.Name):
            self.fill(overlay[target.value], self.expressions[self.join((value,))])
        elif isinstance(target, (cst.Tuple, cst.List)):
            for place, element in enumerate(target.elements):
                part = NOTHING if value == NOTHING else self.add(Item(value, place))
                self.spread(element.value, part, overlay)

"""What each kind of expression stands for: the transfer function of the fixpoint.

It is one class in layers: names, attributes, containers, parameters, calls and texts that are put together
each stand on the one before.
"""

from lockscan.linking.building import Building
from lockscan.linking.layout import Layout
from lockscan.linking.values import (
    MappingValue,
    SequenceValue,
)
from lockscan.model.facts import (
    Alias,
    Attribute,
    Call,
    Class,
    Concat,
    Element,
    Entered,
    Free,
    Function,
    Future,
    Imported,
    Instance,
    Item,
    Join,
    Lookup,
    Mapping,
    Module,
    Narrowed,
    Parameter,
    Sequence,
    Super,
    Text,
)


class Evaluation(Building):
    """The program as far as it is loaded, and the transfer function over it."""

    def __init__(
        self, layout: Layout, heads: frozenset[str], keyed: frozenset[str], leaves: frozenset[tuple[str, str, str]]
    ) -> None:
        super().__init__(layout, heads, keyed, leaves)
        self.kinds = {
            Text: self._text,
            Module: self._module,
            Imported: self._imported,
            Join: self._join,
            Lookup: self._lookup,
            Free: self._free,
            Attribute: self._attribute,
            Call: self._call,
            Element: self._element,
            Item: self._item,
            Sequence: lambda file, place, _: (SequenceValue(file, place),),
            Mapping: lambda file, place, _: (MappingValue(file, place),),
            Parameter: self._parameter,
            Function: self._function,
            Class: self._class,
            Instance: self._instance,
            Entered: self._entered,
            Super: self._super,
            Alias: self._alias,
            Narrowed: self._narrowed,
            Future: self._future,
            Concat: self._concat,
        }

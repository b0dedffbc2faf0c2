"""Texts that are put together, such as an address out of a base and a path.

While linking they are told by where they are made; what they say is read off in the end, when all of their parts are
known: until then a part that is not known yet cannot be told from one that nobody knows.
"""

import re
from collections.abc import Iterable, Iterator

from lockscan.linking.calls import Calls
from lockscan.linking.layout import Layout
from lockscan.linking.outside import SENDING_METHODS
from lockscan.linking.values import External, Literal, PendingValue, TextValue, Value
from lockscan.model.facts import Argument, Attribute, Call, Concat, Sequence

HOLE = "{}"
# Methods of texts that give a text made of them.
_METHODS = frozenset({"format", "join", "rstrip", "strip", "removesuffix"})
# Functions that give a text made of their arguments.
_JOINING = frozenset({"urllib.parse.urljoin", "posixpath.join", "os.path.join"})
_SAME = frozenset({"httpx.URL", "yarl.URL"})
_NAMES = frozenset({"None", "True", "False"})
_FIELD = re.compile(r"\{(?P<name>\w*)(?:![rsa])?(?::[^{}]*)?\}")

# A text has no more spellings, and no more texts in texts.
_MOST = 8
_DEEPEST = 4
_LONGEST = 300


def _may_be_address(value: Value) -> bool:
    if isinstance(value, TextValue):
        return True
    return isinstance(value, Literal) and "/" in value.text and not any(map(str.isspace, value.text))


class Building(Calls):
    """What gives a text that is put together, and what it says.

    What was read off is kept in ``rendered`` until more is linked.
    """

    def __init__(
        self, layout: Layout, heads: frozenset[str], keyed: frozenset[str], leaves: frozenset[tuple[str, str, str]]
    ) -> None:
        super().__init__(layout, heads, keyed, leaves)
        self.rendered: dict[tuple[int, int, int], tuple[tuple[str, ...], bool]] = {}

    def _concat(self, file: int, place: int, expression: Concat) -> Iterable[Value]:
        for part in expression.parts:
            self.value(file, part)
        yield TextValue(file, place)

    def _call(self, file: int, place: int, expression: Call) -> Iterable[Value]:
        function = self.facts[file].expressions[expression.function]
        if self._makes_text(file, expression):
            self._ask_for(file, expression)
            yield TextValue(file, place)
            return
        if isinstance(function, Attribute) and function.name in SENDING_METHODS:
            # What is called may be unknown, and still tell where a request goes.
            self._ask_for(file, expression)
        yield from super()._call(file, place, expression)

    def _ask_for(self, file: int, call: Call) -> None:
        """Have the arguments of a call computed, and the items of those that are displays."""
        for argument in call.arguments:
            self.value(file, argument.value)
            given = self.facts[file].expressions[argument.value]
            for item in given.items if isinstance(given, Sequence) else ():
                self.value(file, item)

    def _makes_text(self, file: int, call: Call) -> bool:
        function = self.facts[file].expressions[call.function]
        base = function.base if isinstance(function, Attribute) and function.name in _METHODS else 0
        if any(map(_may_be_address, self.value(file, base))):
            return True
        return any(
            isinstance(value, External) and (value.path in _JOINING or value.path in _SAME)
            for value in self.value(file, call.function)
        )

    def texts(self, file: int, place: int, depth: int = _DEEPEST) -> tuple[tuple[str, ...], bool]:
        """What an expression may say, in order, ``{}`` for what is not known of it; and whether it may say more."""
        key = (file, place, depth)
        if key not in self.rendered:
            self.rendered[key] = self._texts_of(file, place, depth)
        return self.rendered[key]

    def _texts_of(self, file: int, place: int, depth: int) -> tuple[tuple[str, ...], bool]:
        known: set[str] = set()
        more = False
        for value in self.solver.values.get((file, place), ()):
            if isinstance(value, Literal):
                known.add(value.text)
            elif isinstance(value, TextValue) and depth:
                known.update(self._built(value, depth - 1))
            else:
                # What a file that is not loaded says is nothing of a vendor's.
                more |= not isinstance(value, PendingValue)
        return tuple(sorted(known)), more

    def ingredients(self, file: int, place: int) -> tuple[int, ...]:
        """The expressions that a text is put together of, and itself."""
        expression = self.facts[file].expressions[place]
        if isinstance(expression, Concat):
            return (place, *expression.parts)
        if not isinstance(expression, Call):
            return (place,)
        function = self.facts[file].expressions[expression.function]
        base = (function.base,) if isinstance(function, Attribute) else ()
        return (place, *base, *(argument.value for argument in expression.arguments))

    def _built(self, text: TextValue, depth: int) -> Iterable[str]:
        """What a text says that is put together."""
        expression = self.facts[text.file].expressions[text.expression]
        if isinstance(expression, Concat):
            return self._joined([self._part(text.file, part, depth) for part in expression.parts], "")
        if not isinstance(expression, Call):
            return ()
        given = expression.arguments
        function = self.facts[text.file].expressions[expression.function]
        if isinstance(function, Attribute) and function.name in _METHODS:
            bases = self._part(text.file, function.base, depth)
            return [made for base in bases for made in self._by_method(function.name, base, text.file, given, depth)]
        parts = [self._part(text.file, argument.value, depth) for argument in given[:4]]
        if len(parts) > 1:
            return [_joined_paths(made.split("\0")) for made in self._joined(parts, "\0")]
        return parts[0] if parts else ()

    def _part(self, file: int, place: int, depth: int) -> tuple[str, ...]:
        texts, more = self.texts(file, place, depth)
        known = tuple(text for text in texts if text not in _NAMES)
        return (*known[: _MOST - 1], HOLE) if more or not 0 < len(known) < _MOST else known

    def _joined(self, parts: list[tuple[str, ...]], between: str) -> list[str]:
        made = [""]
        for place, part in enumerate(parts):
            link = between if place else ""
            made = [(before + link + after)[:_LONGEST] for before in made for after in part][:_MOST]
        return made

    def _by_method(self, name: str, base: str, file: int, given: tuple[Argument, ...], depth: int) -> Iterator[str]:
        """What ``base.name(…)`` gives."""
        if name == "format":
            yield from self._formatted(base, file, given, depth)
        elif name == "join":
            items = self.facts[file].expressions[given[0].value] if given else None
            if isinstance(items, Sequence):
                yield from self._joined([self._part(file, item, depth) for item in items.items], base)
        else:
            strip = self._part(file, given[0].value, depth)[0] if given else None
            yield (
                str(getattr(base, name)(*(() if strip is None else (strip,))))
                if given or "remove" not in name
                else base
            )

    def _formatted(self, base: str, file: int, given: tuple[Argument, ...], depth: int) -> Iterable[str]:
        positional = [argument.value for argument in given if not argument.name]
        named = {argument.name: argument.value for argument in given if argument.name}
        parts: list[tuple[str, ...]] = []
        at = count = 0
        for field in _FIELD.finditer(base):
            name = field["name"] or str(count)
            count += not field["name"]
            place = named.get(name)
            if name.isdecimal() and int(name) < len(positional):
                place = positional[int(name)]
            parts += [(base[at : field.start()],), self._part(file, place, depth) if place else (HOLE,)]
            at = field.end()
        return self._joined([*parts, (base[at:],)], "")


def _joined_paths(parts: list[str]) -> str:
    """Join an address and paths, each with one slash between; a whole address begins anew."""
    made = parts[0]
    for part in parts[1:]:
        made = part if "://" in part else f"{made.rstrip('/')}/{part.lstrip('/')}"
    return made

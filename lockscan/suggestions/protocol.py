"""The text of an interface: a module of Python with values, errors and protocols."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from lockscan.model.suggestion import Operation, Parameter
from lockscan.suggestions.ports import FIELD_TYPES

_WIDTH = 100
_ABSTRACT = ("AsyncIterator", "Iterator", "Mapping", "Sequence")
_VALUES = {
    "Message": (("role", "str"), ("content", "str")),
    "Tool": (("name", "str"), ("description", "str"), ("parameters", "Mapping[str, object]")),
    "ToolCall": (("id", "str"), ("name", "str"), ("arguments", "Mapping[str, object]")),
}


class Part(NamedTuple):
    """One protocol."""

    name: str
    operations: tuple[Operation, ...]


def written(parts: tuple[Part, ...], reads: tuple[str, ...], errors: Mapping[str, str]) -> str:
    """Return the module; ``reads`` are the fields of an answer, ``errors`` the plain name for each of the vendor's."""
    protocols = [line for part in parts for line in ("", "", *_protocol(part))]
    body = "\n".join(protocols)
    values = {"Reply": tuple((name, FIELD_TYPES.get(name, "object")) for name in reads)} if "Reply" in body else {}
    used = body + "".join(type_ for fields in values.values() for _, type_ in fields)
    values = {name: fields for name, fields in _VALUES.items() if re.search(rf"\b{name}\b", used)} | values
    classes = [line for name, fields in values.items() for line in ("", "", *_value(name, fields))]
    plain = sorted(set(errors.values()))
    failures = [line for name in plain for line in ("", "", *_error(name, errors))]
    everything = "\n".join([*classes, *failures, *protocols])
    return "\n".join([*_imports(everything, bool(classes)), *classes, *failures, *protocols]) + "\n"


def signature(operation: Operation) -> str:
    """Return the head of an operation on one line, without ``self``."""
    return f"{operation.name}({', '.join(_arguments(operation.parameters))}) -> {_result(operation)}"


def _imports(text: str, values: bool) -> Iterator[str]:
    if names := [name for name in _ABSTRACT if re.search(rf"\b{name}\b", text)]:
        yield f"from collections.abc import {', '.join(names)}"
    if values:
        yield "from dataclasses import dataclass"
    yield f"from typing import {'BinaryIO, ' if 'BinaryIO' in text else ''}Protocol"


def _value(name: str, fields: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield "@dataclass(frozen=True)"
    yield f"class {name}:"
    for field, type_ in fields:
        yield f"    {field}: {type_}"


def _error(name: str, errors: Mapping[str, str]) -> Iterator[str]:
    yield f"class {name}(Exception):"
    yield f'    """Instead of {", ".join(path for path, plain in errors.items() if plain == name)}."""'


def _protocol(part: Part) -> Iterator[str]:
    yield f"class {part.name}(Protocol):"
    for place, operation in enumerate(part.operations):
        if place:
            yield ""
        # A generator that is awaited item by item is called without await.
        word = "async def" if operation.awaits and not operation.streams else "def"
        arguments = ["self", *_arguments(operation.parameters)]
        head = f"    {word} {operation.name}({', '.join(arguments)}) -> {_result(operation)}: ..."
        if len(head) <= _WIDTH:
            yield head
        else:
            yield f"    {word} {operation.name}("
            for argument in arguments:
                yield f"        {argument},"
            yield f"    ) -> {_result(operation)}: ..."


def _arguments(parameters: tuple[Parameter, ...]) -> list[str]:
    shown = [
        f"{one.name}: {one.type} | None = None" if one.optional else f"{one.name}: {one.type}" for one in parameters
    ]
    return [*shown[:1], *(["*"] if len(shown) > 1 else []), *shown[1:]]


def _result(operation: Operation) -> str:
    if not operation.streams:
        return operation.returns
    return f"{'AsyncIterator' if operation.awaits else 'Iterator'}[{operation.returns}]"

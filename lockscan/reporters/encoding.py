"""JSON values and their text, for the formats that machines read."""

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from lockscan.reporters.text import HIDDEN

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
"""A value that JSON can hold."""


def dumps(value: Json) -> str:
    """Return a value as JSON text with a final newline, keys in the order given.

    Text stays readable, but what could act on a terminal, and lone surrogates, which have no UTF-8, are escaped.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2)
    # Outside of strings there is no hidden character but the line breaks of the layout.
    return "\n".join(HIDDEN.sub(lambda match: json.dumps(match[0])[1:-1], line) for line in text.split("\n")) + "\n"

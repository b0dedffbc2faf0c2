"""JSON values and their text, for the formats that machines read."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import msgspec

from lockscan.reporters.text import HIDDEN

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
"""A value that JSON can hold."""


def dumps(value: Json) -> str:
    """Return a value as JSON text with a final newline, keys in the order given.

    Text stays readable, but what could act on a terminal, and lone surrogates, which have no UTF-8, are escaped.
    """
    # The encoder of the standard library is a third as fast once it lays out lines.
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    escaped = HIDDEN.sub(_escape, text)
    try:
        laid_out = msgspec.json.format(escaped, indent=2)
    except msgspec.DecodeError:
        # It takes no lone surrogate, even escaped.
        laid_out = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2)
        laid_out = "\n".join(HIDDEN.sub(_escape, line) for line in laid_out.split("\n"))
    return f"{laid_out}\n"


def _escape(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1]

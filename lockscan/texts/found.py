"""What is taken of a text: strings that stand for a model, an address, a header or a variable."""

import re
from collections.abc import Iterator
from typing import NamedTuple

ENVIRONMENT = "env"
HEADER = "headers key"
"""Roles that strings have in code too; see :mod:`lockscan.matching.literals`."""


class Found(NamedTuple):
    """A string with the line and column, both from 1, at which it begins, and the role that it stands at."""

    line: int
    column: int
    text: str
    role: str


class Entry(NamedTuple):
    """A key with a value, either of which may be empty, and the keys around it, the nearest last.

    Columns count from 0.
    """

    line: int
    around: tuple[str, ...]
    key: str
    key_column: int
    value: str
    value_column: int


_MODEL = re.compile(r"(?<![a-z])(?:models?|engines?|deployments?)(?![a-z])")
# Its own key says so as well, but what stands below it may be anything.
_LLM = re.compile(r"(?<![a-z0-9])llms?(?:[_-](?:name|id))?$", re.IGNORECASE)
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
# Keys that say of something in a model's place which one it is.
_WHICH = frozenset({
    "", "id", "name", "default", "value", "primary", "fallback", "fallbacks", "main", "small", "large", "fast", "smart",
    "weak", "strong", "chat", "completion", "embedding", "embeddings", "vision",
})  # fmt: skip
_ENVIRONMENTS = re.compile(r"\w*?env(?:ironment)?(?:s|[-_]?var(?:iable)?s)?|variables", re.IGNORECASE)
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")
_ASSIGNED = re.compile(r"(?P<key>[A-Z][A-Z0-9_]*)=(?P<value>.*)")
_HEADERS = re.compile(r"\w*headers", re.IGNORECASE)
_URL = re.compile(r"(?:https?|wss?)://[^\s\"'<>]+")
# A variable that a value is taken from: `$KEY`, `${KEY}`, `${KEY:-none}`.
_TAKEN = re.compile(r"\$\{?(?P<name>[A-Z][A-Z0-9_]*)(?:\}|:?[-?][^{}]*\}|:[^{}]*\})?")
# What stands there if nothing else is given: `${MODEL:-gpt-4}`, `${MODEL:gpt-4}`, `{{ model | default("gpt-4") }}`.
_OTHERWISE = re.compile(
    r"\$\{\w+(?::?-|:(?![?+=]))(?P<shell>[^{}]*)\}|\{\{[^{}]*?\bdefault\b[\s(]*(?P<quote>[\"'])(?P<template>[^{}\"']*)(?P=quote)[^{}]*\}\}"
)
_LONGEST = 300


def telling(entry: Entry) -> Iterator[Found]:
    """Yield what an entry of a structured text may tell of a vendor: by its key, or by what its value looks like."""
    line, around, key, key_column, value, column = entry
    parent = around[-1] if around else ""
    if _HEADERS.fullmatch(parent) and key:
        yield Found(line, key_column + 1, key, HEADER)
    if any(_ENVIRONMENTS.fullmatch(name) for name in around[-2:]):
        assigned = _ASSIGNED.fullmatch(value) if not key else None
        if assigned:
            yield Found(line, column + 1, assigned["key"], ENVIRONMENT)
            key, value, column = assigned["key"], assigned["value"], column + assigned.start("value")
        elif _VARIABLE.fullmatch(key):
            yield Found(line, key_column + 1, key, ENVIRONMENT)
        elif key == "name" and _VARIABLE.fullmatch(value):
            yield Found(line, column + 1, value, ENVIRONMENT)
    yield from valued(line, around, key, value, column)


def valued(line: int, around: tuple[str, ...], key: str, value: str, column: int) -> Iterator[Found]:
    """Yield a value that stands in a model's place, or that is an address."""
    if (taken := _TAKEN.fullmatch(value)) and taken["name"] != key:
        yield Found(line, column + taken.start("name") + 1, taken["name"], ENVIRONMENT)
    if otherwise := _OTHERWISE.fullmatch(value):
        group = "shell" if otherwise["shell"] is not None else "template"
        value, column = otherwise[group], column + otherwise.start(group)
    if not value or len(value) > _LONGEST:
        return
    if _URL.fullmatch(value):
        yield Found(line, column + 1, value, key)
        return
    parent = around[-1] if around else ""
    if names_model(key) or _LLM.search(key):
        yield Found(line, column + 1, value, key)
    elif key.lower() in _WHICH and names_model(parent):
        yield Found(line, column + 1, value, f"{parent}.{key}" if key else parent)


def names_model(key: str) -> bool:
    """Whether what stands at a key is a model."""
    return bool(_MODEL.search(_HUMP.sub("_", key).lower()))

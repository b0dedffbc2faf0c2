"""Reading typed values out of a TOML mapping, collecting what is wrong instead of stopping at it."""

from collections.abc import Mapping
from difflib import get_close_matches
from enum import Enum
from typing import TypeVar

from lockscan.decoding.document import Document, Place, places_of

E = TypeVar("E", bound=Enum)
V = TypeVar("V")

_LONGEST = 60
_KINDS: dict[type, str] = {bool: "true or false", int: "a number", float: "a number", str: "text", list: "a list"}


def shown(value: object) -> str:
    """Return a value as a message may show it: on one line, shortened, control characters escaped."""
    text = repr(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def near(word: str, known: tuple[str, ...]) -> str:
    """Return what to say about a word that is none of the known ones."""
    return guess(word, known) or ("known: " + ", ".join(known) if known else "nothing can stand here")


def guess(word: str, known: tuple[str, ...]) -> str:
    """Return a question after the known word that is meant, if one is close."""
    close = get_close_matches(word, known, 1)
    return f"did you mean {shown(close[0])}?" if close else ""


class Mistakes:
    """What is wrong with one document, in the order of its lines."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._found: list[tuple[Place, str]] = []

    def add(self, place: Place, text: str) -> None:
        """Record that the value at ``place`` is wrong."""
        self._found.append((place, text))

    def texts(self) -> tuple[str, ...]:
        """Return one ``file:line:column: place: what is wrong`` per mistake."""
        if not self._found:
            return ()
        places = places_of(self._document.text)
        numbered = [(_nearest(place, places), place, text) for place, text in dict.fromkeys(self._found)]
        numbered.sort(key=lambda item: item[0])
        return tuple(
            ": ".join(part for part in (f"{self._document.name}:{line}:{column}", self._name(place), text) if part)
            for (line, column), place, text in numbered
        )

    def _name(self, place: Place) -> str:
        """Spell a place for people: ``rule 3 "openai-chat": match.kind``."""
        heads: list[str] = []
        keys: list[str] = []
        value: object = self._document.content
        for step in place:
            if isinstance(step, int):
                # What a pack implies stands behind what it says.
                value = value[step] if isinstance(value, list) and step < len(value) else None
                label = value.get("id") if isinstance(value, Mapping) else None
                heads.append(f"{'.'.join(keys)} {step + 1}" + (f' "{label}"' if _is_name(label) else ""))
                keys = []
            else:
                value = value.get(step) if isinstance(value, Mapping) else None
                keys.append(_spelled(step))
        return ": ".join((*heads, ".".join(keys)) if keys else heads)


def _spelled(key: str) -> str:
    if not _is_name(key):
        return shown(key)
    return f'"{key}"' if "." in key else key


def _is_name(label: object) -> bool:
    return isinstance(label, str) and label.isprintable() and 0 < len(label) <= _LONGEST and '"' not in label


def _nearest(place: Place, places: dict[Place, tuple[int, int]]) -> tuple[int, int]:
    while place not in places:
        place = place[:-1]
    return places[place]


class Table:
    """One table of a document, read key by key.

    Every reader returns a value of its type, a harmless one where it records a mistake, so that reading goes on to the
    end; ``close`` then reports the keys that nobody asked for.
    """

    def __init__(self, entries: Mapping[str, object], place: Place, mistakes: Mistakes) -> None:
        self._entries = entries
        self._place = place
        self._mistakes = mistakes
        self._asked: dict[str, None] = {}

    def __contains__(self, key: str) -> bool:
        self._asked[key] = None
        return key in self._entries

    def wrong(self, key: str, text: str, position: int | None = None) -> None:
        """Record what is wrong with the value of a key, or with one element of it; an empty key is the whole table."""
        place = (*self._place, key) if key else self._place
        self._mistakes.add(place if position is None else (*place, position), text)

    def text(self, key: str, default: str | None = None) -> str:
        """Read a text that is not blank; it must be there unless it has a default."""
        value = self._value(key, str, default)
        if value is not None and key in self._entries and not value.strip():
            self.wrong(key, "is empty")
        return value or ""

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """Read true or false; it must be there unless it has a default."""
        return bool(self._value(key, bool, default))

    def number(self, key: str, default: int | None = None) -> int:
        """Read a whole number above zero."""
        value = self._value(key, int, default)
        if value is not None and value <= 0:
            self.wrong(key, "must be above zero")
        return value or 0

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of distinct texts, none of them blank; an absent key is an empty list."""
        values = self._value(key, list, [])
        good: dict[str, None] = {}
        for position, value in enumerate(values or ()):
            if not isinstance(value, str):
                self.wrong(key, f"must be text, not {shown(value)}", position)
            elif not value.strip():
                self.wrong(key, "is empty", position)
            elif value in good:
                self.wrong(key, f"{shown(value)} stands there twice", position)
            else:
                good[value] = None
        return tuple(good)

    def choice(self, key: str, kind: type[E]) -> E:
        """Read one of an enum's values."""
        return self.known(key, kind) or next(iter(kind))

    def known(self, key: str, kind: type[E]) -> E | None:
        """Read one of an enum's values, or nothing where there is a mistake, for when more depends on it."""
        value = self._value(key, str, None)
        return None if value is None else self._member(key, kind, value, None)

    def choices(self, key: str, kind: type[E]) -> tuple[E, ...]:
        """Read a list of an enum's values."""
        members = (self._member(key, kind, value, position) for position, value in enumerate(self.texts(key)))
        return tuple(member for member in members if member is not None)

    def table(self, key: str) -> "Table":
        """Read a table; an absent one is empty."""
        value = self._value(key, dict, {})
        return Table(value or {}, (*self._place, key), self._mistakes)

    def tables(self, key: str) -> tuple["Table", ...]:
        """Read an array of tables; an absent one is empty."""
        if isinstance(self._entries.get(key), dict):
            self._asked[key] = None
            self.wrong(key, f"must be a list of tables: write [[{key}]]")
            return ()
        good = []
        for position, value in enumerate(self._value(key, list, []) or ()):
            if isinstance(value, dict):
                good.append(Table(value, (*self._place, key, position), self._mistakes))
            else:
                self.wrong(key, f"must be a table, not {shown(value)}", position)
        return tuple(good)

    def keys(self) -> tuple[str, ...]:
        """Return every key, for a table whose keys are free."""
        return tuple(self._entries)

    def close(self) -> None:
        """Report the keys that were never asked for."""
        for key in self._entries:
            if key not in self._asked:
                unused = tuple(other for other in self._asked if other not in self._entries)
                # [[rules]] beside a [[rule]] is a slip too.
                rest = f"what may still stand here: {', '.join(unused)}" if unused else "nothing more can stand here"
                hint = guess(key, unused) or guess(key, tuple(self._asked)) or rest
                self.wrong(key, f"is no known key; {hint}")

    def _value(self, key: str, kind: type[V], default: V | None) -> V | None:
        self._asked[key] = None
        if key not in self._entries:
            if default is None:
                self.wrong("", f"{key} is missing")
            return default
        value = self._entries[key]
        # In Python true is an integer; in TOML it is not.
        if isinstance(value, kind) and (kind is bool or not isinstance(value, bool)):
            return value
        self.wrong(key, f"must be {_KINDS.get(kind, 'a table')}, not {shown(value)}")
        return None if default is None else default

    def _member(self, key: str, kind: type[E], value: str, position: int | None) -> E | None:
        try:
            return kind(value)
        except ValueError:
            known = tuple(member.value for member in kind)
            self.wrong(key, f"{shown(value)} is not known; {near(value, known)}", position)
            return None

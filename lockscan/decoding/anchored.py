"""A regular expression that finds any of many texts much faster than their plain alternation does."""

import re
from collections.abc import Collection

# The characters of Python source in lower case, most frequent first; any other one is rarer.
_FREQUENT = " etsanoir_cldfm\"pu.yhg,v)(:=bwk[]x->{}qz0#|1@2j*/%'53468+!97`<?\\&;^$~"
_RANKS = {character: rank for rank, character in enumerate(_FREQUENT)}


def anchored(texts: Collection[str]) -> str:
    """Return an expression for any of the texts; one that never matches if there are none.

    Each text is looked for from a rare character in it on, and what stands before that is looked at last: so only few
    positions are worth a try, while the first characters of some hundred texts are nearly all letters. A match begins
    somewhere in the text and ends where the text ends.
    """
    needed = without_supersets(texts)
    anchors = _anchors(needed)
    return alternation(tuple((text[_start(text, anchors) :], f"(?<={re.escape(text)})") for text in needed))


def alternation(endings: Collection[tuple[str, str]]) -> str:
    """Return an expression for any of the texts, each followed by its expression, with common beginnings shared."""
    if not endings:
        return "(?!)"
    branches: dict[str, list[tuple[str, str]]] = {}
    for text, after in endings:
        branches.setdefault(text[:1], []).append((text[1:], after))
    options: list[str] = []
    for character, rests in sorted(branches.items()):
        if not character:
            options += [after for _, after in rests]
        elif len(rests) == 1:
            options.append(re.escape(character + rests[0][0]) + rests[0][1])
        else:
            options.append(re.escape(character) + alternation(rests))
    return f"(?:{'|'.join(options)})"


def without_supersets(texts: Collection[str]) -> tuple[str, ...]:
    """Return the texts that contain none of the others, sorted."""
    kept: list[str] = []
    for text in sorted(set(texts), key=lambda one: (len(one), one)):
        if not any(other in text for other in kept):
            kept.append(text)
    return tuple(sorted(kept))


def _anchors(texts: Collection[str]) -> frozenset[str]:
    """Return characters of which each text has one, as rare as can be had by leaving out the most frequent first."""
    letters = [frozenset(text) for text in texts]
    kept = frozenset().union(*letters)
    for character in sorted(kept, key=lambda one: (_rank(one), one)):
        if all(character not in one or len(kept & one) > 1 for one in letters):
            kept -= {character}
    return kept


def _start(text: str, anchors: frozenset[str]) -> int:
    """Return where to begin: at the anchor that is rarest together with the character after it."""
    places = (place for place, character in enumerate(text) if character in anchors)
    return max(places, key=lambda place: _rank(text[place]) + (_rank(text[place + 1]) if place + 1 < len(text) else 0))


def _rank(character: str) -> int:
    return _RANKS.get(character, len(_RANKS))

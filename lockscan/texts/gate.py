"""Which texts are worth reading, from their bytes alone."""

import re
from collections.abc import Iterable

from lockscan.decoding.anchored import alternation, anchored

_QUOTES = "'\""


class TextGate:
    """Admits the texts in which a rule for literals may match; ``texts`` are what rules cannot match without."""

    def __init__(self, texts: Iterable[str]) -> None:
        # In settings, what stands in quotes in code has none: it begins where a word does.
        words = {text.strip(_QUOTES): "" for text in texts if text[0] in _QUOTES}
        plain = [text for text in texts if text[0] not in _QUOTES]
        bare = alternation(tuple(sorted(words.items())))
        self._text = re.compile(rf"{anchored(plain)}|(?<![\w.]){bare}".encode())

    def admits(self, data: bytes) -> bool:
        """Say whether a text holds anything that may speak of a vendor; rather yes than no."""
        return bool(self._text.search(data.lower().replace(b"\r\n", b"\n")))

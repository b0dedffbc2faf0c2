"""Facts of files as bytes, so that they pass between processes and into the cache."""

import tokenize
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO

import msgspec

from lockscan.extraction.failure import Failure
from lockscan.masking import mask, mask_settings
from lockscan.model.diagnostic import DiagnosticKind
from lockscan.model.facts import Expression, FileFacts, Text

FORMAT = 4
"""Raised whenever the same file gives other facts than before."""

# No file that people wrote has as many of one kind; those that a program wrote may.
_MANY = 8_000

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(tuple[FileFacts | None, Failure | None])


class Extracted:
    """What became of one file: the facts in it, or why there are none. It is bytes only where it travels or is kept."""

    __slots__ = ("_data", "found")

    def __init__(self, found: FileFacts | Failure, data: bytes = b"") -> None:
        """``data`` are its bytes, if they are known."""
        self.found = found
        self._data = data

    def __reduce__(self) -> "tuple[Callable[[bytes], Extracted], tuple[bytes]]":
        return read_extracted, (self.data,)

    @property
    def data(self) -> bytes:
        """The bytes that ``read_extracted`` takes."""
        if not self._data:
            found = self.found
            self._data = _encoder.encode((None, found) if isinstance(found, Failure) else (found, None))
        return self._data


def extract_file(data: bytes) -> Extracted:
    """Extract the facts of one Python source file."""
    from lockscan.extraction.extract import extract  # noqa: PLC0415 - loads libcst, in workers only where there are any

    source = decode_source(data)
    return Extracted(source if isinstance(source, Failure) else _without_credentials(extract(source)))


def read_extracted(data: bytes) -> Extracted:
    """Read what was extracted from its bytes; raises ``ValueError`` for any others."""
    try:
        facts, failure = _decoder.decode(data)
    except msgspec.MsgspecError as error:
        raise ValueError("not the facts of a file") from error
    found = facts or failure
    if found is None:
        raise ValueError("not the facts of a file")
    return Extracted(found, data)


def not_extracted(kind: DiagnosticKind, message: str) -> Extracted:
    """Say of a file that nothing could be extracted from it."""
    return Extracted(Failure(kind, 0, mask(message)))


# A scan asks for a file again when it quotes lines of it. The bound is there for projects that are too large to keep.
@lru_cache(maxsize=512)
def decode_source(data: bytes) -> str | Failure:
    """Decode a source file as Python does, by its byte order mark or coding line, else as UTF-8; mask credentials.

    Whatever is kept or shown of a program is made of what this gives.
    """
    try:
        encoding, _ = tokenize.detect_encoding(BytesIO(data).readline)
        return mask(data.decode(encoding).removeprefix("\ufeff"))
    except SyntaxError:
        return Failure(DiagnosticKind.ENCODING, 1, "its encoding is neither UTF-8 nor the one that it names")
    except (UnicodeError, LookupError):
        return Failure(DiagnosticKind.ENCODING, 0, "it is not UTF-8, and names no other encoding in its first lines")


def decode_settings(data: bytes) -> str:
    r"""Decode a text that is no program, whatever its bytes, and mask credentials; ``\n`` ends its lines."""
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    return mask_settings(text.replace("\r\n", "\n").replace("\r", "\n"))


def _without_credentials(facts: FileFacts | Failure) -> FileFacts | Failure:
    """Mask what only shows once literals are put together and their escapes are read."""
    if isinstance(facts, Failure):
        return facts
    joined = "\0".join(one.value for one in facts.expressions if isinstance(one, Text))
    if mask(joined) == joined:
        return facts
    return msgspec.structs.replace(facts, expressions=tuple(map(_masked, facts.expressions)))


def _masked(expression: Expression) -> Expression:
    return Text(mask(expression.value)) if isinstance(expression, Text) else expression


def risky(data: bytes) -> bool:
    """Whether a file has so much of what hurts the parser that it should not run in this process."""
    return any(
        data.count(link) > _MANY for link in (b"elif", b"+", b"-", b"(", b"[", b"{", b" or ", b" and ", b"lambda")
    )

"""The rule packs on disk: those that come with lockscan, and the user's own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from lockscan import __version__
from lockscan.adapters.toml import parse_toml, read_bounded
from lockscan.errors import DataError
from lockscan.model.rule import RuleSet

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class PackSources:
    """Every pack file by name, not yet parsed; ``digest`` changes with any byte of them and with lockscan's version."""

    files: tuple[tuple[str, bytes], ...]
    digest: str


def load_rules(extra: tuple[Path, ...] = ()) -> RuleSet:
    """Read and decode all packs. Raises :class:`DataError` with every mistake of every file."""
    return decode_packs(read_packs(extra))


def read_packs(extra: tuple[Path, ...] = ()) -> PackSources:
    """Read the packs that come with lockscan, then further files, or folders of them, in the order given.

    Raises :class:`DataError` for one that cannot be read.
    """
    import hashlib  # noqa: PLC0415 - keeps the start light

    named = [(f"rules/{path.name}", path) for path in _inside(_shipped())]
    named += [(path.as_posix(), path) for entry in extra for path in (_inside(entry) if entry.is_dir() else [entry])]
    files, mistakes = _attempt(lambda file: (file[0], read_bounded(file[1], file[0])), named)
    if mistakes:
        raise DataError(tuple(mistakes))
    digest = hashlib.sha256(__version__.encode())
    for name, data in files:
        # The lengths keep one file's end from passing for the next one's beginning.
        digest.update(f"\0{len(name)} {len(data)}\0{name}".encode())
        digest.update(data)
    return PackSources(tuple(files), digest.hexdigest())


def decode_packs(sources: PackSources) -> RuleSet:
    """Decode packs and join them. Raises :class:`DataError` with every mistake of every file."""
    # Not needed where the compiled form is in the cache.
    from lockscan.decoding.assembly import assemble  # noqa: PLC0415
    from lockscan.decoding.rules import decode_pack  # noqa: PLC0415

    documents, mistakes = _attempt(lambda file: parse_toml(*file), sources.files)
    decoded = [decode_pack(document) for document in documents]
    rules, across = assemble(tuple(pack for pack, _ in decoded), sources.digest)
    mistakes += [wrong for _, within in decoded for wrong in within] + list(across)
    if mistakes:
        raise DataError(tuple(mistakes))
    return rules


def encode_rules(rules: RuleSet) -> bytes:
    """Return a rule set in the compiled form, for a cache."""
    import msgspec  # noqa: PLC0415 - keeps the start light

    return msgspec.msgpack.encode(rules)


def decode_rules(data: bytes) -> RuleSet:
    """Return the rule set of a compiled form. Raises :class:`DataError` if it is not one."""
    import msgspec  # noqa: PLC0415 - keeps the start light

    try:
        return msgspec.msgpack.decode(data, type=RuleSet)
    except msgspec.MsgspecError as error:
        raise DataError((f"compiled rules: {error}",)) from error


def _shipped() -> Path:
    """Return the folder of lockscan's own packs: in the package as installed, beside it in a checkout."""
    package = Path(__file__).parent.parent
    return inside if (inside := package / "rules").is_dir() else package.parent / "rules"


def _inside(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.toml"), key=lambda path: path.name)


def _attempt(verb: Callable[[T], R], things: Iterable[T]) -> tuple[list[R], list[str]]:
    """Do something to each thing; return what came of it, and the mistakes of those that it failed on."""
    done: list[R] = []
    mistakes: list[str] = []
    for thing in things:
        try:
            done.append(verb(thing))
        except DataError as error:  # noqa: PERF203 - one bad file must not hide the next
            mistakes += error.mistakes
    return done, mistakes

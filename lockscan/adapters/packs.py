"""The rule packs on disk: those that come with lockscan, and the user's own."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from lockscan import __version__
from lockscan.adapters.toml import parse_toml, read_bounded, read_toml
from lockscan.errors import DataError

if TYPE_CHECKING:
    from lockscan.model.ruleset import RuleSet

if TYPE_CHECKING:
    from lockscan.decoding.rules import Pack

T = TypeVar("T")
R = TypeVar("R")


class PackSources(NamedTuple):
    """Every pack file by name, not yet parsed; ``digest`` changes with any byte of them and with lockscan's version.

    ``own`` are the names of those that do not come with lockscan.
    """

    files: tuple[tuple[str, bytes], ...]
    digest: str
    own: frozenset[str] = frozenset()


def load_rules(extra: tuple[Path, ...] = ()) -> "RuleSet":
    """Read and decode all packs. Raises :class:`DataError` with every mistake of every file."""
    return decode_packs(read_packs(extra))


def pack_stamp(extra: tuple[Path, ...] = ()) -> str:
    """Return what changes when any pack file is written, without reading one: their names, sizes and times.

    ``extra`` and errors are those of :func:`read_packs`; a file that cannot be looked at is told of there.
    """
    files = [*_inside(_shipped()), *(path for entry in extra for path in pack_files(entry))]
    return "\n".join([__version__, *map(_stamp, files)])


def read_packs(extra: tuple[Path, ...] = ()) -> PackSources:
    """Read the packs that come with lockscan, then further files, or folders of them, in the order given.

    Each is read once, however often it is named. Raises :class:`DataError` for one that cannot be read, and for a
    folder without packs.
    """
    import hashlib  # noqa: PLC0415 - keeps the start light

    shipped = [(path.as_posix(), path) for path in _inside(_shipped())]
    found, mistakes = _attempt(pack_files, extra)
    known = {path.resolve() for _, path in shipped} if found else set()
    own: dict[Path, Path] = {}
    for path in (path for paths in found for path in paths):
        if path.resolve() not in known:
            own.setdefault(path.resolve(), path)
    named = [*shipped, *((_called(path), path) for path in own.values())]
    files, unread = _attempt(lambda file: (file[0], read_bounded(file[1], file[0])), named)
    if mistakes or unread:
        raise DataError((*mistakes, *unread))
    digest = hashlib.sha256(__version__.encode())
    for (_, data), (_, path) in zip(files, named, strict=True):
        # The lengths keep one file's end from passing for the next one's beginning. Where a project lies is its own
        # business: only the last part of the name counts.
        digest.update(f"\0{len(path.name)} {len(data)}\0{path.name}".encode())
        digest.update(data)
    return PackSources(tuple(files), digest.hexdigest(), frozenset(_called(path) for path in own.values()))


def pack_files(entry: Path) -> list[Path]:
    """Return the pack files that an entry of ``rules`` stands for: a file, or those of a folder.

    Raises :class:`DataError` if there is no such file or folder, and for a folder without packs.
    """
    if not entry.exists():
        raise DataError((f"{_called(entry)}: no such file or folder of rule packs",))
    files = _inside(entry) if entry.is_dir() else [entry]
    if not files:
        raise DataError((f"{_called(entry)}: holds no rule pack; those are files named *.toml",))
    return files


def decoded_files(entries: tuple[Path, ...]) -> "tuple[Pack, ...]":
    """Return what some pack files, or folders of them, say by themselves.

    Raises :class:`DataError` for a file that cannot be read or is no TOML; :func:`load_rules` tells other mistakes.
    """
    from lockscan.decoding.rules import decode_pack  # noqa: PLC0415

    listed, mistakes = _attempt(pack_files, entries)
    files = dict.fromkeys(path for paths in listed for path in paths)
    documents, unread = _attempt(lambda path: read_toml(path, _called(path)), files)
    if mistakes or unread:
        raise DataError((*mistakes, *unread))
    return tuple(decode_pack(document)[0] for document in documents)


def decode_packs(sources: PackSources) -> "RuleSet":
    """Decode packs and join them, the rules of the user's own first.

    Raises :class:`DataError` with every mistake of every file.
    """
    # Not needed where the compiled form is in the cache.
    from dataclasses import replace  # noqa: PLC0415

    from lockscan.decoding.assembly import assemble  # noqa: PLC0415
    from lockscan.decoding.requests import with_request_rules  # noqa: PLC0415
    from lockscan.decoding.rules import decode_pack  # noqa: PLC0415

    documents, mistakes = _attempt(lambda file: parse_toml(*file), sources.files)
    decoded = [decode_pack(document) for document in documents]
    rules, across = assemble(tuple(pack for pack, _ in decoded), sources.digest)
    mistakes += [wrong for _, within in decoded for wrong in within] + list(across)
    if sources.own:
        from lockscan.decoding.scrutiny import expression_mistakes  # noqa: PLC0415 - parses every expression

        own = (pack for pack, _ in decoded if pack.document.name in sources.own)
        mistakes += [wrong for pack in own for wrong in expression_mistakes(pack)]
    if mistakes:
        names = [name for name, _ in sources.files]
        raise DataError(tuple(sorted(mistakes, key=lambda mistake: _place(mistake, names))))
    # Of equally specific rules the first one counts, and that is to be the user's own.
    of_own = {rule.id for pack, _ in decoded if pack.document.name in sources.own for rule in pack.rules}
    ordered = replace(rules, rules=tuple(sorted(rules.rules, key=lambda rule: rule.id not in of_own)))
    return with_request_rules(ordered)


def _place(mistake: str, names: Sequence[str]) -> tuple[int, int, int]:
    """Return where a mistake is: which file, line and column."""
    at, name = next((at, name) for at, name in enumerate(names) if mistake.startswith(f"{name}:"))
    line, column, _ = mistake.removeprefix(f"{name}:").split(":", 2)
    return at, int(line), int(column)


def encode_rules(rules: "RuleSet") -> bytes:
    """Return a rule set in the compiled form, for a cache."""
    import msgspec  # noqa: PLC0415 - keeps the start light

    return msgspec.msgpack.encode((
        rules.vendors, rules.rules, rules.capabilities, rules.aliases, rules.digest, rules.targets, rules.crossings,
        rules.retirements,
    ))  # fmt: skip


def decode_rules(data: bytes) -> "RuleSet":
    """Return the rule set of a compiled form. Raises :class:`DataError` if it is not one."""
    import msgspec  # noqa: PLC0415 - keeps the start light

    from lockscan.model import rule  # noqa: PLC0415 - keeps the start light
    from lockscan.model.ruleset import RuleSet  # noqa: PLC0415 - keeps the start light

    form = tuple[
        tuple[rule.Vendor, ...], tuple[rule.Rule, ...], tuple[rule.Capability, ...], tuple[rule.Alias, ...], str,
        tuple[rule.Target, ...], tuple[rule.Crossing, ...], tuple[rule.Retirement, ...],
    ]  # fmt: skip
    try:
        return RuleSet(*msgspec.msgpack.decode(data, type=form))
    except msgspec.MsgspecError as error:
        raise DataError((f"compiled rules: {error}",)) from error


def _stamp(path: Path) -> str:
    try:
        state = path.stat()
    except OSError:
        return f"{path} is missing"
    # The last of these no program sets at will.
    return f"{path} {state.st_size} {state.st_mtime_ns} {state.st_ctime_ns}"


def _shipped() -> Path:
    """Return the folder of lockscan's own packs: in the package as installed, beside it in a checkout."""
    package = Path(__file__).parent.parent
    return inside if (inside := package / "rules").is_dir() else package.parent / "rules"


def _called(path: Path) -> str:
    """Return how messages call a file: by its path from the working directory, if it lies there."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


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

"""Make a new port: the use is spread, and no module has enough of it to grow from."""

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import count

from lockscan.model.counts import counted
from lockscan.model.rule import MatchKind
from lockscan.suggestions.use import Proposal, VendorUse, listed

_SPREAD = 3
# A boundary of one's own with an interface costs about four times the lines of an edit in place: see docs/seams.md.
MANY = 8
# What the rest is, such as a script or an evaluation beside the package, is no reason to put a port above it.
NEARLY_ALL = 3 / 4


def propose(use: VendorUse) -> Proposal | None:
    """Return a new module in the innermost package with nearly all of the use, if calls or types are spread."""
    reasons = [*_calls(use), *_types(use)]
    if not reasons:
        return None
    module, path = place(use)
    title = f"Put a port for the {counted(len(use.operations), 'operation')} used of {use.vendor.name} in {module}"
    return Proposal(module, path, title, " ".join(reasons), frozenset((module,)))


def _calls(use: VendorUse) -> Iterator[str]:
    names = [name for name, _ in use.calls]
    if len(names) < _SPREAD or use.total < MANY:
        return
    yield (
        f"The {use.total:,} calls to {use.vendor.name} are spread over {counted(len(names), 'module')} "
        f"without a centre: {use.counts(names)}."
    )
    if callers := sorted({caller for name in names for caller in use.callers(name)} - set(names)):
        calls = "calls" if len(callers) == 1 else "call"
        yield f"{counted(len(callers), 'further module')} {calls} into them: {listed(callers)}."


def _types(use: VendorUse) -> Iterator[str]:
    typed = {(f.module, f.scope) for f in use.covers if f.kind is MatchKind.ANNOTATION}
    counts = Counter(module for module, _ in typed)
    if len(counts) < _SPREAD or len(typed) < MANY:
        return
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    yield f"Types of {use.vendor.name} stand in the signatures of {counted(len(ranked), 'module')}: {listed(ranked)}."


def place(use: VendorUse) -> tuple[str, str]:
    """Return the name and path of a module that does not exist yet; it names the category, not the vendor."""
    names = use.around(())
    package = _home({name: len(use.within(name)) or 1 for name in names}, use)
    inside = [name for name in names if _package(name, use)[: len(package)] == package]
    directory = posixpath.commonpath([posixpath.dirname(use.path(name)) for name in inside])
    base = f"{use.vendor.category.value.replace('-', '_')}_port"
    free = (base if number == 1 else f"{base}_{number}" for number in count(1))
    name = next(name for name in free if ".".join([*package, name]) not in use.layout.modules)
    return ".".join([*package, name]), posixpath.join(directory, f"{name}.py")


def _home(weights: Mapping[str, int], use: VendorUse) -> tuple[str, ...]:
    """Return the innermost package with nearly all of the use in it."""
    held: Counter[tuple[str, ...]] = Counter()
    for name, weight in weights.items():
        package = _package(name, use)
        held.update(dict.fromkeys((package[:length] for length in range(len(package) + 1)), weight))
    enough = NEARLY_ALL * sum(weights.values())
    return max((package for package, weight in held.items() if weight >= enough), key=len)


def _package(name: str, use: VendorUse) -> tuple[str, ...]:
    parts = tuple(name.split("."))
    return parts if posixpath.basename(use.path(name)) == "__init__.py" else parts[:-1]

"""Make a new port: the calls are spread, and no module has enough of them to grow from."""

import posixpath
from itertools import count

from lockscan.suggestions.use import Proposal, VendorUse, counted, listed

_SPREAD = 3


def propose(use: VendorUse) -> Proposal | None:
    """Return a new module in the innermost package that all modules with calls share."""
    names = [name for name, _ in use.calls]
    if len(names) < _SPREAD:
        return None
    paths = [use.path(name) for name in names]
    packages = [
        name.split(".") if posixpath.basename(path) == "__init__.py" else name.split(".")[:-1]
        for name, path in zip(names, paths, strict=True)
    ]
    # It compares any sequences, so this is the start that all lists of names have in common.
    package = list(posixpath.commonprefix(packages))
    directory = posixpath.commonpath([posixpath.dirname(path) for path in paths])
    module, path = _free(use, package, directory)
    callers = {caller for name in names for caller in use.callers(name)} - set(names)
    why = (
        f"The {use.total} calls to {use.vendor.name} are spread over {counted(len(names), 'module')} without a centre: "
        f"the most in one are {use.calls[0][1]} ({use.calls[0][0]}). "
        f"{counted(len(callers), 'further module')} {'calls' if len(callers) == 1 else 'call'} into them"
        f"{': ' + listed(sorted(callers)) if callers else ''}. "
        + (f"All of them lie in {'.'.join(package)}." if package else "They share no package.")
    )
    title = f"Put a port for the {counted(len(use.operations), 'operation')} used of {use.vendor.name} in {module}"
    return Proposal(module, path, title, why)


def _free(use: VendorUse, package: list[str], directory: str) -> tuple[str, str]:
    """Return a name and a path that no module has; it names the capability, since a port outlives its vendor."""
    base = f"{use.vendor.category.value.replace('-', '_')}_port"
    names = (base if number == 1 else f"{base}_{number}" for number in count(1))
    name = next(name for name in names if ".".join([*package, name]) not in use.layout.modules)
    return ".".join([*package, name]), posixpath.join(directory, f"{name}.py")

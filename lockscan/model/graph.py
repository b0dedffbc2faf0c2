"""Coupling: what the dependency graph says of each vendor."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ModuleUse:
    """What one module has to do with a vendor.

    ``surface`` counts the distinct operations and types that it uses, ``uses`` what it does and how often, by name.
    ``afferent`` counts the modules of the project that import it, ``efferent`` those that it imports. ``distance`` is
    how far a vendor's objects have come to get here: 0 where the module imports the vendor or calls it, else the steps
    along imports, in either direction, from the nearest module that does; -1 where there is no such way.
    """

    module: str
    surface: int
    uses: tuple[tuple[str, int], ...]
    afferent: int
    efferent: int
    distance: int


@dataclass(frozen=True, slots=True)
class Coupling:
    """How one vendor is woven into the product code, by the findings that bind: not portable, not just an import.

    ``surface`` counts distinct operations and types in use, ``modules`` and ``symbols`` (``module:scope``) name what
    touches the vendor directly, ``blast`` the further modules that import a module which binds to it, directly or not
    (naming a model binds nothing). ``choke_points`` are modules that every import route from an entry of the project
    to the vendor goes through, nearest to the vendor first. ``packages`` are the distributions that it is imported
    from, ``by_module`` the same measures for each of ``modules``, and ``cycles`` the groups of modules that import each
    other in a circle and have one of ``modules`` among them: none of a group can be moved without the others.
    """

    vendor: str
    surface: int
    modules: tuple[str, ...]
    symbols: tuple[str, ...]
    blast: tuple[str, ...]
    capabilities: tuple[str, ...]
    choke_points: tuple[str, ...]
    packages: tuple[str, ...] = ()
    by_module: tuple[ModuleUse, ...] = ()
    cycles: tuple[tuple[str, ...], ...] = ()

    @property
    def leaks(self) -> tuple[ModuleUse, ...]:
        """The modules that handle the vendor's objects without importing or calling it."""
        return tuple(use for use in self.by_module if use.distance)

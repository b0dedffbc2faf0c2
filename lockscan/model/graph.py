"""Coupling: what the dependency graph says of each vendor."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Coupling:
    """How one vendor is woven into the product code, by the findings that bind: not portable, not just an import.

    ``surface`` counts distinct operations and types in use, ``modules`` and ``symbols`` (``module:scope``) name what
    touches the vendor directly, ``blast`` the further modules that import a module which binds to it, directly or not
    (naming a model binds nothing). ``choke_points`` are modules that every import route from an entry of the project
    to the vendor goes through, nearest to the vendor first.
    """

    vendor: str
    surface: int
    modules: tuple[str, ...]
    symbols: tuple[str, ...]
    blast: tuple[str, ...]
    capabilities: tuple[str, ...]
    choke_points: tuple[str, ...]

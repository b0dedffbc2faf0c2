"""Comments in the scanned code that speak to lockscan."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Directive:
    """One ``# lockscan: ignore[…]`` or ``file-ignore[…]`` comment.

    ``rules`` are the ids that it names; none means every rule. ``line`` is where the comment stands; it covers the
    lines ``first`` to ``last``, counted from 1 in the file, or in the notebook's ``cell``.
    """

    rules: tuple[str, ...]
    reason: str
    line: int
    first: int
    last: int
    cell: int = 0

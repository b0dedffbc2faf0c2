"""Lines fitted to real switches by ``benchmarks/difficulty/calibrate.py``, which wrote this file."""

from typing import NamedTuple


class Line(NamedTuple):
    """``log(1 + size) = base + slope * log(1 + mass) + …``; ``masses`` name the measures whose sum is the mass.

    Four of five switches lie between ``low`` and ``high`` of that, in the same logarithm.
    """

    masses: tuple[str, ...]
    base: float
    slope: float
    boundary: float
    interface: float
    low: float
    high: float


FUNCTIONS = Line(("functions", "callers", "annotated", "shapes"), 0.312, 0.811, 0.328, 0.515, -0.842, 0.904)
FILES = Line(("files",), 0.382, 0.826, 0.325, 0.246, -0.535, 0.445)
LINES = Line(("functions", "callers", "annotated", "shapes"), 3.342, 0.707, 0.832, 0.476, -0.866, 0.972)

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


FUNCTIONS = Line(("functions", "callers", "annotations", "shapes"), 0.751, 0.644, 0.386, 0.625, -0.939, 0.841)
FILES = Line(("files",), 0.509, 0.750, 0.349, 0.357, -0.599, 0.663)
LINES = Line(("functions", "callers", "annotations", "shapes"), 3.768, 0.546, 0.894, 0.569, -1.014, 1.019)

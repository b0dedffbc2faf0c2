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


FUNCTIONS = Line(("functions", "callers", "annotated", "shapes"), 0.286, 0.823, 0.329, 0.518, -0.840, 0.908)
FILES = Line(("files",), 0.309, 0.824, 0.310, 0.297, -0.620, 0.480)
LINES = Line(("functions", "callers", "annotated", "shapes"), 3.323, 0.716, 0.834, 0.479, -0.920, 0.960)

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


FUNCTIONS = Line(("functions", "callers", "annotated", "shapes"), 0.296, 0.818, 0.330, 0.529, -0.840, 0.907)
FILES = Line(("files",), 0.307, 0.828, 0.314, 0.301, -0.586, 0.471)
LINES = Line(("functions", "callers", "annotated", "shapes"), 3.323, 0.715, 0.833, 0.489, -0.878, 0.952)

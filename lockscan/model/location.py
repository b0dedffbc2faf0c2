"""Where something stands in a file."""

import re
from dataclasses import dataclass
from functools import lru_cache

_EXAMPLES = re.compile(
    r"(?:^|/)(?:examples?|docs?|notebooks?|cookbooks?|benchmarks?|samples?|demos?|tutorials?)/|\.ipynb$"
)


@dataclass(frozen=True, slots=True, order=True)
class Region:
    """A span of text: lines and columns count from 1, columns in code points, ``end_column`` is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A region of a file; ``path`` is relative to the project's root, with ``/``.

    In a notebook ``cell`` is the code cell's place among all cells, from 1, and the region counts within that cell;
    elsewhere it is 0.
    """

    path: str
    region: Region
    cell: int = 0

    def __str__(self) -> str:
        place = f"{self.region.line}:{self.region.column}"
        return f"{self.path}:cell {self.cell}:{place}" if self.cell else f"{self.path}:{place}"


# Scoring asks it of the same files for each vendor.
@lru_cache(maxsize=8192)
def is_example(path: str) -> bool:
    """Whether a file shows something rather than being part of the product."""
    return bool(_EXAMPLES.search(path))

"""Import statements as the text of a file shows them."""

from typing import NamedTuple


class ImportLine(NamedTuple):
    """One import: the dots before the module, the module, and the names taken from it (``import a`` takes none)."""

    level: int
    module: str
    names: tuple[str, ...]

"""How a report is to look."""

from typing import NamedTuple


class RenderOptions(NamedTuple):
    """What a person may ask of a reporter; the machine formats follow none of it.

    ``width`` is in columns. ``quiet`` leaves the summary alone, ``verbose`` unfolds what is folded and lists the
    portable findings too. ``verdict`` is the sentence of the gate, which the terminal ends with.
    """

    color: bool = False
    width: int = 100
    quiet: bool = False
    verbose: bool = False
    verdict: str = ""

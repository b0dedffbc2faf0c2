"""Tables of portability: how capabilities fare at targets."""

from collections.abc import Iterator

from lockscan.decoding.document import Place
from lockscan.decoding.table import Table, near, shown
from lockscan.model.rule import Crossing, Portability

NOTHING = "-"
"""What stands for nothing that stays behind."""

_VERDICTS = tuple(member.value for member in Portability)
_MOST = 3


def crossings(table: Table, number: int) -> Iterator[tuple[Place, Crossing]]:
    """Yield the crossings of one table: its fates for each target and vendor (none is any), each with its place.

    A fate is written ``capability = [verdict, equivalent, what stays]``; of the three, the last two may be missing.
    """
    targets, vendors, fates = table.texts("targets"), table.texts("vendors") or ("",), table.table("fates")
    if not targets:
        table.wrong("", "names no targets")
    for capability in fates.keys():  # noqa: SIM118 - a table is no mapping
        words = fates.texts(capability)
        if not 1 <= len(words) <= _MOST:
            fates.wrong(capability, "must be a verdict, then if need be the equivalent, then what stays behind")
            continue
        if words[0] not in _VERDICTS:
            fates.wrong(capability, f"{shown(words[0])} is no verdict; {near(words[0], _VERDICTS)}")
            continue
        verdict, equivalent, stays = (*words, "", "")[:_MOST]
        state = None if not stays else "" if stays == NOTHING else stays
        for target in targets:
            for vendor in vendors:
                made = Crossing(target, vendor, capability, Portability(verdict), equivalent, state)
                yield ("portability", number, "fates", capability), made
    table.close()

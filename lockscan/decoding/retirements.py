"""Tables of retirements: what a vendor has switched off, or will."""

import re

from lockscan.decoding.table import Table, shown
from lockscan.model.rule import Retirement

_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?")


def retirement(table: Table) -> Retirement:
    """Read one table; it names rules, and has at most one of the dates ``since`` and ``until``."""
    read = Retirement(
        table.text("vendor"),
        table.text("what"),
        table.texts("rules"),
        table.texts("symbols"),
        table.text("since", ""),
        table.text("until", ""),
        table.text("replacement", ""),
    )
    for key, value in (("since", read.since), ("until", read.until)):
        if value and not _DATE.fullmatch(value):
            table.wrong(key, f"{shown(value)} must be a date: YYYY-MM-DD, or YYYY-MM where the day is not known")
    if read.since and read.until:
        table.wrong("until", "says when it ends, but since says that it has ended")
    if not read.rules:
        table.wrong("", "names no rules")
    table.close()
    return read

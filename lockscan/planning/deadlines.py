"""What breaks by which date: the retirements that findings rely on."""

from collections.abc import Iterable
from fnmatch import fnmatchcase

from lockscan.model.finding import Finding
from lockscan.model.migration import Deadline
from lockscan.model.rule import Retirement

_LAST = "9999"


def deadlines(findings: Iterable[Finding], retirements: Iterable[Retirement]) -> tuple[Deadline, ...]:
    """Return the retirements that concern the findings of one vendor, by date; those without a date come last."""
    found = tuple(findings)
    concerned = []
    for retirement in retirements:
        relying = tuple(f for f in found if f.rule in retirement.rules and _named(f.symbol, retirement.symbols))
        if relying:
            concerned.append(Deadline(retirement, relying))
    return tuple(sorted(concerned, key=lambda one: (date(one.retirement) or _LAST, one.retirement.what)))


def date(retirement: Retirement) -> str:
    """Return the date of a retirement, past or to come, or nothing."""
    return retirement.since or retirement.until


def _named(symbol: str, patterns: tuple[str, ...]) -> bool:
    # A router writes its own or the vendor's name before that of the model.
    last = symbol.rpartition("/")[2].lower()
    return not patterns or any(fnmatchcase(last, pattern) for pattern in patterns)

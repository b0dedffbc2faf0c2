"""The gate: whether what was found is too much."""

from typing import TYPE_CHECKING, NamedTuple

from lockscan.model.counts import counted

if TYPE_CHECKING:
    from lockscan.model.config import Config
    from lockscan.model.report import Report


class Verdict(NamedTuple):
    """What the gate says: ``exit_code`` is 0 or 1, ``text`` a sentence for the reader, empty where there is no gate."""

    passed: bool
    exit_code: int
    text: str


def judge(report: "Report", config: "Config") -> Verdict:
    """Fail for active, binding findings in product code of at least the severity that the configuration names."""
    if config.fail_on is None:
        return Verdict(passed=True, exit_code=0, text="")
    least, order = config.fail_on, tuple(type(config.fail_on))
    over = [
        finding
        for finding in report.active
        if not finding.is_test and finding.binds and order.index(finding.severity) >= order.index(least)
    ]
    severity = f"{least.value} severity" if least is order[-1] else f"{least.value} severity or above"
    if not over:
        text = f"Gate: no finding of {severity} in product code (--fail-on {least.value})."
        return Verdict(passed=True, exit_code=0, text=text)
    told = f"{counted(len(over), 'finding')} of {severity}"
    text = f"Gate: {told} {'fails' if len(over) == 1 else 'fail'} the scan (--fail-on {least.value})."
    return Verdict(passed=False, exit_code=1, text=text)

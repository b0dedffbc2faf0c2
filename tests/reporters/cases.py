"""The golden texts: run as a module to write them anew, then read the difference."""

from collections.abc import Callable, Mapping
from pathlib import Path

from lockscan import __version__
from lockscan.model.report import Report
from lockscan.reporters import render
from lockscan.reporters.options import RenderOptions
from tests.sample_report import diagnostics_report, empty_report, hostile_report, sample_report

GOLDEN = Path(__file__).parent / "golden"

_VERDICT = "Gate: 7 findings of high severity fail the scan (--fail-on high)."
_REPORTS: Mapping[str, Callable[[], Report]] = {
    "sample": sample_report,
    "hostile": hostile_report,
    "empty": empty_report,
    "diagnostics": diagnostics_report,
}
_LOOKS: Mapping[str, RenderOptions] = {
    "sample-80": RenderOptions(width=80, verdict=_VERDICT),
    "sample-color": RenderOptions(color=True, width=120),
    "sample-quiet": RenderOptions(quiet=True, verdict=_VERDICT),
    "sample-verbose": RenderOptions(verbose=True),
    "hostile": RenderOptions(),
    "hostile-color": RenderOptions(color=True),
    "empty": RenderOptions(),
    "diagnostics": RenderOptions(),
}

CASES: Mapping[str, tuple[str, Callable[[], Report], RenderOptions]] = {
    **{f"{look}.txt": ("terminal", _REPORTS[look.partition("-")[0]], options) for look, options in _LOOKS.items()},
    **{f"{name}.json": ("json", build, RenderOptions()) for name, build in _REPORTS.items()},
    **{f"{name}.sarif": ("sarif", build, RenderOptions()) for name, build in _REPORTS.items()},
}


def rendered(name: str) -> bytes:
    """The text of a case, with a word for the version, so that a release changes no golden text."""
    form, build, options = CASES[name]
    text = render(form, build(), options)
    return text.replace(f'ersion": "{__version__}"', 'ersion": "VERSION"').encode()


if __name__ == "__main__":
    for case in CASES:
        (GOLDEN / case).write_bytes(rendered(case))

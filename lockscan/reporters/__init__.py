"""Reporters: each turns a report into the text of one format, as a pure function in a module of its own."""

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

# `lockscan --help` lists the formats: it must not pay for the model or for any reporter.
if TYPE_CHECKING:
    from lockscan.model.report import Report
    from lockscan.reporters.options import RenderOptions

REPORTERS: Mapping[str, str] = MappingProxyType(
    {
        "terminal": "lockscan.reporters.terminal",
        "json": "lockscan.reporters.json",
        "sarif": "lockscan.reporters.sarif",
    }
)
"""The formats, each with the module whose ``render`` writes it."""


def render(name: str, report: "Report", options: "RenderOptions") -> str:
    """Return the report in the named format, one of :data:`REPORTERS`; the text ends with a newline."""
    reporter: Callable[[Report, RenderOptions], str] = import_module(REPORTERS[name]).render
    return reporter(report, options)

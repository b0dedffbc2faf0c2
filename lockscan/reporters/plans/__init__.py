"""Reporters for migration plans: each turns a plan into the text of one format."""

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lockscan.model.migration import MigrationPlan
    from lockscan.reporters.options import RenderOptions

PLAN_REPORTERS: Mapping[str, str] = MappingProxyType(
    {
        "terminal": "lockscan.reporters.plans.terminal",
        "markdown": "lockscan.reporters.plans.markdown",
        "json": "lockscan.reporters.plans.json",
    }
)
"""The formats, each with the module whose ``render`` writes it."""


def render_plan(name: str, plan: "MigrationPlan", options: "RenderOptions") -> str:
    """Return the plan in the named format, one of :data:`PLAN_REPORTERS`; the text ends with a newline."""
    reporter: Callable[[MigrationPlan, RenderOptions], str] = import_module(PLAN_REPORTERS[name]).render
    return reporter(plan, options)

"""Abstraction points as JSON values, the same in every format for machines, written out field by field."""

from lockscan.model.report import Report
from lockscan.model.suggestion import AbstractionPoint, Interface, Operation, Parameter
from lockscan.reporters.encoding import Json


def point_documents(report: Report) -> list[Json]:
    """Return one value for each abstraction point, in the order of the report."""
    return [_point(point) for point in report.suggestions]


def _point(point: AbstractionPoint) -> Json:
    return {
        "kind": point.kind.value,
        "vendor": point.vendor,
        "module": point.module,
        "path": point.path,
        "title": point.title,
        "why": point.why,
        "operations": point.operations,
        "covers": point.covers,
        "moves": point.moves,
        "callers": point.callers,
        "score_before": point.score_before,
        "score_after": point.score_after,
        "seam": point.seam or None,
        "gates": point.gates,
        "around": point.around,
        "share_findings": point.share_findings,
        "share_effort": point.share_effort,
        "port": point.port or None,
        "interface": _interface(point.interface) if point.interface else None,
        "backends": point.backends,
    }


def _interface(interface: Interface) -> Json:
    return {
        "name": interface.name,
        "operations": [_operation(operation) for operation in interface.operations],
        "reads": interface.reads,
        "errors": interface.errors,
        "settings": interface.settings,
        "text": interface.text,
    }


def _operation(operation: Operation) -> Json:
    return {
        "name": operation.name,
        "parameters": [_parameter(parameter) for parameter in operation.parameters],
        "returns": operation.returns,
        "streams": operation.streams,
        "awaits": operation.awaits,
        "calls": operation.calls,
        "sites": operation.sites,
    }


def _parameter(parameter: Parameter) -> Json:
    return {"name": parameter.name, "type": parameter.type, "optional": parameter.optional}

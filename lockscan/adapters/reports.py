"""Reports in the cache: a scan in which nothing has changed is read, not made."""

import hashlib

import msgspec

from lockscan import __version__
from lockscan.adapters.facts import FORMAT
from lockscan.adapters.sources import Sources
from lockscan.model.assessment import Assessment
from lockscan.model.config import Config
from lockscan.model.diagnostic import Diagnostic
from lockscan.model.finding import Finding
from lockscan.model.graph import Coupling
from lockscan.model.report import Report, Statistics
from lockscan.model.ruleset import RuleSet
from lockscan.model.suggestion import AbstractionPoint


class _Stored(msgspec.Struct, frozen=True, array_like=True):
    findings: tuple[Finding, ...]
    diagnostics: tuple[Diagnostic, ...]
    couplings: tuple[Coupling, ...]
    assessments: tuple[Assessment, ...]
    suggestions: tuple[AbstractionPoint, ...]
    statistics: Statistics


def report_key(sources: Sources, rules: RuleSet, config: Config, named: frozenset[str], *, gated: bool) -> str:
    """A digest of everything that a report depends on."""
    digest = hashlib.blake2b(digest_size=20)
    for part in (__version__, str(FORMAT), rules.digest, repr(config), repr(gated), repr(sources.further)):
        digest.update(f"{len(part)} {part}\0".encode("utf-8", "backslashreplace"))
    for path in sorted(sources.files):
        line = f"{path}\0{path in named}\0{sources.files[path].kind.value}\0{sources.digest(path)}\0"
        digest.update(line.encode("utf-8", "backslashreplace"))
    return digest.hexdigest()


def encode_report(report: Report) -> bytes:
    """A report as bytes, without its rules."""
    return msgspec.msgpack.encode(
        _Stored(
            report.findings,
            report.diagnostics,
            report.couplings,
            report.assessments,
            report.suggestions,
            report.statistics,
        )
    )


def decode_report(data: bytes, rules: RuleSet) -> Report | None:
    """The report again, or ``None`` if the bytes are not one."""
    try:
        stored = msgspec.msgpack.decode(data, type=_Stored)
    except msgspec.MsgspecError:
        return None
    return Report(
        stored.findings,
        stored.diagnostics,
        stored.couplings,
        stored.assessments,
        stored.suggestions,
        stored.statistics,
        rules,
    )

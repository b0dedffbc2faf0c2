"""SARIF 2.1.0, as GitHub code scanning reads it and as the standard wants it.

Suppressed findings are in the log with their ``suppressions``: compare tools and viewers skip accepted ones, but
GitHub ignores that property and opens an alert for each. ``primaryLocationLineHash`` is a hash over the text of the
file, which a report does not hold; the upload action adds it, and ``lockscanFinding/v1`` identifies a finding without.
A region within a notebook's cell is no region of its file: such a result points at line 1, and its message and
``properties`` name the cell.

The use of a neutral layer is no problem, and so no alert: its result is informational, without a level, and its
``properties.kind`` begins with ``neutral-``. What else is no use of a vendor's service by its SDK says so there, too: a
request by plain HTTP is a ``request``, an import by a call ``dynamic``, a library that stays on the machine ``local``.
"""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from lockscan import __version__
from lockscan.model.counts import counted
from lockscan.model.diagnostic import Diagnostic
from lockscan.model.finding import Finding, Portable, Related, Step, Suppression
from lockscan.model.location import Location
from lockscan.model.report import Report
from lockscan.model.rule import Confidence, Example, MatchKind, Rule, Severity
from lockscan.reporters.assessments import target_document, vendor_documents
from lockscan.reporters.encoding import Json, dumps
from lockscan.reporters.options import RenderOptions
from lockscan.reporters.points import point_documents
from lockscan.reporters.text import escape

MOST_RESULTS = 25_000
"""What GitHub takes of one run; of these it shows 5,000."""

_MOST_TEXT = 1024
_LEVELS = {Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "note"}
_PROBLEMS = {Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "recommendation"}
_PRECISIONS = {Confidence.HIGH: "high", Confidence.MEDIUM: "medium", Confidence.LOW: "low"}
_STEPS = {
    Step.CLIENT: "the client is built",
    Step.CALL: "the call is made",
    Step.RESPONSE: "the response is read",
    Step.DEFINITION: "the name is defined",
}


def render(report: Report, _options: RenderOptions) -> str:
    """Return the report as a SARIF log."""
    return dumps(log(report))


def log(report: Report, most: int = MOST_RESULTS) -> Json:
    """Return the report as a SARIF log of at most ``most`` results, the most severe ones where there are more."""
    findings = _most_severe(report.findings, most)
    fired = {finding.rule for finding in findings}
    rules = sorted((rule for rule in report.rules.rules if rule.id in fired), key=lambda rule: rule.id)
    indexes = {rule.id: index for index, rule in enumerate(rules)}
    local = frozenset(distribution for vendor in report.rules.vendors for distribution in vendor.local)
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(rules)},
                "automationDetails": {"id": "lockscan/"},
                "originalUriBaseIds": {"%SRCROOT%": {"description": _message("The root of the scanned project.")}},
                "columnKind": "unicodeCodePoints",
                "invocations": [_invocation(report, len(report.findings) - len(findings))],
                "results": [_result(finding, indexes, local) for finding in findings],
                "properties": {
                    "target": target_document(report),
                    "vendors": vendor_documents(report),
                    "abstractionPoints": point_documents(report),
                },
            }
        ],
    }


def _most_severe(findings: Sequence[Finding], most: int) -> Sequence[Finding]:
    if len(findings) <= most:
        return findings
    levels = tuple(_LEVELS)
    ranked = sorted(
        range(len(findings)),
        key=lambda index: (
            findings[index].suppression is not None,
            _is_neutral(findings[index]),
            levels.index(findings[index].severity),
        ),
    )
    return [findings[index] for index in sorted(ranked[:most])]


def _driver(rules: Sequence[Rule]) -> Json:
    return {
        "name": "lockscan",
        "semanticVersion": __version__,
        "rules": [_rule(rule) for rule in rules],
    }


def _rule(rule: Rule) -> Json:
    return {
        "id": rule.id,
        "name": "".join(word[:1].upper() + word[1:] for word in re.split(r"[^0-9A-Za-z]+", rule.id)),
        "shortDescription": _message(_sentence(rule.title)[:_MOST_TEXT]),
        "fullDescription": _message(_sentence(f"The code {rule.message}")[:_MOST_TEXT]),
        "help": {"text": _remedy(rule), "markdown": _help(rule)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": ["vendor-lock-in", rule.capability, rule.vendor],
            "precision": _PRECISIONS[rule.confidence],
            "problem.severity": _PROBLEMS[rule.severity],
            "effort": rule.effort,
        },
    }


def _remedy(rule: Rule) -> str:
    return rule.remediation or "Nothing has to change."


def _help(rule: Rule) -> str:
    titles = {True: "Found", False: "Left alone"}
    return "\n\n".join([_remedy(rule), *(_example(titles[e.matches], e) for e in rule.examples)])


def _example(title: str, example: Example) -> str:
    fence = "`" * max([2, *map(len, re.findall("`+", example.code))]) + "`"
    note = f" ({example.note})" if example.note else ""
    return f"{title}{note}:\n\n{fence}python\n{example.code.strip()}\n{fence}"


def _invocation(report: Report, cut: int) -> Json:
    return {
        "executionSuccessful": True,
        "toolExecutionNotifications": [
            *map(_notification, report.diagnostics),
            *([_cut(cut, len(report.findings) - cut)] if cut else []),
        ],
    }


def _notification(diagnostic: Diagnostic) -> Json:
    located: dict[str, Json] = {"artifactLocation": _artifact(diagnostic.path)}
    if diagnostic.line and not diagnostic.cell:
        located["region"] = {"startLine": diagnostic.line}
    place = f"Cell {diagnostic.cell}, line {diagnostic.line}: " if diagnostic.cell else ""
    return {
        "descriptor": {"id": diagnostic.kind.value},
        "level": "warning",
        "message": _message(_sentence(place + _literal(diagnostic.message))),
        "locations": [{"physicalLocation": located}],
    }


def _cut(number: int, most: int) -> Json:
    text = f"{counted(number, 'result')} of the lowest severity left out: a log holds at most {most:,}."
    return {"descriptor": {"id": "results-cut"}, "level": "warning", "message": _message(text)}


def _result(finding: Finding, indexes: Mapping[str, int], local: frozenset[str]) -> Json:
    result: dict[str, Json] = {
        "ruleId": finding.rule,
        "ruleIndex": indexes[finding.rule],
        **_weight(finding),
        "message": _message(_result_text(finding)),
        "locations": [{"physicalLocation": _physical_location(finding.location)}],
        "partialFingerprints": {"lockscanFinding/v1": finding.fingerprint},
    }
    if finding.related:
        result["relatedLocations"] = [_related(number, related) for number, related in enumerate(finding.related, 1)]
    if finding.suppression:
        result["suppressions"] = [_suppression(finding.suppression)]
    result["properties"] = _properties(finding, local)
    return result


def _result_text(finding: Finding) -> str:
    """Write who depends on what, as a sentence of its own, and then the route with links to the related locations."""
    subject = ".".join(filter(None, (finding.module, finding.scope))) or finding.location.path
    cell = f" (cell {finding.location.cell}, line {finding.location.region.line})" if finding.location.cell else ""
    sentences = [_sentence(f"'{_literal(subject)}' {_literal(finding.message).rstrip('.')}{cell}")]
    route = [
        f"{_STEPS[related.step]} at [{_literal(str(related.location))}]({number})"
        for number, related in enumerate(finding.related, 1)
    ]
    if route:
        sentences.append(_sentence(", ".join(route)))
    return " ".join(sentences)


def _properties(finding: Finding, local: frozenset[str]) -> Json:
    properties: dict[str, Json] = {
        "vendor": finding.vendor,
        "kind": _kind(finding, local),
        "capability": finding.capability,
        "distribution": escape(finding.distribution),
        "confidence": finding.confidence.value,
        "effort": finding.effort,
        "test": finding.is_test,
    }
    if finding.portable is not Portable.NO:
        properties["portable"] = finding.portable.value
    if finding.location.cell:
        properties["cell"] = finding.location.cell
    return properties


def _weight(finding: Finding) -> dict[str, Json]:
    if _is_neutral(finding):
        return {"kind": "informational", "level": "none"}
    return {"level": _LEVELS[finding.severity]}


def _is_neutral(finding: Finding) -> bool:
    return finding.portable is Portable.NEUTRAL_LAYER


def _kind(finding: Finding, local: frozenset[str]) -> str:
    """Return how the code depends on the vendor, for those who filter by it."""
    kind = finding.kind.value
    if _is_neutral(finding):
        return f"neutral-{kind}"
    if finding.distribution in local and finding.kind is not MatchKind.DISTRIBUTION:
        return f"local-{kind}"
    if finding.dynamic:
        return f"dynamic-{kind}"
    return "request" if finding.kind is MatchKind.CALL and "://" in finding.symbol else kind


def _related(number: int, related: Related) -> Json:
    return {
        "id": number,
        "message": _message(_sentence(f"Here {_STEPS[related.step]}")),
        "physicalLocation": _physical_location(related.location),
    }


def _suppression(suppression: Suppression) -> Json:
    reason = {"justification": escape(suppression.reason)} if suppression.reason else {}
    return {"kind": "inSource", "status": "accepted", **reason}


def _physical_location(location: Location) -> Json:
    return {"artifactLocation": _artifact(location.path), "region": _region(location)}


def _artifact(path: str) -> Json:
    # On Linux the name of a file is bytes: those that are no UTF-8 come as lone surrogates, and leave as they were.
    # Any other lone surrogate has no bytes at all.
    encodable = re.sub("[\ud800-\udc7f\udd00-\udfff]", "\N{REPLACEMENT CHARACTER}", path)
    return {"uri": quote(encodable, errors="surrogateescape"), "uriBaseId": "%SRCROOT%"}


def _region(location: Location) -> Json:
    if location.cell:
        return {"startLine": 1}
    return {
        "startLine": location.region.line,
        "startColumn": location.region.column,
        "endLine": location.region.end_line,
        "endColumn": location.region.end_column,
    }


def _message(text: str) -> Json:
    return {"text": escape(text)}


def _literal(text: str) -> str:
    """Write a text so that no link and no placeholder can be read into it (SARIF 3.11.5 and 3.11.6)."""
    return re.sub(r"([\[\]])", r"\\\1", text).replace("{", "{{").replace("}", "}}")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."

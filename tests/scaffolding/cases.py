"""Findings to scaffold from, in as few words as a test needs."""

from lockscan.adapters.templates import read_templates
from lockscan.model.finding import Finding, Portable
from lockscan.model.location import Location, Region
from lockscan.model.rule import Capability, Confidence, MatchKind, Portability, Severity, Target
from lockscan.model.scaffold import Scaffold
from lockscan.scaffolding import CallText, Request, scaffold

CAPABILITIES = {"vision": Capability("vision", "Image input", Portability.SAME, "")}
CHAT = "openai.OpenAI().chat.completions.create()"


def finding(symbol: str, kind: MatchKind = MatchKind.CALL, **said: str) -> Finding:
    """Return a finding in ``app.ask:answer``; ``said`` may name capability, rule, detail, path, scope and vendor."""
    line = int(said.get("line", "7"))
    return Finding(
        rule=said.get("rule", "acme-rule"),
        vendor=said.get("vendor", "openai"),
        distribution="openai",
        kind=kind,
        capability=said.get("capability", "chat"),
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        effort=1,
        message="",
        remediation="",
        location=Location(said.get("path", "app/ask.py"), Region(line, 5, line, 30)),
        module="app.ask",
        scope=said.get("scope", "answer"),
        symbol=symbol,
        detail=said.get("detail", ""),
        ordinal=0,
        fingerprint=f"{kind.value} {symbol} {said.get('detail', '')} {line}",
        is_test=False,
        portable=Portable.NO,
        related=(),
        snippet="",
    )


def everything(chat: str, embed: str = "", *, stream: str = "") -> list[Finding]:
    """Return the findings of code that uses all that there are templates for."""
    found = [
        finding(chat),
        finding(chat, MatchKind.ARGUMENT, capability="tool_calling", detail="tools"),
        finding(chat, MatchKind.ARGUMENT, capability="structured_output", detail="response_format"),
        finding(f"{chat}.usage", MatchKind.RESPONSE, capability="usage"),
        finding(f"{chat}.finish_reason", MatchKind.RESPONSE, rule="x-finish"),
        finding(stream or f"{chat}[]", MatchKind.CALL if stream else MatchKind.RESPONSE, capability="streaming"),
    ]
    return [*found, finding(embed, capability="embeddings")] if embed else found


def text(*keywords: str, streams: bool | None = False, awaited: bool = False) -> CallText:
    """Return what the text of a call says."""
    return CallText(keywords, unpacks=False, streams=streams, awaited=awaited)


def drawn(
    findings: list[Finding], target: str, vendor: str = "OpenAI", texts: dict[str, CallText] | None = None
) -> Scaffold:
    """Return what is drawn up for some findings."""
    aim = Target(target, target.title(), address=target == "openai-compatible")
    known = {f.fingerprint: text("temperature", "max_tokens", "top_p") for f in findings if f.kind is MatchKind.CALL}
    return scaffold(Request(vendor, findings, known | (texts or {}), aim, CAPABILITIES, read_templates()))

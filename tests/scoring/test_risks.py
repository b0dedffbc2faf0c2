import pytest

from lockscan.model.assessment import Holding, RiskKind
from lockscan.model.finding import Finding
from lockscan.model.rule import MatchKind
from lockscan.scoring.risks import holdings, risks
from lockscan.scoring.terms import terms
from tests.suggestions.projects import CHAT, RULES, finding

AGREED = terms(RULES)


@pytest.mark.parametrize(
    ("one", "kinds"),
    [
        (finding("a:f", 1, "acme.Error", MatchKind.EXCEPTION), {RiskKind.ERRORS}),
        (finding("a:f", 1, CHAT + "[]", MatchKind.RESPONSE, capability="streaming"), {RiskKind.STREAMS}),
        (finding("a:f", 1, "acme.embed()", capability="embeddings"), {RiskKind.SECONDARY}),
        (finding("a:f", 1, "type,tool_use_id", MatchKind.SHAPE), {RiskKind.CONVENTIONS}),
        (finding("a", 1, "acme.Acme()", MatchKind.CONSTRUCT, capability="client"), {RiskKind.IMPORT_TIME}),
        (finding("a:f", 1, "acme.Acme()", MatchKind.CONSTRUCT, capability="client"), set()),
        (finding("a:f", 1, CHAT + ".usage", MatchKind.RESPONSE, capability="usage"), {RiskKind.TOKENS}),
        (finding("a:f", 1, CHAT, MatchKind.ARGUMENT, capability="parameters"), {RiskKind.PARAMETERS}),
        (finding("a:C.__init__", 1, "acme.Answer", MatchKind.ANNOTATION), {RiskKind.SIGNATURES}),
        (finding("a:C._take", 1, "acme.Answer", MatchKind.ANNOTATION), set()),
        (finding("a:f", 1, "https://api.acme", MatchKind.LITERAL, rule="acme-endpoint"), {RiskKind.HTTP}),
        (finding("a:f", 1, "https://api.acme/chat"), {RiskKind.HTTP}),
        (finding("a:f", 1, "acme.threads()", capability="threads"), {RiskKind.SECONDARY, RiskKind.STATE}),
        (finding("a:f"), set()),
        (finding("a", 1, "acme", MatchKind.IMPORT, capability="threads"), set()),
    ],
)
def test_each_kind_of_place_has_its_risk(one: Finding, kinds: set[RiskKind]) -> None:
    assert {risk.kind for risk in risks((one,), AGREED, RULES)} == kinds


def test_a_risk_counts_places_and_files_and_names_its_findings() -> None:
    found = (
        finding("a:f", 1, "acme.Error", MatchKind.EXCEPTION),
        finding("a:f", 2, "acme.Error", MatchKind.EXCEPTION),
        finding("b:f", 1, "acme.Error", MatchKind.EXCEPTION),
    )
    (risk,) = risks(found, AGREED, RULES)
    assert risk.why == (
        "3 handlers and names of the vendor's errors in 2 files: "
        "they are renamed or split, and what is retried changes silently"
    )
    assert risk.findings == tuple(f.fingerprint for f in found)


def test_what_is_held_is_told_once_with_all_its_places() -> None:
    found = (
        finding("a:f", 1, "acme.threads()", capability="threads"),
        finding("b:f", 2, "acme.threads()", capability="threads"),
        finding("b:f", 3),
    )
    assert holdings(found, AGREED) == (
        Holding("threads and their messages", "threads", "", (found[0].fingerprint, found[1].fingerprint)),
    )

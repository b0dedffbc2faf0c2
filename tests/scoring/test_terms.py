from dataclasses import replace

import pytest

from lockscan.adapters.packs import load_rules
from lockscan.model.assessment import Fate
from lockscan.model.finding import Finding, Portable
from lockscan.model.rule import Category, Crossing, MatchKind, Portability, Target
from lockscan.model.ruleset import RuleSet
from lockscan.scoring.terms import terms
from tests.suggestions.projects import CHAT, RULES, finding

SHIPPED = load_rules()
TABLE: RuleSet = replace(
    RULES,
    targets=(Target("away", "Away"), Target("near", "Near", ("acme",)), Target("open", "Open", (), address=True)),
    crossings=(
        Crossing("away", "", "chat", Portability.ADAPT, "Another call.", "logs"),
        Crossing("away", "acme", "chat", Portability.SAME),
        Crossing("away", "bolt", "chat", Portability.NONE, "Nothing.", ""),
        Crossing("away", "", "types", Portability.ADAPT),
        Crossing("open", "", "chat", Portability.SAME),
    ),
)


def _crossing(target: str, vendor: str, capability: str) -> tuple[str, str, str | None]:
    found = terms(TABLE, target).crossing(vendor, capability)
    return found.portability.value, found.equivalent, found.state


@pytest.mark.parametrize(
    ("target", "vendor", "capability", "told"),
    [
        ("away", "acme", "chat", ("same", "Another call.", "logs")),
        ("away", "bolt", "chat", ("none", "Nothing.", "")),
        ("away", "other", "chat", ("adapt", "Another call.", "logs")),
        ("away", "acme", "threads", ("none", "", "threads and their messages")),
        ("away", "acme", "unheard-of", ("adapt", "", "")),
        ("near", "acme", "threads", ("same", "It is there already.", "")),
    ],
    ids=["own", "own-text", "any", "capability", "unknown", "there"],
)
def test_the_more_particular_word_counts(target: str, vendor: str, capability: str, told: tuple[str, str, str]) -> None:
    assert _crossing(target, vendor, capability) == told


def test_of_two_crossings_the_later_counts() -> None:
    later = replace(TABLE, crossings=(*TABLE.crossings, Crossing("away", "acme", "chat", Portability.PARTIAL)))
    assert terms(later, "away").crossing("acme", "chat").portability is Portability.PARTIAL


@pytest.mark.parametrize(
    ("one", "fate"),
    [
        (finding("a:f"), Fate.SURVIVES),
        (finding("a:f", 1, "acme.Acme()", MatchKind.CONSTRUCT), Fate.MECHANICAL),
        (finding("a:f", 1, "acme-1", MatchKind.LITERAL), Fate.MECHANICAL),
        (finding("a:f", 1, "https://api.acme/chat"), Fate.MECHANICAL),
        (finding("a:f", portable=Portable.GATEWAY, capability="threads"), Fate.SURVIVES),
        (finding("a:f", capability="tools"), Fate.MECHANICAL),
        (finding("a:f", capability="tools", effort=3), Fate.ADAPT),
        (finding("a:f", capability="batch", effort=3), Fate.ADAPT),
        (finding("a:f", capability="batch", effort=8), Fate.REDESIGN),
        (finding("a:f", capability="threads"), Fate.NO_EQUIVALENT),
        (finding("a", 1, "acme", MatchKind.IMPORT, capability="threads"), Fate.MECHANICAL),
        (finding("a:f", vendor="other"), Fate.MECHANICAL),
        (finding("a:f", 1, "acme.Acme()", MatchKind.CONSTRUCT, portable=Portable.CONFIGURED_ENDPOINT), Fate.MECHANICAL),
    ],
    ids=lambda value: value.value if isinstance(value, Fate) else f"{value.kind.value}-{value.capability}",
)
def test_a_finding_has_the_fate_of_its_capability(one: Finding, fate: Fate) -> None:
    assert terms(TABLE, "away").fate(one) is fate


def test_a_configured_address_leads_to_a_target_that_is_one() -> None:
    client = finding("a:f", 1, CHAT, MatchKind.CONSTRUCT, portable=Portable.CONFIGURED_ENDPOINT)
    assert terms(TABLE, "open").fate(client) is Fate.SURVIVES
    assert terms(TABLE, "open").fate(replace(client, portable=Portable.NO)) is Fate.MECHANICAL


@pytest.mark.parametrize("target", SHIPPED.targets, ids=lambda target: target.id)
def test_every_capability_of_every_vendor_resolves_with_an_equivalent(target: Target) -> None:
    agreed = terms(SHIPPED, target.id)
    vendors = [vendor.id for vendor in SHIPPED.vendors if vendor.category is not Category.NEUTRAL]
    used = {rule.capability for rule in SHIPPED.rules}
    # Only the default target leaves to the capability what no table says.
    tables = {c.capability for c in SHIPPED.crossings if c.target == target.id and not c.vendor}
    said = tables | ({c.id for c in SHIPPED.capabilities} if target.address and not target.vendors else set())
    assert used - said == set()
    assert [(v, c) for v in vendors for c in sorted(used) if not agreed.crossing(v, c).equivalent] == []
    at_home = {c for v in target.vendors for c in used if agreed.crossing(v, c).portability is not Portability.SAME}
    assert at_home == set()


@pytest.mark.parametrize(
    ("vendor", "capability", "target", "told"),
    [
        ("openai", "chat", "azure", "same"),
        ("openai", "hosted_retrieval", "azure", "partial"),
        ("mistral_ai", "chat", "openai-compatible", "same"),
        ("aws.bedrock", "chat", "openai-compatible", "adapt"),
        ("anthropic", "chat", "openai-compatible", "same"),
        ("anthropic", "chat", "bedrock", "same"),
        ("openai", "errors", "litellm", "same"),
        ("cohere", "rerank", "openai-compatible", "same"),
        ("openai", "server_state", "openai-compatible", "none"),
        ("openai", "embeddings", "anthropic", "partial"),
        ("anthropic", "chat", "openai", "adapt"),
        ("groq", "chat", "openai", "same"),
        ("azure.ai.openai", "embeddings", "openai", "same"),
        ("voyageai", "rerank", "openai", "partial"),
    ],
)
def test_what_the_tables_say(vendor: str, capability: str, target: str, told: str) -> None:
    assert terms(SHIPPED, target).crossing(vendor, capability).portability.value == told

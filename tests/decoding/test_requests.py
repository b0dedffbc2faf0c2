from dataclasses import replace

from lockscan.decoding.requests import with_request_rules
from lockscan.model.rule import Category, Match, MatchKind, Rule, Vendor
from lockscan.model.ruleset import RuleSet
from tests.matching.cases import rule

ACME = Vendor("acme.ai", "Acme", Category.MODEL_API, hosts=("*.acme.example",))


def rules_of(*vendors: Vendor, rules: tuple[Rule, ...] = ()) -> RuleSet:
    return with_request_rules(RuleSet(vendors, rules, (), (), ""))


def test_each_vendor_with_hosts_has_a_rule_for_requests() -> None:
    (made,) = rules_of(ACME).rules
    assert (made.id, made.vendor, made.match) == ("acme-ai-http", "acme.ai", Match(MatchKind.CALL, urls=("/",)))
    assert [example.matches for example in made.examples] == [True, False]
    assert all('"https://example.acme.example/' in example.code for example in made.examples)


def test_none_without_hosts_or_where_a_layer_binds_to_nobody() -> None:
    assert rules_of(replace(ACME, hosts=()), replace(ACME, category=Category.NEUTRAL)).rules == ()


def test_a_host_of_two_vendors_is_the_first_ones() -> None:
    other = replace(ACME, id="other", hosts=("*.acme.example", "other.example"))
    shared = replace(ACME, id="shared")
    made = {one.vendor: one.examples[0].code for one in rules_of(ACME, other, shared).rules}
    assert {vendor: "https://other.example/" in code for vendor, code in made.items()} == {
        "acme.ai": False,
        "other": True,
    }


def test_it_is_named_as_the_packs_rules_are() -> None:
    own = rule("acme-sdk-call", MatchKind.CALL, "acme.**()", vendor="acme.ai")
    assert [one.id for one in rules_of(ACME, rules=(own,)).rules] == ["acme-sdk-call", "acme-http"]


def test_a_rule_of_the_packs_own_takes_its_place() -> None:
    own = replace(rule("acme-web", MatchKind.CALL, vendor="acme.ai"), match=Match(MatchKind.CALL, urls=("/",)))
    assert rules_of(ACME, rules=(own,)).rules == (own,)

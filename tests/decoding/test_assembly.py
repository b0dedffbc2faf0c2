from lockscan.decoding.assembly import assemble
from lockscan.decoding.rules import decode_pack
from tests.decoding.cases import CAPABILITY, RULE, VENDOR, document


def assembled(**texts: str) -> tuple[str, ...]:
    decoded = [decode_pack(document(text, name)) for name, text in texts.items()]
    assert [wrong for _, wrong in decoded] == [()] * len(decoded)
    return assemble(tuple(pack for pack, _ in decoded), "d")[1]


def test_packs_are_joined_in_order() -> None:
    added = 'vendor = "acme"\n' + RULE.replace("acme-chat", "acme-talk")
    packs = [decode_pack(document(text))[0] for text in (VENDOR + RULE, CAPABILITY, added)]
    rules, wrong = assemble(tuple(packs), "d")
    assert wrong == ()
    assert [(rule.id, rule.vendor) for rule in rules.rules] == [("acme-chat", "acme"), ("acme-talk", "acme")]
    assert [vendor.id for vendor in rules.vendors] == ["acme"]
    assert [capability.id for capability in rules.capabilities] == ["chat"]
    assert rules.digest == "d"


def test_ids_are_unique_over_all_packs() -> None:
    assert assembled(one=VENDOR + RULE, two=VENDOR + RULE + CAPABILITY + CAPABILITY) == (
        "two:2: vendor.id: 'acme' is the id of another vendor in one",
        "two:11: rule 1 \"acme-chat\": id: 'acme-chat' is the id of another rule in one",
        "two:41: capability 2 \"chat\": id: 'chat' is the id of another capability in two",
    )


def test_what_a_pack_names_must_exist() -> None:
    text = 'vendor = "acne"\n' + RULE.replace('"chat"', '"chatt"')
    assert assembled(one=VENDOR + CAPABILITY, two=text) == (
        "two:1: vendor: 'acne' is no known vendor; did you mean 'acme'?",
        "two:6: rule 1 \"acme-chat\": capability: 'chatt' is no known capability; did you mean 'chat'?",
    )


def test_aliases_lead_to_one_place_and_come_to_an_end() -> None:
    aliases = """
[aliases]
"acme.Acme" = ["acme.Client", "acme"]
"acme.Acme().chat" = ["acme.Client"]
"acmes.Acme" = ["acme.Acme2"]
"""
    assert assembled(one=VENDOR + aliases) == (
        "one:12: aliases.\"acme.Acme\": 'acme' would be rewritten to 'acme.Acme' without end",
        "one:13: aliases.\"acme.Acme().chat\": 'acme.Client' already stands for 'acme.Acme'",
        "one:14: aliases.\"acmes.Acme\": 'acmes.Acme' begins with no import root of a vendor",
    )

from lockscan.decoding.assembly import assemble
from lockscan.decoding.rules import decode_pack
from tests.decoding.cases import CAPABILITY, HOSTLESS, RULE, document


def assembled(**texts: str) -> tuple[str, ...]:
    decoded = [decode_pack(document(text, name)) for name, text in texts.items()]
    assert [wrong for _, wrong in decoded] == [()] * len(decoded)
    return assemble(tuple(pack for pack, _ in decoded), "d")[1]


def test_packs_are_joined_in_order() -> None:
    added = 'vendor = "acme"\n' + RULE.replace("acme-chat", "acme-talk")
    packs = [decode_pack(document(text))[0] for text in (HOSTLESS + RULE, CAPABILITY, added)]
    rules, wrong = assemble(tuple(packs), "d")
    assert wrong == ()
    assert [(rule.id, rule.vendor) for rule in rules.rules] == [("acme-chat", "acme"), ("acme-talk", "acme")]
    assert [vendor.id for vendor in rules.vendors] == ["acme"]
    assert [capability.id for capability in rules.capabilities] == ["chat"]
    assert rules.digest == "d"


def test_ids_are_unique_over_all_packs() -> None:
    assert assembled(one=HOSTLESS + RULE, two=HOSTLESS + RULE + CAPABILITY + CAPABILITY) == (
        "two:2:1: vendor.id: 'acme' is the id of another vendor in one",
        "two:11:1: rule 1 \"acme-chat\": id: 'acme-chat' is the id of another rule in one",
        "two:41:1: capability 2 \"chat\": id: 'chat' is the id of another capability in two",
    )


def test_what_a_pack_names_must_exist() -> None:
    text = 'vendor = "acne"\n' + RULE.replace('"chat"', '"chatt"')
    assert assembled(one=HOSTLESS + CAPABILITY, two=text) == (
        "two:1:1: vendor: 'acne' is no known vendor; did you mean 'acme'?",
        "two:6:1: rule 1 \"acme-chat\": capability: 'chatt' is no known capability; did you mean 'chat'?",
    )


def test_aliases_lead_to_one_place_and_come_to_an_end() -> None:
    aliases = """
[aliases]
"acme.Acme" = ["acme.Client", "acme"]
"acme.Acme().chat" = ["acme.Client"]
"acmes.Acme" = ["acme.Acme2"]
"""
    assert assembled(one=HOSTLESS + aliases) == (
        "one:12:1: aliases.\"acme.Acme\": 'acme' would be rewritten to 'acme.Acme' without end",
        "one:13:1: aliases.\"acme.Acme().chat\": 'acme.Client' already stands for 'acme.Acme'",
        "one:14:1: aliases.\"acmes.Acme\": 'acmes.Acme' begins with no import root of a vendor",
    )


def test_aliases_that_go_in_circles_by_way_of_each_other_are_told_with_the_way() -> None:
    aliases = """
[aliases]
"acme.A" = ["acme.B"]
"acme.B().c" = ["acme.A"]
"acme.D" = ["acme.E"]
"acme.F" = ["acme.D"]
"acme.G" = ["acme.H"]
"acme.H" = ["acme.G"]
"""
    assert assembled(one=HOSTLESS + aliases) == (
        "one:12:1: aliases.\"acme.A\": goes in circles: 'acme.B' → 'acme.A' → 'acme.B().c' → …",
        "one:13:1: aliases.\"acme.B().c\": goes in circles: 'acme.A' → 'acme.B().c' → 'acme.A().c' → …",
        "one:16:1: aliases.\"acme.G\": goes in circles: 'acme.H' → 'acme.G' → 'acme.H'",
        "one:17:1: aliases.\"acme.H\": goes in circles: 'acme.G' → 'acme.H' → 'acme.G'",
    )


def test_a_path_of_a_rule_begins_with_an_import_root() -> None:
    roots = HOSTLESS.replace('"acme" = "acme-ai"', '"acme" = "acme-ai"\n"wide.acme" = "acme-ai"')
    for paths, wrong in (
        ('"{acme,acme}.ask()", "wide.{acme,acme}.ask()", "acme().ask()", "acme.**()"', ()),
        ('"acme.ask()", "acne.ask()"', ("paths 2: 'acne' is no import root; did you mean 'acme'?",)),
        ('"{acme,zzz}.ask()"', ("paths 1: 'zzz' is no import root; a pack has to name it under [vendor.roots]",)),
        ('"wide.{acme,ask}()"', ("paths 1: 'wide' is no import root; did you mean 'wide.acme'?",)),
    ):
        pack = roots + RULE.replace('"acme.Acme().chat.{ask,tell}()"', paths) + CAPABILITY
        assert tuple(text.partition("match.")[2] for text in assembled(one=pack)) == wrong

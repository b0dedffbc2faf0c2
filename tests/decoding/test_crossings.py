from lockscan.decoding.assembly import assemble
from lockscan.decoding.rules import decode_pack
from lockscan.model.rule import Crossing, Portability, Target
from lockscan.model.ruleset import RuleSet
from tests.decoding.cases import CAPABILITY, RULE, VENDOR, document

TABLE = """
[[target]]
id = "away"
name = "Away"

[[target]]
id = "home"
name = "Home"
vendors = ["acme"]
address = true

[[portability]]
targets = ["away", "home"]
[portability.fates]
chat = ["adapt", "Another call."]

[[portability]]
targets = ["away"]
vendors = ["acme"]
[portability.fates]
chat = ["partial", "Half of it.", "-"]
"""


def _assembled(text: str) -> tuple[RuleSet, tuple[str, ...]]:
    pack, wrong = decode_pack(document(VENDOR + RULE + CAPABILITY + text))
    rules, across = assemble((pack,), "d")
    return rules, (*wrong, *across)


def test_targets_and_crossings_are_read_for_each_target_and_vendor() -> None:
    rules, wrong = _assembled(TABLE)
    assert wrong == ()
    assert rules.targets == (Target("away", "Away"), Target("home", "Home", ("acme",), address=True))
    assert rules.crossings == (
        Crossing("away", "", "chat", Portability.ADAPT, "Another call."),
        Crossing("home", "", "chat", Portability.ADAPT, "Another call."),
        Crossing("away", "acme", "chat", Portability.PARTIAL, "Half of it.", ""),
    )


def test_what_stays_behind_is_told_or_left_to_the_capability() -> None:
    for written, state in (('["none"]', None), ('["none", "X."]', None), ('["none", "X.", "logs"]', "logs")):
        rules, wrong = _assembled(TABLE.replace('["partial", "Half of it.", "-"]', written))
        assert wrong == ()
        assert rules.crossings[-1].state == state


def test_every_mistake_is_told_at_once() -> None:
    text = (
        TABLE.replace('vendors = ["acme"]\n[portability', 'vendors = ["acne"]\n[portability')
        .replace('targets = ["away", "home"]', 'targets = ["away", "hone"]')
        .replace('chat = ["adapt", "Another call."]', 'chat = ["adopt"]\ntalk = ["same"]\nsing = []')
        .replace('vendors = ["acme"]\naddress = true', 'vendors = ["acmee"]\naddress = 1')
    )
    told = [wrong.split(": ", 1)[1] for wrong in _assembled(text)[1]]
    assert sorted(told) == sorted(
        [
            'target 2 "home": address: must be true or false, not 1',
            "target 2 \"home\": vendors: 'acmee' is no known vendor; did you mean 'acme'?",
            "portability 1: fates.chat: 'adopt' is no verdict; did you mean 'adapt'?",
            "portability 1: fates.sing: must be a verdict, then if need be the equivalent, then what stays behind",
            "portability 1: fates.talk: 'talk' is no known capability; known: chat",
            "portability 1: fates.talk: 'hone' is no known target; did you mean 'home'?",
            "portability 2: fates.chat: 'acne' is no known vendor; did you mean 'acme'?",
        ]
    )


def test_a_target_has_one_definition_and_a_table_some_targets() -> None:
    twice = '\n[[target]]\nid = "away"\nname = "Away again"\n\n[[portability]]\n[portability.fates]\nchat = ["same"]\n'
    told = [wrong.split(": ", 1)[1] for wrong in _assembled(TABLE + twice)[1]]
    assert told == [
        "portability 3: names no targets",
        "target 3 \"away\": id: 'away' is the id of another target in acme.toml",
    ]

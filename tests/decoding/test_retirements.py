import re
from pathlib import Path

import pytest

from lockscan.adapters.packs import load_rules
from lockscan.adapters.toml import parse_toml
from lockscan.decoding.assembly import assemble
from lockscan.decoding.rules import decode_pack
from lockscan.model.rule import MatchKind, Retirement
from lockscan.planning.deadlines import deadlines
from tests.planning.cases import finding

_WHOLE = """
[[retirement]]
vendor = "openai"
what = "a model"
until = "2027-01-14"
rules = ["openai-model"]
symbols = ["gpt-4o"]
replacement = "Another."

[[retirement]]
vendor = "openai"
what = "an API"
since = "2026-08"
rules = ["openai-threads"]
"""


def mistakes(text: str) -> tuple[str, ...]:
    return decode_pack(parse_toml("p.toml", text.encode()))[1]


def test_retirements_are_read() -> None:
    pack, wrong = decode_pack(parse_toml("p.toml", _WHOLE.encode()))
    assert wrong == ()
    assert pack.retirements == (
        Retirement("openai", "a model", ("openai-model",), ("gpt-4o",), until="2027-01-14", replacement="Another."),
        Retirement("openai", "an API", ("openai-threads",), since="2026-08"),
    )


def test_all_mistakes_are_told_with_their_place() -> None:
    wrong = '[[retirement]]\nvendor = "acme"\nwhat = "x"\nsince = "soon"\nuntil = "2026-13"\nrule = ["a"]\n'
    assert mistakes(wrong) == (
        "p.toml:1:3: retirement 1: names no rules",
        "p.toml:4:1: retirement 1: since: 'soon' must be a date: YYYY-MM-DD, or YYYY-MM where the day is not known",
        "p.toml:5:1: retirement 1: until: '2026-13' must be a date: YYYY-MM-DD, or YYYY-MM where the day is not known",
        "p.toml:5:1: retirement 1: until: says when it ends, but since says that it has ended",
        "p.toml:6:1: retirement 1: rule: is no known key; did you mean 'rules'?",
    )


def test_what_no_pack_defines_is_told() -> None:
    pack, wrong = decode_pack(parse_toml("p.toml", _WHOLE.encode()))
    assert wrong == ()
    assert assemble((pack,), "")[1] == (
        "p.toml:3:1: retirement 1: vendor: 'openai' is no known vendor; nothing can stand here",
        "p.toml:6:10: retirement 1: rules 1: 'openai-model' is the id of no rule; lockscan rules lists them",
        "p.toml:11:1: retirement 2: vendor: 'openai' is no known vendor; nothing can stand here",
        "p.toml:14:10: retirement 2: rules 1: 'openai-threads' is the id of no rule; lockscan rules lists them",
    )


RULES = load_rules()
SHIPPED = [one for one in RULES.retirements if one.symbols]


@pytest.mark.parametrize("retirement", SHIPPED, ids=lambda one: one.what)
def test_every_shipped_pattern_fits_a_name_that_its_rules_find(retirement: Retirement) -> None:
    patterns = [r.match.pattern for r in RULES.rules if r.id in retirement.rules and r.match.kind is MatchKind.LITERAL]
    for symbol in retirement.symbols:
        names = [
            re.sub(r"\[(.).*?\]", r"\1", symbol).replace("*", tail) for tail in ("", "001", "20240229", "2024-05-13")
        ]
        assert any(re.fullmatch(pattern, name) for pattern in patterns for name in names), symbol


def test_shipped_models_are_told_apart() -> None:
    def until(name: str) -> list[str]:
        found = finding("openai-model", MatchKind.LITERAL, "model_choice", "a.py", 1, symbol=name)
        reasoning = finding("openai-reasoning-model", MatchKind.LITERAL, "model_choice", "a.py", 2, symbol=name)
        return [d.retirement.since or d.retirement.until for d in deadlines([found, reasoning], RULES.retirements)]

    assert {name: until(name) for name in ("gpt-4", "openai/gpt-4o", "gpt-4o-2024-05-13", "gpt-5-mini", "o3-mini")} == {
        "gpt-4": ["2026-10-23"],
        "openai/gpt-4o": ["2027-01-14"],
        "gpt-4o-2024-05-13": ["2026-10-23"],
        "gpt-5-mini": ["2026-12-11"],
        "o3-mini": ["2026-10-23"],
    }
    assert [until(name) for name in ("gpt-4.5", "gpt-5.4-mini", "gpt-4o-2025-01-01", "mistral-large")] == [
        [],
        [],
        [],
        [],
    ]


def test_lifecycle_pack_is_the_only_one_with_retirements() -> None:
    folder = Path(__file__).parent.parent.parent / "rules"
    holding = [path.name for path in folder.glob("*.toml") if "[[retirement]]" in path.read_text("utf-8")]
    assert holding == ["lifecycle.toml"]

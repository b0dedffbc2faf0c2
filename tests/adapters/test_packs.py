from pathlib import Path

import pytest

from lockscan.adapters import packs
from lockscan.adapters.packs import decode_packs, decode_rules, encode_rules, load_rules, read_packs
from lockscan.errors import DataError
from tests.decoding.cases import CAPABILITY, RULE, VENDOR

SHIPPED = Path(__file__).parents[2] / "rules"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return a folder with a pack of the user's own."""
    (tmp_path / "mine.toml").write_text('vendor = "openai"\n' + RULE.replace("acme-chat", "mine-chat"))
    (tmp_path / "notes.txt").write_text("not a pack")
    return tmp_path


def test_the_packs_of_a_checkout_are_read_by_name() -> None:
    assert [name for name, _ in read_packs().files] == sorted(f"rules/{path.name}" for path in SHIPPED.glob("*.toml"))


def test_own_packs_come_last_from_a_file_or_a_folder(own: Path) -> None:
    for extra in (own, own / "mine.toml"):
        rules = load_rules((extra,))
        assert (rules.rules[-1].id, rules.rules[-1].vendor) == ("mine-chat", "openai")


def test_the_digest_follows_every_byte_and_name(own: Path) -> None:
    before = read_packs((own,)).digest
    assert before == read_packs((own,)).digest
    assert before != read_packs().digest
    (own / "mine.toml").rename(own / "other.toml")
    renamed = read_packs((own,)).digest
    (own / "other.toml").write_text((own / "other.toml").read_text() + "\n")
    assert len({before, renamed, read_packs((own,)).digest}) == 3


def test_the_digest_follows_the_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before = read_packs().digest
    monkeypatch.setattr(packs, "__version__", "0.0.0")
    assert read_packs().digest != before


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs, "_shipped", lambda: tmp_path / "rules")
    (tmp_path / "rules").mkdir()
    for name, text in {
        "a.toml": "a = ?",
        "b.toml": VENDOR + RULE.replace("low", "slow"),
        "c.toml": CAPABILITY + 'vendor = "acne"',
        "d.toml": RULE.replace("[[rule]]", 'vendor = "acne"\n[[rule]]', 1),
    }.items():
        (tmp_path / "rules" / name).write_text(text)
    with pytest.raises(DataError) as error:
        decode_packs(read_packs())
    assert error.value.mistakes == (
        "rules/a.toml:1: Invalid value (column 5)",
        "rules/b.toml:15: rule 1 \"acme-chat\": severity: 'slow' is not known; did you mean 'low'?",
        'rules/c.toml:6: capability 1 "chat": vendor: is no known key; known: state',
        "rules/d.toml:1: vendor: 'acne' is no known vendor; did you mean 'acme'?",
        "rules/d.toml:3: rule 1 \"acme-chat\": id: 'acme-chat' is the id of another rule in rules/b.toml",
    )
    with pytest.raises(DataError) as error:
        read_packs((tmp_path / "x.toml", tmp_path / "y.toml"))
    assert [wrong.rpartition("/")[2] for wrong in error.value.mistakes] == [
        "x.toml: cannot be read: No such file or directory",
        "y.toml: cannot be read: No such file or directory",
    ]


def test_the_compiled_form_is_the_same_rule_set() -> None:
    rules = load_rules()
    assert decode_rules(encode_rules(rules)) == rules
    for broken in (b"", encode_rules(rules)[:-1], b"\x01"):
        with pytest.raises(DataError, match="compiled rules"):
            decode_rules(broken)

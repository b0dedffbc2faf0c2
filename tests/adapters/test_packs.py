from pathlib import Path

import pytest

from lockscan.adapters import packs
from lockscan.adapters.packs import decode_packs, decode_rules, decoded_files, encode_rules, load_rules, read_packs
from lockscan.errors import DataError
from tests.decoding.cases import CAPABILITY, HOSTLESS, RULE

SHIPPED = Path(__file__).parents[2] / "rules"


OWN = 'vendor = "openai"\n' + RULE.replace("acme-chat", "mine-chat").replace("acme.Acme", "openai.OpenAI")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a pack of the user's own, seen from the folder above it."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "mine.toml").write_text(OWN)
    (folder / "notes.txt").write_text("not a pack")
    monkeypatch.chdir(tmp_path)
    return folder


def test_the_packs_of_a_checkout_are_read_by_name() -> None:
    assert [name for name, _ in read_packs().files] == sorted(path.as_posix() for path in SHIPPED.glob("*.toml"))


def test_own_packs_are_read_last_once_each_and_their_rules_stand_first(own: Path) -> None:
    for extra in ((own,), (own / "mine.toml",), (own / "mine.toml", own, own / "../own/mine.toml")):
        sources = read_packs(extra)
        assert [name for name, _ in sources.files[len(read_packs().files) :]] == ["own/mine.toml"]
        assert sources.own == {"own/mine.toml"}
        rules = decode_packs(sources)
        assert (rules.rules[0].id, rules.rules[0].vendor) == ("mine-chat", "openai")
        assert rules.rules[1:] == load_rules().rules
    assert read_packs((SHIPPED, SHIPPED / "openai.toml")) == read_packs()


def test_expressions_of_own_packs_are_looked_at_closely(own: Path) -> None:
    head, tail = OWN.split("[[rule.example]]", 1)
    literal = '[rule.match]\nkind = "literal"\npattern = "(a+)+-chat|b"\nneedles = ["chat"]\nroles = ["model"]\n'
    (own / "mine.toml").write_text(head[: head.index("[rule.match]")] + literal + "[[rule.example]]" + tail)
    with pytest.raises(DataError) as error:
        load_rules((own,))
    assert [wrong.partition(" rule 1")[0] for wrong in error.value.mistakes] == [
        "own/mine.toml:13:1:",
        "own/mine.toml:14:1:",
    ]
    slow, missed = (wrong.partition("match.")[2] for wrong in error.value.mistakes)
    assert slow.startswith("pattern: can take exponentially long on a run of 'a': ")
    assert missed == "needles: none of them stands in 'b', which the pattern matches"


def test_what_a_pack_file_says_by_itself(own: Path) -> None:
    (pack,) = decoded_files((own, own / "mine.toml"))
    assert (pack.document.name, [rule.id for rule in pack.rules]) == ("own/mine.toml", ["mine-chat"])


def test_the_digest_follows_every_byte_and_name(own: Path) -> None:
    before = read_packs((own,)).digest
    assert before == read_packs((own,)).digest
    assert before != read_packs().digest
    (own / "mine.toml").rename(own / "other.toml")
    renamed = read_packs((own,)).digest
    (own / "other.toml").write_text((own / "other.toml").read_text() + "\n")
    assert len({before, renamed, read_packs((own,)).digest}) == 3


def test_the_digest_does_not_depend_on_where_a_project_lies(own: Path) -> None:
    before = read_packs((own,)).digest
    moved = own.rename(own.parent / "elsewhere")
    assert read_packs((moved,)).digest == before


def test_the_digest_follows_the_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before = read_packs().digest
    monkeypatch.setattr(packs, "__version__", "0.0.0")
    assert read_packs().digest != before


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs, "_shipped", lambda: Path("rules"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules").mkdir()
    for name, text in {
        "a.toml": "a = ?",
        "b.toml": HOSTLESS + RULE.replace("low", "slow").replace('capability = "chat"', 'capability = "chatt"'),
        "c.toml": CAPABILITY + 'vendor = "acne"',
        "d.toml": RULE.replace("[[rule]]", 'vendor = "acne"\n[[rule]]', 1),
    }.items():
        (tmp_path / "rules" / name).write_text(text)
    with pytest.raises(DataError) as error:
        decode_packs(read_packs())
    assert error.value.mistakes == (
        "rules/a.toml:1:5: is no TOML: invalid value",
        "rules/b.toml:14:1: rule 1 \"acme-chat\": capability: 'chatt' is no known capability; did you mean 'chat'?",
        "rules/b.toml:15:1: rule 1 \"acme-chat\": severity: 'slow' is not known; did you mean 'low'?",
        'rules/c.toml:6:1: capability 1 "chat": vendor: is no known key; what may still stand here: state, urls',
        "rules/d.toml:1:1: vendor: 'acne' is no known vendor; did you mean 'acme'?",
        "rules/d.toml:3:1: rule 1 \"acme-chat\": id: 'acme-chat' is the id of another rule in rules/b.toml",
    )
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError) as error:
        read_packs((tmp_path / "x.toml", Path("empty"), Path("/gone")))
    assert error.value.mistakes == (
        "x.toml: no such file or folder of rule packs",
        "empty: holds no rule pack; those are files named *.toml",
        "/gone: no such file or folder of rule packs",
    )


def test_the_compiled_form_is_the_same_rule_set() -> None:
    rules = load_rules()
    assert decode_rules(encode_rules(rules)) == rules
    for broken in (b"", encode_rules(rules)[:-1], b"\x01"):
        with pytest.raises(DataError, match="compiled rules"):
            decode_rules(broken)

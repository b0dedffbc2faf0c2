from lockscan.decoding.rules import Pack, decode_pack
from lockscan.model.rule import (
    Alias,
    Capability,
    Category,
    Confidence,
    Example,
    Match,
    MatchKind,
    Portability,
    Rule,
    Severity,
    Vendor,
)
from tests.decoding.cases import CAPABILITY, RULE, VENDOR, document

ALIASES = """
[aliases]
"acme.Acme" = ["acme.{Client,AsyncAcme}"]

[clients]
"acme.Cloud" = "acme.Acme"
"""


def mistakes(text: str) -> tuple[str, ...]:
    return decode_pack(document(text))[1]


def changed(old: str, new: str) -> tuple[str, ...]:
    assert old in RULE
    return mistakes(VENDOR + RULE.replace(old, new))


def test_a_pack_says_vendor_rules_aliases_and_capabilities() -> None:
    source = document(VENDOR + ALIASES + RULE + CAPABILITY)
    assert decode_pack(source) == (
        Pack(
            source,
            Vendor(
                "acme",
                "Acme",
                Category.MODEL_API,
                ("pkg:pypi/acme-ai",),
                (("acme", "acme-ai"),),
                ("api.acme.example", "*.acme.example"),
            ),
            "acme",
            (
                Rule(
                    "acme-chat",
                    "acme",
                    "Chat call",
                    "calls Acme",
                    Match(MatchKind.CALL, ("acme.Acme().chat.{ask,tell}()",)),
                    "chat",
                    Severity.LOW,
                    Confidence.HIGH,
                    1,
                    "Use another.",
                    (
                        Example("import acme\nacme.Acme().chat.ask()\n", matches=True),
                        Example("import acne\n[[rule]]\n", matches=False, note="another package"),
                    ),
                ),
            ),
            (
                Alias("acme.Client", "acme.Acme"),
                Alias("acme.AsyncAcme", "acme.Acme"),
                Alias("acme.Cloud", "acme.Acme", "acme"),
            ),
            (Capability("chat", "Chat", Portability.ADAPT, "Another."),),
            (),
            (),
        ),
        (),
    )


def test_rules_can_be_added_to_the_vendor_of_another_file() -> None:
    pack, wrong = decode_pack(document('vendor = "acme"\n' + RULE))
    assert (pack.vendor, pack.vendor_id, [rule.vendor for rule in pack.rules], wrong) == (None, "acme", ["acme"], ())
    assert mistakes(RULE) == (
        'acme.toml:1:1: says no vendor: write a [vendor] table, or vendor = "…" to add to the rules of another file',
    )


def test_every_mistake_of_a_file_is_told_at_once_with_its_line() -> None:
    text = VENDOR.replace("model-api", "model_api") + "\n" + RULE + RULE.replace("acme-chat", "acme-talk")
    text = text.replace('kind = "call"', 'knd = "call"', 1).replace("effort = 1\n", "effort = true\n", 1)
    head, _, tail = text.rpartition("low")
    assert mistakes(head + "slow" + tail) == (
        "acme.toml:4:1: vendor.category: 'model_api' is not known; did you mean 'model-api'?",
        'acme.toml:18:1: rule 1 "acme-chat": effort: must be a number, not True',
        'acme.toml:20:7: rule 1 "acme-chat": match: kind is missing',
        "acme.toml:21:1: rule 1 \"acme-chat\": match.knd: is no known key; did you mean 'kind'?",
        "acme.toml:41:1: rule 2 \"acme-talk\": severity: 'slow' is not known; did you mean 'low'?",
    )


def test_a_slip_beside_the_right_word_is_guessed_and_a_list_of_tables_explained() -> None:
    text = VENDOR + RULE.replace("[[rule]]", "[[rules]]", 1).replace("[[rule.example]]", "[[rules.example]]")
    assert mistakes(text) == (
        "acme.toml:10:3: rules: is no known key; did you mean 'rule'?",
        "acme.toml:19:2: rule: must be a list of tables: write [[rule]]",
    )


def test_an_empty_file_is_no_pack() -> None:
    wrong = 'acme.toml:1:1: says nothing: write a [vendor] table, or vendor = "…", and then its [[rule]] tables'
    assert mistakes("# to come\n") == mistakes('vendor = "acme"\n') == (wrong,)
    assert mistakes(VENDOR) == mistakes(CAPABILITY) == ()


def test_a_rule_needs_an_example_of_either_sort() -> None:
    assert changed("match = false", "match = true") == (
        'acme.toml:10:3: rule 1 "acme-chat": has no example that it leaves alone',
    )
    assert mistakes(VENDOR + RULE[: RULE.index("[[rule.example]]")]) == (
        'acme.toml:10:3: rule 1 "acme-chat": has no example that it matches',
        'acme.toml:10:3: rule 1 "acme-chat": has no example that it leaves alone',
    )


def test_paths_fit_the_kind_of_match() -> None:
    place = 'acme.toml:21:10: rule 1 "acme-chat": match.paths 1: '
    path = "acme.Acme().chat.{ask,tell}()"
    for kind, other, wrong in (
        ("call", "acme.Acme().chat.{ask,tell()", "braces are not balanced"),
        ("call", "acme..ask()", "has an empty segment"),
        ("call", "acme.{ask.tell,x}()", "'{ask.tell,x}()' is neither a name, {a,b}, * nor **, with () or [] after it"),
        ("call", "**.ask()", "must begin with the name of a package"),
    ):
        assert changed(path, other) == (f"{place}{other!r}: {wrong}",), kind
    assert changed(path, "acme.ask") == (f"{place}'acme.ask' must end with () in a rule of kind call",)
    for kind, wrong in (
        ("exception", "must not end with () in a rule of kind exception"),
        ("response", "must lead from a call to what is read off its result"),
        ("import", "must be a module or a name in one"),
    ):
        assert changed('kind = "call"', f'kind = "{kind}"') == (f"{place}{path!r} {wrong}",)


def test_each_kind_has_the_fields_that_it_can_use() -> None:
    assert changed('kind = "call"', 'kind = "literal"') == (
        'acme.toml:19:7: rule 1 "acme-chat": match: a rule of kind literal needs pattern',
        'acme.toml:19:7: rule 1 "acme-chat": match: a rule of kind literal needs needles',
        'acme.toml:19:7: rule 1 "acme-chat": match: a rule of kind literal needs roles',
        'acme.toml:21:1: rule 1 "acme-chat": match.paths: means nothing in a rule of kind literal',
    )


def test_a_literal_rule_compiles_and_its_needles_stand_in_its_examples() -> None:
    place = 'acme.toml:21:1: rule 1 "acme-chat": match'
    literal = 'kind = "literal"\npattern = "acme-(1"\nneedles = ["Acme-", "acne-"]\nroles = ["modle"]'
    start, end = RULE.index('kind = "call"'), RULE.index("[[rule.example]]")
    assert mistakes(VENDOR + RULE[:start] + literal + "\n" + RULE[end:]) == (
        f"{place}.pattern: is no regular expression: missing ), unterminated subpattern at position 5",
        "acme.toml:22:12: rule 1 \"acme-chat\": match.needles 1: 'Acme-' must be lower-case",
        "acme.toml:23:10: rule 1 \"acme-chat\": match.roles 1: 'modle' is not known; did you mean 'model'?",
        'acme.toml:24:8: rule 1 "acme-chat": example 1: matches, but none of the needles stands in it',
    )


def test_shape_values_belong_to_its_keys() -> None:
    shape = 'kind = "shape"\nnames = ["type"]\nvalues = ["type=chat", "kind=chat", "type"]\nwithout = ["id", "type"]'
    start, end = RULE.index('kind = "call"'), RULE.index("[[rule.example]]")
    assert mistakes(VENDOR + RULE[:start] + shape + "\n" + RULE[end:]) == (
        "acme.toml:22:24: rule 1 \"acme-chat\": match.values 2: 'kind=chat' must be key=text for one of the names",
        "acme.toml:22:37: rule 1 \"acme-chat\": match.values 3: 'type' must be key=text for one of the names",
        "acme.toml:23:18: rule 1 \"acme-chat\": match.without 2: 'type' is one of the names that the dict must have",
    )


def test_names_of_a_vendor_have_a_form() -> None:
    text = VENDOR.replace('"acme"\n', '"Acme Inc"\n').replace("pkg:pypi/acme-ai", "acme_ai").replace("*.acme", "*acme")
    assert mistakes(text.replace('= "acme-ai"', '= "acme_ai"')) == (
        "acme.toml:2:1: vendor.id: 'Acme Inc' must be lower-case words joined by . _ or -",
        "acme.toml:5:18: vendor.distributions 1: 'acme_ai' must be pkg:pypi/<name>, in lower case with - between words",
        "acme.toml:6:30: vendor.hosts 2: '*acme.example' must be a host name, with *. before it for any subdomain",
        "acme.toml:9:1: vendor.roots.acme: 'acme_ai' is not a normalised name on PyPI (lower case, words joined by -)",
    )


def test_what_stays_on_the_machine_is_one_of_the_vendors_distributions() -> None:
    local = VENDOR.replace("[vendor.roots]", 'local = ["acme-ai"]\n\n[vendor.roots]')
    assert mistakes(local) == ()
    assert mistakes(local.replace('local = ["acme-ai"]', 'local = ["acme-ai", "acme-words"]')) == (
        "acme.toml:8:1: vendor.local: 'acme-words' is not the distribution of any of the vendor's roots",
    )


def test_hostile_text_is_escaped_and_shortened() -> None:
    place = "acme.toml:8:9: vendor.roots.'a\\x1b[31m\\nb': "
    assert mistakes(VENDOR + '"a\\u001b[31m\\nb" = 1\n') == (
        f"{place}must be text, not 1",
        f"{place}must be the dotted name of a package",
    )
    (wrong,) = changed('"high"', f'"{"x" * 500}"')
    assert len(wrong) < 200

import tomli
from hypothesis import given
from hypothesis import strategies as st

from lockscan.decoding.document import places_of


def test_headers_keys_and_list_elements_have_places_and_text_blocks_have_none() -> None:
    text = """\
top = 1
[a."b.c"]
'd' = 2
[[rule]]
[rule.match]
paths = [ # two
  "x", 'y',
]
  [[rule.example]]
code = '''
[[rule]]
key = 1
'''
[[rule]]
e.f = "''' not a block"
[[rule.example]]
inline = { g = [{ h = 2024-01-01 }, 5] }
"""
    assert places_of(text) == {
        (): (1, 1),
        ("top",): (1, 1),
        ("a",): (2, 2),
        ("a", "b.c"): (2, 4),
        ("a", "b.c", "d"): (3, 1),
        ("rule",): (4, 3),
        ("rule", 0): (4, 3),
        ("rule", 0, "match"): (5, 7),
        ("rule", 0, "match", "paths"): (6, 1),
        ("rule", 0, "match", "paths", 0): (7, 3),
        ("rule", 0, "match", "paths", 1): (7, 8),
        ("rule", 0, "example"): (9, 10),
        ("rule", 0, "example", 0): (9, 10),
        ("rule", 0, "example", 0, "code"): (10, 1),
        ("rule", 1): (14, 3),
        ("rule", 1, "e"): (15, 1),
        ("rule", 1, "e", "f"): (15, 3),
        ("rule", 1, "example"): (16, 8),
        ("rule", 1, "example", 0): (16, 8),
        ("rule", 1, "example", 0, "inline"): (17, 1),
        ("rule", 1, "example", 0, "inline", "g"): (17, 12),
        ("rule", 1, "example", 0, "inline", "g", 0): (17, 17),
        ("rule", 1, "example", 0, "inline", "g", 0, "h"): (17, 19),
        ("rule", 1, "example", 0, "inline", "g", 1): (17, 37),
    }


_KEY = st.sampled_from(["a", "b-c", '"d.e"', "'f'"])
_LEAF = st.sampled_from(
    ["1", "-1.5e3", "true", '"[x] = \\"1"', "'''\n[[a]]\n'''", '"""\\""" # """', "2024-01-01T10:00:00Z"]
)
_VALUE = st.recursive(
    _LEAF,
    lambda inner: st.lists(inner, max_size=3).map(lambda values: "[\n  " + ", # ]\n".join(values) + "\n]"),
    max_leaves=6,
)


@given(st.dictionaries(_KEY, _VALUE), st.lists(st.tuples(_KEY, st.dictionaries(_KEY, _VALUE)), max_size=4))
def test_every_value_that_a_parser_sees_has_a_place(
    top: dict[str, str], tables: list[tuple[str, dict[str, str]]]
) -> None:
    pairs = [f"{key} = {value}" for key, value in top.items()]
    for name, held in tables:
        pairs += [f"[[x.{name}]]", *(f"{key} = {value}" for key, value in held.items())]
    text = "\n".join(pairs) + "\n"

    def places(value: object, place: tuple[str | int, ...]) -> list[tuple[str | int, ...]]:
        steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        return [place, *(found for step, inner in steps for found in places(inner, (*place, step)))]

    assert set(places(tomli.loads(text), ())) == set(places_of(text))

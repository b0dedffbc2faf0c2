import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockscan.decoding.patterns import expand, leads_to, path_mistake, split_path

NAMES = st.from_regex(r"[a-z]{1,4}", fullmatch=True)
SEGMENTS = st.one_of(
    NAMES,
    NAMES.map("{}()".format),
    NAMES.map("{}()[]".format),
    NAMES.map("{}(x-y.z)".format),
    st.lists(NAMES, min_size=2, max_size=3, unique=True).map(lambda names: "{" + ",".join(names) + "}"),
    st.just("**"),
)
PATHS = st.tuples(NAMES, st.lists(SEGMENTS, max_size=5)).map(lambda parts: ".".join([parts[0], *parts[1]]))


@given(PATHS)
def test_a_well_formed_path_has_no_mistake_nor_any_that_its_braces_stand_for(path: str) -> None:
    assert path_mistake(path) == ""
    for each in expand(path):
        assert "{" not in each
        assert path_mistake(each) == ""
        assert len(split_path(each)) == len(split_path(path))


@given(PATHS, PATHS)
def test_a_path_leads_to_its_continuations_only(path: str, other: str) -> None:
    assert leads_to(path, path)
    assert leads_to(path, f"{path}.x")
    assert leads_to(path, f"{path}()")
    assert not leads_to(path, f"{path}x.{other}")


@pytest.mark.parametrize("path", ["", "a.", ".a", "a b", "a.{b}", "a.{b,{c,d}}", "a.***", "a.b)(", "a[]b", "*", "a-b"])
def test_what_is_no_path(path: str) -> None:
    assert path_mistake(path)


def test_braces_stand_for_every_choice() -> None:
    assert expand("a.{b,c}().{d,e}") == ("a.b().d", "a.b().e", "a.c().d", "a.c().e")

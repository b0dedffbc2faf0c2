import json
from collections.abc import Callable
from enum import Enum
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError

from lockscan.model.assessment import Difficulty, Fate, Plan, RiskKind
from lockscan.model.diagnostic import DiagnosticKind
from lockscan.model.finding import Portable, Step
from lockscan.model.report import Report
from lockscan.model.rule import Category, Confidence, MatchKind, Severity
from lockscan.model.suggestion import SuggestionKind
from lockscan.reporters.encoding import Json, dumps
from lockscan.reporters.json import SCHEMA, VERSION, render
from lockscan.reporters.options import RenderOptions
from lockscan.reporters.text import HIDDEN
from tests.sample_report import diagnostics_report, empty_report, hostile_report, sample_report

_SCHEMA = json.loads((files("lockscan") / "schemas" / f"report-{VERSION}.schema.json").read_text("utf-8"))
_VALIDATOR = Draft202012Validator(_SCHEMA)


@pytest.mark.parametrize("build", [sample_report, hostile_report, empty_report, diagnostics_report])
def test_report_follows_the_published_schema(build: Callable[[], Report]) -> None:
    _VALIDATOR.validate(json.loads(render(build(), RenderOptions())))


def test_schema_is_one_and_is_named_in_the_report() -> None:
    Draft202012Validator.check_schema(_SCHEMA)
    assert _SCHEMA["$id"] == SCHEMA


@pytest.mark.parametrize(
    "place", ["tool", "statistics", "vendors", "abstraction_points", "rules", "findings", "diagnostics"]
)
def test_schema_takes_no_unknown_and_no_missing_field(place: str) -> None:
    document = json.loads(render(sample_report(), RenderOptions()))
    part = document[place][0] if isinstance(document[place], list) else document[place]
    part["surprise"] = 1
    with pytest.raises(ValidationError, match="surprise"):
        _VALIDATOR.validate(document)
    del part["surprise"]
    del part[next(iter(part))]
    with pytest.raises(ValidationError, match="required"):
        _VALIDATOR.validate(document)


def test_every_field_of_the_schema_is_described() -> None:
    bare = [name for name, field in _fields(_SCHEMA) if not ({"description", "$ref", "const"} & set(field))]
    assert bare == []


def _fields(schema: object) -> list[tuple[str, dict[str, object]]]:
    found: list[tuple[str, dict[str, object]]] = []
    if isinstance(schema, dict):
        properties = schema.get("properties", {})
        found += list(properties.items())
        for part in schema.values():
            found += _fields(part)
    return found


@pytest.mark.parametrize(
    ("definition", "field", "values"),
    [
        ("vendor", "category", Category),
        ("vendor", "difficulty", Difficulty),
        ("share", "fate", Fate),
        ("volume", "plan", Plan),
        ("risk", "kind", RiskKind),
        ("abstraction_point", "kind", SuggestionKind),
        ("finding", "kind", MatchKind),
        ("finding", "severity", Severity),
        ("finding", "confidence", Confidence),
        ("finding", "portable", Portable),
        ("related", "step", Step),
        ("diagnostic", "kind", DiagnosticKind),
    ],
)
def test_schema_knows_every_word(definition: str, field: str, values: type[Enum]) -> None:
    words = _SCHEMA["$defs"][definition]["properties"][field]["enum"]
    assert [word for word in words if word is not None] == [value.value for value in values if value.value]


_TEXT = st.text(st.characters() | st.sampled_from('\x1b\x9b\u202e\ud800\udfff\U000e0041"\\'))


@given(st.dictionaries(_TEXT, st.lists(_TEXT | st.integers() | st.none())))
def test_text_is_harmless_utf8_and_reads_back(value: dict[str, list[str | int | None]]) -> None:
    text = dumps(value).encode().decode()
    assert not HIDDEN.search(text.replace("\n", ""))
    assert _paired(json.loads(text)) == _paired(value)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | _TEXT,
        lambda inner: st.lists(inner) | st.dictionaries(_TEXT, inner),
    )
)
def test_text_is_laid_out_as_by_the_standard_library(value: Json) -> None:
    plain = json.dumps(value, ensure_ascii=False, indent=2)
    laid_out = "\n".join(HIDDEN.sub(lambda found: json.dumps(found[0])[1:-1], line) for line in plain.split("\n"))
    assert dumps(value) == f"{laid_out}\n"


def _paired(value: object) -> str:
    # A high and a low surrogate side by side read back as the character that they stand for.
    return repr(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace") if value else ""

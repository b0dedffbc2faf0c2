import json
import re
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator, ValidationError

from lockscan.model.assessment import Difficulty
from lockscan.model.migration import StepKind
from lockscan.reporters.options import RenderOptions
from lockscan.reporters.plans import PLAN_REPORTERS, render_plan
from lockscan.reporters.plans.json import SCHEMA, VERSION
from lockscan.reporters.plans.markdown import code, plain, prose
from lockscan.reporters.text import HIDDEN
from tests.planning.cases import planned
from tests.reporters.plans.cases import CASES, GOLDEN, HOSTILE, hostile_plan, rendered

_SCHEMA = json.loads((files("lockscan") / "schemas" / f"plan-{VERSION}.schema.json").read_text("utf-8"))
_VALIDATOR = Draft202012Validator(_SCHEMA)


@pytest.mark.parametrize("name", CASES)
def test_text_is_the_golden_one(name: str) -> None:
    assert rendered(name).decode() == (GOLDEN / name).read_bytes().decode()


def test_no_golden_text_is_left_over() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == set(CASES)


@pytest.mark.parametrize("name", [name for name in CASES if name.endswith(".json")])
def test_json_follows_the_published_schema(name: str) -> None:
    _VALIDATOR.validate(json.loads(rendered(name)))


def test_schema_is_one_is_named_and_knows_every_word() -> None:
    Draft202012Validator.check_schema(_SCHEMA)
    assert _SCHEMA["$id"] == SCHEMA
    definitions = _SCHEMA["$defs"]
    assert definitions["step"]["properties"]["kind"]["enum"] == [kind.value for kind in StepKind]
    assert definitions["vendor"]["properties"]["difficulty"]["enum"] == [word.value for word in Difficulty]


@pytest.mark.parametrize(
    "place",
    [
        [],
        ["tool"],
        ["target"],
        ["vendors", 0],
        ["vendors", 0, "deadlines", 0],
        ["vendors", 0, "steps", 0],
        ["vendors", 0, "steps", 0, "items", 0],
        ["layers", 0],
        ["findings", 0],
    ],
)
def test_schema_takes_no_unknown_and_no_missing_field(place: list[str | int]) -> None:
    document = json.loads(render_plan("json", planned(), RenderOptions()))
    part = document
    for step in place:
        part = part[step]
    part["surprise"] = 1
    with pytest.raises(ValidationError, match="surprise"):
        _VALIDATOR.validate(document)
    del part["surprise"]
    del part[next(iter(part))]
    with pytest.raises(ValidationError, match="required"):
        _VALIDATOR.validate(document)


@pytest.mark.parametrize("form", PLAN_REPORTERS)
def test_hostile_text_does_nothing(form: str) -> None:
    text = render_plan(form, hostile_plan(), RenderOptions())
    assert not HIDDEN.search(text.replace("\n", ""))
    assert text.encode()
    # What is shown of it stands in one line, so that none begins with what was scanned.
    assert not re.search(r"^\s*(?:# @all|<script>)", text, re.MULTILINE)


def test_markdown_shows_text_as_it_is() -> None:
    assert plain("a_b <c> [d](e) `f` | @g") == r"a\_b \<c\> \[d\](e) \`f\` \| \@g"
    assert code("plain") == "`plain`"
    assert code("a`b``c") == "```a`b``c```"
    assert code("`a`") == "`` `a` ``"
    assert code(HOSTILE) == r"```a`b``<script>[x](javascript:y)|*z*\x1b[2J\u202e\n# @all\r\ud800\```"


def test_markdown_shows_commands_as_code() -> None:
    assert prose("run_it: `lockscan scaffold -o a_b`, then `c`.") == r"run\_it: `lockscan scaffold -o a_b`, then `c`."
    assert prose("one ` only, and *") == r"one \` only, and \*"
    assert prose("`<b>\x1b`") == r"`<b>\x1b`"


def test_nothing_scanned_stands_where_backticks_enclose_code() -> None:
    steps = [step for vendor in hostile_plan().vendors for step in vendor.steps]
    told = [step.works for step in steps] + [item.advice for step in steps for item in step.items]
    assert not any(HOSTILE in text for text in told)
    assert any("`" in text for text in told)


@pytest.mark.parametrize("form", PLAN_REPORTERS)
def test_same_plan_same_bytes(form: str) -> None:
    assert render_plan(form, planned(), RenderOptions()) == render_plan(form, planned(), RenderOptions())

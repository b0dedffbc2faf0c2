from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from lockscan.adapters.packs import load_rules
from lockscan.model.assessment import Fate
from lockscan.model.finding import Portable, Suppression
from lockscan.model.migration import StepKind, VendorPlan
from lockscan.model.rule import Category, MatchKind
from lockscan.planning.steps import STEPS
from tests.planning.cases import ADDRESS, FOUND, finding, planned, report


def outline(vendor: VendorPlan) -> dict[str, tuple[int, dict[str, tuple[int, tuple[str, ...]]]]]:
    """Return each step with its effort, and its items with theirs and what they are called in the code."""
    return {
        step.kind.value: (step.effort, {item.title: (item.effort, item.names) for item in step.items})
        for step in vendor.steps
    }


def test_every_finding_is_dealt_with_in_its_step() -> None:
    acme, cave, bolt = planned().vendors
    assert outline(acme) == {
        "configure": (
            8,
            {
                "Choice of a model": (6, ("big-1", "big-2")),
                "Names for chat": (1, ("voice-1",)),
                "Configuration": (1, ("ACME_KEY",)),
            },
        ),
        "construct": (6, {"Client": (6, ("client",))}),
        "seam": (1, {"Move into app.a": (0, ("acme.chat()",)), "Chat": (1, ("error", "text"))}),
        "tests": (1, {"Client": (0, ("client",))}),
        "decide": (
            0,
            {
                "Which models take the place of these?": (0, ("big-1", "big-2")),
                "What of “Parameters”, which carries over in part: keep, replace or drop it?": (0, ("odd",)),
                "What of “Conversations”, which has no counterpart: keep, replace or drop it?": (0, ("threads",)),
            },
        ),
        "redesign": (8, {"Parameters": (8, ("odd",))}),
        "replace": (13, {"Conversations": (13, ("threads",))}),
        "data": (3, {"Every stored vector": (3, ("vectors",)), "Conversations": (0, ("threads",))}),
        "switch": (3, {"Chat": (3, ("chat",))}),
        "clean": (1, {"Client": (1, ("import", "package"))}),
    }
    assert outline(cave) == {
        "construct": (1, {"Client": (1, ("client",))}),
        "data": (3, {"Vectors": (3, ("query",))}),
        "switch": (0, {}),
    }
    assert bolt.note == "Bolt is at the target already: there is nothing to leave."
    assert bolt.steps == ()


def test_steps_stand_in_the_order_of_the_plan_and_say_how_the_code_works_after_each() -> None:
    acme, *_ = planned().vendors
    assert [step.kind for step in acme.steps] == list(StepKind)
    assert [step.kind for step in acme.steps] == [StepKind(make.__name__) for make in STEPS]
    assert all(step.works and step.why for step in acme.steps)


def test_what_is_no_model_goes_elsewhere() -> None:
    cave = planned().vendors[1]
    assert (cave.goal, cave.steps[-1].title) == ("another vector store", "Send the calls to another vector store")
    assert cave.steps[-1].cautions == ("1 handler of errors",)
    acme = planned().vendors[0]
    assert (acme.goal, acme.steps[-2].title) == ("Bolt", "Send the calls to Bolt")
    assert acme.steps[-2].cautions == ("2 calls off the main path", "1 handler of errors")


def test_seam_is_the_abstraction_point_or_where_answers_arrive() -> None:
    step = planned().vendors[0].steps[2]
    assert (step.title, step.why) == ("Grow app.a", "It has most of the calls. Difficulty falls from 40 to 31.")
    assert [f.fingerprint for f in step.items[0].findings] == ["acme-text@app/b.py:8"]
    without = planned(report(seam=False)).vendors[0].steps[2]
    assert without.title == "Unpack Acme's answers, errors and types where they arrive"
    assert [item.title for item in without.items] == ["Chat"]


def test_deadlines_are_by_date_and_only_those_that_concern_the_code() -> None:
    acme, cave, bolt = planned().vendors
    assert [(d.retirement.what, [f.fingerprint for f in d.findings]) for d in acme.deadlines] == [
        ("threads", ["acme-threads@app/c.py:4"]),
        ("model big-1", ["acme-model@app/a.py:5"]),
        ("an SDK without support", ["acme-chat@app/a.py:7"]),
    ]
    assert cave.deadlines == bolt.deadlines == ()


def test_layers_are_told_of_where_they_choose_a_model() -> None:
    (layer,) = planned().layers
    assert (layer.title, layer.names) == ("Through Thin, which binds to nobody: 2 findings", ("model",))
    assert [f.fingerprint for f in layer.findings] == ["thin-model@app/d.py:5"]
    assert planned(vendors=("acme",)).layers == ()


def test_open_software_that_is_told_no_vendors_model_is_no_layer() -> None:
    tank = finding("tank-call", MatchKind.CALL, "vector_store", "app/d.py", 7, portable=Portable.NEUTRAL_LAYER)
    assert planned(replace(report(), findings=(*report().findings, tank))) == planned()


def test_of_the_packs_those_are_layers_that_call_a_model_by_name() -> None:
    rules = load_rules()
    vendors = [vendor.id for vendor in rules.vendors if vendor.category is Category.NEUTRAL]
    found = tuple(finding(f"{vendor}-x", MatchKind.CALL, "client", "app/d.py", 7, vendor=vendor) for vendor in vendors)
    layers = planned(replace(report(()), findings=found, rules=rules)).layers
    assert " ".join(item.findings[0].vendor for item in layers) == (
        "aisuite any-llm fnllm haystack instructor langchain litellm llama-index pydantic-ai"
    )


def test_vendors_narrow_the_plan() -> None:
    assert [vendor.vendor for vendor in planned(vendors=("cave", "acme")).vendors] == ["acme", "cave"]


def test_nothing_to_do_is_said_in_a_sentence() -> None:
    assert planned(report(())).note == "No AI vendor found in 4 files: there is nothing to leave, and nothing to plan."
    layers = report(tuple(pair for pair in FOUND if pair[0].vendor == "thin"))
    assert planned(layers).note == "No vendor is called directly: models are called through layers that bind to nobody."
    there = planned(report(tuple(pair for pair in FOUND if pair[0].vendor == "bolt")))
    assert there.note == "Nothing has to change in the code to get to Bolt, by its SDK."
    still = report(tuple(pair for pair in FOUND if pair[0].rule == "acme-still"))
    assert planned(still, target=ADDRESS).vendors[0].note == (
        "No product code has to change: give the client the address, key and model of the target by its settings."
    )
    tests = planned(report(tuple(pair for pair in FOUND if pair[0].is_test))).vendors[0]
    assert tests.note.startswith("Only tests name it. No product code has to change")


def test_suppressed_findings_are_left_out() -> None:
    quiet = tuple(
        (replace(f, suppression=Suppression("", 1)) if f.rule == "acme-model" else f, fate) for f, fate in FOUND
    )
    made = report(quiet)
    assert "acme-model" not in {
        f.rule for step in planned(made).vendors[0].steps for i in step.items for f in i.findings
    }


_KINDS = st.sampled_from(list(MatchKind))
_CAPABILITY = st.sampled_from(
    ["chat", "client", "configuration", "embeddings", "model_choice", "parameters", "server_state", "vector_store"]
)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["acme", "cave"]), _KINDS, _CAPABILITY, st.integers(1, 4), st.sampled_from(list(Fate))
        ),
        max_size=12,
        unique_by=lambda row: (row[0], row[1], row[3]),
    )
)
def test_steps_add_up_to_the_effort_and_miss_nothing(rows: list[tuple[str, MatchKind, str, int, Fate]]) -> None:
    found = tuple(
        (finding(f"{vendor}-{kind.value}", kind, capability, "app/a.py", line, portable=Portable.NO), fate)
        for vendor, kind, capability, line, fate in rows
    )
    for vendor in planned(report(found)).vendors:
        steps = [step for step in vendor.steps if step.kind is not StepKind.TESTS]
        assert sum(step.effort for step in steps) == vendor.effort
        assert all(step.effort == sum(item.effort for item in step.items) for step in steps)
        told = {f.fingerprint for step in steps for item in step.items for f in item.findings}
        assert told == {f.fingerprint for f, fate in found if f.vendor == vendor.vendor and fate is not Fate.SURVIVES}

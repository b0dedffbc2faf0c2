from dataclasses import replace

from lockscan.graph import measure
from lockscan.model.finding import Finding, Portable
from lockscan.model.program import Definition, Program
from lockscan.model.rule import MatchKind
from lockscan.model.suggestion import AbstractionPoint, SuggestionKind
from lockscan.suggestions import suggest
from tests.suggestions.projects import CHAT, RULES, finding, program, rescore

EMBED = "acme.Acme().embed()"
CLIENT = "acme.Acme()"


BACKENDS = (
    "any OpenAI-compatible server (vLLM, Ollama, llama.cpp) by base_url",
    "litellm.completion",
    "any_llm.completion",
)
AS_MUCH = "An interface, and what it takes to call it, would be more code than these."


def _suggest(code: Program, findings: tuple[Finding, ...]) -> tuple[AbstractionPoint, ...]:
    """Return the points without their interfaces, which have tests of their own."""
    points = suggest(code, measure(code, findings, RULES), findings, RULES, rescore)
    return tuple(replace(point, interface=None) for point in points)


def _prints(*findings: Finding) -> tuple[str, ...]:
    return tuple(f.fingerprint for f in findings)


def test_a_boundary_that_others_call_is_reused_and_who_goes_around_it_named() -> None:
    code = program(
        {"app.web": ("app.llm",), "app.jobs": ("app.llm",), "app.stray": (), "app.llm": (), "test_app": ("app.llm",)},
        "app.web:show -> app.llm:Llm.ask",
        "app.jobs:run -> app.llm:Llm",
        "app.jobs:run -> app.llm:unrelated",
        "test_app:test -> app.llm:Llm.ask",
        "app.llm:Llm.ask -> app.llm:Llm._send",
        tests=("test_app",),
    )
    make = finding("app.llm:Llm.__init__", 2, CLIENT, MatchKind.CONSTRUCT)
    send = finding("app.llm:Llm._send", 5)
    embed = finding("app.llm:Llm.embed", 9, EMBED)
    stray = finding("app.stray:summarise", 3)
    text = finding("app.stray:summarise", 4, CHAT + ".text", MatchKind.RESPONSE)
    model = finding("app.stray:summarise", 3, "acme-1", MatchKind.LITERAL)
    elsewhere = finding("app.stray", 1, "acme-1", MatchKind.LITERAL)
    loaded = finding("app.stray", 2, "acme", MatchKind.IMPORT)
    local = finding("app.jobs:run", 7, portable=Portable.SELF_HOSTED)
    findings = (make, send, embed, stray, text, model, elsewhere, loaded, local)
    assert _suggest(code, findings) == (
        AbstractionPoint(
            kind=SuggestionKind.REUSE_BOUNDARY,
            vendor="acme",
            module="app.llm",
            path="app/llm.py",
            title="Route the other 3 uses of Acme through app.llm:Llm",
            why="3 of 4 places that use Acme stand in app.llm. 2 modules already call it: app.jobs and app.web. "
            "Around it goes app.stray (1).",
            operations=(CHAT, EMBED),
            covers=_prints(make, send, embed, stray, model, text),
            moves=_prints(stray, model, text),
            callers=("app.jobs", "app.stray", "app.web"),
            score_before=17,
            score_after=16,
            seam="app.llm:Llm",
            gates=("app.llm:Llm._send", "app.llm:Llm.embed", "app.stray:summarise"),
            around=("app.stray",),
            share_findings=85,
            share_effort=85,
            port="app/model_api_port.py",
            backends=BACKENDS,
        ),
    )


def test_a_complete_boundary_is_pointed_out() -> None:
    code = program({"web": ("llm",), "llm": ()}, "web:show -> llm:ask")
    findings = (finding("llm:ask", 1), finding("llm:ask", 2), finding("llm:embed", 3, EMBED))
    assert _suggest(code, findings) == (
        AbstractionPoint(
            kind=SuggestionKind.REUSE_BOUNDARY,
            vendor="acme",
            module="llm",
            path="llm.py",
            title="llm is the boundary to Acme already: change it there",
            why="All 2 places that use Acme stand in llm. 1 module already calls it: web. Nothing goes around it. "
            "Every import route from an entry of the project to the vendor goes through it.",
            operations=(CHAT, EMBED),
            covers=_prints(*findings),
            moves=(),
            callers=("web",),
            score_before=9,
            score_after=9,
            seam="llm",
            gates=("llm:ask", "llm:embed"),
            share_findings=100,
            share_effort=100,
            port="model_api_port.py",
            backends=BACKENDS,
        ),
    )


def test_an_interface_in_front_of_several_adapters_is_the_boundary() -> None:
    code = replace(
        program({"app": ("llm.base",), "llm.base": (), "llm.acme": ("llm.base",), "llm.fast": ("llm.base",)}),
        definitions=(
            Definition("llm.base", "Model", is_class=True),
            Definition("llm.acme", "Acme", is_class=True, bases=("llm.base:Model",)),
            Definition("llm.fast", "Fast", is_class=True, bases=("llm.acme:Acme",)),
        ),
    )
    findings = (finding("llm.acme:Acme.ask", 1), finding("llm.fast:Fast.ask", 2))
    (point,) = _suggest(code, findings)
    assert (point.kind, point.path, point.seam, point.moves) == (
        SuggestionKind.REUSE_BOUNDARY,
        "llm/acme.py",
        "llm.base:Model",
        (),
    )
    assert point.title == "llm.base:Model is the boundary to Acme already: change it there"
    assert point.why == (
        "All 2 places that use Acme stand in llm.acme and llm.fast, behind llm.base:Model. Nothing goes around it."
    )


def test_the_module_with_most_calls_grows_when_nobody_calls_it_yet() -> None:
    code = program({"a": (), "b": (), "c": ()})
    inside = (finding("a:ask", 1), finding("a:tell", 2), finding("a:tell", 3))
    outside = (finding("b:f", 1), finding("b:g", 2), finding("c:h", 3))
    assert _suggest(code, inside + outside) == (
        AbstractionPoint(
            kind=SuggestionKind.GROW_MODULE,
            vendor="acme",
            module="a",
            path="a.py",
            title="Grow a into the one place that calls Acme",
            why="2 of 5 places that use Acme stand in a (40%), and no other module that is there for it calls it more. "
            "The others: b (2) and c (1).",
            operations=(CHAT,),
            covers=_prints(*inside, *outside),
            moves=_prints(*outside),
            callers=("b", "c"),
            score_before=13,
            score_after=8,
            gates=("a:ask", "a:tell", "b:f", "b:g", "c:h"),
            around=("b", "c"),
            share_findings=100,
            share_effort=100,
            port="model_api_port.py",
            backends=BACKENDS,
        ),
    )


def test_a_module_that_is_about_something_else_does_not_grow() -> None:
    names = {f"m{n}": () for n in range(1, 4)}
    busy = tuple(Definition(name, f"f{n}", is_class=False) for name in names for n in range(9))
    findings = tuple(finding(f"{name}:f1", n) for name in names for n in (1, 2))
    assert _suggest(program(names), findings)[0].kind is SuggestionKind.GROW_MODULE
    (point,) = _suggest(replace(program(names), definitions=busy), findings)
    assert (point.kind, point.title, point.why) == (
        SuggestionKind.IN_PLACE,
        "Change Acme in place, in 3 modules",
        f"6 calls: m1 (2), m2 (2) and m3 (2). {AS_MUCH}",
    )


def _spread(vendor: str = "acme") -> tuple[Finding, ...]:
    return tuple(
        replace(finding(f"app.{module}.{vendor}:f", n), vendor=vendor)
        for module in ("u", "v", "x", "y", "z")
        for n in (1, 2)
    )


def test_spread_calls_get_a_port_in_the_package_that_they_share() -> None:
    findings = _spread()
    names = tuple(dict.fromkeys(f.module for f in findings))
    code = program({"main": names[:1], **dict.fromkeys(names, ())}, f"main:run -> {names[0]}:f")
    assert _suggest(code, findings) == (
        AbstractionPoint(
            kind=SuggestionKind.NEW_PORT,
            vendor="acme",
            module="app.model_api_port",
            path="app/model_api_port.py",
            title="Put a port for the 1 operation used of Acme in app.model_api_port",
            why="The 10 calls to Acme are spread over 5 modules without a centre: app.u.acme (2), app.v.acme (2) and "
            "3 more. 1 further module calls into them: main.",
            operations=(CHAT,),
            covers=_prints(*findings),
            moves=_prints(*findings),
            callers=names,
            score_before=17,
            score_after=6,
            gates=tuple(f"{name}:f" for name in names),
            around=names,
            share_findings=100,
            share_effort=100,
            port="app/model_api_port.py",
            backends=BACKENDS,
        ),
    )


def test_a_script_beside_the_package_does_not_draw_the_port_out_of_it() -> None:
    findings = (*_spread(), finding("evaluate:main", 1))
    (point,) = _suggest(program({f.module: () for f in findings}), findings)
    assert (point.module, point.path) == ("app.model_api_port", "app/model_api_port.py")
    halves = (*_spread(), *(finding(f"tools.{name}:main", 1) for name in "stuvw"))
    (point,) = _suggest(program({f.module: () for f in halves}), halves)
    assert (point.module, point.path) == ("model_api_port", "model_api_port.py")


def test_types_in_many_signatures_get_a_port_too() -> None:
    names = ("app.one", "app.two", "app.three")
    busy = tuple(Definition(name, f"g{n}", is_class=False) for name in names for n in range(20))
    code = replace(program(dict.fromkeys(names, ())), definitions=busy)
    kind = MatchKind.ANNOTATION
    typed = tuple(finding(f"{name}:f{n}", n, "acme.Acme", kind) for name in names for n in range(1, 4))
    (point,) = _suggest(code, (*typed, finding("app.one:f1", 9)))
    assert (point.kind, point.path, point.why) == (
        SuggestionKind.NEW_PORT,
        "app/model_api_port.py",
        "Types of Acme stand in the signatures of 3 modules: app.one, app.three and app.two.",
    )
    (point,) = _suggest(code, (*typed[1:3], *typed[4:], finding("app.one:f1", 9)))
    assert point.kind is SuggestionKind.IN_PLACE


def test_a_port_takes_a_free_name_also_at_the_top() -> None:
    names = tuple("stuvwxyz")
    code = program({**dict.fromkeys(names, ()), "model_api_port": ()})
    (point,) = _suggest(code, tuple(finding(f"{name}:f") for name in names))
    assert (point.module, point.path) == ("model_api_port_2", "model_api_port_2.py")


def test_each_vendor_has_its_own_and_the_one_with_most_to_hide_comes_first() -> None:
    tied = tuple(replace(finding(f"m{n}:f", n, "bolt.put()"), vendor="bolt") for n in range(1, 9))
    code = program({f.module: () for f in (*_spread(), *tied)})
    points = _suggest(code, (*_spread(), *tied))
    assert [(p.vendor, p.module, p.score_before - p.score_after) for p in points] == [
        ("acme", "app.model_api_port", 11),
        ("bolt", "vector_store_port", 12),
    ]


def test_modules_that_import_each_other_are_measured_like_any() -> None:
    code = program({"a": ("b",), "b": ("a", "c"), "c": ("a",)}, "b:run -> a:ask", "a:ask -> b:run")
    findings = (finding("a:ask", 1), finding("a:ask", 2), finding("c:run", 3))
    (point,) = _suggest(code, findings)
    assert (point.kind, point.module, point.moves) == (SuggestionKind.REUSE_BOUNDARY, "a", _prints(findings[2]))
    assert point.callers == ("b", "c")


def _in_place(code: Program, findings: tuple[Finding, ...]) -> tuple[str, str, tuple[str, ...]]:
    (point,) = _suggest(code, findings)
    assert point.kind is SuggestionKind.IN_PLACE
    assert point.score_before == point.score_after
    return point.title, point.why, point.moves


def test_no_seam_pays_in_one_place_that_nobody_calls() -> None:
    code = program({"a": (), "b": ("a",)}, "b:run -> a:f")
    assert _in_place(code, tuple(finding("b:run", n) for n in range(1, 9))) == (
        "Change Acme in place, in b",
        "8 calls, all in one file, and no other module of the project calls it for them.",
        (),
    )


def test_what_is_portable_already_stays_as_it_is() -> None:
    code = program({"a": (), "b": ("a",)}, "b:run -> a:f")
    local = tuple(finding("a:f", n, portable=Portable.SELF_HOSTED) for n in range(1, 4))
    assert _in_place(code, (*local, finding("b:run", 1, portable=Portable.SELF_HOSTED))) == (
        "Leave Acme as it is: the address decides who answers",
        "4 calls in a and b: all portable already (self hosted).",
        (),
    )


def test_nothing_is_said_of_what_nobody_calls() -> None:
    code = program({"a": (), "test_a": ("a",)}, tests=("test_a",))
    in_tests = tuple(finding("test_a:test", n, is_test=True) for n in range(1, 9))
    names = tuple(finding("a:f", n, "acme-1", MatchKind.LITERAL) for n in range(1, 9))
    loaded = (finding("a", 1, "acme", MatchKind.IMPORT),)
    examples = tuple(
        replace(f, location=replace(f.location, path="examples/a.py")) for f in (finding("a:f", 1), finding("a:f", 2))
    )
    for findings in ((), in_tests, names, loaded, examples):
        assert _suggest(code, findings) == ()


def test_order_changes_nothing() -> None:
    findings = (*_spread(), *_spread("bolt"))
    code = program({f.module: () for f in findings})
    turned = replace(code, modules=code.modules[::-1])
    assert _suggest(turned, findings[::-1]) == _suggest(code, findings)

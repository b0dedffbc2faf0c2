from dataclasses import replace

from lockscan.graph import measure
from lockscan.model.finding import Finding, Portable
from lockscan.model.program import Program
from lockscan.model.rule import MatchKind
from lockscan.model.suggestion import AbstractionPoint, SuggestionKind
from lockscan.suggestions import suggest
from tests.suggestions.projects import CHAT, RULES, finding, program, rescore

EMBED = "acme.Acme().embed()"
CLIENT = "acme.Acme()"


def _suggest(code: Program, findings: tuple[Finding, ...]) -> tuple[AbstractionPoint, ...]:
    return suggest(code, measure(code, findings, RULES), findings, RULES, rescore)


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
            title="Send the other 1 call to Acme through app.llm:Llm",
            why="3 of the 4 calls to Acme stand in app.llm:Llm, which 2 modules of the project already call: "
            "app.jobs and app.web. Around it goes app.stray (1).",
            operations=(CHAT, EMBED),
            covers=_prints(make, send, embed, stray, model, text),
            moves=_prints(stray, model, text),
            callers=("app.jobs", "app.stray", "app.web"),
            score_before=17,
            score_after=16,
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
            why="3 of the 3 calls to Acme stand in llm, which 1 module of the project already calls: web. "
            "None goes around it. Every import route from an entry of the project to the vendor goes through it.",
            operations=(CHAT, EMBED),
            covers=_prints(*findings),
            moves=(),
            callers=("web",),
            score_before=9,
            score_after=9,
        ),
    )


def test_the_module_with_most_calls_grows_when_nobody_calls_it_yet() -> None:
    code = program({"a": (), "b": (), "c": ()})
    inside = tuple(finding("a:ask", n) for n in (1, 2, 3))
    outside = (finding("b:f", 1), finding("b:g", 2), finding("c:h", 3))
    (point,) = _suggest(code, inside + outside)
    assert point == AbstractionPoint(
        kind=SuggestionKind.GROW_MODULE,
        vendor="acme",
        module="a",
        path="a.py",
        title="Grow a into the one place that calls Acme",
        why="a has 3 of the 6 calls to Acme (50%), and no module has more; 0 modules of the project call it for them. "
        "The others: b (2) and c (1).",
        operations=(CHAT,),
        covers=_prints(*inside, *outside),
        moves=_prints(*outside),
        callers=("b", "c"),
        score_before=13,
        score_after=7,
    )


def _spread(vendor: str = "acme") -> tuple[Finding, ...]:
    return tuple(
        replace(finding(f"app.{module}.{vendor}:f", n), vendor=vendor) for module in ("x", "y", "z") for n in (1, 2)
    )


def test_spread_calls_get_a_port_in_the_package_that_they_share() -> None:
    findings = _spread()
    code = program(
        {"main": ("app.x.acme",), "app.x.acme": (), "app.y.acme": (), "app.z.acme": ()}, "main:run -> app.x.acme:f"
    )
    assert _suggest(code, findings) == (
        AbstractionPoint(
            kind=SuggestionKind.NEW_PORT,
            vendor="acme",
            module="app.model_api_port",
            path="app/model_api_port.py",
            title="Put a port for the 1 operation used of Acme in app.model_api_port",
            why="The 6 calls to Acme are spread over 3 modules without a centre: the most in one are 2 (app.x.acme). "
            "1 further module calls into them: main. All of them lie in app.",
            operations=(CHAT,),
            covers=_prints(*findings),
            moves=_prints(*findings),
            callers=("app.x.acme", "app.y.acme", "app.z.acme"),
            score_before=13,
            score_after=6,
        ),
    )


def test_a_port_takes_a_free_name_also_at_the_top() -> None:
    code = program({"x": (), "y": (), "z": (), "model_api_port": ()})
    (point,) = _suggest(code, (finding("x:f"), finding("y:f"), finding("z:f")))
    assert (point.module, point.path) == ("model_api_port_2", "model_api_port_2.py")
    assert point.why.endswith("They share no package.")


def test_each_vendor_has_its_own_and_the_larger_gain_comes_first() -> None:
    tied = tuple(replace(finding(f"m{n}:f", n, "bolt.put()"), vendor="bolt") for n in range(1, 9))
    code = program({f.module: () for f in (*_spread(), *tied)})
    points = _suggest(code, (*_spread(), *tied))
    assert [(p.vendor, p.module, p.score_before - p.score_after) for p in points] == [
        ("bolt", "vector_store_port", 12),
        ("acme", "app.model_api_port", 6),
    ]


def test_modules_that_import_each_other_are_measured_like_any() -> None:
    code = program({"a": ("b",), "b": ("a", "c"), "c": ("a",)}, "b:run -> a:ask", "a:ask -> b:run")
    findings = (finding("a:ask", 1), finding("a:ask", 2), finding("c:run", 3))
    (point,) = _suggest(code, findings)
    assert (point.kind, point.module, point.moves) == (SuggestionKind.REUSE_BOUNDARY, "a", _prints(findings[2]))
    assert point.callers == ("b", "c")


def test_no_seam_pays() -> None:
    code = program({"a": (), "b": ("a",), "test_a": ("a",)}, "b:run -> a:f", tests=("test_a",))
    few = (finding("a:f", 1), finding("a:g", 2))
    in_tests = tuple(finding("test_a:test", n, is_test=True) for n in range(1, 9))
    in_one_place_that_nobody_calls = tuple(finding("b:run", n) for n in range(1, 9))
    local = tuple(finding("a:f", n, portable=Portable.SELF_HOSTED) for n in range(1, 9))
    neutral = tuple(finding("a:f", n, vendor="thin") for n in range(1, 9))
    names = tuple(finding("a:f", n, "acme-1", MatchKind.LITERAL) for n in range(1, 9))
    for findings in ((), few, in_tests, in_one_place_that_nobody_calls, local, neutral, names):
        assert _suggest(code, findings) == ()


def test_order_changes_nothing() -> None:
    findings = (*_spread(), *_spread("bolt"))
    code = program({f.module: () for f in findings})
    turned = replace(code, modules=code.modules[::-1])
    assert _suggest(turned, findings[::-1]) == _suggest(code, findings)

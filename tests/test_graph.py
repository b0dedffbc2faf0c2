from dataclasses import replace

import pytest

from lockscan.graph import EdgeKind, Node, NodeKind, Use, UseKind, build, measure
from lockscan.model.finding import Finding, Portable, Suppression
from lockscan.model.graph import Coupling, ModuleUse
from lockscan.model.rule import MatchKind
from tests.suggestions.projects import CHAT, RULES, finding, program

NOTHING = Coupling("acme", 0, (), (), (), (), ())


def test_the_graph_has_modules_symbols_packages_capabilities_and_vendors() -> None:
    code = program({"app": ("llm",), "llm": (), "test_llm": ("llm",)}, "app:main -> llm:ask", tests=("test_llm",))
    call, read = finding("llm:ask", 2), finding("llm:ask", 3, CHAT + ".text", MatchKind.RESPONSE)
    model = finding("app:main", 1, "acme-1", MatchKind.LITERAL)
    loaded = finding("llm", 1, "acme", MatchKind.IMPORT)
    graph = build(code, (loaded, call, read, model), RULES)
    app, llm = Node(NodeKind.MODULE, "app"), Node(NodeKind.MODULE, "llm")
    main, ask = Node(NodeKind.SYMBOL, "app:main"), Node(NodeKind.SYMBOL, "llm:ask")
    chat, acme = Node(NodeKind.CAPABILITY, "acme:chat"), Node(NodeKind.VENDOR, "acme")
    package = Node(NodeKind.PACKAGE, "acme")
    assert {(a, b): data for a, b, data in graph.edges(data=True)} == {
        (app, llm): {"kind": EdgeKind.IMPORT},
        (app, main): {"kind": EdgeKind.CONTAIN},
        (llm, ask): {"kind": EdgeKind.CONTAIN},
        (main, ask): {"kind": EdgeKind.CALL},
        (main, chat): {"kind": EdgeKind.USE, "uses": [Use(UseKind.MENTION, "acme-1", model.location)]},
        (ask, chat): {
            "kind": EdgeKind.USE,
            "uses": [
                Use(UseKind.CALL, CHAT, call.location),
                Use(UseKind.READ_RESPONSE, CHAT + ".text", read.location),
            ],
        },
        (chat, acme): {"kind": EdgeKind.OFFER},
        (llm, package): {"kind": EdgeKind.IMPORT, "uses": [Use(UseKind.IMPORT, "acme", loaded.location)]},
        (package, acme): {"kind": EdgeKind.OFFER},
    }


def test_each_vendor_has_its_coupling() -> None:
    code = program(
        {"main": ("web", "jobs"), "web": ("core",), "jobs": ("core",), "core": ("llm",), "llm": (), "store": ()}
    )
    findings = (
        finding("llm:ask"),
        finding("llm:ask", 2, CHAT, MatchKind.ARGUMENT, capability="tools"),
        finding("llm", 3, "acme.Acme()", MatchKind.CONSTRUCT),
        finding("jobs:run", 4, "acme-1", MatchKind.LITERAL),
        finding("store:put", vendor="bolt", symbol="bolt.put()"),
    )
    assert measure(code, findings, RULES) == (
        Coupling(
            vendor="acme",
            surface=2,
            modules=("jobs", "llm"),
            symbols=("jobs:run", "llm:", "llm:ask"),
            blast=("core", "main", "web"),
            capabilities=("chat", "tools"),
            choke_points=("llm", "core"),
            by_module=(
                ModuleUse("jobs", 0, (("mention", 1),), afferent=1, efferent=1, distance=0),
                ModuleUse("llm", 2, (("call", 1), ("configure", 1), ("construct", 1)), 1, 0, 0),
            ),
        ),
        Coupling(
            vendor="bolt",
            surface=1,
            modules=("store",),
            symbols=("store:put",),
            blast=(),
            capabilities=("chat",),
            choke_points=(),
            by_module=(ModuleUse("store", 1, (("call", 1),), afferent=0, efferent=0, distance=0),),
        ),
    )


def test_leaks_are_told_by_how_far_the_objects_have_come() -> None:
    code = program({"cli": ("web",), "web": ("core",), "core": ("llm",), "llm": (), "alone": ()})
    findings = (
        finding("llm", 1, "acme", MatchKind.IMPORT),
        finding("llm:ask", 2),
        finding("core:run", 3, CHAT + ".text", MatchKind.RESPONSE),
        finding("cli:main", 4, "acme.Error", MatchKind.EXCEPTION),
        finding("cli:main", 5, "acme.Error", MatchKind.EXCEPTION),
        finding("alone:take", 6, "acme.Answer", MatchKind.ANNOTATION),
    )
    (coupling,) = measure(code, findings, RULES)
    assert coupling.packages == ("acme",)
    assert coupling.leaks == (
        ModuleUse("alone", 1, (("annotate", 1),), afferent=0, efferent=0, distance=-1),
        ModuleUse("cli", 1, (("catch", 2),), afferent=0, efferent=1, distance=3),
        ModuleUse("core", 0, (("read-response", 1),), afferent=1, efferent=1, distance=1),
    )


def test_circles_through_code_that_uses_the_vendor_are_named() -> None:
    code = program({"a": ("b",), "b": ("llm",), "llm": ("a",), "x": ("y",), "y": ("x", "llm"), "z": ()})
    (coupling,) = measure(code, (finding("llm:ask"),), RULES)
    assert coupling.cycles == (("a", "b", "llm"),)


@pytest.mark.parametrize(
    ("imports", "choke_points"),
    [
        ({"a": ("llm",), "llm": ()}, ("llm",)),
        ({"a": ("llm", "b"), "b": ("llm",), "llm": ()}, ("llm",)),
        ({"a": ("b",), "b": ("c", "llm"), "c": ("b",), "llm": ()}, ("llm", "b")),
        ({"a": ("b",), "b": ("a", "llm"), "llm": ("a",)}, ("llm",)),
        ({"llm": ()}, ()),
        ({"llm": ("llm",)}, ()),
    ],
    ids=["door", "two-ways", "inner-cycle", "cycle-of-all", "alone", "itself"],
)
def test_choke_points_are_on_every_route(imports: dict[str, tuple[str, ...]], choke_points: tuple[str, ...]) -> None:
    (coupling,) = measure(program(imports), (finding("llm:ask"),), RULES)
    assert coupling.choke_points == choke_points
    assert coupling.blast == tuple(sorted(imports.keys() - {"llm"}))


def test_with_two_doors_only_what_is_behind_both_is_a_choke_point() -> None:
    code = program({"main": ("core",), "core": ("chat", "embed"), "chat": (), "embed": (), "other": ()})
    (coupling,) = measure(code, (finding("chat:ask"), finding("embed:run")), RULES)
    assert (coupling.blast, coupling.choke_points) == (("core", "main"), ("core",))


def test_a_request_without_an_sdk_reaches_its_importers_but_a_model_name_does_not() -> None:
    code = program({"main": ("http", "settings"), "http": (), "settings": ()})
    url = finding("http:post", 1, "https://api.acme.example", MatchKind.LITERAL, rule="acme-endpoint")
    model = finding("settings", 1, "acme-1", MatchKind.LITERAL)
    assert measure(code, (url,), RULES)[0].blast == ("main",)
    assert measure(code, (model,), RULES)[0].blast == ()


@pytest.mark.parametrize(
    "unbound",
    [
        finding("test_llm:ask", is_test=True),
        finding("llm:ask", suppression=Suppression("known", 1)),
        finding("llm:ask", portable=Portable.CONFIGURED_ENDPOINT),
        finding("llm", kind=MatchKind.IMPORT),
        finding("llm", kind=MatchKind.DISTRIBUTION),
        finding("llm:ask", vendor="thin"),
    ],
    ids=["test", "suppressed", "portable", "import", "manifest", "neutral"],
)
def test_what_binds_nothing_couples_nothing(unbound: Finding) -> None:
    code = program({"main": ("llm",), "llm": (), "test_llm": ("llm",)}, tests=("test_llm",))
    counted = unbound.suppression is None and unbound.vendor != "thin"
    # An import tells of a package, and of no use.
    packages = ("acme",) if unbound.kind is MatchKind.IMPORT else ()
    assert measure(code, (unbound,), RULES) == ((replace(NOTHING, packages=packages),) if counted else ())
    bound = finding("main:run")
    (alone,) = measure(code, (bound,), RULES)
    assert measure(code, (unbound, bound), RULES) == (replace(alone, packages=packages),)


def test_the_order_of_modules_and_findings_says_nothing() -> None:
    code = program({"main": ("a", "b"), "a": ("llm",), "b": ("llm", "a"), "llm": ()})
    findings = (finding("llm:ask"), finding("a:run", 2), finding("b:run", 3, vendor="bolt"))
    turned = replace(code, modules=code.modules[::-1])
    assert measure(turned, findings[::-1], RULES) == measure(code, findings, RULES)

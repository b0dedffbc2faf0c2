import pytest

from lockscan.linking.interest import Interest
from lockscan.linking.layout import Layout
from lockscan.linking.linker import Linker
from lockscan.linking.modules import import_graph, project_calls
from lockscan.model.facts import FileFacts
from lockscan.model.finding import Related, Step
from lockscan.model.imports import ImportLine
from lockscan.model.location import Location, Region
from lockscan.model.program import Argument, Endpoint, Module, ProjectCall, ReferenceKind
from tests.linking.flows import modules, names, objects, types, values
from tests.linking.programs import INTEREST, as_marked, facts_of, found, linked, marks, references

FLOWS = {**names.FLOWS, **modules.FLOWS, **objects.FLOWS, **types.FLOWS, **values.FLOWS}


@pytest.mark.parametrize("flow", FLOWS)
def test_leads_exactly_where_the_marks_say(flow: str) -> None:
    assert as_marked(FLOWS[flow])


def test_rounds_of_loading_do_not_matter() -> None:
    for flow in (
        "parameters by call sites",
        "re-export",
        "star import",
        "inheritance",
        "module-level client",
        "aliases of types",
        "an annotation of a file that is loaded later",
    ):
        files = FLOWS[flow]
        for order in (sorted(files), sorted(files, reverse=True)):
            assert found(linked(files, order=[[path] for path in order])) == marks(files)


def endpoints(source: str, **further: str) -> set[tuple[str, Endpoint, tuple[str, ...]]]:
    files = {"a.py": source, **{f"{name}.py": text for name, text in further.items()}}
    calls = [r for r in references(linked(files)) if r.kind in (ReferenceKind.CALL, ReferenceKind.READ)]
    return {(r.path, r.endpoint, r.base_urls) for r in calls}


def test_endpoint_of_a_client_goes_with_all_that_comes_from_it() -> None:
    source = """
    import acme
    URL = "http://localhost:8000/v1"
    acme.Acme(base_url=URL).ask().text
    acme.Other("k").ask()
    """
    here = ("http://localhost:8000/v1",)
    assert endpoints(source) == {
        ("acme.Acme()", Endpoint.LITERAL, here),
        ("acme.Acme().ask()", Endpoint.LITERAL, here),
        ("acme.Acme().ask().text", Endpoint.LITERAL, here),
        ("acme.Other()", Endpoint.DEFAULT, ()),
        ("acme.Other().ask()", Endpoint.DEFAULT, ()),
    }


@pytest.mark.parametrize(
    ("argument", "endpoint", "urls"),
    [
        ('base_url="https://a"', Endpoint.LITERAL, ("https://a",)),
        ('base_url=f"https://acme.example/{x}"', Endpoint.LITERAL, ("https://acme.example/{}",)),
        ('base_url=f"{x}/v1"', Endpoint.CONFIGURED, ("{}/v1",)),
        ('base_url="https://a" if x else "https://b"', Endpoint.LITERAL, ("https://a", "https://b")),
        ('**{"base_url": "https://a"}', Endpoint.LITERAL, ("https://a",)),
        ('base_url=os.environ["URL"]', Endpoint.CONFIGURED, ()),
        ('base_url=os.getenv("URL", "https://a")', Endpoint.CONFIGURED, ("https://a",)),
        ('base_url=os.environ.get("URL") or "https://a"', Endpoint.CONFIGURED, ("https://a",)),
        ("base_url=settings.url", Endpoint.CONFIGURED, ()),
        ("base_url=None", Endpoint.DEFAULT, ()),
        ("timeout=3", Endpoint.DEFAULT, ()),
    ],
)
def test_endpoint(argument: str, endpoint: Endpoint, urls: tuple[str, ...]) -> None:
    assert endpoints(f"import acme, os\nacme.Acme({argument})\n") == {("acme.Acme()", endpoint, urls)}


def test_endpoint_through_an_annotated_factory() -> None:
    made = 'import acme, os\ndef make() -> acme.Acme:\n    return acme.Acme(base_url=os.environ["URL"])\n'
    assert endpoints("from made import make\nmake().ask().text\n", made=made) == {
        ("acme.Acme()", Endpoint.CONFIGURED, ()),
        ("acme.Acme().ask()", Endpoint.CONFIGURED, ()),
        ("acme.Acme().ask().text", Endpoint.CONFIGURED, ()),
    }


def region(line: int, column: int, end_column: int, path: str = "a.py") -> Location:
    return Location(path, Region(line, column, line, end_column))


def test_arguments_with_their_texts_and_places() -> None:
    source = """\
import acme
MODEL = "m1"
extra = {"top": "x", **{"low": 1}}
acme.ask("q", 5, model=MODEL, name="a" if x else "b", size=3, *rest, **extra)
"""
    (call,) = (r for r in references(linked({"a.py": source})) if r.kind is ReferenceKind.CALL)
    assert call.arguments == (
        Argument("", ("q",), region(4, 10, 13)),
        Argument("", (), region(4, 1, 9)),
        Argument("model", ("m1",), region(4, 18, 23)),
        Argument("name", ("a", "b"), region(4, 31, 35)),
        Argument("size", (), region(4, 55, 59)),
        Argument("top", ("x",), region(3, 10, 15)),
        Argument("low", (), region(3, 25, 30)),
    )


def test_related_locations_are_the_client_and_the_call() -> None:
    files = {
        "clients.py": "import acme\nclient = acme.Acme()\n",
        "a.py": "from clients import client\nanswer = client.ask()\nanswer.text\n",
    }
    made = Related(Step.CLIENT, region(2, 10, 19, "clients.py"))
    assert {(r.path, r.related) for r in references(linked(files)) if r.kind is not ReferenceKind.IMPORT} == {
        ("acme.Acme()", ()),
        ("acme.Acme().ask()", (made,)),
        ("acme.Acme().ask().text", (made, Related(Step.CALL, region(2, 10, 20)))),
    }


def test_scope_module_and_test_code_are_told() -> None:
    files = {"pkg/__init__.py": "", "pkg/a.py": "class C:\n    def f(self):\n        import acme\n"}
    linker = linked(files)
    (one,) = linker.references(frozenset({"pkg/a.py"}))
    assert (one.module, one.scope, one.is_test) == ("pkg.a", "C.f", True)
    assert [other.is_test for other in linker.references(frozenset())] == [False]


def test_what_modules_take_from_each_other() -> None:
    imports = {
        "a.py": (ImportLine(0, "b", ("f", "C")), ImportLine(0, "os", ("path",)), ImportLine(0, "p", ("q", "*"))),
        "b.py": (ImportLine(0, "b", ("f",)), ImportLine(0, "a", ())),
        "p/__init__.py": (),
        "p/q.py": (ImportLine(1, "", ("NAME",)),),
    }
    layout = Layout(imports, frozenset())
    assert project_calls(layout, imports) == (
        ProjectCall("a", "", "b", "C"),
        ProjectCall("a", "", "b", "f"),
        ProjectCall("p.q", "", "p", "NAME"),
    )
    assert import_graph(layout, imports, frozenset({"b.py"})) == (
        Module("a", "a.py", False, ("b", "p", "p.q")),
        Module("b", "b.py", True, ("a",)),
        Module("p", "p/__init__.py", False, ()),
        Module("p.q", "p/q.py", False, ("p",)),
    )


def test_texts_and_dicts_need_no_linking() -> None:
    source = 'import os\nmodel = "m-1"\nbody = {"type": "a", "n": 1, other: 2}\nos.getenv("KEY")\n"""Prose."""\n'
    linker = Linker(["a.py"], INTEREST)
    facts = facts_of(source)
    assert isinstance(facts, FileFacts)
    linker.add_literals({"a.py": facts})
    assert {(r.kind.value, r.path, r.role, str(r.location)) for r in linker.references(frozenset())} == {
        ("string", "m-1", "model", "a.py:2:9"),
        ("shape", "type,n", "body", "a.py:3:8"),
        ("string", "type", "body key", "a.py:3:9"),
        ("string", "a", "type", "a.py:3:17"),
        ("string", "n", "body key", "a.py:3:22"),
        ("string", "KEY", "os.getenv", "a.py:4:11"),
    }


def test_interest_covers_packages_and_what_is_in_them() -> None:
    interest = Interest(frozenset({"acme", "google.genai"}), frozenset(), frozenset(), frozenset())
    paths = ["acme", "acme.types.Chat", "google.genai.Client", "google.genai", "google.auth", "google", "acmes", ""]
    assert [path for path in paths if interest.covers(path)] == paths[:4]

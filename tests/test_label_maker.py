"""The maker of labels: what it asks about, what it makes of the answers, and how it keeps that."""

import gzip
import json
import sys
from pathlib import Path
from textwrap import dedent

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks" / "accuracy"))

from labelling.installed import Installed, Sdk, Symbol, Vendors, read_installed, read_vendors
from labelling.language_server import LanguageServer, Place
from labelling.package import absolute, identifier, judged
from labelling.packing import pack, packed
from labelling.resolving import Answer, Seen, heirs, judge
from labelling.sites import Import, Site, read_source
from labels import read_labels

OPENAI = Sdk("openai", "ai")
GROQ = Sdk("groq", "ai")

SERVER = """
import json, sys

def send(message):
    body = json.dumps(message).encode()
    sys.stdout.buffer.write(b"Content-Length: %d\\r\\n\\r\\n%b" % (len(body), body))
    sys.stdout.buffer.flush()

def receive():
    length = int(sys.stdin.buffer.readline().split(b":")[1])
    sys.stdin.buffer.readline()
    return json.loads(sys.stdin.buffer.read(length))

span = {"start": {"line": 4, "character": 6}, "end": {"line": 4, "character": 9}}
while True:
    message = receive()
    if message["method"] == "initialize":
        asked = {"items": [{"section": "python"}]}
        send({"jsonrpc": "2.0", "id": 1, "method": "workspace/configuration", "params": asked})
        python = receive()["result"][0]["pythonPath"]
        send({"jsonrpc": "2.0", "id": message["id"], "result": {}})
    elif message["method"] == "textDocument/definition":
        found = {"targetUri": "file://" + python, "targetSelectionRange": span, "targetRange": span}
        send({"jsonrpc": "2.0", "id": message["id"], "result": [found, found]})
    elif message["method"] == "textDocument/typeDefinition":
        send({"jsonrpc": "2.0", "id": message["id"], "result": None})
"""


def sites(text: str) -> list[tuple[str, str, int]]:
    return [(site.kind, site.text, site.name_line) for site in read_source(dedent(text)).sites]


def site(kind: str = "call", before: tuple[tuple[int, int], ...] = ()) -> Site:
    return Site(kind, 1, 1, 1, 1, "client.chat", "run", "client", (1, 7), before)


def sdk(what: str, *, data: bool = False, of: Sdk = OPENAI) -> Seen:
    return Seen("sdk", Symbol(of, "openai.Thing", what, data))


def verdicts(answer: Answer, kind: str = "call") -> list[tuple[str, str, str, bool]] | None:
    found = judge(site(kind), answer)
    return None if found is None else [(one.sdk.name, one.strength, one.sub, one.data) for one in found]


def test_every_kind_of_site_is_asked_about() -> None:
    assert sites(
        """
        @wrap
        class Mine(openai.OpenAI):
            key: "Optional[Key]"

            def run(self, client: Client = first()) -> None:
                try:
                    (client
                        .chat.create)(1)
                except (Late, openai.Error):
                    pass
        """
    ) == [
        ("decorator", "wrap", 2),
        ("base", "openai.OpenAI", 3),
        ("attribute", "openai", 3),
        ("annotation", "Optional", 4),
        ("annotation", "Key", 4),
        ("annotation", "Client", 6),
        ("call", "first", 6),
        ("call", "client.chat.create", 9),
        ("attribute", "client.chat", 9),
        ("attribute", "client", 8),
        ("except", "Late", 10),
        ("except", "openai.Error", 10),
        ("attribute", "openai", 10),
    ]  # fmt: skip


def test_names_are_asked_for_where_they_stand() -> None:
    [call, *_] = read_source('"ä𝄞"; a.b.c()').sites
    assert (call.spot, call.before, call.root) == ((1, 11), ((1, 9), (1, 7)), "a")


def test_columns_of_annotations_in_quotes() -> None:
    assert [site.spot for site in read_source('x: "List[Foo]"').sites] == [(1, 4), (1, 9)]


def test_parameters_on_the_line_of_a_function_are_not_it() -> None:
    source = read_source("class A:\n    def run(self, call): ...")
    assert (source.functions, source.classes) == ({(2, "run"): 1}, frozenset({(1, "A")}))


def test_values_of_literals_are_no_annotations() -> None:
    assert sites('x: Literal["Foo"]') == []


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (sdk("class"), ("ctor", False)),
        (sdk("class", data=True), ("ctor-data", False)),
        (sdk("method"), ("method", False)),
        (sdk("method", data=True), ("method", True)),
        (sdk("function"), ("function", False)),
        (sdk("variable"), ("decl", False)),
    ],
)
def test_what_an_sdk_defines_is_its_own(seen: Seen, expected: tuple[str, bool]) -> None:
    assert verdicts(Answer((seen,), (), (), (), None)) == [("openai", "strong", *expected)]


def test_each_vendor_of_a_union_has_a_label() -> None:
    both = (sdk("method"), sdk("method", of=GROQ), sdk("method"))
    assert verdicts(Answer(both, (), (), (), None)) == [
        ("openai", "strong", "method", False),
        ("groq", "strong", "method", False),
    ]


def test_what_a_variable_holds_decides() -> None:
    variable = (Seen("variable"),)
    assert verdicts(Answer(variable, (), (sdk("class"),), (), None)) == [("openai", "strong", "callable", False)]
    assert verdicts(Answer(variable, (), (Seen("other"),), (), None)) == []
    assert verdicts(Answer(variable, (), (), (), None)) is None


def test_what_the_checker_does_not_find() -> None:
    known, other = (sdk("class"),), (Seen("other"),)
    assert verdicts(Answer((), (), (), (known,), None)) == [("openai", "strong", "member-unknown", False)]
    assert verdicts(Answer((), (), (), ((), known), None)) == [("openai", "strong", "decl-root", False)]
    assert verdicts(Answer((), (), (), (other, known), None)) is None
    assert verdicts(Answer((), (), (), (), OPENAI)) == [("openai", "strong", "unresolved-symbol", False)]
    assert verdicts(Answer((), (), (), (), None)) is None
    assert verdicts(Answer((), (), (), (), None), "annotation") == []


def test_methods_that_data_has_from_elsewhere_are_weak() -> None:
    other = (Seen("other"),)
    assert verdicts(Answer(other, (), (), ((sdk("class"),),), None)) == [("openai", "weak", "inherited-method", True)]
    assert verdicts(Answer(other, (), (), (), OPENAI)) == []


def test_classes_made_from_those_of_an_sdk_are_weak() -> None:
    assert verdicts(Answer((Seen("class", heir=OPENAI),), (), (), (), None)) == [
        ("openai", "weak", "subclass-ctor", False)
    ]
    child, parent, alien = (Place(Path("a.py"), line, 0) for line in (1, 2, 3))
    assert heirs([(child, (parent,)), (alien, ())], {parent: OPENAI}) == {child: OPENAI, parent: OPENAI}


def environment(root: Path) -> Installed:
    packages = root / "lib" / "python3.11" / "site-packages"
    files = {
        "acme/__init__.py": "from ._client import Client\n",
        "acme/_client.py": "class Client:\n    def ask(self): ...\n",
        "acme/types.py": "from ._base import Base\nclass Reply(Base): ...\nLATER = 1\n",
        "acme/_base.py": "import pydantic\nclass Base(pydantic.BaseModel): ...\n",
        "acme_sdk-1.0.dist-info/RECORD": "acme/__init__.py,,\nacme/_client.py,,\nacme/types.py,,\nacme/_base.py,,\n",
        "other-1.0.dist-info/RECORD": "other.py,,\n",
        "other.py": "",
    }
    for name, text in files.items():
        (packages / name).parent.mkdir(parents=True, exist_ok=True)
        (packages / name).write_text(text, encoding="utf-8")
    return read_installed(root, Vendors((("acme-*", Sdk("acme", "ai")),), ()))


def test_files_of_an_environment_are_whose_records_say(tmp_path: Path) -> None:
    installed = environment(tmp_path)
    seen = [
        installed.at(installed.site / file, line)
        for file, line in (
            ("acme/__init__.py", 1), ("acme/_client.py", 1), ("acme/_client.py", 2), ("acme/types.py", 2),
            ("acme/types.py", 3), ("other.py", 1),
        )
    ]  # fmt: skip
    assert [one and (one.qualified, one.what, one.data) for one in seen] == [
        ("acme", "module", False),
        ("acme._client.Client", "class", False),
        ("acme._client.Client.ask", "method", False),
        ("acme.types.Reply", "class", True),
        ("acme.types", "variable", False),
        None,
    ]
    assert installed.of_module("acme.gone.further") == Sdk("acme", "ai")
    assert installed.of_module("other") is None


def test_files_are_judged_that_a_vendor_reaches(tmp_path: Path) -> None:
    installed = environment(tmp_path / "environment")
    texts = {
        "app/__init__.py": "",
        "app/llm.py": "import acme",
        "app/use.py": "from .llm import x",
        "app/main.py": "import app.use",
        "app/apart.py": "import other",
    }
    sources = {tmp_path / name: read_source(text) for name, text in texts.items()}
    assert [path.name for path in judged(tmp_path, sources, installed)] == ["llm.py", "main.py", "use.py"]


def test_relative_imports_begin_at_the_package() -> None:
    found = Import(1, 1, 1, "", ("b", "b.c"), 2, ())
    assert list(absolute("x.y.z", package=False, found=found)) == ["x.b", "x.b.c"]
    assert list(absolute("x.y.z", package=True, found=found)) == ["x.y.b", "x.y.b.c"]


def test_names_are_read_where_places_point(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text('"𝄞"; name = 1\n', encoding="utf-8")
    assert (identifier(Place(file, 1, 6)), identifier(Place(file, 9, 0))) == ("name", "")


def test_the_server_is_told_of_the_environment_and_asked(tmp_path: Path) -> None:
    script = tmp_path / "server.py"
    script.write_text(SERVER, encoding="utf-8")
    asked = Place(tmp_path / "a.py", 1, 0)
    with LanguageServer((sys.executable, str(script)), tmp_path, Path("/env/bin/python")) as server:
        assert server.definitions([asked]) == {asked: (Place(Path("/env/bin/python"), 5, 6),)}
        assert server.types([asked]) == {asked: ()}


def test_packed_labels_are_read_by_the_benchmark(tmp_path: Path) -> None:
    row: dict[str, object] = {
        "path": "a.py", "line": 3, "name_line": 4, "end_line": 9, "kind": "call", "strength": "strong", "text": "f",
        "vendor_package": "groq", "qualified_name": "groq.f", "sub": "ctor-data", "group": "ai",
        "vendor_imported_in_file": False,
    }  # fmt: skip
    file = tmp_path / "labels-made" / "x-1.jsonl.gz"
    file.parent.mkdir()
    pack(file, packed([row, row], [{"path": "a.py", "line": 8, "name_line": 8}]))
    assert [json.loads(line) for line in gzip.decompress(file.read_bytes()).splitlines()] == [
        {"path": "a.py", "line": 3, "name_line": 4, "kind": "call", "sdk": "groq", "group": "ai", "name": "groq.f",
         "data": True, "crosses": True},
        {"path": "a.py", "line": 8, "kind": "unjudged"},
    ]  # fmt: skip
    label, unjudged = read_labels(tmp_path, "x-1", frozenset({"ai"}))
    assert (label.lines, label.must, label.crosses, unjudged.unjudged) == (range(3, 5), False, True, True)
    with pytest.raises(FileNotFoundError, match="y-1 has no labels"):
        read_labels(tmp_path, "y-1", frozenset())


def test_the_table_of_vendors_can_be_read_and_narrowed() -> None:
    vendors = read_vendors(Path(__file__).parent.parent / "benchmarks" / "accuracy" / "labelling" / "vendors.toml")
    assert ("openai", OPENAI) in vendors.distributions
    assert {one.name for _, one in vendors.only({"groq", "weave"}).distributions} == {"groq", "weave"}

"""What is drawn up for which findings, and what is refused."""

import ast
from dataclasses import replace

import pytest

from lockscan.errors import UsageError
from lockscan.model.finding import Portable
from lockscan.model.rule import MatchKind
from lockscan.model.scaffold import Scaffold
from lockscan.scaffolding import CallText, call_texts
from tests.scaffolding.cases import CHAT, drawn, everything, finding, text

_FILES = ("__init__.py", "port.py", "failures.py")
_EMBED = finding("openai.OpenAI().embeddings.create()", capability="embeddings")


def port(made: Scaffold) -> str:
    return dict(made.files)["port.py"]


def offered(made: Scaffold) -> dict[str, list[str]]:
    """Return the classes of the port with their methods and fields."""
    found = {}
    for node in ast.parse(port(made)).body:
        if isinstance(node, ast.ClassDef):
            fields = [ast.unparse(part.target) for part in node.body if isinstance(part, ast.AnnAssign)]
            methods = [part.name for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)]
            found[node.name] = fields + methods
    return {name: parts for name, parts in found.items() if parts}


def test_port_offers_what_is_used_and_nothing_else() -> None:
    plain = drawn([finding(CHAT)], "anthropic", texts={finding(CHAT).fingerprint: text()})
    assert offered(plain) == {"Message": ["role", "text"], "Reply": ["text"], "ChatModel": ["complete"]}
    full = drawn(everything(CHAT, _EMBED.symbol), "google")
    assert offered(full) == {
        "Tool": ["name", "description", "parameters"],
        "ToolCall": ["id", "name", "arguments", "receipt"],
        "Message": ["role", "text", "calls", "call_id"],
        "Usage": ["input", "output"],
        "Reply": ["text", "calls", "finish", "usage"],
        "Options": ["temperature", "top_p", "max_tokens"],
        "ChatModel": ["complete", "stream", "extract"],
        "Embedder": ["model", "embed"],
    }
    assert offered(drawn([_EMBED], "google")) == {"Embedder": ["model", "embed"]}


@pytest.mark.parametrize(
    ("said", "methods"),
    [
        (text(), ["complete"]),
        (text("stream", streams=True), ["stream"]),
        (text("stream", streams=None), ["complete", "stream"]),
    ],
)
def test_text_of_a_call_tells_whether_it_streams(said: CallText, methods: list[str]) -> None:
    made = drawn([finding(CHAT)], "anthropic", texts={finding(CHAT).fingerprint: said})
    assert offered(made)["ChatModel"] == methods


def test_files_are_named_for_both_sides() -> None:
    found = [finding(CHAT), finding("openai.OpenAI().responses.create()", line="9")]
    made = drawn(found, "anthropic")
    adapters = ("openai_adapter.py", "openai_responses_adapter.py", "anthropic_adapter.py")
    assert tuple(name for name, _ in made.files) == (*_FILES, *adapters, "recorded.py", "test_contract.py")
    assert (made.shared, made.sdks) == (("__init__.py",), ("openai", "anthropic"))
    assert (made.title, made.notes) == ("A port for OpenAI and Anthropic: answers", ())


def test_a_client_in_a_cloud_is_built_as_such() -> None:
    bedrock = replace(finding("anthropic.Anthropic().messages.create()"), vendor="aws.bedrock")
    azure = replace(finding(CHAT), vendor="azure.ai.openai")
    assert (
        "cls(anthropic.AnthropicBedrock(**settings), model)"
        in dict(drawn([bedrock], "litellm").files)["anthropic_adapter.py"]
    )
    awaited = drawn([azure], "litellm", texts={azure.fingerprint: text(awaited=True)})
    assert "cls(openai.AsyncAzureOpenAI(**settings), model)" in dict(awaited.files)["azure_adapter.py"]
    assert "await self._client.acompletion(**request)" in dict(awaited.files)["litellm_adapter.py"]


def test_what_no_template_covers_is_told_of_and_left_out() -> None:
    files = finding("openai.OpenAI().files.create()", capability="files")
    image = finding("type,image_url", MatchKind.SHAPE, capability="vision", detail="type=image_url", line="9")
    again = replace(image, location=replace(image.location, path="app/b.py"))
    more = finding(f"{CHAT}.close()", capability="client", line="11")
    made = drawn([finding(CHAT), files, image, again, more], "anthropic")
    assert made.notes == (
        "Left out, no template covers it: openai.OpenAI().files.create() (app/ask.py:7)",
        "Left out, no template covers it: Image input: type=image_url (app/ask.py:9 and 1 more)",
    )
    heading, _, rest = port(made).partition("\n\n")
    assert heading == '"""What the code needs of a model, in words of its own: nothing in here knows a vendor.'
    assert rest.startswith('''Drawn up from 1 call to OpenAI: answers.

Used today at:
- app/ask.py:7 in answer

Left out, for no template covers it:
- openai.OpenAI().files.create() (app/ask.py:7)
- Image input: type=image_url (app/ask.py:9 and 1 more)
"""
''')  # fmt: skip


def test_calls_that_are_awaited_here_and_not_there() -> None:
    found = [finding(CHAT, line=str(line)) for line in (7, 8, 9)]
    one = {found[0].fingerprint: text(awaited=True)}
    assert drawn(found, "anthropic", texts=one).notes == (
        "1 of 3 calls are awaited today, and the port is synchronous: the others have to change.",
    )
    assert drawn(found, "anthropic", texts={f.fingerprint: text(awaited=True) for f in found}).notes == ()


def test_vectors_without_a_target_that_sells_any() -> None:
    made = drawn([finding(CHAT), _EMBED], "anthropic")
    assert made.notes == (
        "Anthropic sells no embeddings: the port for vectors has no adapter for it.",
        "Vectors of two models cannot be compared: compute every stored one again before reading moves.",
    )
    assert "AnthropicEmbedder" not in dict(made.files)["test_contract.py"]
    with pytest.raises(UsageError, match="only computes vectors, which Anthropic does not sell"):
        drawn([_EMBED], "anthropic")


@pytest.mark.parametrize(
    ("found", "target", "wrong"),
    [
        (
            [finding("cohere.Client().chat()")],
            "litellm",
            r"no template covers what .* \(cohere.Client\(\).chat\(\) \(app",
        ),
        ([replace(finding(CHAT), portable=Portable.SELF_HOSTED)], "litellm", "no template covers"),
        ([replace(finding(CHAT), is_test=True)], "litellm", "no template covers"),
        ([finding(CHAT)], "elsewhere", "no template speaks to Elsewhere"),
        (
            [replace(finding("anthropic.Anthropic().messages.create()"))],
            "anthropic",
            "in the shapes of the target already",
        ),
    ],
)
def test_what_cannot_be_drawn_up(found: list[object], target: str, wrong: str) -> None:
    with pytest.raises(UsageError, match=wrong):
        drawn(found, target)  # type: ignore[arg-type] # findings in a table of mixed columns


def test_nothing_scanned_becomes_code() -> None:
    hostile = '"""\nimport os; os.system("x")\n"""\\\x1b[31m$vendor${a}\u202e'
    bad = finding(CHAT, path=f"app/{hostile}.py", scope=hostile, detail=hostile)
    more = finding(f"openai.OpenAI().{hostile}.create()", capability="files", path=hostile)
    made = drawn([bad, more], "anthropic", vendor=hostile)
    good = drawn([finding(CHAT)], "anthropic")
    for (name, code), (_, plain) in zip(made.files, good.files, strict=True):
        assert code.isascii(), name
        assert without_docstrings(code) == without_docstrings(plain), name


def without_docstrings(code: str) -> str:
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:]
    return ast.dump(tree)


def test_texts_of_calls() -> None:
    source = (
        "async def f(é):\n"
        "    é = await client.chat.create(stream=True, **more)\n"
        "    async with api.stream(model='m', stream=é) as s, api.open() as t:\n"
        "        api.make().send(x)\n"
    )
    assert call_texts(source) == {
        (2, 15, 2, 33): CallText(("stream",), unpacks=True, streams=True, awaited=True),
        (3, 16, 3, 26): CallText(("model", "stream"), unpacks=False, streams=None, awaited=True),
        (3, 54, 3, 62): CallText((), unpacks=False, streams=False, awaited=True),
        (4, 9, 4, 17): CallText((), unpacks=False, streams=False, awaited=False),
        (4, 9, 4, 24): CallText((), unpacks=False, streams=False, awaited=False),
    }
    assert call_texts("def (") == call_texts("x = '\0'") == {}

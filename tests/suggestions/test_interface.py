"""The interface that is drawn up from calls, reads and exceptions."""

from dataclasses import replace

from lockscan.graph import measure
from lockscan.model.finding import Finding
from lockscan.model.program import Argument, Reference, ReferenceKind
from lockscan.model.rule import MatchKind
from lockscan.model.suggestion import Interface, Operation, Parameter
from lockscan.suggestions import suggest
from tests.suggestions.projects import CHAT, RULES, finding, program, rescore

CLIENT = "acme.Acme()"


def _asked(site: Finding, *keywords: str) -> Reference:
    """Return the call that a finding stands at; a positional argument has no keyword."""
    return Reference(
        kind=ReferenceKind.CALL,
        path=site.symbol,
        location=site.location,
        module=site.module,
        scope=site.scope,
        is_test=False,
        arguments=tuple(Argument(keyword, (), site.location) for keyword in keywords),
    )


def _drawn(findings: tuple[Finding, ...], *references: Reference) -> Interface | None:
    code = replace(program({f.module: () for f in findings}), references=references)
    (point,) = suggest(code, measure(code, findings, RULES), findings, RULES, rescore)
    return point.interface


def test_arguments_in_fact_used_and_what_is_read_make_the_interface() -> None:
    client = replace(finding("app:make", 1, CLIENT, MatchKind.CONSTRUCT), capability="client")
    one = finding("app:summarise", 2)
    two = finding("app:summarise", 5)
    findings = (
        client,
        one,
        two,
        finding("app:summarise", 6, f"{CHAT}.choices[].message.content", MatchKind.RESPONSE),
        finding("app:summarise", 7, f"{CHAT}.usage.total_tokens", MatchKind.RESPONSE),
        finding("app:summarise", 8, "acme.RateLimitError", MatchKind.EXCEPTION),
        finding("app:summarise", 9, "acme.OddError", MatchKind.EXCEPTION),
    )
    asked = (
        _asked(client, "api_key", "timeout"),
        _asked(one, "model", "messages", "extra_headers"),
        _asked(two, "model", "messages", "max_tokens", "temperature"),
    )
    parameters = (
        Parameter("messages", "Sequence[Message]", optional=False),
        Parameter("model", "str", optional=False),
        Parameter("max_tokens", "int", optional=True),
        Parameter("temperature", "float", optional=True),
    )
    text = '''\
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Message:
    role: str
    content: str


@dataclass(frozen=True)
class Reply:
    text: str
    usage: Mapping[str, int]


class RateLimited(Exception):
    """Instead of acme.RateLimitError."""


class ServiceError(Exception):
    """Instead of acme.OddError."""


class LanguageModel(Protocol):
    def summarise(
        self,
        messages: Sequence[Message],
        *,
        model: str,
        max_tokens: int | None = None,
        temperature: float | None = None,
    ) -> Reply: ...
'''
    assert _drawn(findings, *asked) == Interface(
        name="LanguageModel",
        operations=(
            Operation(
                name="summarise",
                parameters=parameters,
                returns="Reply",
                streams=False,
                awaits=False,
                calls=(CHAT,),
                sites=(one.fingerprint, two.fingerprint),
            ),
        ),
        reads=("text", "usage"),
        errors=("RateLimited", "ServiceError"),
        settings=("api_key", "timeout"),
        text=text,
    )
    compile(text, "port.py", "exec")


def test_streams_and_awaited_calls_are_operations_of_their_own() -> None:
    plain = finding("app:answer", 1)
    stream = finding("app:answer", 2)
    awaited = finding("app:answer", 3, snippet="reply = await client.chat(messages)")
    findings = (plain, stream, awaited)
    drawn = _drawn(findings, _asked(plain, ""), _asked(stream, "", "stream"), _asked(awaited, ""))
    assert drawn is not None
    assert (
        drawn.text
        == """\
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Message:
    role: str
    content: str


class LanguageModel(Protocol):
    def answer(self, messages: Sequence[Message]) -> str: ...

    async def answer_async(self, messages: Sequence[Message]) -> str: ...

    def stream_answer(self, messages: Sequence[Message]) -> Iterator[str]: ...
"""
    )


def test_what_vendors_do_beside_chat_has_protocols_of_its_own() -> None:
    embed = replace(finding("app:index", 1, "acme.Acme().embeddings.create()"), capability="embeddings")
    upload = replace(finding("app:index", 2, "acme.Acme().beta.files.create()"), capability="files")
    listed = replace(finding("app:show", 3, "acme.Acme().beta.files.list()"), capability="files")
    counted = replace(finding("app:show", 4, "acme.count()"), capability="tokenizer")
    drawn = _drawn((embed, upload, listed, counted), _asked(embed, "input", "model"), _asked(upload, "file"))
    assert drawn is not None
    assert (
        drawn.text
        == """\
from collections.abc import Sequence
from typing import BinaryIO, Protocol


class FileStore(Protocol):
    def create_file(self, file: BinaryIO) -> object: ...

    def list_files(self) -> object: ...


class Embedder(Protocol):
    def index(self, texts: Sequence[str], *, model: str) -> Sequence[Sequence[float]]: ...
"""
    )


def test_nothing_is_called() -> None:
    held = replace(finding("app:make", 1, CLIENT, MatchKind.CONSTRUCT), capability="client")
    assert _drawn((held,)) is None


def test_names_tell_of_no_vendor_and_reads_of_no_methods_of_texts() -> None:
    asked = finding("app:Bot._call_openai_router", 1)
    read = finding("app:Bot._call_openai_router", 2, f"{CHAT}.choices[].message.content.strip()", MatchKind.RESPONSE)
    used = finding("app:Bot._call_openai_router", 3, f"{CHAT}.usage", MatchKind.RESPONSE)
    drawn = _drawn((asked, read, used), _asked(asked, ""))
    assert drawn is not None
    assert [operation.name for operation in drawn.operations] == ["call_router"]
    assert drawn.reads == ("text", "usage")

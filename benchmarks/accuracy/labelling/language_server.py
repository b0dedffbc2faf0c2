"""A type checker's language server: where the thing at a place is defined, and where its type is."""

import json
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any
from urllib.parse import unquote, urlsplit

# How many questions wait for their answers at once.
BATCH = 200

ANALYSIS = {
    "autoSearchPaths": False,
    "diagnosticMode": "openFilesOnly",
    "typeCheckingMode": "off",
    "useLibraryCodeForTypes": True,
}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a file: lines count from 1, columns from 0 in UTF-16 units, as the protocol has them."""

    path: Path
    line: int
    column: int


@dataclass(slots=True)
class LanguageServer:
    """A running server that knows the packages of one virtual environment; use it as a context."""

    command: Sequence[str]
    root: Path
    python: Path
    _process: subprocess.Popen[bytes] | None = None
    _last: int = 0

    def __enter__(self) -> "LanguageServer":  # noqa: PYI034 - typing has Self from Python 3.11 on
        self._process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=self.root)
        folder = {"uri": self.root.as_uri(), "name": self.root.name}
        asked = self._ask(
            "initialize",
            {
                "processId": None,
                "rootUri": folder["uri"],
                "workspaceFolders": [folder],
                "capabilities": {"workspace": {"configuration": True, "workspaceFolders": True}},
            },
        )
        self._answer(asked)
        self._send({"method": "initialized", "params": {}})
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._process:
            self._process.kill()
            self._process.__exit__(kind, error, at)

    def open(self, path: Path, text: str) -> None:
        """Tell the server of a file."""
        item = {"uri": path.as_uri(), "languageId": "python", "version": 1, "text": text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": item}})

    def close(self, path: Path) -> None:
        """Let the server forget a file that was opened."""
        self._send({"method": "textDocument/didClose", "params": {"textDocument": {"uri": path.as_uri()}}})

    def definitions(self, places: Iterable[Place]) -> dict[Place, tuple[Place, ...]]:
        """Say where what stands at each place is defined."""
        return self._locate("textDocument/definition", places)

    def types(self, places: Iterable[Place]) -> dict[Place, tuple[Place, ...]]:
        """Say where the type of what stands at each place is defined."""
        return self._locate("textDocument/typeDefinition", places)

    def _locate(self, method: str, places: Iterable[Place]) -> dict[Place, tuple[Place, ...]]:
        wanted = sorted(set(places))
        found: dict[Place, tuple[Place, ...]] = {}
        for start in range(0, len(wanted), BATCH):
            asked = [(place, self._ask(method, _position(place))) for place in wanted[start : start + BATCH]]
            for place, number in asked:
                found[place] = tuple(dict.fromkeys(_places(self._answer(number))))
        return found

    def _ask(self, method: str, params: object) -> int:
        self._last += 1
        self._send({"id": self._last, "method": method, "params": params})
        return self._last

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        stream = self._stream("stdin")
        stream.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        stream.flush()

    def _answer(self, number: int) -> Any:  # noqa: ANN401 - JSON
        """Read until the answer to a question comes, and serve what the server asks meanwhile."""
        while True:
            message = _read(self._stream("stdout"))
            if "method" in message and "id" in message:
                self._send({"id": message["id"], "result": self._serve(message)})
            elif message.get("id") == number:
                return message.get("result")

    def _serve(self, message: dict[str, Any]) -> object:
        if message["method"] != "workspace/configuration":
            return None
        settings = {
            "python": {"pythonPath": str(self.python), "analysis": ANALYSIS},
            "python.analysis": ANALYSIS,
            "basedpyright.analysis": ANALYSIS,
            "basedpyright": {"analysis": ANALYSIS},
        }
        return [settings.get(item.get("section"), {}) for item in message["params"]["items"]]

    def _stream(self, name: str) -> IO[bytes]:
        stream: IO[bytes] | None = getattr(self._process, name, None)
        if stream is None:
            raise RuntimeError("the language server is not running")
        return stream


def _position(place: Place) -> dict[str, object]:
    position = {"line": place.line - 1, "character": place.column}
    return {"textDocument": {"uri": place.path.as_uri()}, "position": position}


def _places(answer: Any) -> Iterator[Place]:  # noqa: ANN401 - JSON
    for location in [answer] if isinstance(answer, dict) else answer or ():
        uri, span = (
            location.get("targetUri") or location["uri"],
            location.get("targetSelectionRange") or location["range"],
        )
        if uri.startswith("file:"):
            start = span["start"]
            yield Place(Path(unquote(urlsplit(uri).path)), start["line"] + 1, start["character"])


def _read(stream: IO[bytes]) -> dict[str, Any]:
    length = 0
    while header := stream.readline().strip():
        name, _, value = header.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    if not length:
        raise RuntimeError("the language server has ended")
    message: dict[str, Any] = json.loads(stream.read(length))
    return message

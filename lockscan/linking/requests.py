"""Requests by plain HTTP: calls of HTTP libraries with the address that they go to."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from lockscan.linking.building import HOLE
from lockscan.linking.evaluation import Evaluation
from lockscan.linking.outside import SENDING, SENDING_METHODS
from lockscan.linking.values import External, FunctionValue, PendingValue, Place, Value, Values
from lockscan.model.facts import Attribute, Call, FileFacts, Id, Lookup, Parameter
from lockscan.model.program import Endpoint

# The names of what sends one; of the last ones, the method comes before the address.
_SENDING = frozenset({
    "get", "post", "put", "patch", "delete", "head", "options", "Request", "urlopen", "ws_connect", "connect",
    "create_connection", "request", "stream", "build_request",
})  # fmt: skip
_METHOD_FIRST = frozenset({"Request", "request", "stream", "build_request"})
_ADDRESSES = frozenset({"url", "uri", "fullurl", "endpoint"})
_BASES = frozenset({"base_url", "base", "host"})
# Clients whose first argument is the address that all others are relative to.
_BASED = frozenset({"aiohttp.ClientSession", "http.client.HTTPSConnection", "http.client.HTTPConnection"})
# What plays the server in tests.
_MOCKS = ("responses", "respx", "aioresponses", "requests_mock", "httpx_mock", "httpserver")
_METHOD = re.compile(r"[A-Z]*")
_CALL = re.compile(rb"\b(?:get|post|put|patch|request|stream|Request|urlopen|ws_connect|connect)\s*\(")


def may_send(data: bytes) -> bool:
    """Say whether a file has calls by which requests are sent, or that look like these."""
    return bool(_CALL.search(data))


class Requests:
    """Reads the addresses of calls off a linked program."""

    def __init__(self, program: Evaluation) -> None:
        self.program = program

    def addresses(self, file: int, call: Call) -> tuple[tuple[str, ...], Endpoint, bool]:
        """The whole addresses that a call may send a request to, where they come from, and whether it surely sends one.

        There are none if it sends none.
        """
        functions = self.program.solver.values.get((file, call.function), frozenset())
        senders = [value for value in functions if isinstance(value, External) and sends(value.path)]
        if not senders and not self._may_send(file, call, functions):
            return (), Endpoint.DEFAULT, False
        texts, more = self._given(file, call, senders)
        bases: set[str] = set()
        for sender in senders:
            known, open_ended = self._bases(sender)
            bases.update(known)
            more |= open_ended
        if bases and not texts:
            texts = {HOLE}
        whole = {joined for text in texts for joined in _whole(text, sorted(bases))}
        endpoint = Endpoint.CONFIGURED if more else Endpoint.LITERAL
        return tuple(sorted(text for text in whole if host(text))), endpoint, bool(senders)

    def _may_send(self, file: int, call: Call, functions: Values) -> bool:
        """Whether what is called is the method of something unknown that is named like those of HTTP clients."""
        function = self.program.facts[file].expressions[call.function]
        if not isinstance(function, Attribute) or function.name not in SENDING_METHODS:
            return False
        if any(isinstance(value, (External, FunctionValue, PendingValue)) for value in functions):
            return False
        base = self.program.facts[file].expressions[function.base]
        name = base.name if isinstance(base, (Lookup, Parameter)) else self.program.decorator_name(file, function.base)
        return not name.startswith(_MOCKS)

    def _given(self, file: int, call: Call, senders: list[External]) -> tuple[set[str], bool]:
        """The addresses that a call is given, and whether others may be given too."""
        function = self.program.facts[file].expressions[call.function]
        names = {sender.path.rpartition(".")[2] for sender in senders}
        if not names and isinstance(function, Attribute):
            names = {function.name}
        positional = [argument for argument in call.arguments if not argument.name]
        first = positional[0] if positional else None
        places = [argument.value for argument in call.arguments if argument.name in _ADDRESSES]
        if first is not None:
            places.append(first.value)
        if len(positional) > 1 and names & _METHOD_FIRST:
            places.append(positional[1].value)
        texts: set[str] = set()
        more = False
        for place in places:
            known, open_ended = self.program.texts(file, place)
            texts.update(text for text in known if not _METHOD.fullmatch(text))
            more |= any("/" in text for text in known) and (open_ended or any(text.startswith(HOLE) for text in known))
        return texts, more

    def _bases(self, sender: External) -> tuple[tuple[str, ...], bool]:
        """The address that the paths of a client's requests are relative to."""
        if sender.client is None or "(" not in sender.path:
            return (), False
        file, place = sender.client
        call = self.program.facts[file].expressions[place]
        if not isinstance(call, Call):
            return (), False
        places = [argument.value for argument in call.arguments if argument.name in _BASES]
        made = sender.path.partition("(")[0]
        if made in _BASED and call.arguments and not call.arguments[0].name:
            places.append(call.arguments[0].value)
        texts: set[str] = set()
        more = False
        for one in places:
            known, open_ended = self.program.texts(file, one)
            texts.update(
                known if "://" in "".join(known) or made.startswith("aiohttp") else (f"https://{k}" for k in known)
            )
            more |= open_ended
        return tuple(sorted(texts)), more

    def bound(self, functions: Values, is_address: Callable[[Value], bool]) -> bool:
        """Whether what is called is a method of a client for a vendor's address."""
        return any(isinstance(one, External) and sends(one.path) and is_address(one) for one in functions)

    def is_told(self, file: int, call: Call, passed: Callable[[FileFacts, Id], bool]) -> bool:
        """Whether the address of a call is a parameter of the function around it."""
        facts = self.program.facts[file]
        first = next((argument for argument in call.arguments if not argument.name), None)
        given = [argument for argument in call.arguments if argument is first or argument.name in _ADDRESSES]
        return any(passed(facts, argument.value) for argument in given)

    def client(self, file: int, call: Call) -> Place | None:
        """The client that a call goes through."""
        functions = self.program.solver.values.get((file, call.function), frozenset())
        clients = [f.client for f in functions if isinstance(f, External) and sends(f.path) and f.client]
        return min(clients, key=lambda place: (self.program.paths[place[0]], place[1]), default=None)

    def base_addresses(self, client: External) -> Iterator[str]:
        """The addresses that an object is a client of."""
        if client.path.partition(".")[0] in SENDING:
            yield from self._bases(client)[0]


def sends(path: str) -> bool:
    """Say whether a function of an HTTP library sends a request."""
    return path.partition(".")[0] in SENDING and path.rpartition(".")[2] in _SENDING


def _whole(text: str, bases: list[str]) -> Iterator[str]:
    """An address that is given to a client with a base address, or with none."""
    if "://" in text:
        yield text
    for base in bases if "://" not in text else ():
        yield f"{base.rstrip('/')}/{text.lstrip('/')}"


def host(text: str) -> str:
    """The host of an address; empty if it has none."""
    try:
        return urlsplit(text).hostname or ""
    except ValueError:
        return ""

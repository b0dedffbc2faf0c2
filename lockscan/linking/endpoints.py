"""Where the calls of a client go."""

from collections.abc import Iterator

from lockscan.linking.building import HOLE
from lockscan.linking.evaluation import Evaluation
from lockscan.linking.values import EMPTY, MappingValue, Place
from lockscan.model.facts import Call, Text
from lockscan.model.program import Endpoint

_KEYWORDS = frozenset({"base_url", "api_base", "endpoint_url", "server_url", "host"})
_NONE = "None"


class Endpoints:
    """Asks what clients are given as their address, each once; the program has settled."""

    def __init__(self, program: Evaluation) -> None:
        self.program = program
        self.known: dict[Place, tuple[Endpoint, tuple[str, ...]]] = {}

    def of(self, client: Place | None) -> tuple[Endpoint, tuple[str, ...]]:
        """Where the calls of a client go: its ``base_url``, if it is given one."""
        if client is None:
            return Endpoint.DEFAULT, ()
        known = self.known.get(client)
        if known is None:
            known = self.known[client] = self._of(client)
        return known

    def _of(self, client: Place) -> tuple[Endpoint, tuple[str, ...]]:
        file, place = client
        call = self.program.facts[file].expressions[place]
        if not isinstance(call, Call):
            return Endpoint.DEFAULT, ()
        given = [place for name, place in self._passed(file, call) if name in _KEYWORDS]
        if all(self.program.facts[at].expressions[place] == Text(_NONE) for at, place in given):
            # Nothing, or `None`: the SDK's own.
            return Endpoint.DEFAULT, ()
        texts = {text for place in given for text in self.program.texts(*place)[0]} - {_NONE}
        open_ended = not texts or any(self._configured(*place) for place in given)
        return (Endpoint.CONFIGURED if open_ended else Endpoint.LITERAL), tuple(sorted(texts))

    def _passed(self, file: int, call: Call) -> Iterator[tuple[str, Place]]:
        """The keywords of a call and of the dicts that it unpacks, each with the expression that it is given."""
        for argument in call.arguments:
            if argument.name != "**":
                yield argument.name, (file, argument.value)
            for value in self.program.solver.values.get((file, argument.value), EMPTY) if argument.name == "**" else ():
                if isinstance(value, MappingValue) and not value.view:
                    yield from ((entry.key or "", (at, entry.value)) for at, entry in self.program.flat(value))

    def _configured(self, file: int, expression: int) -> bool:
        texts, more = self.program.texts(file, expression)
        return more or any(HOLE in text[:12] for text in texts)

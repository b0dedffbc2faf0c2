"""API paths of a release, resolved: attributes, calls and elements of what its modules define."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sdk.evaluation import Evaluation
from sdk.values import Found, Module, Opaque, Service, Value
from sdk.wheels import Wheel

_STEP = re.compile(r"\.?(?P<name>\w+)|\((?P<argument>[^()]*)\)|(?P<element>\[\])")


class Resolver(Evaluation):
    """Resolves the paths of one release, with the rest of what it imports beside it.

    ``spellings`` are the aliases of the packs: a canonical path is there if one of its other spellings is.
    """

    def __init__(self, wheels: Sequence[Wheel], spellings: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(wheels)
        self._spellings = spellings
        self._paths: dict[str, tuple[Found, ...]] = {}

    def find(self, path: str) -> tuple[Found, ...]:
        """Return what a path leads to; nothing if the release does not have it, as far as can be seen."""
        if path not in self._paths:
            self._paths[path] = ()
            steps = list(_STEP.finditer(path))
            last = steps[-1]
            found = self._first(last[0]) if len(steps) == 1 else self._step(self.find(path[: last.start()]), last)
            self._paths[path] = _distinct(found)
            for spelling in self._spellings.get(path, ()):
                self._paths[path] = _distinct((*self._paths[path], *self.find(spelling)))
        return self._paths[path]

    def told(self, path: str) -> str:
        """Return how far a path that is not found does lead, for the person who has to mend it."""
        for end in reversed([step.end() for step in _STEP.finditer(path)]):
            if found := self.find(path[:end]):
                kinds = sorted({type(one.value).__name__.lower() for one in found})
                return f"{path[:end]} is {', '.join(kinds)} at {found[0].where}"
        return "nothing of it is there"

    def _first(self, name: str) -> Iterable[Found]:
        return [Found(Module(name), name)] if self.has(name) else []

    def _step(self, found: Iterable[Found], step: re.Match[str]) -> Iterator[Found]:
        for one in found:
            if step["name"]:
                direct = self.attribute(one.value, step["name"])
                # `with … as` and `await` are no steps of a path.
                yield from direct or [
                    inner for entered in self.entered(one.value) for inner in self.attribute(entered, step["name"])
                ]
            elif step["element"]:
                values: list[Value] = self.elements(one.value)
                values = values or [inner for other in self.entered(one.value) for inner in self.elements(other)]
                yield from (Found(value, one.where) for value in values)
            elif step["argument"] and (service := self.service(step["argument"])):
                yield Found(service, service_place(service))
            else:
                yield from (Found(value, one.where) for value in self.call(one.value))


def service_place(service: Service) -> str:
    """Return the place that defines a service: its model in botocore."""
    return f"botocore.data:{service.name}"


def _distinct(found: Iterable[Found]) -> tuple[Found, ...]:
    """Return each once; something of unknown type only where nothing else is known."""
    known = list(dict.fromkeys(found))
    telling = [one for one in known if not isinstance(one.value, Opaque)]
    return tuple(telling or known)

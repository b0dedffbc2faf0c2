"""AWS services: what botocore's models say of their operations and errors."""

import gzip
import json
import re
from collections.abc import Sequence
from functools import cached_property

from sdk.values import Callable, Container, Found, Opaque, Service
from sdk.wheels import Wheel

_MODEL = re.compile(r"botocore/data/(?P<service>[^/]+)/(?P<version>[^/]+)/service-2\.json(?:\.gz)?")
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# Operations of two directions at once are in the models, and no method is made of them.
_CLIENT = ("get_paginator", "get_waiter", "can_paginate", "generate_presigned_url", "close", "meta", "waiter_names")


class Services:
    """The services of the botocore release among some wheels."""

    def __init__(self, wheels: Sequence[Wheel]) -> None:
        self._wheels = wheels
        self._known: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    @cached_property
    def _models(self) -> dict[str, tuple[Wheel, str]]:
        """The newest model of every service."""
        found: dict[str, tuple[Wheel, str]] = {}
        for wheel in self._wheels:
            if "botocore.session" in wheel.modules:
                for path in sorted(wheel.files):
                    if match := _MODEL.fullmatch(path):
                        found[match["service"]] = (wheel, path)
                break
        return found

    @property
    def release(self) -> str:
        """The release that the models are of."""
        return next((wheel.release for wheel, _ in self._models.values()), "")

    def named(self, name: str) -> Service | None:
        """Return a service by name, if botocore has it."""
        return Service(name) if name in self._models else None

    def attribute(self, service: Service, name: str) -> list[Found]:
        """Return an attribute of a client: an operation, ``exceptions`` and those in it, or what every client has."""
        service_name, _, below = service.name.partition(".")
        operations, errors = self._described(service_name)
        where = f"botocore.data.{service_name}"
        if below:
            known = name in errors or name == "ClientError"
            return [Found(Opaque(), f"{where}:{name}")] if known else []
        if name == "exceptions":
            return [Found(Service(f"{service_name}.exceptions"), f"{where}:exceptions")]
        if name in operations:
            return [Found(Callable((Container(()),)), f"{where}:{name}")]
        return [Found(Opaque(), f"botocore.client:BaseClient.{name}")] if name in _CLIENT else []

    def _described(self, name: str) -> tuple[frozenset[str], frozenset[str]]:
        if name not in self._known:
            wheel, path = self._models[name]
            data = wheel.read(path)
            model = json.loads(gzip.decompress(data) if path.endswith(".gz") else data)
            shapes = model["shapes"]
            two_way = {
                operation
                for operation, told in model["operations"].items()
                if "input" in told and _streams(shapes, told["input"]["shape"])
            }
            operations = frozenset(snake(one) for one in model["operations"] if one not in two_way)
            errors = frozenset(shape for shape, told in shapes.items() if told.get("exception"))
            self._known[name] = operations, errors
        return self._known[name]


def snake(name: str) -> str:
    """Return an operation's name as the method is called: ``InvokeModel`` is ``invoke_model``."""
    return _WORD.sub("_", name).lower()


def _streams(shapes: dict[str, dict[str, object]], name: str) -> bool:
    """Whether a request holds a stream of events."""
    members = shapes[name].get("members")
    inner = members.values() if isinstance(members, dict) else ()
    return any(isinstance(one, dict) and shapes[str(one["shape"])].get("eventstream") for one in inner)

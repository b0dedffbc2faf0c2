"""Every API path of the rules stands in a release of its SDK, by the records of ``scripts/record_signatures.py``."""

import json
import zipfile
from pathlib import Path

import pytest
import tomli
from sdk.paths import home, named, unproven
from sdk.resolver import Resolver
from sdk.wheels import Wheel

from lockscan.adapters.packs import load_rules
from lockscan.decoding.patterns import leads_to

FOLDER = Path(__file__).parent / "signatures"
RULES = load_rules()
NAMED = named(RULES)
RECORDS: dict[str, dict[str, dict[str, str]]] = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.json")
}
RECORDED = {path: record for records in RECORDS.values() for path, record in records.items()}
VENDORS = sorted({vendor for pattern in NAMED for _, path in pattern.paths if (vendor := home(path, RULES))})


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_path_that_a_pack_names_was_found_in_its_sdk(vendor: str) -> None:
    missing = unproven(NAMED, RECORDED)
    assert {path: sources for path, sources in missing.items() if home(path, RULES) == vendor} == {}


def test_every_record_is_used_and_stands_in_its_vendors_file() -> None:
    used = {path for pattern in NAMED for _, path in pattern.paths}
    assert [path for path in RECORDED if path not in used] == []
    assert [
        (vendor, path) for vendor, records in RECORDS.items() for path in records if home(path, RULES) != vendor
    ] == []


def test_every_record_names_a_listed_release_and_says_if_it_is_taken_on_trust() -> None:
    table = tomli.loads((FOLDER / "releases.toml").read_text(encoding="utf-8"))
    releases = {
        f"{name} {version}" for kept in table.values() for name, versions in kept.items() for version in versions
    }
    assert sorted({record["release"] for record in RECORDED.values()} - releases) == []
    dynamic = tomli.loads((FOLDER / "dynamic.toml").read_text(encoding="utf-8"))
    trusted = {path: record["where"] for path, record in RECORDED.items() if record.get("how") == "dynamic"}
    assert all(any(leads_to(path, one) for one in trusted) for path in dynamic)
    assert set(trusted.values()) == set(dynamic.values())


# What the resolver sees

SDK = {
    "acme/__init__.py": """
from ._client import Acme, AsyncAcme as Async
from .legacy import *
import outside
_lazy = {"Lazy": ".types", "Pair": (".types", "Item")}
_default = None
def _given():
    from .types import Item
    return Item
def __getattr__(name):
    if name == "Branch":
        from .types import Item as Branch
        return Branch
    if name in ("Given", "Other"):
        return _given()
    return _lazy[name]
def _session():
    global _default
    _default = Acme()
    return _default
chat: "Chat"
from .chat import Chat
""",
    "acme/legacy.py": "class Old:\n    @classmethod\n    def create(cls): return cls()\n    def _hidden(self): ...\n",
    "acme/types.py": """
from typing import Generic, Iterator, List, Optional, TypeVar, Union
T = TypeVar("T")
class Item:
    text: str
class Lazy: ...
class Page(Generic[T]):
    data: List[T]
    def __iter__(self) -> Iterator[T]: ...
class Manager(Generic[T]):
    def __enter__(self) -> T: ...
Answer = Union[Item, None]
""",
    "acme/chat.py": """
import functools
from . import types
from .types import Item, Manager, Page, T
class Base:
    def shared(self: "T") -> "T": ...
class Chat(Base):
    def __init__(self, owner):
        self.owner = owner
        self.wrapped = wrap(self.send)
    def send(self) -> "types.Answer": ...
    def pages(self) -> Page[Item]: ...
    def stream(self) -> Manager[Page[Item]]: ...
    def bare(self):
        if self.owner: return None
        return Item()
    @property
    def plain(self): return 1
    def __getattr__(self, name): ...
def wrap(function): ...
""",
    "acme/_client.py": """
from functools import cached_property
class Acme:
    @cached_property
    def chat(self):
        from .chat import Chat
        return Chat(self)
class AsyncAcme(Acme): ...
class Derived(dict): ...
""",
    "acme/made_pb2.py": "globals().update({})\n",
    "acme/made_pb2.pyi": "class Message: ...\n",
    "beside/deep/module.py": "X = 1\n",
}


@pytest.fixture(scope="module")
def resolver(tmp_path_factory: pytest.TempPathFactory) -> Resolver:
    archive = tmp_path_factory.mktemp("wheels") / "acme-1.0-py3-none-any.whl"
    with zipfile.ZipFile(archive, "w") as wheel:
        for name, code in SDK.items():
            wheel.writestr(name, code)
    return Resolver(
        [Wheel("acme 1.0", archive)], {"acme.Alias": ("acme.Acme",), "acme.Acme()": ("acme.Acme().chat.owner",)}
    )


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("acme", "acme"),
        ("beside.deep", "beside.deep"),
        ("beside.deep.module.X", "beside.deep.module:X"),
        ("acme.Acme()", "acme._client:Acme"),
        ("acme.Async().chat.send()", "acme.chat:Chat.send"),
        ("acme.Acme().chat.send().text", "acme.types:Item.text"),
        ("acme.Acme().chat.pages().data[].text", "acme.types:Item.text"),
        ("acme.Acme().chat.pages()[].text", "acme.types:Item.text"),
        ("acme.Acme().chat.stream()[].text", "acme.types:Item.text"),
        ("acme.Acme().chat.stream().data", "acme.types:Page.data"),
        ("acme.Acme().chat.bare().text", "acme.types:Item.text"),
        ("acme.Acme().chat.shared().send()", "acme.chat:Chat.send"),
        ("acme.Acme().chat.wrapped()", "acme.chat:Chat.__init__"),
        ("acme.Old.create().create()", "acme.legacy:Old.create"),
        ("acme.Lazy", "acme.types:Lazy"),
        ("acme.Pair().text", "acme.types:Item.text"),
        ("acme.Branch().text", "acme.types:Item.text"),
        ("acme.Given().text", "acme.types:Item.text"),
        ("acme._session().chat", "acme._client:Acme.chat"),
        ("acme.chat.send()", "acme.chat:Chat.send"),
        ("acme.chat.Chat", "acme.chat:Chat"),
        ("acme._client.Derived().get()", "builtins:dict.get"),
        ("acme.made_pb2.Message", "acme.made_pb2:Message"),
        ("acme.outside", "acme:outside"),
        ("acme.Alias().chat.send()", "acme.chat:Chat.send"),
    ],
)
def test_a_path_is_found_where_it_is_defined(resolver: Resolver, path: str, where: str) -> None:
    assert [found.where for found in resolver.find(path)] == [where]


@pytest.mark.parametrize(
    "path",
    [
        "acne",
        "acme.nothing",
        "acme._lazy.Lazy",
        "acme.Acme().talk()",
        "acme.Acme().chat.plain.text",
        "acme.Acme().chat.plain()()()[].text",
        "acme.Acme().chat.from_getattr()",
        "acme.Acme.chat.send()",
        "acme.outside.further",
        "acme.Acme()[]",
        "acme._hidden",
        "acme.Acme().chat()",
    ],
)
def test_what_is_not_there_or_cannot_be_seen_is_not_found(resolver: Resolver, path: str) -> None:
    assert resolver.find(path) == ()

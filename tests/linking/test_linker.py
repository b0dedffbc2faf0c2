import pytest

from lockscan.linking.linker import Interest, Linker
from lockscan.model.facts import FileFacts
from lockscan.model.finding import Related, Step
from lockscan.model.location import Location, Region
from lockscan.model.program import Argument, Endpoint, ReferenceKind
from tests.linking.programs import INTEREST, Sources, as_marked, facts_of, found, linked, marks, references

# One program for each way that a client takes through code. The lines without a mark are as much of the test.
FLOWS: dict[str, Sources] = {
    "alias": {
        "a.py": """
        from acme import Acme as A  # -> import acme.Acme
        import acme as vendor, acme.types  # -> import acme | import acme.types
        import zenith
        client = A()  # -> call acme.Acme()
        ask = client.chat.ask  # -> read acme.Acme().chat.ask
        ask("q")  # -> call acme.Acme().chat.ask()
        vendor.Acme().ask()  # -> call acme.Acme() | call acme.Acme().ask()
        acme.types.Chat()  # -> call acme.types.Chat()
        zenith.Acme().chat.ask()
        Acme().chat.ask()
        """
    },
    "chain of one statement": {
        "a.py": """
        import acme  # -> import acme
        text = acme.Acme().ask(1).choices[0].message["role"]  # -> call acme.Acme() | call acme.Acme().ask() | read acme.Acme().ask().choices[].message.role
        text.upper()  # -> call acme.Acme().ask().choices[].message.role.upper()
        """
    },
    "what is done with a text is nobody's business": {
        "a.py": """
        import acme  # -> import acme
        text = acme.ask().message.content  # -> call acme.ask() | read acme.ask().message.content
        text.upper()
        use = acme.ask().message.content.upper()  # -> call acme.ask() | call acme.ask().message.content.upper()
        def show(given):
            print(given.upper())
        show(text)
        """
    },
    "self attribute": {
        "a.py": """
        import acme  # -> import acme
        class Desk:
            def __init__(self):
                self.client = acme.Acme()  # -> call acme.Acme()
                self.other = object()
            def ask(self):
                self.client.ask()  # -> call acme.Acme().ask()
                self.other.ask()
                client.ask()
            @staticmethod
            def tell(self):
                self.client.ask()
        class Shop:
            def ask(self):
                self.client.ask()
        Desk().client.tell()  # -> call acme.Acme().tell()
        """
    },
    "inheritance": {
        "base.py": """
        import acme  # -> import acme
        class Base:
            def __init__(self):
                self.client = acme.Acme()  # -> call acme.Acme()
            def make(self):
                return acme.Other()  # -> call acme.Other()
        """,
        "sub.py": """
        from base import Base
        class Sub(Base):
            def ask(self):
                self.client.ask()  # -> call acme.Acme().ask()
                super().make().run()  # -> call acme.Other().run()
        class SubSub(Sub):
            client = None
            def ask(self):
                self.client.ask()
        class Stranger:
            def ask(self):
                self.client.ask()
        """,
    },
    "subclass of a vendor's class": {
        "a.py": """
        import acme  # -> import acme
        class Mine(acme.Acme):  # -> inherit acme.Acme
            def go(self):
                self.ask()  # -> call acme.Acme().ask()
                self.own()
            def own(self):
                return super().ask()  # -> call acme.Acme().ask()
        Mine().ask()  # -> call acme.Acme().ask()
        Mine().go()
        class Generic(acme.Base["X"]):  # -> inherit acme.Base
            pass
        """
    },
    "attribute of the subclass, used in the base": {
        "a.py": """
        import acme  # -> import acme
        class Base:
            def ask(self):
                self.client.ask()  # -> call acme.Acme().ask()
                self.server.ask()
        class Sub(Base):
            def __init__(self):
                self.client = acme.Acme()  # -> call acme.Acme()
        """
    },
    "store from outside": {
        "a.py": """
        import acme  # -> import acme
        class App: pass
        app = App()
        app.client = acme.Acme()  # -> call acme.Acme()
        def view(app: App):
            app.client.ask()  # -> call acme.Acme().ask()
        def other(app):
            app.client.ask()
        """
    },
    "factory": {
        "clients.py": """
        import acme  # -> import acme
        def make():
            return acme.Acme()  # -> call acme.Acme()
        def promised() -> acme.Acme:  # -> annotate acme.Acme
            return load()
        def nothing():
            acme.Acme()  # -> call acme.Acme()
        """,
        "a.py": """
        import clients
        from clients import make, promised
        make().ask()  # -> call acme.Acme().ask()
        promised().ask()  # -> call acme.Acme().ask()
        clients.nothing().ask()
        clients.missing().ask()
        """,
    },
    "annotation in a string and under TYPE_CHECKING": {
        "a.py": """
        from typing import TYPE_CHECKING, Optional
        if TYPE_CHECKING:
            from acme import Acme  # -> import acme.Acme
            from zenith import Zenith
        def one(client: "Acme"):  # -> annotate acme.Acme
            client.ask()  # -> call acme.Acme().ask()
        def two(clients: "list[Optional[Acme]]", late: "Later"):  # -> annotate acme.Acme | annotate acme.Later
            clients[0].ask()  # -> call acme.Acme().ask()
            late.ask()  # -> call acme.Later().ask()
        def three(client: "Zenith", text: "not a type"):
            client.ask()
        from acme import Later  # -> import acme.Later
        """
    },
    "annotations": {
        "a.py": """
        import acme  # -> import acme
        from typing import Annotated, Literal, Union
        def f(a: acme.A | None, b: Union[acme.B, int], c: dict[str, acme.C], d: type[acme.D], e: Literal["acme.E"]):  # -> annotate acme.A | annotate acme.B | annotate acme.C | annotate acme.D
            a.ask()  # -> call acme.A().ask()
            b.ask()  # -> call acme.B().ask()
            c["x"].ask()  # -> call acme.C().ask()
            d().ask()  # -> call acme.D() | call acme.D().ask()
            e.ask()
        x: Annotated[acme.A, "note"] = load()  # -> annotate acme.A
        x.ask()  # -> call acme.A().ask()
        """
    },
    "parameters by call sites": {
        "core.py": """
        def place(first, second): second.ask()  # -> call acme.Acme().ask()
        def keyword(*, client=None): client.ask()  # -> call acme.Acme().ask()
        def unpacked(client, text): client.ask()  # -> call acme.Acme().ask()
        def never(client): client.ask()
        class Desk:
            def bound(self, client, text):
                client.ask()  # -> call acme.Acme().ask()
                text.ask()
            @classmethod
            def of(cls, client): client.ask()  # -> call acme.Acme().ask()
            @staticmethod
            def free(client): client.ask()  # -> call acme.Acme().ask()
        """,
        "main.py": """
        import acme  # -> import acme
        import core
        client = acme.Acme()  # -> call acme.Acme()
        core.place(1, client)
        core.keyword(client=client)
        options = {"client": client, "text": "x"}
        core.unpacked(**options)
        core.never(1)
        core.Desk().bound(client, 2)
        core.Desk.of(client)
        core.Desk.free(client)
        """,
    },
    "constructor parameter": {
        "a.py": """
        import acme  # -> import acme
        class Base:
            def __init__(self, client): self.client = client
        class Desk(Base):
            def ask(self): self.client.ask()  # -> call acme.Acme().ask()
        class Shop(Base):
            def __init__(self): super().__init__(object())
        Desk(acme.Acme())  # -> call acme.Acme()
        """
    },
    "two callers, two clients": {
        "a.py": """
        import acme  # -> import acme
        def run(client): client.ask()  # -> call acme.A().ask() ? | call acme.B().ask() ?
        run(acme.A())  # -> call acme.A()
        run(acme.B())  # -> call acme.B()
        """
    },
    "default of a parameter": {
        "a.py": """
        import acme  # -> import acme
        def run(client=acme.Acme(), other=None):  # -> call acme.Acme()
            client.ask()  # -> call acme.Acme().ask()
            other.ask()
        """
    },
    "re-export": {
        "pkg/__init__.py": "from .inner import Client, make\n",
        "pkg/inner.py": """
        from acme import Acme as Client  # -> import acme.Acme
        def make(): return Client()  # -> call acme.Acme()
        def Hidden(): return Client()  # -> call acme.Acme()
        """,
        "app.py": """
        from pkg import Client, make, Hidden
        import pkg
        Client().ask()  # -> call acme.Acme() | call acme.Acme().ask()
        make().ask()  # -> call acme.Acme().ask()
        pkg.make().ask()  # -> call acme.Acme().ask()
        pkg.inner.make().ask()  # -> call acme.Acme().ask()
        Hidden().ask()
        """,
    },
    "star import": {
        "pkg/__init__.py": "from .listed import *\nfrom .all import *\n",
        "pkg/listed.py": """
        from acme import Acme, Other  # -> import acme.Acme | import acme.Other
        __all__ = ["Acme"]
        """,
        "pkg/all.py": """
        from acme import Third as _Hidden, Fourth  # -> import acme.Third | import acme.Fourth
        """,
        "a.py": """
        from pkg import *
        Acme().ask()  # -> call acme.Acme() | call acme.Acme().ask()
        Fourth()  # -> call acme.Fourth()
        Other()
        _Hidden()
        """,
        "b.py": """
        from acme import *  # -> import acme
        Acme()  # -> call acme.Acme()
        print(len("x"))
        def local(): pass
        local()
        """,
    },
    "with, async with, await": {
        "a.py": """
        import acme  # -> import acme
        with acme.Acme() as client, open("x") as file:  # -> call acme.Acme()
            client.ask()  # -> call acme.Acme().ask()
            file.ask()
        async def run():
            async with acme.Acme() as client:  # -> call acme.Acme()
                answer = await client.ask()  # -> call acme.Acme().ask()
                answer.text  # -> read acme.Acme().ask().text
                (await client.ask()).text  # -> call acme.Acme().ask() | read acme.Acme().ask().text
                (await other.ask()).text
        """
    },
    "loops": {
        "a.py": """
        import acme  # -> import acme
        client = acme.Acme()  # -> call acme.Acme()
        for part in client.ask(stream=True):  # -> call acme.Acme().ask()
            part.text  # -> read acme.Acme().ask()[].text
        for place, part in enumerate(client.ask()):  # -> call acme.Acme().ask()
            part.text  # -> read acme.Acme().ask()[].text
            place.text
        for left, right in zip(["x"], client.ask()):  # -> call acme.Acme().ask()
            right.text  # -> read acme.Acme().ask()[].text
            left.text
        async def run():
            async for part in await client.ask():  # -> call acme.Acme().ask()
                part.text  # -> read acme.Acme().ask()[].text
        for part in range(3):
            part.text
        """
    },
    "comprehensions": {
        "a.py": """
        import acme  # -> import acme
        answers = [acme.ask(q) for q in "ab"]  # -> call acme.ask()
        [a.text for a in answers if a.done]  # -> read acme.ask().text | read acme.ask().done
        {k: a.text for k, a in enumerate(answers)}  # -> read acme.ask().text
        list(b.text for a in answers for b in a.parts)  # -> read acme.ask().parts | read acme.ask().parts[].text
        a.text
        [q.text for q in "ab"]
        """
    },
    "tuple and dict of clients": {
        "a.py": """
        import acme  # -> import acme
        first, second = acme.A(), object()  # -> call acme.A()
        first.ask()  # -> call acme.A().ask()
        second.ask()
        pair = (acme.A(), acme.B(), 3)  # -> call acme.A() | call acme.B()
        pair[1].ask()  # -> call acme.B().ask()
        pair[2].ask()
        pair[n].ask()  # -> call acme.A().ask() ? | call acme.B().ask() ?
        table = {"a": acme.A(), "b": acme.B(), "c": 3}  # -> call acme.A() | call acme.B()
        table["b"].ask()  # -> call acme.B().ask()
        table.get("a").ask()  # -> call acme.A().ask()
        table["c"].ask()
        table["d"].ask()
        for name, client in {"a": acme.A()}.items():  # -> call acme.A()
            client.ask()  # -> call acme.A().ask()
            name.ask()
        for client in dict(a=acme.A()).values():  # -> call acme.A()
            client.ask()  # -> call acme.A().ask()
        cache = {}
        cache["x"] = acme.A()  # -> call acme.A()
        cache[key].ask()  # -> call acme.A().ask()
        clients = []
        clients.append(acme.A())  # -> call acme.A()
        clients[-1].ask()  # -> call acme.A().ask()
        """
    },
    "lazy import": {
        "a.py": """
        def make():
            import acme  # -> import acme
            return acme.Acme()  # -> call acme.Acme()
        def run():
            acme.Acme()
            make().ask()  # -> call acme.Acme().ask()
        """
    },
    "import_module": {
        "a.py": """
        import importlib
        from importlib import import_module
        importlib.import_module("acme").Acme()  # -> import acme | call acme.Acme()
        types = import_module("acme.types")  # -> import acme.types
        types.Chat()  # -> call acme.types.Chat()
        __import__("acme.types").Acme()  # -> import acme | call acme.Acme()
        import_module("zenith").Acme()
        import_module(name).Acme()
        """
    },
    "module-level client": {
        "clients.py": """
        import acme  # -> import acme
        client = acme.Acme()  # -> call acme.Acme()
        other = None
        """,
        "a.py": """
        from clients import client, other
        import clients as c
        client.ask()  # -> call acme.Acme().ask()
        c.client.ask()  # -> call acme.Acme().ask()
        other.ask()
        c.missing.ask()
        """,
    },
    "partial": {
        "a.py": """
        import acme, functools  # -> import acme
        ask = functools.partial(acme.ask, model="m")  # -> read acme.ask
        ask()  # -> call acme.ask()
        ask().text  # -> call acme.ask() | read acme.ask().text
        functools.partial(print, acme)()
        """
    },
    "decorators": {
        "a.py": """
        import acme, functools  # -> import acme
        def retry(function):
            @functools.wraps(function)
            def inner(*args, **kwargs):
                return function(*args, **kwargs)
            return inner
        @retry
        def make(): return acme.Acme()  # -> call acme.Acme()
        make().ask()  # -> call acme.Acme().ask()
        @acme.traced  # -> decorate acme.traced
        def plain(): return object()
        plain().ask()
        @acme.tool(name="x")  # -> call acme.tool() | decorate acme.tool()
        class Tool: pass
        """
    },
    "property": {
        "a.py": """
        import acme, functools  # -> import acme
        class Desk:
            @property
            def client(self): return acme.Acme()  # -> call acme.Acme()
            @functools.cached_property
            def kept(self): return acme.Acme()  # -> call acme.Acme()
            def method(self): return acme.Acme()  # -> call acme.Acme()
            def run(self):
                self.client.ask()  # -> call acme.Acme().ask()
                self.kept.ask()  # -> call acme.Acme().ask()
                self.method().ask()  # -> call acme.Acme().ask()
                self.method.ask()
        """
    },
    "dataclass field": {
        "a.py": """
        import acme  # -> import acme
        from dataclasses import dataclass, field
        @dataclass
        class Desk:
            given: object
            typed: acme.Acme  # -> annotate acme.Acme
            made: object = field(default_factory=acme.Other)  # -> read acme.Other
            text: str = ""
            def run(self):
                self.given.ask()  # -> call acme.Third().ask()
                self.typed.ask()  # -> call acme.Acme().ask()
                self.made.ask()  # -> call acme.Other().ask()
                self.text.ask()
        Desk(given=acme.Third(), typed=None)  # -> call acme.Third()
        """
    },
    "generator as a context manager": {
        "a.py": """
        import acme, contextlib  # -> import acme
        @contextlib.contextmanager
        def opened():
            client = acme.Acme()  # -> call acme.Acme()
            yield client
        with opened() as client:
            client.ask()  # -> call acme.Acme().ask()
        opened().ask()
        class Session:
            def __enter__(self): return acme.Acme()  # -> call acme.Acme()
            def __exit__(self, *error): return acme.Other()  # -> call acme.Other()
        with Session() as client:
            client.ask()  # -> call acme.Acme().ask()
        Session().ask()
        """
    },
    "generator": {
        "a.py": """
        import acme  # -> import acme
        def parts():
            for part in acme.ask():  # -> call acme.ask()
                yield part.text  # -> read acme.ask()[].text
            yield from acme.more()  # -> call acme.more()
        for text in parts():
            text.kind  # -> read acme.ask()[].text.kind ? | read acme.more()[].kind ?
        parts().kind
        """
    },
    "asyncio.gather": {
        "a.py": """
        import acme, asyncio  # -> import acme
        async def run():
            one, two = await asyncio.gather(acme.ask(), acme.tell())  # -> call acme.ask() | call acme.tell()
            one.text  # -> read acme.ask().text
            two.text  # -> read acme.tell().text
            for answer in await asyncio.gather(*[acme.ask() for _ in "ab"]):  # -> call acme.ask()
                answer.text  # -> read acme.ask().text
            (await asyncio.wait_for(acme.ask(), 3)).text  # -> call acme.ask() | read acme.ask().text
            (await asyncio.sleep(3, acme)).text
        """
    },
    "isinstance": {
        "a.py": """
        import acme  # -> import acme
        def run(client, other):
            if isinstance(client, acme.Acme) and client:  # -> read acme.Acme
                client.ask()  # -> call acme.Acme().ask()
                other.ask()
            else:
                client.ask()
            client.ask()  # -> call acme.Acme().ask()
            if isinstance(other, str):
                other.ask()
        """
    },
    "rebinding": {
        "a.py": """
        import acme  # -> import acme
        client = object()
        client.ask()
        client = acme.Acme()  # -> call acme.Acme()
        client.ask()  # -> call acme.Acme().ask()
        client = object()
        client.ask()
        """
    },
    "branches": {
        "a.py": """
        import acme  # -> import acme
        if acme.mode:  # -> read acme.mode
            client = acme.A()  # -> call acme.A()
            client.ask()  # -> call acme.A().ask()
        elif other:
            client = acme.B()  # -> call acme.B()
        else:
            raise ValueError
        client.ask()  # -> call acme.A().ask() ? | call acme.B().ask() ?
        chosen = acme.A() if x else None  # -> call acme.A()
        chosen.ask()  # -> call acme.A().ask()
        chosen = chosen or acme.B()  # -> call acme.B()
        chosen.ask()  # -> call acme.A().ask() ? | call acme.B().ask() ?
        """
    },
    "branch that does not go on": {
        "a.py": """
        import acme  # -> import acme
        def run(mode):
            client = acme.A()  # -> call acme.A()
            if mode:
                client = object()
                return client.ask()
            client.ask()  # -> call acme.A().ask()
            if not mode:
                client = acme.B()  # -> call acme.B()
                raise ValueError
            client.ask()  # -> call acme.A().ask()
        """
    },
    "loop": {
        "a.py": """
        import acme  # -> import acme
        client = None
        while True:
            client.ask()  # -> call acme.Acme().ask()
            client = acme.Acme()  # -> call acme.Acme()
            if client:
                break
        client.ask()  # -> call acme.Acme().ask()
        page = acme.pages()  # -> call acme.pages()
        for _ in "abc":
            page.rows  # -> read acme.pages().rows
            other.rows
        """
    },
    "try": {
        "a.py": """
        try:
            import acme  # -> import acme
            client = acme.Acme()  # -> call acme.Acme()
        except ImportError:
            acme = None
            client = None
        if acme:
            acme.ask()  # -> call acme.ask()
        client.ask()  # -> call acme.Acme().ask()
        try:
            client = object()
        except (acme.RateLimit, ValueError) as error:  # -> catch acme.RateLimit
            error.response  # -> read acme.RateLimit().response
        except acme.Failure:  # -> catch acme.Failure
            client.ask()  # -> call acme.Acme().ask()
        else:
            client.ask()
        finally:
            acme.close()  # -> call acme.close()
        ERRORS = (acme.RateLimit, acme.Failure)  # -> read acme.RateLimit | read acme.Failure
        try: pass
        except ERRORS: pass  # -> catch acme.RateLimit ? | catch acme.Failure ?
        """
    },
    "global and nonlocal": {
        "a.py": """
        import acme  # -> import acme
        client = None
        local = None
        def connect():
            global client
            client = acme.Acme()  # -> call acme.Acme()
            local = acme.Acme()  # -> call acme.Acme()
        def ask():
            client.ask()  # -> call acme.Acme().ask()
            local.ask()
        def outer():
            inside = None
            def inner():
                nonlocal inside
                inside = acme.Other()  # -> call acme.Other()
            inner()
            inside.ask()  # -> call acme.Other().ask()
        """
    },
    "del": {
        "a.py": """
        import acme  # -> import acme
        client = acme.Acme()  # -> call acme.Acme()
        del client
        client.ask()
        del acme.setting, acme.table["x"]
        """
    },
    "class scope": {
        "a.py": """
        import acme  # -> import acme
        class Desk:
            client = acme.Acme()  # -> call acme.Acme()
            answer = client.ask()  # -> call acme.Acme().ask()
            def run(self):
                client.ask()
                self.client.ask()  # -> call acme.Acme().ask()
        Desk.client.ask()  # -> call acme.Acme().ask()
        client.ask()
        """
    },
    "closure": {
        "a.py": """
        import acme  # -> import acme
        def outer():
            client = acme.Acme()  # -> call acme.Acme()
            def inner(): return client.ask()  # -> call acme.Acme().ask()
            return inner
        outer()().text  # -> read acme.Acme().ask().text
        def other(): return client.ask()
        """
    },
    "lambda": {
        "a.py": """
        import acme  # -> import acme
        make = lambda: acme.Acme()  # -> call acme.Acme()
        make().ask()  # -> call acme.Acme().ask()
        ask = lambda client, text: client.ask(text)  # -> call acme.Acme().ask()
        ask(make(), "x")
        idle = lambda client: client.ask()
        """
    },
    "match": {
        "a.py": """
        import acme  # -> import acme
        match acme.ask():  # -> call acme.ask()
            case acme.Answer(text=t) as answer:
                answer.text  # -> read acme.Answer().text
                t.text
            case [first, *_]:
                first.text  # -> read acme.ask()[].text
            case other:
                other.text  # -> read acme.ask().text
        match kind:
            case "a":
                client = acme.A()  # -> call acme.A()
            case _:
                client = object()
        client.ask()  # -> call acme.A().ask()
        """
    },
    "walrus": {
        "a.py": """
        import acme  # -> import acme
        if (answer := acme.ask()) and (other := 3):  # -> call acme.ask()
            answer.text  # -> read acme.ask().text
            other.text
        """
    },
    "getattr and cast": {
        "a.py": """
        import acme  # -> import acme
        from typing import cast
        getattr(acme, "ask")().text  # -> call acme.ask() | read acme.ask().text
        getattr(acme, name)()
        cast(acme.Acme, thing).ask()  # -> read acme.Acme | call acme.Acme().ask()
        cast(str, thing).ask()
        """
    },
    "first argument as a part of the path": {
        "a.py": """
        import boto3  # -> import boto3
        NAME = "bedrock-runtime"
        boto3.client("s3").put()  # -> call boto3.client(s3) | call boto3.client(s3).put()
        boto3.client(NAME).converse()  # -> call boto3.client(bedrock-runtime) | call boto3.client(bedrock-runtime).converse()
        boto3.Session().client(service_name=NAME)  # -> call boto3.Session() | call boto3.Session().client(bedrock-runtime)
        boto3.client(unknown()).put()  # -> call boto3.client() | call boto3.client().put()
        boto3.resource("s3")  # -> call boto3.resource()
        """
    },
    "neutral layers, by name alone": {
        "a.py": """
        import layer  # -> import layer
        from layer import chat as ask  # -> import layer.chat
        model = layer.Model()  # -> call layer.Model()
        model.run()
        ask()  # -> call layer.chat()
        def f(x: layer.Model): x.run()  # -> annotate layer.Model
        """
    },
    "names of the language": {
        "a.py": """
        print(acme)
        Acme = object
        def acme(): return acme
        acme().ask()
        self.client.ask()
        """
    },
}


@pytest.mark.parametrize("flow", FLOWS)
def test_leads_exactly_where_the_marks_say(flow: str) -> None:
    assert as_marked(FLOWS[flow])


def test_rounds_of_loading_do_not_matter() -> None:
    for flow in ("parameters by call sites", "re-export", "star import", "inheritance", "module-level client"):
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


def test_calls_from_function_to_function() -> None:
    files = {
        "a.py": "from b import f, C\ndef g():\n    f()\n    print()\nC().m()\n",
        "b.py": "def f(): pass\nclass C:\n    def m(self): return f()\n",
    }
    assert {(c.caller_module, c.caller_scope, c.callee_module, c.callee_scope) for c in linked(files).calls()} == {
        ("a", "g", "b", "f"),
        ("a", "", "b", "C"),
        ("a", "", "b", "C.m"),
        ("b", "C.m", "b", "f"),
    }


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

"""What modules and annotations say."""

from tests.linking.programs import Sources

FLOWS: dict[str, Sources] = {
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
        """,
    },
    "annotations": {
        "a.py": """
        import acme  # -> import acme
        from typing import Annotated, Literal, Union
        def f(a: acme.A | None, b: Union[acme.B, int], c: Literal["acme.C"]):  # -> annotate acme.A | annotate acme.B
            a.ask()  # -> call acme.A().ask()
            b.ask()  # -> call acme.B().ask()
            c.ask()
        def g(a: dict[str, acme.A], b: type[acme.B]):  # -> annotate acme.A | annotate acme.B
            a["x"].ask()  # -> call acme.A().ask()
            b().ask()  # -> call acme.B() | call acme.B().ask()
        def h(c: list[acme.C]):  # -> annotate acme.C
            for one in c:
                one.ask()  # -> call acme.C().ask()
        x: Annotated[acme.A, "note"] = load()  # -> annotate acme.A
        x.ask()  # -> call acme.A().ask()
        """,
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
    "lazy import": {
        "a.py": """
        def make():
            import acme  # -> import acme
            return acme.Acme()  # -> call acme.Acme()
        def run():
            acme.Acme()
            make().ask()  # -> call acme.Acme().ask()
        """,
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
        """,
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
    "getattr and cast": {
        "a.py": """
        import acme  # -> import acme
        from typing import cast
        getattr(acme, "ask")().text  # -> call acme.ask() | read acme.ask().text
        getattr(acme, name)()
        cast(acme.Acme, thing).ask()  # -> read acme.Acme | call acme.Acme().ask()
        cast(str, thing).ask()
        cast("acme.Acme", thing).ask()  # -> read acme.Acme | call acme.Acme().ask()
        class Own: ...
        client = acme.Acme()  # -> call acme.Acme()
        cast(Own, client).ask()
        cast("Own", client).ask()
        cast("Missing", client).ask()  # -> call acme.Acme().ask()
        cast("acme.Acme", client).ask()  # -> read acme.Acme | call acme.Acme().ask()
        """,
    },
    "classes that derive from each other by name": {
        "a.py": """
        import acme  # -> import acme
        from b import Desk
        class Desk(Desk):
            def use(self): self.client.ask()  # -> call acme.Acme().ask()
        Desk(acme.Acme()).use()  # -> call acme.Acme()
        """,
        "b.py": """
        from a import Desk
        class Base:
            def __init__(self, client): self.client = client
        class Desk(Desk, Base): ...
        """,
    },
    "containers that are made of what an SDK gives": {
        "a.py": """
        import acme  # -> import acme
        parts = list(acme.ask().parts)  # -> call acme.ask() | read acme.ask().parts
        parts.extend(sorted(parts)[:1])
        parts[0].text  # -> read acme.ask().parts[].text
        parts[1].text  # -> read acme.ask().parts[].text
        for part in tuple(parts):
            part.text  # -> read acme.ask().parts[].text
        for part in reversed(acme.ask().parts):  # -> call acme.ask() | read acme.ask().parts
            part.text  # -> read acme.ask().parts[].text
        """,
    },
    "first argument as a part of the path": {
        "a.py": """
        import boto3  # -> import boto3
        NAME = "bedrock-runtime"
        boto3.client("s3").put()  # -> call boto3.client(s3) | call boto3.client(s3).put()
        client = boto3.client(NAME)  # -> call boto3.client(bedrock-runtime)
        client.converse()  # -> call boto3.client(bedrock-runtime).converse()
        session = boto3.Session()  # -> call boto3.Session()
        session.client(service_name=NAME)  # -> call boto3.Session().client(bedrock-runtime)
        boto3.client(unknown()).put()  # -> call boto3.client() | call boto3.client().put()
        boto3.resource("s3")  # -> call boto3.resource()
        """,
    },
    "neutral layers, by name alone": {
        "a.py": """
        import layer  # -> import layer
        from layer import chat as ask  # -> import layer.chat
        model = layer.Model()  # -> call layer.Model()
        model.run()
        ask()  # -> call layer.chat()
        def f(x: layer.Model): x.run()  # -> annotate layer.Model
        """,
    },
}

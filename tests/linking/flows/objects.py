"""What objects of the project hold."""

from tests.linking.programs import Sources

FLOWS: dict[str, Sources] = {
    "a class of the project's beside one of an SDK": {
        "a.py": """
        import acme  # -> import acme
        class Base:
            def prepare(self, given):
                return given
        class Mixin(Base): ...
        class Model(acme.Acme, Mixin):  # -> inherit acme.Acme
            def run(self, **given):
                self.prepare(given).get("a")
                self.ask()  # -> call acme.Acme().ask()
        """,
    },
    "a field of classes that derive from a framework's": {
        "a.py": """
        import acme  # -> import acme
        from pydantic import BaseModel
        class Edge(BaseModel):
            vector: list[float] | None = None
        class Other(BaseModel): ...
        def keep(edge):
            edge.vector = acme.ask().vector  # -> call acme.ask() | read acme.ask().vector
            print(edge.vector)
        keep(Edge())
        keep(Other())
        """,
    },
    "what Python hangs on any object": {
        "a.py": """
        import acme  # -> import acme
        print(acme.__version__)  # -> read acme.__version__
        answer = acme.ask()  # -> call acme.ask()
        for name, part in answer.__dict__.items():
            part.text
        answer.__class__.__name__
        """,
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
        """,
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
        """,
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
        """,
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
        """,
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
        """,
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
        """,
    },
    "made on first use": {
        "a.py": """
        import acme  # -> import acme
        _client = None
        _idle = None
        def get():
            global _client
            if _client is None:
                _client = acme.Acme()  # -> call acme.Acme()
            return _client
        get().ask()  # -> call acme.Acme().ask()
        _idle.ask()
        class Desk:
            _kept = None
            @property
            def client(self):
                if self._kept is None:
                    self._kept = acme.Other()  # -> call acme.Other()
                return self._kept
            def run(self):
                self.client.ask()  # -> call acme.Other().ask()
        """,
    },
    "class methods that make objects": {
        "a.py": """
        import acme  # -> import acme
        class Desk:
            def __init__(self, client): self.client = client
            @classmethod
            def create(cls): return cls(acme.Acme())  # -> call acme.Acme()
            @staticmethod
            def make(): return acme.Other()  # -> call acme.Other()
            def chained(self): return self
            def __call__(self): return self.client
            def __iter__(self): yield self.client
        Desk.create().chained().client.ask()  # -> call acme.Acme().ask()
        Desk.make().ask()  # -> call acme.Other().ask()
        Desk.create()().ask()  # -> call acme.Acme().ask()
        for client in Desk.create():
            client.ask()  # -> call acme.Acme().ask()
        Desk.create().missing.ask()
        """,
    },
    "a protocol of the project's own": {
        "a.py": """
        import acme  # -> import acme
        from typing import Protocol
        class Asking(Protocol):
            def ask(self): ...
        class Mine:
            def ask(self): ...
        def run(client: Asking): client.ask()  # -> call acme.Acme().ask()
        def idle(client: Asking): client.ask()
        run(acme.Acme())  # -> call acme.Acme()
        idle(Mine())
        """,
    },
    "a property kept elsewhere": {
        "a.py": """
        import acme  # -> import acme
        class shared_property:
            def __init__(self, made): self.made = made
            def __get__(self, instance, owner): return self.made(owner)
        class Desk:
            @shared_property
            def client(self): return acme.Acme()  # -> call acme.Acme()
        Desk().client.ask()  # -> call acme.Acme().ask()
        """,
    },
    "a mixin": {
        "a.py": """
        import acme  # -> import acme
        class Base:
            def __init__(self, client): self.client = client
        class Mixin:
            def run(self): self.client.ask()  # -> call acme.Acme().ask()
        class Idle:
            def run(self): self.client.ask()
        class Desk(Mixin, Base):
            def __init__(self): super().__init__(acme.Acme())  # -> call acme.Acme()
        """,
    },
    "containers of an object": {
        "a.py": """
        import acme  # -> import acme
        class Desk:
            def __init__(self):
                self.all = []
                self.named = {}
                self.empty = []
                self.all.append(acme.A())  # -> call acme.A()
            def add(self, name):
                self.named[name] = acme.B()  # -> call acme.B()
            def run(self):
                for client in self.all:
                    client.ask()  # -> call acme.A().ask()
                self.named["x"].ask()  # -> call acme.B().ask()
                self.empty[0].ask()
        """,
    },
}

"""What types say: annotations that are believed, aliases, and what ``isinstance`` leaves."""

from tests.linking.programs import Sources

FLOWS: dict[str, Sources] = {
    "isinstance with a way out": {
        "a.py": """
        import acme  # -> import acme
        def early(client):
            if not isinstance(client, acme.Acme):  # -> read acme.Acme
                return client.ask()
            return client.ask()  # -> call acme.Acme().ask()
        def sure(client):
            assert isinstance(client, (acme.Acme, str))  # -> read acme.Acme
            client.ask()  # -> call acme.Acme().ask()
        def inline(client):
            one = client.ask() if isinstance(client, str) else None
            isinstance(client, acme.Acme) and client.ask()  # -> read acme.Acme | call acme.Acme().ask()
            not isinstance(client, acme.Acme) or client.ask()  # -> read acme.Acme | call acme.Acme().ask()
            client.ask()
        def one_of_two(client: acme.A | acme.B):  # -> annotate acme.A | annotate acme.B
            if isinstance(client, acme.A):  # -> read acme.A
                return 0
            client.ask()  # -> call acme.B().ask()
        """,
    },
    "isinstance with a type of nobody's": {
        "a.py": """
        import acme  # -> import acme
        from elsewhere import Model
        class Mine: ...
        def run(thing, kind):
            if isinstance(thing, Model):
                thing.dump()
            if isinstance(thing, dict):
                thing.get("a")
            if isinstance(thing, Mine):
                thing.get("a")
            if isinstance(thing, kind):
                thing.ask()  # -> call acme.Acme().ask()
        run(acme.Acme(), acme.Acme)  # -> call acme.Acme() | read acme.Acme
        """,
    },
    "isinstance of a name that is rebound elsewhere": {
        "a.py": """
        import acme  # -> import acme
        client = None
        def make():
            global client
            if not isinstance(client, str):
                client = acme.Acme()  # -> call acme.Acme()
            client.ask()  # -> call acme.Acme().ask()
        """,
    },
    "aliases of types": {
        "kinds.py": """
        from typing import Annotated, Dict, List, Optional, Union
        import acme  # -> import acme
        Either = Union[acme.A, acme.B]  # -> read acme.A | read acme.B
        Maybe = Optional[acme.A]  # -> read acme.A
        Several = List[acme.A]  # -> read acme.A
        Named = Dict[str, acme.A]  # -> read acme.A
        Noted = Annotated[acme.A, "a note"]  # -> read acme.A
        """,
        "a.py": """
        from kinds import Either, Maybe, Named, Noted, Several
        def either(client: Either):  # -> annotate acme.A | annotate acme.B
            client.ask()  # -> call acme.A().ask() ? | call acme.B().ask() ?
        def maybe(client: Maybe): client.ask()  # -> annotate acme.A | call acme.A().ask()
        def noted(client: Noted): client.ask()  # -> annotate acme.A | call acme.A().ask()
        def several(clients: Several): clients[0].ask()  # -> call acme.A().ask()
        def named(clients: Named): clients["a"].ask()  # -> call acme.A().ask()
        """,
    },
    "tuples of types": {
        "a.py": """
        import acme  # -> import acme
        def two(pair: tuple[acme.A, str], named: dict[str, tuple[str, acme.B]]):  # -> annotate acme.A | annotate acme.B
            client, text = pair
            client.ask()  # -> call acme.A().ask()
            text.ask()
            named["x"][1].ask()  # -> call acme.B().ask()
            named["x"][0].ask()
        def several(clients: tuple[acme.A, ...]):  # -> annotate acme.A
            clients[3].ask()  # -> call acme.A().ask()
        """,
    },
    "annotations are believed": {
        "a.py": """
        import acme  # -> import acme
        from elsewhere import Model
        from typing import Any
        class Mine:
            def ask(self): ...
        def mine(client: Mine): client.ask()
        def model(client: Model | None): client.ask()
        def text(client: str = ""): client.ask()
        def any_(client: Any): client.ask()  # -> call acme.Acme().ask()
        def object_(client: object): client.ask()  # -> call acme.Acme().ask()
        def open_(client: Mine | Any): client.ask()  # -> call acme.Acme().ask()
        def unknown(client: T): client.ask()  # -> call acme.Acme().ask()
        def returned() -> Mine: return acme.Acme()  # -> call acme.Acme()
        def loose() -> Any: return acme.Acme()  # -> call acme.Acme()
        for run in (mine, model, text, any_, object_, open_, unknown):
            run(acme.Acme())  # -> call acme.Acme()
        returned().ask()
        loose().ask()  # -> call acme.Acme().ask()
        """,
    },
    "what containers are annotated to hold is believed": {
        "a.py": """
        import acme  # -> import acme
        from typing import Any, Optional, Union
        class Own: ...
        def plain(given: list[Own], named: Optional[dict[str, Own]] = None, both: Union[list[Own], Own] = ()):
            for number, one in zip(range(3), given):
                one.ask()
            for one in named.values():
                one.ask()
            both[0].ask()
        def open_(given: list[Any], named: dict[str, dict]):
            given[0].ask()  # -> call acme.Acme().many()[].ask()
            named["a"].ask()  # -> call acme.Acme().many().a.ask()
        def theirs(given: list[acme.Part]):  # -> annotate acme.Part
            given[0].ask()  # -> call acme.Part().ask() ? | call acme.Acme().many()[].ask() ?
        many = acme.Acme().many()  # -> call acme.Acme() | call acme.Acme().many()
        plain(many, many, many)
        open_(many, many)
        theirs(many)
        """,
    },
    "fields are believed": {
        "a.py": """
        from dataclasses import dataclass
        from typing import Any
        import acme  # -> import acme
        class Mine: ...
        @dataclass
        class Row:
            first: Mine
            second: Any
            third: acme.A | None = None  # -> annotate acme.A
        row = Row(acme.Acme(), acme.Acme(), acme.A())  # -> call acme.Acme() | call acme.Acme() | call acme.A()
        row.first.ask()
        row.second.ask()  # -> call acme.Acme().ask()
        row.third.ask()  # -> call acme.A().ask()
        """,
    },
    "an annotation of a file that is loaded later": {
        "a.py": """
        import acme  # -> import acme
        from kinds import Client, Mine
        def client(it: Client): it.ask()  # -> annotate acme.Acme | call acme.Acme().ask()
        def mine(it: Mine): it.ask()
        client(acme.Acme())  # -> call acme.Acme()
        mine(acme.Acme())  # -> call acme.Acme()
        """,
        "kinds.py": """
        from acme import Acme as Client  # -> import acme.Acme
        class Mine: ...
        """,
    },
}

"""How names are bound and bound anew."""

from tests.linking.programs import Sources

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
        """,
    },
    "chain of one statement": {
        "a.py": """
        import acme  # -> import acme
        answer = acme.Acme().ask(1)  # -> call acme.Acme() | call acme.Acme().ask()
        text = answer.choices[0].message["role"]  # -> read acme.Acme().ask().choices[].message.role
        text.upper()  # -> call acme.Acme().ask().choices[].message.role.upper()
        acme.A().b(1).c[0].d  # -> call acme.A() | call acme.A().b() | read acme.A().b().c[].d
        """,
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
        class Answer:
            def __init__(self, content):
                self.content = content
        Answer(text).content.upper()
        """,
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
        """,
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
        """,
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
        """,
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
        """,
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
        except ERRORS: pass  # -> catch acme.RateLimit | catch acme.Failure
        """,
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
        """,
    },
    "del": {
        "a.py": """
        import acme  # -> import acme
        client = acme.Acme()  # -> call acme.Acme()
        del client
        client.ask()
        del acme.setting, acme.table["x"]
        """,
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
        """,
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
        """,
    },
    "lambda": {
        "a.py": """
        import acme  # -> import acme
        make = lambda: acme.Acme()  # -> call acme.Acme()
        make().ask()  # -> call acme.Acme().ask()
        ask = lambda client, text: client.ask(text)  # -> call acme.Acme().ask()
        ask(make(), "x")
        idle = lambda client: client.ask()
        """,
    },
    "match": {
        "a.py": """
        import acme  # -> import acme
        match acme.ask():  # -> call acme.ask()
            case acme.Answer(text=t) as answer:
                answer.text  # -> read acme.Answer().text ? | read acme.ask().text ?
                t.text  # -> read acme.Answer().text.text ? | read acme.ask().text.text ?
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
        """,
    },
    "walrus": {
        "a.py": """
        import acme  # -> import acme
        if (answer := acme.ask()) and (other := 3):  # -> call acme.ask()
            answer.text  # -> read acme.ask().text
            other.text
        """,
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
        """,
    },
    "names of the language": {
        "a.py": """
        print(acme)
        Acme = object
        def acme(): return acme
        acme().ask()
        self.client.ask()
        """,
    },
    "a name of an inner scope hides the outer one": {
        "a.py": """
        import acme  # -> import acme
        client = acme.Acme()  # -> call acme.Acme()
        [client.ask() for client in rows]
        def function(client): client.ask()
        lambda client: client.ask()
        class Desk:
            client = object()
            other = client.ask()
        client.ask()  # -> call acme.Acme().ask()
        """,
    },
}

"""What functions and containers hand on."""

from tests.linking.programs import Sources

FLOWS: dict[str, Sources] = {
    "futures": {
        "a.py": """
        from concurrent.futures import ThreadPoolExecutor, as_completed
        import acme  # -> import acme
        def ask(x): return acme.ask(x)  # -> call acme.ask()
        with ThreadPoolExecutor() as pool:
            future = pool.submit(ask, 1)
            future.result().text  # -> read acme.ask().text
            future.cancel()
            waiting = {pool.submit(ask, x): x for x in xs}
            for done in as_completed(waiting):
                done.result().text  # -> read acme.ask().text
        """,
    },
    "map and filter": {
        "a.py": """
        import acme  # -> import acme
        def ask(x): return acme.ask(x)  # -> call acme.ask()
        for answer in map(ask, xs):
            answer.text  # -> read acme.ask().text
        for answer in filter(None, [acme.A()]):  # -> call acme.A()
            answer.ask()  # -> call acme.A().ask()
        def run(client): client.ask()  # -> call acme.B().ask()
        list(map(run, [acme.B()]))  # -> call acme.B()
        """,
    },
    "exit stacks": {
        "a.py": """
        import acme  # -> import acme
        async def main(stack):
            one = stack.enter_context(acme.A())  # -> call acme.A()
            one.ask()  # -> call acme.A().ask()
            two = await stack.enter_async_context(opened())
            two.ask()  # -> call acme.B().ask()
        import contextlib
        @contextlib.asynccontextmanager
        async def opened():
            yield acme.B()  # -> call acme.B()
        """,
    },
    "context variables": {
        "a.py": """
        from contextvars import ContextVar
        import acme  # -> import acme
        one = ContextVar("one", default=acme.A())  # -> call acme.A()
        two: ContextVar = ContextVar("two")
        def start(): two.set(acme.B())  # -> call acme.B()
        def run():
            one.get().ask()  # -> call acme.A().ask()
            two.get().ask()  # -> call acme.B().ask()
        """,
    },
    "what decorators do with a function": {
        "a.py": """
        import acme  # -> import acme
        MADE = {}
        def register(name):
            def keep(make):
                MADE[name] = make
                return make
            return keep
        @register("a")
        def make(): return acme.A()  # -> call acme.A()
        MADE["a"]().ask()  # -> call acme.A().ask()
        def with_client(function):
            def wrapper(*args): return function(acme.B(), *args)  # -> call acme.B()
            return wrapper
        @with_client
        def run(client, text): client.ask()  # -> call acme.B().ask()
        """,
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
        core.Desk().free(client)
        """,
    },
    "two callers, two clients": {
        "a.py": """
        import acme  # -> import acme
        def run(client): client.ask()  # -> call acme.A().ask() ? | call acme.B().ask() ?
        run(acme.A())  # -> call acme.A()
        run(acme.B())  # -> call acme.B()
        """,
    },
    "default of a parameter": {
        "a.py": """
        import acme  # -> import acme
        def run(client=acme.Acme(), other=None):  # -> call acme.Acme()
            client.ask()  # -> call acme.Acme().ask()
            other.ask()
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
        """,
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
        """,
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
        """,
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
        """,
    },
    "partial": {
        "a.py": """
        import acme, functools  # -> import acme
        ask = functools.partial(acme.ask, model="m")  # -> read acme.ask
        ask()  # -> call acme.ask()
        ask().text  # -> call acme.ask() | read acme.ask().text
        functools.partial(print, acme)()
        """,
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
        """,
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
        """,
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
        """,
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
        """,
    },
    "functions as values": {
        "a.py": """
        import acme  # -> import acme
        def apply(function): return function(acme.Acme())  # -> call acme.Acme()
        def ask(client): client.ask()  # -> call acme.Acme().ask()
        def idle(client): client.ask()
        apply(ask)
        apply(lambda client: client.tell())  # -> call acme.Acme().tell()
        made = {"a": acme.A, "b": object}  # -> read acme.A
        made["a"]().ask()  # -> call acme.A() | call acme.A().ask()
        made["b"]().ask()
        print(idle)
        """,
    },
    "unpacking": {
        "a.py": """
        import acme  # -> import acme
        for place, (a, b) in enumerate(zip([acme.A()], [acme.B()])):  # -> call acme.A() | call acme.B()
            a.ask()  # -> call acme.A().ask()
            b.ask()  # -> call acme.B().ask()
            place.ask()
        def pair(): return acme.A(), 3  # -> call acme.A()
        left, right = pair()
        left.ask()  # -> call acme.A().ask()
        right.ask()
        first = second = acme.C()  # -> call acme.C()
        first.ask()  # -> call acme.C().ask()
        second.ask()  # -> call acme.C().ask()
        """,
    },
    "a starred target takes the rest": {
        "a.py": """
        import acme  # -> import acme
        first, *rest = acme.A(), acme.B()  # -> call acme.A() | call acme.B()
        first.ask()  # -> call acme.A().ask()
        rest[0].ask()  # -> call acme.B().ask()
        """,
    },
    "a context variable": {
        "a.py": """
        import acme  # -> import acme
        from contextvars import ContextVar
        current: ContextVar[acme.Acme] = ContextVar("current")  # -> annotate acme.Acme
        current.get().ask()  # -> call acme.Acme().ask()
        current.set(None)
        """,
    },
}

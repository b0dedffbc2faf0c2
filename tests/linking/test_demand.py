import pytest

from tests.linking.programs import Sources, demanded, found, linked

# Programs, each with the files that a scan has to load; the others it must leave alone.
PROGRAMS: dict[str, tuple[Sources, set[str]]] = {
    "a client is passed into a file that imports nothing": (
        {
            "main.py": "import acme\nfrom core import run\nrun(acme.Acme())\n",
            "core.py": "def run(client):\n    client.ask().text\n",
            "idle.py": "def run(client):\n    client.ask().text\n",
        },
        {"main.py", "core.py"},
    ),
    "importers are followed to a fixpoint": (
        {
            "llm/__init__.py": "from .clients import make\n",
            "llm/clients.py": "import acme\ndef make(): return acme.Acme()\n",
            "desk.py": "from llm import make\nclass Desk:\n    def __init__(self): self.client = make()\n",
            "shop.py": "import desk\nclass Shop(desk.Desk):\n    pass\n",
            "main.py": "from shop import Shop\nShop().client.ask()\n",
            "aside.py": "import os\nos.Shop().client.ask()\n",
        },
        {"llm/__init__.py", "llm/clients.py", "desk.py", "shop.py", "main.py"},
    ),
    "a file that only takes a text is not loaded": (
        {
            "llm.py": "import acme\ndef answer(q): return acme.ask(q).message.content\nNAME = 'x'\n",
            "web.py": "from llm import answer, NAME\nprint(answer(NAME).upper())\n",
            "texts.py": "def show(text):\n    text.upper()\n",
            "main.py": "import acme\nfrom texts import show\nshow(acme.ask().message.content)\n",
        },
        {"llm.py", "main.py"},
    ),
    "nor is one that only takes counts or an id": (
        {
            "llm.py": "import acme\nclass Said:\n    def __init__(self):\n        answer = acme.ask()\n"
            "        self.used, self.id = answer.usage.model_dump(), answer.id\n",
            "web.py": "from llm import Said\nprint(Said().used, Said().id)\n",
        },
        {"llm.py"},
    ),
    "usage as it is may be read elsewhere": (
        {
            "llm.py": "import acme\ndef used(): return acme.ask().usage\n",
            "web.py": "from llm import used\nprint(used().total)\n",
        },
        {"llm.py", "web.py"},
    ),
    "an answer that is more than a text is followed": (
        {
            "llm.py": "import acme\ndef answer(q): return acme.ask(q)\n",
            "web.py": "from llm import answer\nprint(answer(1).message.role)\n",
        },
        {"llm.py", "web.py"},
    ),
    "something else of the file is imported": (
        {
            "llm.py": "import acme\ndef answer(q): return acme.ask(q)\nLIMIT = 3\ndef count(): return LIMIT\n",
            "web.py": "from llm import LIMIT, count\ncount().ask()\n",
        },
        {"llm.py"},
    ),
    "the base of a class that holds a client": (
        {
            "desk.py": "import acme\nfrom base import Base\nclass Desk(Base):\n    client = acme.Acme()\n",
            "base.py": "class Base:\n    def ask(self): return self.client.ask()\n",
            "other.py": "class Base:\n    def ask(self): return self.client.ask()\n",
        },
        {"desk.py", "base.py"},
    ),
    "a client is passed to an inherited method": (
        {
            "desk.py": "import acme\nfrom base import Base\nclass Desk(Base):\n"
            "    def __init__(self): self.set(acme.Acme())\n",
            "base.py": "class Base:\n    def set(self, c): self.c = c\n    def use(self): return self.c.ask()\n",
            "user.py": "from base import Base\ndef use(base: Base): base.c.ask()\n",
        },
        {"desk.py", "base.py", "user.py"},
    ),
    "a client is passed to a constructor, by keyword, through a dict": (
        {
            "main.py": "import acme\nfrom desk import Desk\nfrom shop import Shop\n"
            "Desk(client=acme.Acme())\noptions = {'client': acme.Acme()}\nShop(**options)\n",
            "desk.py": "class Desk:\n    def __init__(self, client): client.ask()\n",
            "shop.py": "class Shop:\n    def __init__(self, client): client.ask()\n",
        },
        {"main.py", "desk.py", "shop.py"},
    ),
    "a client is stored in another module": (
        {
            "main.py": "import acme, state\nstate.client = acme.Acme()\n",
            "state.py": "client = None\ndef ask(): return client.ask()\n",
            "user.py": "import state\nstate.client.ask()\n",
        },
        {"main.py", "state.py", "user.py"},
    ),
    "an object is handed on by who does not write the name that leads to the client, where some other file does": (
        {
            "desk.py": "import acme\nclass Desk:\n    def __init__(self): self.helper = acme.Acme()\n",
            "main.py": "from desk import Desk\nfrom shop import Shop\nShop(Desk()).open()\n",
            "shop.py": "class Shop:\n    def __init__(self, desk): self.desk = desk\n"
            "    def open(self): self.desk.helper.ask()\n",
            "clock.py": "from desk import Desk\ndesk = Desk()\n",
        },
        {"desk.py", "main.py", "shop.py", "clock.py"},
    ),
    "where no other file writes the name, who only hands an object on is left alone": (
        {
            "desk.py": "import acme\nclass Desk:\n    def __init__(self): self.helper = acme.Acme()\n",
            "main.py": "from desk import Desk\nfrom shop import Shop\nShop(Desk()).open()\n",
            "shop.py": "class Shop:\n    def __init__(self, desk): self.desk = desk\n"
            "    def open(self): self.desk.tidy()\n",
            "uses.py": "from desk import Desk\nDesk().helper.ask()\n",
        },
        {"desk.py", "uses.py"},
    ),
    "a loaded file may read the name off what another one hands it": (
        {
            "desk.py": "import acme\nclass Desk:\n    def __init__(self): self.helper = acme.Acme()\n",
            "shop.py": "import acme\ndef serve(desk): desk.helper.ask()\n",
            "main.py": "from desk import Desk\nfrom shop import serve\nserve(Desk())\n",
        },
        {"desk.py", "shop.py", "main.py"},
    ),
    "another object of which a loaded file knows one by that name": (
        {
            "desk.py": "import acme\nclass Desk:\n    def __init__(self): self.helper = acme.Acme()\n",
            "shelf.py": "import boto3\nclass Shelf:\n    def __init__(self): self.helper = boto3.Session()\n",
            "shop.py": "import acme\nfrom desk import Desk\ndef serve(desk): desk.helper.ask()\nserve(Desk())\n",
            "main.py": "from shelf import Shelf\nfrom shop import serve\nserve(Shelf())\n",
        },
        {"desk.py", "shelf.py", "shop.py", "main.py"},
    ),
    "what is had by a sign, and what a class gets from the vendor, is had at once": (
        {
            "desk.py": "import acme\nclass Desk:\n    def __enter__(self): return acme.Acme()\n"
            "    def __exit__(self, *_): ...\nclass Own(acme.Acme): ...\n",
            "main.py": "from desk import Desk\nwith Desk() as d: d.ask()\n",
            "own.py": "from desk import Own\nOwn().ask()\n",
        },
        {"desk.py", "main.py", "own.py"},
    ),
    "a union of the vendor's types and others": (
        {
            "kinds.py": "from typing import Union\nimport acme\nMessage = Union[acme.Message, dict]\n",
            "web.py": "from kinds import Message\ndef show(m: Message): ...\n",
        },
        {"kinds.py", "web.py"},
    ),
    "star imports": (
        {
            "pkg/__init__.py": "from .exports import *\n",
            "pkg/exports.py": "import acme\n__all__ = ['client']\nclient = acme.Acme()\n",
            "web.py": "from pkg import *\nclient.ask()\n",
        },
        {"pkg/__init__.py", "pkg/exports.py", "web.py"},
    ),
    "an import inside of a function, and a relative one": (
        {
            "app/__init__.py": "",
            "app/llm.py": "import acme\nclient = acme.Acme()\n",
            "app/web.py": "def view():\n    from . import llm\n    llm.client.ask()\n",
            "app/cli.py": "def run():\n    import app.llm as l\n    l.client.ask()\n",
        },
        {"app/llm.py", "app/web.py", "app/cli.py"},
    ),
}


PLAIN = {
    "text": "acme.Acme().ask().choices[0].text",
    "type": "acme.Acme().ask().parts[0].type",
    "arguments": "acme.Acme().ask().tools[0].arguments",
    "dump": "acme.Acme().ask().model_dump()",
    "part of a dump": "acme.Acme().ask().model_dump()['choices']",
    "usage": "acme.Acme().ask().usage.total",
    "tokens": "acme.tokenizer().encode('a')",
}
OBJECTS = {
    "a part of the API that is called so": "acme.Acme().text",
    "a type's attribute": "acme.Message.type",
    "answer": "acme.Acme().ask().choices[0]",
    "bound method": "acme.Acme().ask",
}


@pytest.mark.parametrize("made", [*PLAIN.values(), *OBJECTS.values()])
def test_plain_data_makes_no_file_matter(made: str) -> None:
    files = {
        "llm.py": f"import acme\ndef make(): return {made}\n",
        "web.py": "from llm import make\nmake().go().on()\n",
    }
    assert set(demanded(files).program.paths) == ({"llm.py"} if made in PLAIN.values() else {"llm.py", "web.py"})


def test_what_no_rule_says_more_of_makes_no_file_matter() -> None:
    files = {
        "llm.py": "import acme\nchat, files = acme.Acme().chat, acme.Acme().files\n",
        "web.py": "from llm import chat\nchat.ask()\n",
        "cli.py": "from llm import files\nfiles.list()\n",
    }
    loaded = demanded(files, lambda path: path != "acme.Acme().files").program.paths
    assert set(loaded) == {"llm.py", "web.py"}


@pytest.mark.parametrize("name", PROGRAMS)
def test_loads_what_matters_and_nothing_else(name: str) -> None:
    files, loaded = PROGRAMS[name]
    linker = demanded(files)
    assert set(linker.program.paths) == loaded
    assert found(linker) == found(linked(files))

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


@pytest.mark.parametrize("name", PROGRAMS)
def test_loads_what_matters_and_nothing_else(name: str) -> None:
    files, loaded = PROGRAMS[name]
    linker = demanded(files)
    assert set(linker.program.paths) == loaded
    assert found(linker) == found(linked(files))

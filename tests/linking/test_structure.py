from lockscan.linking.structure import calls, definitions, using, written_calls
from lockscan.model.program import Definition, ProjectCall
from tests.linking.programs import linked

FILES = {
    "app/ports.py": """
    import abc

    class Port(abc.ABC):
        pass
    """,
    "app/model.py": """
    import acme
    from app.ports import Port
    from app.base import Base

    class Model(Port, Base):
        def __init__(self, key):
            self.client = acme.Acme(key)

        def ask(self, text, *, tone):
            return self.client.ask(text)

    def build(key):
        return Model(key)
    """,
    "app/base.py": """
    import acme

    class Base:
        def close(self):
            acme.shut()
    """,
    "app/run.py": """
    from app.model import build

    def main():
        build("k").ask("x", tone="y")
    """,
}
USING = frozenset({"app/model.py", "app/base.py"})


def test_definitions_are_those_of_the_files_that_are_asked_for() -> None:
    linker = linked(FILES)
    assert definitions(linker, USING) == (
        Definition("app.base", "Base", is_class=True),
        Definition("app.base", "Base.close", is_class=False),
        Definition("app.model", "Model", is_class=True, bases=("app.base:Base", "app.ports:Port")),
        Definition("app.model", "Model.__init__", is_class=False, parameters=("key",)),
        Definition("app.model", "Model.ask", is_class=False, parameters=("text", "tone")),
        Definition("app.model", "build", is_class=False, parameters=("key",)),
    )


def test_definitions_do_not_depend_on_what_else_is_loaded() -> None:
    few = linked(FILES, order=[sorted(USING)])
    assert definitions(few, USING | {"app/ports.py"}) == definitions(linked(FILES), USING)


def test_calls_lead_into_the_files_that_are_asked_for() -> None:
    linker = linked(FILES)
    assert calls(linker, USING) == (
        ProjectCall("app.model", "build", "app.model", "Model"),
        ProjectCall("app.run", "main", "app.model", "Model.ask"),
        ProjectCall("app.run", "main", "app.model", "build"),
    )
    assert calls(linker, frozenset({"app/base.py"})) == ()


def test_files_with_a_vendor_in_them_are_those_that_lead_there() -> None:
    linker = linked({**FILES, "app/text.py": "MODEL = 'acme-1'\n"})
    assert using(linker, linker.references(frozenset())) == {"app/base.py", "app/model.py"}


CODE = {
    "web": b"from app.model import Model, build\n\ndef view(model: Model):\n    return model.ask('x')\n",
    "shell": b"from app.model import build\n\nbuild('k').ask('x')\n",
    "types": b"from app.model import Model, build\n\nMODELS: list[Model] = []\n",
    "tools": b"from app.base import Base\n\nBase()\n",
}
TAKEN = (
    ProjectCall("web", "", "app.model", "Model"),
    ProjectCall("web", "", "app.model", "build"),
    ProjectCall("shell", "", "app.model", "build"),
    ProjectCall("types", "", "app.model", "Model"),
    ProjectCall("types", "", "app.model", "build"),
    ProjectCall("tools", "", "app.base", "Base"),
)
SOUGHT = (("app.model", "Model.ask.inner"), ("app.model", "Model.__init__"), ("app.model", "build"))


def test_calls_of_other_modules_are_read_off_their_text() -> None:
    assert written_calls(TAKEN, SOUGHT, lambda module: CODE[module]) == (
        ProjectCall("web", "", "app.model", "Model.ask.inner"),
        ProjectCall("shell", "", "app.model", "build"),
    )

import pytest

from lockscan.linking.layout import Layout

# What stands in a repository, and what imports in it mean: importer, module, level → file, directory or nothing.
Import = tuple[str, str, int]
LAYOUTS: dict[str, tuple[list[str], dict[Import, str | None], dict[str, str]]] = {
    "src layout": (
        ["src/app/__init__.py", "src/app/llm/__init__.py", "src/app/llm/core.py", "tests/test_app.py", "setup.py"],
        {
            ("tests/test_app.py", "app.llm", 0): "src/app/llm/__init__.py",
            ("tests/test_app.py", "app.llm.core", 0): "src/app/llm/core.py",
            ("src/app/llm/core.py", "app", 0): "src/app/__init__.py",
            ("src/app/llm/core.py", "llm", 0): None,
            ("src/app/llm/core.py", "core", 0): None,
            ("tests/test_app.py", "src.app", 0): "src/app/__init__.py",
            ("tests/test_app.py", "app.missing", 0): None,
        },
        {"src/app/__init__.py": "app", "src/app/llm/core.py": "app.llm.core", "tests/test_app.py": "tests.test_app"},
    ),
    "package at the root": (
        ["app/__init__.py", "app/core.py", "main.py", "__init__.py"],
        {
            ("main.py", "app.core", 0): "app/core.py",
            ("app/core.py", "main", 0): "main.py",
            ("main.py", "main", 0): None,
        },
        {"main.py": "main", "app/core.py": "app.core"},
    ),
    "scripts": (
        ["scripts/run.py", "scripts/common.py", "tools/common.py", "tools/go.py", "app.py"],
        {
            ("scripts/run.py", "common", 0): "scripts/common.py",
            ("tools/go.py", "common", 0): "tools/common.py",
            ("app.py", "common", 0): None,
            ("scripts/run.py", "app", 0): "app.py",
            ("scripts/run.py", "tools.common", 0): "tools/common.py",
        },
        {"scripts/run.py": "scripts.run", "app.py": "app"},
    ),
    "namespace packages": (
        ["corp/billing/api.py", "corp/mail/__init__.py", "corp/mail/send.py", "data/notes/x.py"],
        {
            ("corp/mail/send.py", "corp.billing.api", 0): "corp/billing/api.py",
            ("corp/billing/api.py", "corp.mail", 0): "corp/mail/__init__.py",
            ("corp/billing/api.py", "corp", 0): "corp",
            ("corp/billing/api.py", "corp.billing", 0): "corp/billing",
            ("corp/billing/api.py", "", 1): "corp/billing",
            ("corp/billing/api.py", "mail", 2): "corp/mail/__init__.py",
        },
        {"corp/billing/api.py": "corp.billing.api"},
    ),
    "namespace packages in plain folders": (
        ["libs/corp/mail/send.py", "libs/corp/chat/__init__.py", "app/main.py", "one/x/y.py", "two/x/y.py",
         "app/vendored/__init__.py", "app/vendored/q/r.py"],
        {
            ("app/main.py", "corp.mail.send", 0): "libs/corp/mail/send.py",
            ("app/main.py", "corp.mail", 0): "libs/corp/mail",
            ("app/main.py", "corp.chat", 0): "libs/corp/chat/__init__.py",
            ("app/main.py", "corp", 0): None,
            ("app/main.py", "x.y", 0): None,
            ("app/main.py", "q.r", 0): None,
        },
        {},
    ),
    "relative imports": (
        ["app/__init__.py", "app/a.py", "app/sub/__init__.py", "app/sub/b.py", "top.py"],
        {
            ("app/a.py", "", 1): "app/__init__.py",
            ("app/a.py", "sub.b", 1): "app/sub/b.py",
            ("app/__init__.py", "a", 1): "app/a.py",
            ("app/sub/b.py", "", 2): "app/__init__.py",
            ("app/sub/b.py", "a", 2): "app/a.py",
            ("app/sub/__init__.py", "b", 1): "app/sub/b.py",
            ("app/sub/b.py", "top", 3): "top.py",
            ("app/sub/b.py", "", 3): None,
            ("app/sub/b.py", "x", 9): None,
            ("top.py", "app", 1): "app/__init__.py",
            ("app/a.py", "missing", 1): None,
        },
        {"app/sub/__init__.py": "app.sub"},
    ),
    "several packages in one repository": (
        [
            "services/one/src/one/__init__.py", "services/one/src/one/core.py", "services/one/src/one/util.py",
            "services/two/two/__init__.py", "services/two/two/core.py", "services/two/tests/test_two.py",
        ],
        {
            ("services/two/two/core.py", "one.core", 0): "services/one/src/one/core.py",
            ("services/two/tests/test_two.py", "two.core", 0): "services/two/two/core.py",
            ("services/one/src/one/core.py", "one.util", 0): "services/one/src/one/util.py",
            ("services/one/src/one/core.py", "core", 0): None,
        },
        {"services/one/src/one/core.py": "one.core", "services/two/two/core.py": "two.core"},
    ),
    "local module with a vendor's name": (
        ["app/__init__.py", "app/acme.py", "app/use.py", "scripts/acme.py", "scripts/run.py", "main.py"],
        {
            # Inside of a package an absolute import does not mean a neighbour.
            ("app/use.py", "acme", 0): None,
            ("app/use.py", "acme", 1): "app/acme.py",
            # A script's neighbours come first.
            ("scripts/run.py", "acme", 0): "scripts/acme.py",
            ("scripts/acme.py", "acme", 0): None,
            ("main.py", "acme", 0): None,
            ("main.py", "app.acme", 0): "app/acme.py",
        },
        {"scripts/acme.py": "scripts.acme", "app/acme.py": "app.acme"},
    ),
    "a namespace package in the folder of a release": (
        [
            "corp-1.0/corp/acme/__init__.py", "corp-1.0/corp/acme/use.py",
            "corp-1.0/acme/__init__.py", "corp-1.0/acme/use.py",
        ],
        {
            ("corp-1.0/corp/acme/use.py", "acme", 0): None,
            # What no import can name is above all packages.
            ("corp-1.0/acme/use.py", "acme", 0): "corp-1.0/acme/__init__.py",
        },
        {},
    ),
    "own top-level package with a vendor's name": (
        ["acme/__init__.py", "acme/types.py", "main.py", "src/other.py", "plugins/acme_x/run.py"],
        {
            ("main.py", "acme", 0): "acme/__init__.py",
            ("acme/types.py", "acme.types", 0): None,
            ("acme/__init__.py", "acme.types", 0): "acme/types.py",
            ("src/other.py", "acme", 0): None,
        },
        {"acme/types.py": "acme.types"},
    ),
    "directory with a vendor's name and no code of its own": (
        ["acme/notes/x.py", "main.py", "zenith/notes/x.py"],
        {
            ("main.py", "acme", 0): None,
            ("main.py", "acme.notes", 0): None,
            ("main.py", "acme.notes.x", 0): "acme/notes/x.py",
            ("main.py", "zenith", 0): "zenith",
            ("main.py", "zenith.notes", 0): "zenith/notes",
        },
        {},
    ),
    "package before module, module before notebook": (
        ["a/__init__.py", "a.py", "b.py", "b.ipynb", "c.ipynb", "main.py"],
        {
            ("main.py", "a", 0): "a/__init__.py",
            ("main.py", "b", 0): "b.py",
            ("main.py", "c", 0): "c.ipynb",
        },
        {"c.ipynb": "c"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LAYOUTS)
def test_imports_mean_files(name: str) -> None:
    paths, imports, names = LAYOUTS[name]
    layout = Layout(paths, frozenset({"acme"}))
    assert {one: layout.find(*one) for one in imports} == imports
    assert {path: layout.name(path) for path in names} == names


def test_projects_have_packages_of_their_own_with_a_vendors_name() -> None:
    paths = ["web/acme/__init__.py", "web/app/__init__.py", "web/app/a.py", "job/src/acme/__init__.py",
             "job/src/run/__init__.py"]  # fmt: skip
    asked = ("web/app/a.py", "job/src/run/__init__.py")
    assert [Layout(paths, frozenset({"acme"})).find(path, "acme", 0) for path in asked] == [None, None]
    layout = Layout(paths, frozenset({"acme"}), frozenset({"web", "job"}))
    assert [layout.find(path, "acme", 0) for path in asked] == ["web/acme/__init__.py", "job/src/acme/__init__.py"]


def test_what_a_package_does_not_have_of_its_own_is_missing_and_not_outside() -> None:
    paths = ["layer-1.0/layer/__init__.py", "layer-1.0/layer/grpc/use.py", "shop/layer/__init__.py", "shop/__init__.py"]
    layout = Layout(paths, frozenset({"acme"}))
    asked = {
        ("layer-1.0/layer/grpc/use.py", "layer.grpc.service_pb2"): False,
        ("layer-1.0/layer/grpc/use.py", "layer"): False,
        ("layer-1.0/layer/grpc/use.py", "layer_tools"): True,
        # It is called `shop.layer`.
        ("shop/layer/__init__.py", "layer.chat"): True,
        ("shop/__init__.py", "layer.chat"): True,
    }
    assert {one: layout.leads_out(*one) for one in asked} == asked


def test_order_of_files_does_not_matter() -> None:
    for paths, imports, _ in LAYOUTS.values():
        layout = Layout(reversed(paths), frozenset({"acme"}))
        assert {one: layout.find(*one) for one in imports} == imports


def test_modules_inside_of_modules() -> None:
    layout = Layout(["app/__init__.py", "app/a.py", "corp/x/y.py", "z.py"], frozenset())
    asked = [("app/__init__.py", "a"), ("app", "a"), ("app/__init__.py", "b"), ("app/a.py", "a"), ("corp", "x"),
             ("corp/x", "y"), ("", "z")]  # fmt: skip
    assert [layout.child(*one) for one in asked] == [
        "app/a.py", "app/a.py", None, None, "corp/x", "corp/x/y.py", "z.py",
    ]  # fmt: skip

"""The places of a file that a label may speak of: calls, exceptions, base classes, annotations, decorators, reads."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

# Line and column of a name, the column in UTF-16 units from 0.
Spot = tuple[int, int]

Function = ast.FunctionDef | ast.AsyncFunctionDef
Text = list[str]


@dataclass(frozen=True, slots=True)
class Site:
    """An expression to ask about: ``spot`` is where its last name stands.

    ``before`` are the places of the names before the last one, the nearest first. ``root`` is the name that the
    expression begins with, if it is names alone.
    """

    kind: str
    line: int
    name_line: int
    end_line: int
    column: int
    text: str
    scope: str
    root: str
    spot: Spot | None
    before: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Import:
    """An import statement: the modules that it may load, and the names that it binds, each with what it stands for."""

    line: int
    end_line: int
    column: int
    text: str
    modules: tuple[str, ...]
    level: int
    binds: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """What is to be asked about one file, and where its functions, each with the line of its class, and classes begin.

    ``bound`` are the names that its imports bind, each with what it stands for. A parameter stands on the line of its
    function as well, so the line alone does not tell.
    """

    sites: tuple[Site, ...]
    imports: tuple[Import, ...]
    bound: Mapping[str, str]
    functions: Mapping[tuple[int, str], int]
    classes: frozenset[tuple[int, str]]


def read_source(text: str) -> Source:
    """Find all sites of a file; raises ``SyntaxError``."""
    tree = ast.parse(text)
    lines = text.split("\n")
    walk = _Walk(lines)
    walk.visit(tree)
    nodes = list(ast.walk(tree))
    imports = tuple(_import(node) for node in nodes if isinstance(node, ast.Import | ast.ImportFrom))
    return Source(
        sites=tuple(walk.sites),
        imports=imports,
        bound=dict(pair for found in imports for pair in found.binds),
        functions={(node.lineno, node.name): 0 for node in nodes if isinstance(node, Function)}
        | {
            (member.lineno, member.name): node.lineno
            for node in nodes
            if isinstance(node, ast.ClassDef)
            for member in node.body
            if isinstance(member, Function)
        },
        classes=frozenset((node.lineno, node.name) for node in nodes if isinstance(node, ast.ClassDef)),
    )


def _import(node: ast.Import | ast.ImportFrom) -> Import:
    if isinstance(node, ast.Import):
        modules = [alias.name for alias in node.names]
        binds = [
            (alias.asname, alias.name) if alias.asname else (alias.name.partition(".")[0],) * 2 for alias in node.names
        ]
        level = 0
    else:
        base, level = node.module or "", node.level
        named = [f"{base}.{alias.name}".strip(".") for alias in node.names if alias.name != "*"]
        modules = [base, *named]
        binds = [
            (alias.asname or alias.name, name)
            for alias, name in zip([a for a in node.names if a.name != "*"], named, strict=True)
        ]
    pairs = () if level else tuple((bound, name) for bound, name in binds)
    end = node.end_lineno or node.lineno
    return Import(node.lineno, end, node.col_offset + 1, ast.unparse(node), tuple(modules), level, pairs)


class _Walk(ast.NodeVisitor):
    """Collects sites; a visit keeps the scope, and what kind the expressions in hand are of."""

    def __init__(self, lines: Text) -> None:
        self.lines = lines
        self.sites: list[Site] = []
        self.scope: list[str] = []

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._decorators(node.decorator_list)
        for base in [*node.bases, *(word.value for word in node.keywords)]:
            for name in _heads(base):
                self._add("base", name)
            self._rest(base)
        self._body(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._function(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self._annotation(node.annotation)
        self.visit(node.target)
        if node.value:
            self.visit(node.value)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        for caught in node.type.elts if isinstance(node.type, ast.Tuple) else [node.type] if node.type else []:
            self._add("except", caught)
            self._rest(caught)
        self._each(node.body)

    def visit_Call(self, node: ast.Call) -> None:
        self._add("call", node.func)
        self._rest(node.func)
        self._each(node.args)
        self._each(node.keywords)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self._add("attribute", node)
        self.visit(node.value)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self._add("attribute", node)

    def _function(self, node: Function) -> None:
        self._decorators(node.decorator_list)
        every = node.args
        for argument in [*every.posonlyargs, *every.args, *every.kwonlyargs, every.vararg, every.kwarg]:
            if argument and argument.annotation:
                self._annotation(argument.annotation)
        if node.returns:
            self._annotation(node.returns)
        self._each([*every.defaults, *(default for default in every.kw_defaults if default)])
        self._body(node)

    def _body(self, node: Function | ast.ClassDef) -> None:
        self.scope.append(node.name)
        self._each(node.body)
        self.scope.pop()

    def _decorators(self, nodes: Iterable[ast.expr]) -> None:
        for node in nodes:
            if isinstance(node, ast.Call):
                self.visit(node)
            else:
                self._add("decorator", node)
                self._rest(node)

    def _annotation(self, node: ast.expr) -> None:
        """Every name in an annotation is one, those in quotes as well."""
        if isinstance(node, ast.Name | ast.Attribute):
            self._add("annotation", node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            self._quoted(node)
        elif isinstance(node, ast.Subscript) and tail(node.value) in {"Literal", "Annotated"}:
            inside = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            if tail(node.value) == "Annotated":
                self._annotation(inside[0])
                self._each(inside[1:])
        else:
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    self._annotation(child)

    def _quoted(self, node: ast.Constant) -> None:
        """Parse an annotation in quotes on one line, and shift it to where it stands."""
        line = self.lines[node.lineno - 1].encode()
        quoted = line[node.col_offset : node.end_col_offset].decode()
        if node.end_lineno != node.lineno or quoted[1:-1] != node.value:
            return
        try:
            inner = ast.parse(node.value.strip(), mode="eval").body
        except SyntaxError:
            return
        shift = node.col_offset + 1 + len(node.value) - len(node.value.lstrip())
        for child in ast.walk(inner):
            if isinstance(child, ast.expr):
                child.lineno = child.end_lineno = node.lineno
                child.col_offset += shift
                child.end_col_offset = (child.end_col_offset or 0) + shift
        self._annotation(inner)

    def _each(self, nodes: Iterable[ast.AST]) -> None:
        for node in nodes:
            self.visit(node)

    def _rest(self, node: ast.expr) -> None:
        """Visit what lies inside of an expression whose own name has been noted."""
        if isinstance(node, ast.Attribute):
            self.visit(node.value)
        elif not isinstance(node, ast.Name):
            self.visit(node)

    def _add(self, kind: str, node: ast.expr) -> None:
        inner = node.value if isinstance(node, ast.Subscript) else node
        spot = self._spot(inner)
        chain = list(_chain(inner))
        self.sites.append(
            Site(
                kind=kind,
                line=node.lineno,
                name_line=spot[0] if spot else node.end_lineno or node.lineno,
                end_line=node.end_lineno or node.lineno,
                column=node.col_offset + 1,
                text=ast.unparse(node)[:120],
                scope=".".join(self.scope),
                root=chain[-1].id if chain and isinstance(chain[-1], ast.Name) else "",
                spot=spot,
                before=tuple(found for link in chain[1:] if (found := self._spot(link))),
            )
        )

    def _spot(self, node: ast.expr) -> Spot | None:
        if isinstance(node, ast.Name):
            return node.lineno, self._column(node.lineno, node.col_offset)
        if isinstance(node, ast.Attribute) and node.end_lineno and node.end_col_offset:
            return node.end_lineno, self._column(node.end_lineno, node.end_col_offset - len(node.attr.encode()))
        return None

    def _column(self, line: int, offset: int) -> int:
        """Turn a column in bytes into one in UTF-16 units."""
        before = self.lines[line - 1].encode()[:offset].decode(errors="replace")
        return len(before.encode("utf-16-le")) // 2


def _heads(node: ast.expr) -> Iterator[ast.expr]:
    """A base class, without the parameters of a generic one."""
    if isinstance(node, ast.Name | ast.Attribute):
        yield node
    elif isinstance(node, ast.Subscript):
        yield from _heads(node.value)


def tail(node: ast.expr) -> str:
    """Return the last name of an expression of names; of any other, none."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _chain(node: ast.expr) -> Iterator[ast.expr]:
    """A dotted name and what it is a member of, the longest first."""
    while isinstance(node, ast.Attribute):
        yield node
        node = node.value
    if isinstance(node, ast.Name):
        yield node

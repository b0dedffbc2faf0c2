"""The walk over statements: it follows which bindings reach where, and opens scopes."""

from collections.abc import Callable, Sequence

import libcst as cst

from lockscan.extraction.bindings import bound_names, imported_as
from lockscan.extraction.builder import ALIAS, ATTRIBUTE, NAME, NOTHING, SUBSCRIPT, Flow, OpenScope
from lockscan.extraction.decorating import Decorating
from lockscan.extraction.literals import text_of
from lockscan.extraction.names import last_name
from lockscan.extraction.patterns import PatternWalk
from lockscan.model.facts import (
    Argument,
    Call,
    Class,
    Entered,
    Entry,
    Free,
    Function,
    Id,
    Imported,
    Instance,
    Item,
    Join,
    Mapping,
    Module,
    ScopeKind,
)
from lockscan.model.program import ReferenceKind

# How many of the items that a starred target takes are told apart.
_REST = 4
# How a target that the walk has passed takes its value.
Assign = Callable[[Id], None]


class StatementWalk(PatternWalk):
    """Handlers for statements; each says whether the next statement is reached."""

    def __init__(self) -> None:
        super().__init__()
        self.exports: list[str] | None = None
        self.decorating = Decorating(self.expressions, self.scopes)
        self.statements: dict[type[cst.CSTNode], Callable[..., bool]] = {
            cst.SimpleStatementLine: self.line,
            cst.Expr: self.expression_statement,
            cst.Assign: self.assign,
            cst.AnnAssign: self.annotated_assign,
            cst.AugAssign: self.augmented_assign,
            cst.Import: self.import_,
            cst.ImportFrom: self.import_from,
            cst.Return: self.return_,
            cst.Raise: self.raise_,
            cst.Assert: self.assert_,
            cst.Del: self.del_,
            cst.Global: self.outer_names,
            cst.Nonlocal: self.outer_names,
            cst.If: self.if_,
            cst.For: self.for_,
            cst.While: self.while_,
            cst.With: self.with_,
            cst.Try: self.try_,
            cst.TryStar: self.try_,
            cst.Match: self.match_,
            cst.FunctionDef: self.function,
            cst.ClassDef: self.class_,
            cst.TypeAlias: self.type_alias,
        }

    def module(self, node: cst.Module) -> None:
        """Walk a whole file."""
        self.open(ScopeKind.MODULE, "", bound_names(node))
        self.block(node.body)

    def block(self, body: Sequence[cst.CSTNode]) -> bool:
        """Walk statements one after the other; false when the end is not reached."""
        reached = True
        for statement in body:
            # What follows a return is walked too: it is in the source, and its nodes must be counted.
            reached = self.statement(statement) and reached
        return reached

    def statement(self, node: cst.CSTNode) -> bool:
        handler = self.statements.get(type(node))
        if handler is not None:
            return handler(node)
        self.visit(node)
        return True

    def line(self, node: cst.SimpleStatementLine | cst.SimpleStatementSuite) -> bool:
        return self.block(node.body)

    def expression_statement(self, node: cst.Expr) -> bool:
        if type(node.value) is cst.SimpleString or type(node.value) is cst.ConcatenatedString:
            # A docstring is prose.
            self.uses, uses = [], self.uses
            self.visit(node.value)
            self.uses = uses
        else:
            self.visit(node.value)
        return True

    # Assignments

    def target(self, node: cst.BaseExpression) -> Assign:
        """Walk a target; gives how to assign to it once its value is known."""
        if type(node) is cst.Name:
            self.track(NAME, node)
            name = node.value
            return lambda value: self.bind(name, value)
        if type(node) is cst.Attribute:
            self.track(ATTRIBUTE, node)
            base, attribute = self.chain(node.value), node.attr.value
            return lambda value: self.store(base, attribute, value)
        if isinstance(node, cst.Subscript):
            return self.item_target(node)
        if isinstance(node, (cst.Tuple, cst.List)):
            inner = [(element, self.target(element.value)) for element in node.elements]

            def unpack(value: Id) -> None:
                for place, (element, assign) in enumerate(inner):
                    items = [
                        NOTHING if value == NOTHING else self.add(Item(value, place + more)) for more in range(_REST)
                    ]
                    assign(self.one_of(*items) if isinstance(element, cst.StarredElement) else items[0])

            return unpack
        self.visit(node)
        return lambda _value: None

    def item_target(self, node: cst.Subscript) -> Assign:
        self.track(SUBSCRIPT, node)
        container = node.value
        role = "os.environ" if self.dotted(self.chain(container)) == "os.environ" else ""
        key: str | None = None
        for element in node.slice:
            self.visit(element.slice.value if isinstance(element.slice, cst.Index) else element.slice, role)
            if isinstance(element.slice, cst.Index):
                key = text_of(element.slice.value)
        region = max(0, self.upcoming() - 1)

        def put(value: Id) -> None:
            if value != NOTHING:
                self.put(container, self.add(Mapping((Entry(key, value, region),))))

        return put

    def assign(self, node: cst.Assign) -> bool:
        targets = [self.target(target.target) for target in node.targets]
        first = node.targets[0].target
        role = _role(first)
        value = self.visit(node.value, role)
        for assign in targets:
            assign(value)
        if role == "__all__" and self.scope == 0:
            self.export(node.value)
        return True

    def export(self, node: cst.BaseExpression) -> None:
        """Note a literal ``__all__``."""
        if isinstance(node, (cst.List, cst.Tuple)):
            names = [text_of(element.value) for element in node.elements]
            self.exports = [*(self.exports or []), *(name for name in names if name is not None)]

    def annotated_assign(self, node: cst.AnnAssign) -> bool:
        assign = self.target(node.target)
        if last_name(node.annotation.annotation) == "TypeAlias" and node.value is not None:
            self.annotation(node.annotation.annotation)
            assign(self.named_type(node.value))
            return True
        annotated = self.annotation(node.annotation.annotation)
        value = NOTHING if node.value is None else self.visit(node.value, _role(node.target))
        if node.value is not None or self.scopes[self.scope].kind is not ScopeKind.FUNCTION:
            assign(self.join((value, annotated)))
        elif isinstance(node.target, cst.Name) and annotated != NOTHING:
            assign(annotated)
        return True

    def augmented_assign(self, node: cst.AugAssign) -> bool:
        role = _role(node.target)
        if isinstance(node.target, cst.Name):
            self.track(NAME, node.target)
            self.extend(node.target.value, self.visit(node.value, role))
        else:
            assign = self.target(node.target)
            assign(self.visit(node.value, role))
        if role == "__all__" and self.scope == 0:
            self.export(node.value)
        return True

    def del_(self, node: cst.Del) -> bool:
        targets = node.target.elements if isinstance(node.target, (cst.Tuple, cst.List)) else [node.target]
        for target in targets:
            value = target if isinstance(target, cst.BaseExpression) else target.value
            if isinstance(value, cst.Name):
                self.track(NAME, value)
                self.flow.pop(value.value, None)
            else:
                self.target(value)
        return True

    def outer_names(self, node: cst.Global | cst.Nonlocal) -> bool:
        names = {item.name.value for item in node.names}
        scope = self.scopes[self.scope]
        scope.outer |= names
        if isinstance(node, cst.Global):
            self.scopes[0].local |= names
        for name in names:
            owner = self.owner(name)
            if owner >= 0:
                self.scopes[owner].shared.add(name)
        return True

    def type_alias(self, node: cst.TypeAlias) -> bool:
        self.track(NAME, node.name)
        if node.type_parameters is not None:
            self.type_parameters(node.type_parameters)
        self.bind(node.name.value, self.alias(self.annotation(node.value)))
        return True

    # Imports

    def import_(self, node: cst.Import) -> bool:
        for alias in node.names:
            region = self.track(ALIAS, alias)
            dotted = _dotted(alias.name)
            imported = self.add(Module(dotted))
            bound = imported if alias.asname is not None else self.add(Module(dotted.partition(".")[0]))
            self.bind(imported_as(alias), bound)
            self.use(ReferenceKind.IMPORT, imported, region)
        return True

    def import_from(self, node: cst.ImportFrom) -> bool:
        module = "" if node.module is None else _dotted(node.module)
        level = len(node.relative)
        if isinstance(node.names, cst.ImportStar):
            imported = self.add(Imported(module, level, "*"))
            self.scopes[self.scope].stars.append(imported)
            self.use(ReferenceKind.IMPORT, imported, self.track(ALIAS, node.names))
            return True
        for alias in node.names:
            region = self.track(ALIAS, alias)
            imported = self.add(Imported(module, level, _dotted(alias.name)))
            self.bind(imported_as(alias), imported)
            self.use(ReferenceKind.IMPORT, imported, region)
        return True

    # Control flow

    def return_(self, node: cst.Return) -> bool:
        if node.value is not None:
            self.scopes[self.scope].returned.append(self.visit(node.value))
        return False

    def raise_(self, node: cst.Raise) -> bool:
        self.visit(node)
        return False

    def branch(self, start: Flow, body: cst.CSTNode | None) -> tuple[Flow, bool]:
        """Walk one branch from a flow; gives the flow at its end, and whether that is reached."""
        self.flow = dict(start)
        reached = body is None or self.suite(body)
        return self.flow, reached

    def suite(self, body: cst.CSTNode) -> bool:
        if isinstance(body, (cst.IndentedBlock, cst.SimpleStatementSuite)):
            return self.block(body.body)
        if isinstance(body, (cst.Else, cst.Finally)):
            return self.suite(body.body)
        return self.statement(body)

    def settle(self, ends: list[tuple[Flow, bool]]) -> bool:
        """Go on after branches."""
        reached = [flow for flow, reaches in ends if reaches]
        self.flow = self.merge(reached or [flow for flow, _ in ends])
        return bool(reached)

    def if_(self, node: cst.If) -> bool:
        self.visit(node.test)
        holds = {**self.flow, **self.narrowed(node.test)}
        fails = {**self.flow, **self.narrowed(node.test, holds=False)}
        return self.settle([self.branch(holds, node.body), self.branch(fails, node.orelse)])

    def assert_(self, node: cst.Assert) -> bool:
        self.visit(node)
        self.flow.update(self.narrowed(node.test))
        return True

    def loop(self, body: cst.BaseSuite, orelse: cst.Else | None, bind: Callable[[], object]) -> bool:
        """Walk a loop: a name bound in it stands, at its beginning, for both what came before and its last round."""
        again: dict[str, Id] = {}
        for name in sorted(bound_names(body)):
            if name in self.flow:
                again[name] = self.reserve()
        before = dict(self.flow)
        self.flow.update(again)
        bind()
        entry = dict(self.flow)
        self.suite(body)
        for name, place in again.items():
            parts = tuple(part for part in dict.fromkeys((before[name], self.flow.get(name, NOTHING))) if part != place)
            self.fill(place, Join(parts))
        self.flow = self.merge([entry, self.flow])
        if orelse is not None:
            self.suite(orelse)
        return True

    def for_(self, node: cst.For) -> bool:
        assign = self.target(node.target)
        value = self.element(self.visit(node.iter))
        return self.loop(node.body, node.orelse, lambda: assign(value))

    def while_(self, node: cst.While) -> bool:
        return self.loop(node.body, node.orelse, lambda: self.visit(node.test))

    def with_(self, node: cst.With) -> bool:
        for item in node.items:
            manager = self.visit(item.item)
            if item.asname is not None:
                self.target(item.asname.name)(NOTHING if manager == NOTHING else self.add(Entered(manager)))
        return self.suite(node.body)

    def try_(self, node: cst.Try | cst.TryStar) -> bool:
        start = dict(self.flow)
        reached = self.suite(node.body)
        after = self.flow
        # An exception may come after any statement of the body.
        interrupted = self.merge([start, after])
        ends = []
        handled = []
        for handler in node.handlers:
            self.flow = dict(interrupted)
            handled.append((self.handler(handler), self.flow))
        if node.orelse is not None:
            ends.append(self.branch(after, node.orelse))
            ends[-1] = (ends[-1][0], ends[-1][1] and reached)
        else:
            ends.append((after, reached))
        ends.extend((flow, reaches) for reaches, flow in handled)
        reached = self.settle(ends)
        if node.finalbody is not None:
            reached = self.suite(node.finalbody) and reached
        return reached

    def handler(self, node: cst.ExceptHandler | cst.ExceptStarHandler) -> bool:
        caught: list[Id] = []
        if node.type is not None:
            types = node.type.elements if isinstance(node.type, cst.Tuple) else [node.type]
            for item in types:
                value = item if isinstance(item, cst.BaseExpression) else item.value
                region = self.upcoming()
                named = self.chain(value)
                self.use(ReferenceKind.CATCH, named, region)
                if named != NOTHING:
                    caught.append(self.add(Instance(named)))
        if node.name is not None and isinstance(node.name.name, cst.Name):
            self.bind(node.name.name.value, self.join(caught))
        return self.suite(node.body)

    def match_(self, node: cst.Match) -> bool:
        subject = self.visit(node.subject)
        start = self.flow
        ends: list[tuple[Flow, bool]] = [(start, True)]
        for case in node.cases:
            self.flow = dict(start)
            matched = self.pattern(case.pattern, subject)
            if matched not in (subject, NOTHING) and isinstance(node.subject, cst.Name):
                self.know(node.subject.value, matched)
            if case.guard is not None:
                self.visit(case.guard)
            reached = self.suite(case.body)
            ends.append((self.flow, reached))
        return self.settle(ends)

    # Definitions

    def decorators(self, nodes: Sequence[cst.Decorator]) -> tuple[Id, ...]:
        found = []
        for node in nodes:
            region = self.upcoming()
            decorator = self.chain(node.decorator)
            called = node.decorator.func if isinstance(node.decorator, cst.Call) else None
            self.use(ReferenceKind.DECORATE, decorator, region + (called is not None and self.fixed_region < 0))
            found.append(decorator)
        return tuple(found)

    def function(self, node: cst.FunctionDef) -> bool:
        decorators = self.decorators(node.decorators)
        around_flow = self.flow
        if node.type_parameters is not None:
            self.flow = {**self.flow, **self.type_parameters(node.type_parameters)}
        facts = self.parameters(node.params)
        annotated = NOTHING if node.returns is None else self.annotation(node.returns.annotation)
        self.flow = around_flow
        name = node.name.value
        saved = self.scope, self.flow, self.overlays
        around = self.scopes[self.scope]
        scope = self.open(ScopeKind.FUNCTION, name, bound_names(node.body))
        index = self.scope
        scope.parameters, scope.decorators, scope.annotated = facts, decorators, annotated
        static = any(self.dotted_free(decorator) == "staticmethod" for decorator in decorators)
        if around.kind is ScopeKind.CLASS and not static and facts:
            scope.receiver = facts[0].name
        self.bind_parameters(facts)
        self.suite(node.body)
        self.scope, self.flow, self.overlays = saved
        self.bind(name, self.decorated(scope, self.add(Function(index))))
        return True

    def type_parameters(self, node: cst.TypeParameters) -> Flow:
        """The type parameters that have a bound: those of a function are known in its signature alone."""
        found: Flow = {}
        for item in node.params:
            parameter = item.param
            if isinstance(parameter, cst.TypeVar) and parameter.bound is not None:
                found[parameter.name.value] = self.type_variable((self.named_type(parameter.bound),))
            if item.default is not None:
                self.visit(item.default)
        return found

    def decorated(self, scope: OpenScope, defined: Id) -> Id:
        """A function or class after its decorators were called with it.

        It is taken for what it was before, unless one of them is seen to give something else.
        """
        made = defined
        for decorator in reversed(scope.decorators):
            if decorator:
                applied = self.add(Call(decorator, (Argument("", made, 0),)))
                scope.applied.append(applied)
                if scope.kind is ScopeKind.FUNCTION and self.decorating.replaces(decorator):
                    made = applied
        return made

    def dotted_free(self, expression: Id) -> str:
        """The name of a builtin, or the dotted name of something imported."""
        found = self.expressions[expression]
        return found.name if isinstance(found, Free) else self.dotted(expression)

    def class_(self, node: cst.ClassDef) -> bool:
        decorators = self.decorators(node.decorators)
        if node.type_parameters is not None:
            self.type_parameters(node.type_parameters)
        bases = [self.base(argument.value) for argument in node.bases]
        for keyword in node.keywords:
            self.argument(keyword, "")
        saved = self.scope, self.flow, self.overlays
        scope = self.open(ScopeKind.CLASS, node.name.value, bound_names(node.body))
        index = self.scope
        scope.bases = [base for base in bases if base != NOTHING]
        scope.decorators = decorators
        self.suite(node.body)
        self.scope, self.flow, self.overlays = saved
        self.bind(node.name.value, self.decorated(scope, self.add(Class(index))))
        return True

    def base(self, node: cst.BaseExpression) -> Id:
        """One base class, with its use."""
        region = self.upcoming()
        if isinstance(node, cst.Subscript):
            # A generic base: the parameters are annotations.
            self.track(SUBSCRIPT, node)
            named = self.chain(node.value)
            for element in node.slice:
                if isinstance(element.slice, cst.Index):
                    self.annotation(element.slice.value)
            region += 1
        else:
            named = self.chain(node)
        self.use(ReferenceKind.INHERIT, named, region)
        return named


def _role(target: cst.BaseExpression) -> str:
    if isinstance(target, cst.Name):
        return target.value
    if isinstance(target, cst.Attribute):
        return target.attr.value
    if isinstance(target, cst.Subscript) and len(target.slice) == 1:
        index = target.slice[0].slice
        return (text_of(index.value) or "") if isinstance(index, cst.Index) else ""
    return ""


def _dotted(node: cst.BaseExpression) -> str:
    if isinstance(node, cst.Attribute):
        return f"{_dotted(node.value)}.{node.attr.value}"
    return node.value if isinstance(node, cst.Name) else ""

"""The walk over expressions: each gives the place of what it stands for, and leaves the uses that it passes."""

from collections.abc import Callable, Iterable
from collections.abc import Sequence as SequenceOf

import libcst as cst

from lockscan.extraction.bindings import target_names
from lockscan.extraction.builder import (
    ATTRIBUTE,
    CALL,
    DICT,
    KEYWORD,
    NAME,
    NOTHING,
    SUBSCRIPT,
    TEXT,
    Builder,
    Flow,
    OpenScope,
)
from lockscan.extraction.literals import HOLE, integer_of, may_be_address, percent_parts, text_of
from lockscan.model.facts import (
    ENVIRONMENT,
    Alias,
    Argument,
    Attribute,
    Call,
    Class,
    Concat,
    Element,
    Entered,
    Entry,
    Free,
    Function,
    Future,
    Id,
    Imported,
    Instance,
    Item,
    Join,
    Lookup,
    Mapping,
    Module,
    Narrowed,
    Parameter,
    ParameterFacts,
    ParameterKind,
    ScopeKind,
    Sequence,
    Super,
    Text,
)
from lockscan.model.program import ReferenceKind

# Builtins that hand on the elements of their argument.
_SAME_ELEMENTS = frozenset({"list", "tuple", "set", "frozenset", "sorted", "reversed", "iter", "aiter"})
# Functions that hand on one element of their argument, or all of them.
_ONE_ELEMENT = frozenset({"random.choice", "secrets.choice"})
_ALL_ELEMENTS = frozenset({
    "itertools.cycle", "itertools.chain", "collections.deque", "random.sample", "random.choices",
})  # fmt: skip
_GROWING = frozenset({"append", "add", "appendleft", "insert", "extend", "update", "setdefault", "set"})
_ENVIRONMENT = frozenset({"os.getenv", "os.environ.get", "os.environ.setdefault", "os.environ.pop"})
# The object, the name of the attribute, and its value.
_OF_SETATTR = 3
_TYPE_VARIABLES = frozenset({"typing.TypeVar", "typing_extensions.TypeVar"})
_CASTS = frozenset({"typing.cast", "typing_extensions.cast"})
# Objects that are there to have attributes hung on them.
_NAMESPACES = frozenset({"threading.local", "types.SimpleNamespace", "argparse.Namespace"})
# Methods that take an element out of what they are called on.
_TAKING = frozenset({"pop", "popleft"})
# Methods of exit stacks.
_ENTERING = frozenset({"enter_context", "enter_async_context"})
# What the linker knows as handing on its argument.
_TASKS = frozenset({"asyncio.create_task"})
# Methods of executors and event loops, and which argument they run.
_RUNNERS = {"run_in_executor": 1, "submit": 0, "map": 0}
# A longer text is prose or data; what marks a prompt format stands in its first characters or many times.
_LONGEST_TEXT = 20_000


class ExpressionWalk(Builder):
    """Handlers for every kind of expression, found by its type."""

    def __init__(self) -> None:
        super().__init__()
        self.handlers: dict[type[cst.CSTNode], Callable[..., Id]] = {
            cst.Name: self.name,
            cst.Attribute: self.read_attribute,
            cst.Subscript: self.read_subscript,
            cst.Call: self.call,
            cst.SimpleString: self.string,
            cst.ConcatenatedString: self.string,
            cst.FormattedString: self.string,
            cst.TemplatedString: self.template,
            cst.Integer: self.nothing,
            cst.Float: self.nothing,
            cst.Imaginary: self.nothing,
            cst.Ellipsis: self.nothing,
            cst.List: self.display,
            cst.Tuple: self.display,
            cst.Set: self.display,
            cst.Dict: self.dict_display,
            cst.ListComp: self.comprehension,
            cst.SetComp: self.comprehension,
            cst.GeneratorExp: self.comprehension,
            cst.DictComp: self.dict_comprehension,
            cst.IfExp: self.conditional,
            cst.BooleanOperation: self.boolean,
            cst.BinaryOperation: self.binary,
            cst.UnaryOperation: self.unary,
            cst.Comparison: self.comparison,
            cst.Await: self.awaited,
            cst.NamedExpr: self.named,
            cst.Lambda: self.lambda_,
            cst.Yield: self.yield_,
        }

    def visit(self, node: cst.CSTNode, role: str = "") -> Id:
        """Walk an expression; ``role`` is what a string there would stand for."""
        handler = self.handlers.get(type(node))
        if handler is None:
            for child in node.children:
                self.visit(child)
            return NOTHING
        return handler(node, role)

    def chain(self, node: cst.BaseExpression) -> Id:
        """Walk the beginning of a longer chain: what it stands for, without a use of its own."""
        if type(node) is cst.Attribute:
            return self.attribute(node)
        if type(node) is cst.Subscript:
            return self.subscript(node)
        return self.visit(node)

    def nothing(self, _node: cst.CSTNode, _role: str) -> Id:
        return NOTHING

    # Names and chains

    def name(self, node: cst.Name, _role: str) -> Id:
        if node.value in ("True", "False", "None"):
            return self.add(Text(node.value))
        self.track(NAME, node)
        return self.read(node.value)

    def read_attribute(self, node: cst.Attribute, _role: str) -> Id:
        region = self.upcoming()
        found = self.attribute(node)
        self.use(ReferenceKind.READ, found, region)
        return found

    def attribute(self, node: cst.Attribute) -> Id:
        self.track(ATTRIBUTE, node)
        base = self.chain(node.value)
        return NOTHING if base == NOTHING else self.add(Attribute(base, node.attr.value))

    def read_subscript(self, node: cst.Subscript, _role: str) -> Id:
        region = self.upcoming()
        found = self.subscript(node)
        self.use(ReferenceKind.READ, found, region)
        return found

    def subscript(self, node: cst.Subscript) -> Id:
        if self.is_type(node):
            return self.named_type(node)
        self.track(SUBSCRIPT, node)
        base = self.chain(node.value)
        role = "os.environ" if self.dotted(base) == "os.environ" else ""
        key: str | int | None = None
        for element in node.slice:
            inner = element.slice
            if isinstance(inner, cst.Index):
                found = self.visit(inner.value, role)
                text = self.expressions[found]
                key = text.value if isinstance(text, Text) and HOLE not in text.value else integer_of(inner.value)
            else:
                self.visit(inner)
        if role:
            return self.add(Free(ENVIRONMENT))
        if base == NOTHING:
            return NOTHING
        sliced = len(node.slice) == 1 and isinstance(node.slice[0].slice, cst.Slice)
        return base if sliced else self.add(Item(base, key))

    def upcoming(self) -> int:
        """The index that the next tracked node will have."""
        return self.fixed_region if self.fixed_region >= 0 else len(self.nodes)

    def dotted(self, expression: Id) -> str:
        """The dotted name of an attribute of an imported module or of an imported name, else an empty string."""
        found = self.expressions[expression]
        if isinstance(found, Module):
            return found.name
        if isinstance(found, Imported):
            return f"{found.module}.{found.name}" if found.level == 0 else ""
        if isinstance(found, Attribute):
            base = self.dotted(found.base)
            return f"{base}.{found.name}" if base else ""
        if isinstance(found, Join) and len(found.parts) == 1:
            return self.dotted(found.parts[0])
        if isinstance(found, Lookup) and found.scope == 0:
            bindings = self.scopes[0].names.get(found.name, [])
            if bindings and isinstance(self.expressions[bindings[-1]], (Module, Imported)):
                return self.dotted(bindings[-1])
        return ""

    # Calls

    def call(self, node: cst.Call, _role: str) -> Id:
        region = self.track(CALL, node)
        function = self.chain(node.func)
        dotted = self.dotted(function)
        environment = dotted in _ENVIRONMENT
        called = last_name(node.func)
        arguments = tuple(
            self.argument(argument, dotted if environment and not place else called, region)
            for place, argument in enumerate(node.args)
        )
        if dotted == "asyncio.gather":
            return self.one_of(
                *(self.element(a.value) if a.name == "*" else a.value for a in arguments if a.name in ("", "*"))
            )
        if dotted == "contextvars.ContextVar":
            return self.add(Mapping(tuple(Entry(None, a.value, a.region) for a in arguments if a.name == "default")))
        if dotted in _ONE_ELEMENT and arguments:
            return self.element(arguments[0].value)
        if dotted in _ALL_ELEMENTS:
            return self.join(item.value for item in arguments if item.name in ("", "*", "iterable"))
        if dotted in _NAMESPACES:
            return self.namespace(arguments)
        if dotted in _TYPE_VARIABLES:
            return self.type_variable(a.value for a in arguments[1:] if a.name in ("", "bound"))
        if dotted in _CASTS and len(arguments) > 1 and arguments[0].value != NOTHING:
            return self.join((self.add(Instance(arguments[0].value)), arguments[1].value))
        if environment:
            return self.join((self.add(Free(ENVIRONMENT)), *(argument.value for argument in arguments[1:])))
        builtin = self.expressions[function]
        if isinstance(builtin, Free):
            special = self.builtin(builtin.name, arguments, node)
            if special is not None:
                return special
        if called in _GROWING and isinstance(node.func, cst.Attribute):
            self.grow(node.func.value, called, arguments)
        if called == "__new__" and arguments and arguments[0].value:
            return self.join((self.add(Instance(arguments[0].value)), self.called(function, arguments, region)))
        if called == "create_task" and dotted not in _TASKS and arguments and arguments[0].value:
            # Of a group or a loop: what is awaited, or taken with `.result()`, is what the task gives.
            return self.join((self.add(Future(arguments[0].value)), self.called(function, arguments, region)))
        if called in _TAKING and isinstance(node.func, cst.Attribute) and not arguments:
            base = self.expressions[function]
            if isinstance(base, Attribute):
                return self.join((self.add(Element(base.base)), self.called(function, arguments, region)))
        if called in _ENTERING and isinstance(node.func, cst.Attribute) and arguments and arguments[0].value:
            return self.join((self.add(Entered(arguments[0].value)), self.called(function, arguments, region)))
        if function == NOTHING:
            return NOTHING
        found = self.called(function, arguments, region)
        at = _RUNNERS.get(called)
        if at is not None and isinstance(node.func, cst.Attribute) and len(arguments) > at and arguments[at].value:
            return self.join((found, self.run(called, arguments[at].value, arguments[at + 1 :])))
        return found

    def called(self, function: Id, arguments: tuple[Argument, ...], region: int) -> Id:
        """An ordinary call, with its use."""
        found = NOTHING if function == NOTHING else self.add(Call(function, arguments))
        self.use(ReferenceKind.CALL, found, region)
        return found

    def run(self, by: str, function: Id, arguments: tuple[Argument, ...]) -> Id:
        """What a function gives that something from outside calls, with the arguments that it is given there."""
        if by == "map":
            arguments = tuple(Argument("", self.element(item.value), item.region) for item in arguments)
        ran = self.add(Call(function, arguments, elsewhere=True))
        self.scopes[self.scope].applied.append(ran)
        return self.one_of(ran) if by == "map" else self.add(Future(ran)) if by == "submit" else ran

    def argument(self, argument: cst.Arg, called: str, call: int = 0) -> Argument:
        """One argument; a string at it stands for the keyword, or for what is called."""
        if argument.keyword is not None:
            region = self.track(KEYWORD, argument.keyword)
            return Argument(argument.keyword.value, self.visit(argument.value, argument.keyword.value), region)
        region = self.upcoming()
        value = self.visit(argument.value, called)
        # A number has no place of its own.
        return Argument(argument.star, value, region if self.upcoming() > region else call)

    def builtin(self, name: str, arguments: tuple[Argument, ...], node: cst.Call) -> Id | None:
        """What a call of a builtin gives, or ``None`` for an ordinary call."""
        first = arguments[0].value if arguments and not arguments[0].name else NOTHING
        if name == "super":
            return self.superclass()
        if name == "dict":
            entries = tuple(Entry(item.name, item.value, item.region) for item in arguments if item.name != "*")
            return self.add(Mapping(tuple(Entry(e.key or "**", e.value, e.region) for e in entries)))
        if name in _SAME_ELEMENTS:
            return first
        if name == "map" and first != NOTHING:
            return self.run(name, first, tuple(item for item in arguments[1:] if not item.name))
        if name == "filter":
            return self.one_of(self.element(arguments[1].value)) if len(arguments) > 1 else NOTHING
        if name in ("next", "anext") or (name in ("min", "max") and sum(not item.name for item in arguments) == 1):
            return NOTHING if first == NOTHING else self.add(Element(first))
        if name == "enumerate":
            return self.one_of(self.one_of(NOTHING, self.element(first)))
        if name == "zip":
            return self.one_of(self.one_of(*(self.element(item.value) for item in arguments)))
        if name == "setattr" and len(arguments) == _OF_SETATTR:
            attribute = text_of(node.args[1].value)
            if attribute is not None:
                self.store(first, attribute, arguments[2].value)
        if name == "getattr" and len(node.args) > 1:
            attribute = text_of(node.args[1].value)
            if attribute is not None and first != NOTHING:
                return self.join((self.add(Attribute(first, attribute)), *(item.value for item in arguments[2:])))
        return None

    def element(self, base: Id) -> Id:
        """What iterating over an expression gives."""
        return NOTHING if base == NOTHING else self.add(Element(base))

    def superclass(self) -> Id:
        """``super()`` for the innermost class."""
        index = self.scope
        while index >= 0 and self.scopes[index].kind is not ScopeKind.CLASS:
            index = self.scopes[index].parent
        return NOTHING if index < 0 else self.add(Super(index))

    def grow(self, container: cst.BaseExpression, method: str, arguments: tuple[Argument, ...]) -> None:
        """``container.append(value)`` and the like: the container holds the value from here on."""
        if not arguments or arguments[-1].value == NOTHING:
            return
        value = arguments[-1].value
        if method in ("setdefault", "set"):
            value = self.add(Mapping((Entry(None, value, arguments[-1].region),)))
        elif method not in ("extend", "update"):
            value = self.one_of(value)
        self.put(container, value)

    def put(self, container: cst.BaseExpression, value: Id) -> None:
        """Let a container, a name or an attribute, stand for a value beside what it stands for."""
        if isinstance(container, cst.Name):
            self.extend(container.value, value)
        elif isinstance(container, cst.Attribute) and isinstance(container.value, cst.Name):
            owner = self.read(container.value.value)
            if self.is_receiver(owner) is not None:
                self.store(owner, container.attr.value, value)

    # Literals and displays

    def string(self, node: cst.SimpleString | cst.ConcatenatedString | cst.FormattedString, role: str) -> Id:
        region = self.track(TEXT, node)
        text = text_of(node)
        parts = () if type(node) is cst.SimpleString else self.holes(node)
        if text is None:
            return NOTHING
        found = self.add(Text(text[:_LONGEST_TEXT]))
        if text:
            self.use(ReferenceKind.STRING, found, region, role)
        return self.concat(parts or [text]) if HOLE in text and may_be_address(text) else found

    def holes(self, node: cst.BaseExpression) -> list[Id | str]:
        """Walk what stands in the holes of an f-string, from left to right; give the texts and what is between them."""
        if isinstance(node, cst.ConcatenatedString):
            return [*self.holes(node.left), *self.holes(node.right)]
        if isinstance(node, cst.FormattedString):
            return self.parts(node.parts)
        return [text_of(node) or ""]

    def parts(self, parts: SequenceOf[cst.BaseFormattedStringContent]) -> list[Id | str]:
        found: list[Id | str] = []
        for part in parts:
            if isinstance(part, cst.FormattedStringExpression):
                found.append(self.visit(part.expression))
                if part.format_spec is not None:
                    self.parts(part.format_spec)
            elif isinstance(part, cst.FormattedStringText):
                found.append(part.value)
        return found

    def concat(self, parts: SequenceOf[Id | str]) -> Id:
        """Texts one after the other."""
        return self.add(Concat(tuple(self.add(Text(part)) if isinstance(part, str) else part for part in parts)))

    def template(self, node: cst.TemplatedString, _role: str) -> Id:
        for part in node.parts:
            if isinstance(part, cst.TemplatedStringExpression):
                self.visit(part.expression)
        return NOTHING

    def display(self, node: cst.List | cst.Tuple | cst.Set, role: str) -> Id:
        items = []
        for element in node.elements:
            value = self.visit(element.value, role)
            items.append(self.element(value) if isinstance(element, cst.StarredElement) else value)
        return self.one_of(*items)

    def dict_display(self, node: cst.Dict, role: str) -> Id:
        region = self.track(DICT, node)
        entries = []
        for element in node.elements:
            if isinstance(element, cst.StarredDictElement):
                entries.append(Entry("**", self.visit(element.value), region))
            elif isinstance(element, cst.DictElement):
                place = self.upcoming()
                self.visit(element.key, role and f"{role} key")
                place = place if self.upcoming() > place else region
                key = text_of(element.key)
                entries.append(Entry(key, self.visit(element.value, key or role), place))
        found = self.add(Mapping(tuple(entries)))
        if any(entry.key not in (None, "**") for entry in entries):
            self.use(ReferenceKind.SHAPE, found, region, role)
        return found

    def comprehension(self, node: cst.ListComp | cst.SetComp | cst.GeneratorExp, _role: str) -> Id:
        overlay = self.enter_comprehension(node.for_in)
        item = self.visit(node.elt)
        self.leave_comprehension(node.for_in, overlay)
        return self.one_of(item)

    def dict_comprehension(self, node: cst.DictComp, _role: str) -> Id:
        overlay = self.enter_comprehension(node.for_in)
        key = self.visit(node.key)
        value = self.visit(node.value)
        self.leave_comprehension(node.for_in, overlay)
        found = self.add(Mapping((Entry(None, value, 0),)))
        made = self.expressions[key]
        future = isinstance(made, Join) and any(isinstance(self.expressions[part], Future) for part in made.parts)
        # Futures are kept as keys, to find again what they were made for.
        return self.join((found, self.one_of(key))) if future else found

    def enter_comprehension(self, loop: cst.CompFor) -> Flow:
        """Reserve a place for each target, since the element stands before the loops that bind them."""
        overlay: Flow = {}
        inner: cst.CompFor | None = loop
        while inner is not None:
            for name in sorted(target_names(inner.target)):
                overlay[name] = self.reserve()
            inner = inner.inner_for_in
        self.overlays.append(overlay)
        return overlay

    def leave_comprehension(self, loop: cst.CompFor, overlay: Flow) -> None:
        inner: cst.CompFor | None = loop
        while inner is not None:
            self.comprehension_target(inner.target)
            iterated = self.element(self.visit(inner.iter))
            for condition in inner.ifs:
                self.visit(condition.test)
                if isinstance(inner.target, cst.Name):
                    iterated = self.kept(condition.test, inner.target.value, iterated)
            self.spread(inner.target, iterated, overlay)
            inner = inner.inner_for_in
        self.overlays.remove(overlay)

    def kept(self, test: cst.BaseExpression, name: str, value: Id) -> Id:
        """What the condition of a comprehension leaves of the values that a name goes through."""
        if isinstance(test, cst.BooleanOperation) and isinstance(test.operator, cst.And):
            return self.kept(test.right, name, self.kept(test.left, name, value))
        asked = _asked(test)
        if value == NOTHING or asked is None or asked[0] != name:
            return value
        types = self.again(asked[1])
        return value if types == NOTHING else self.add(Narrowed(value, types, holds=True))

    def again(self, node: cst.BaseExpression) -> Id:
        """What an expression stands for that is walked elsewhere: walking it again would only find its places."""
        kinds, nodes, uses = len(self.kinds), len(self.nodes), len(self.uses)
        found = self.visit(node)
        del self.kinds[kinds:], self.nodes[nodes:], self.uses[uses:]
        return found

    def comprehension_target(self, target: cst.BaseExpression) -> None:
        """Track the names of a target."""
        if isinstance(target, cst.Name):
            self.track(NAME, target)
        elif isinstance(target, (cst.Tuple, cst.List)):
            for element in target.elements:
                self.comprehension_target(element.value)
        else:
            self.visit(target)

    def spread(self, target: cst.BaseExpression, value: Id, overlay: Flow) -> None:
        """Say what stands at the places reserved for a target."""
        if isinstance(target, cst.Name):
            self.fill(overlay[target.value], self.expressions[self.join((value,))])
        elif isinstance(target, (cst.Tuple, cst.List)):
            for place, element in enumerate(target.elements):
                part = NOTHING if value == NOTHING else self.add(Item(value, place))
                self.spread(element.value, part, overlay)

    # Operators

    def conditional(self, node: cst.IfExp, role: str) -> Id:
        body = self.where(self.narrowed(node.test), node.body, role)
        self.visit(node.test)
        return self.join((body, self.where(self.narrowed(node.test, holds=False), node.orelse, role)))

    def boolean(self, node: cst.BooleanOperation, role: str) -> Id:
        left = self.visit(node.left, role)
        known = self.narrowed(node.left, holds=isinstance(node.operator, cst.And))
        return self.join((left, self.where(known, node.right, role)))

    def where(self, known: Flow, node: cst.BaseExpression, role: str) -> Id:
        """Walk an expression where more is known of some names."""
        before = {name: self.flow.get(name, NOTHING) for name in known}
        self.flow.update(known)
        found = self.visit(node, role)
        for name, value in before.items():
            if self.flow.get(name) == known[name]:
                self.flow[name] = value
                if value == NOTHING:
                    del self.flow[name]
        return found

    def narrowed(self, test: cst.BaseExpression, *, holds: bool = True) -> Flow:
        """What ``isinstance(name, Class)`` says of a name where it holds, or where it does not."""
        if type(test) is cst.UnaryOperation and isinstance(test.operator, cst.Not):
            return self.narrowed(test.expression, holds=not holds)
        if type(test) is cst.BooleanOperation:
            both = isinstance(test.operator, cst.And) is holds
            return {**self.narrowed(test.left, holds=holds), **self.narrowed(test.right, holds=holds)} if both else {}
        asked = _asked(test)
        if asked is None or not self.flows(asked[0]):
            return {}
        base, types = self.read(asked[0]), self.again(asked[1])
        if NOTHING in (types, base):
            return {}
        return {asked[0]: self.add(Narrowed(base, types, holds))}

    def know(self, name: str, value: Id) -> None:
        """Let a name stand for what is known of it from here on."""
        if self.flows(name):
            self.flow[name] = value

    def flows(self, name: str) -> bool:
        """Whether the order of the statements tells what a name stands for."""
        scope = self.scopes[self.scope]
        return not (name in scope.outer or name in scope.shared or any(name in overlay for overlay in self.overlays))

    def binary(self, node: cst.BinaryOperation, role: str) -> Id:
        left, right = self.visit(node.left, role), self.visit(node.right, role)
        first, second = self.expressions[left], self.expressions[right]
        if isinstance(node.operator, cst.Modulo) and isinstance(first, Text) and may_be_address(first.value):
            given = second.items if isinstance(second, Sequence) else (right,)
            return self.concat(tuple(percent_parts(first.value, given)))
        if isinstance(node.operator, cst.BitOr):
            return self.join((left, right))
        if not isinstance(node.operator, cst.Add):
            return NOTHING
        texts = [side.value for side in (first, second) if isinstance(side, Text)]
        if isinstance(first, Concat) or isinstance(second, Concat) or (len(texts) == 1 and may_be_address(texts[0])):
            return self.concat((left, right))
        if isinstance(first, Text):
            return self.add(Text(first.value + (second.value if isinstance(second, Text) else HOLE)))
        if isinstance(second, Text):
            return self.add(Text(HOLE + second.value))
        return self.join((left, right))

    def unary(self, node: cst.UnaryOperation, _role: str) -> Id:
        self.visit(node.expression)
        return NOTHING

    def comparison(self, node: cst.Comparison, _role: str) -> Id:
        sides = [node.left, *(item.comparator for item in node.comparisons)]
        role = next((name for name in map(last_name, sides) if name), "")
        for side in sides:
            self.visit(side, role)
        return NOTHING

    def awaited(self, node: cst.Await, _role: str) -> Id:
        found = self.visit(node.expression)
        value = self.expressions[found]
        parts = value.parts if isinstance(value, Join) else (found,)
        return self.join(one.call if isinstance(one := self.expressions[part], Future) else part for part in parts)

    def named(self, node: cst.NamedExpr, _role: str) -> Id:
        if not isinstance(node.target, cst.Name):
            return self.visit(node.value)
        self.track(NAME, node.target)
        value = self.visit(node.value, node.target.value)
        self.bind(node.target.value, value)
        return value

    def yield_(self, node: cst.Yield, _role: str) -> Id:
        if isinstance(node.value, cst.From):
            self.scopes[self.scope].yielded.append(self.element(self.visit(node.value.item)))
        elif node.value is not None:
            self.scopes[self.scope].yielded.append(self.visit(node.value))
        return NOTHING

    # Functions

    def lambda_(self, node: cst.Lambda, _role: str) -> Id:
        facts = self.parameters(node.params)
        saved = self.scope, self.flow, self.overlays
        # The bindings of a comprehension around it are read where the lambda stands.
        overlays = list(self.overlays)
        scope = self.open(ScopeKind.FUNCTION, "<lambda>", set())
        self.overlays = overlays
        index = self.scope
        scope.parameters = facts
        self.bind_parameters(facts)
        scope.returned.append(self.visit(node.body))
        self.scope, self.flow, self.overlays = saved
        return self.add(Function(index))

    def bind_parameters(self, facts: tuple[ParameterFacts, ...]) -> None:
        for parameter in facts:
            self.bind(parameter.name, self.add(Parameter(self.scope, parameter.name)))

    def parameters(self, node: cst.Parameters) -> tuple[ParameterFacts, ...]:
        """The parameters in the order of the source, their annotations and defaults walked in the scope around."""
        facts = [self.parameter(item, ParameterKind.POSITIONAL) for item in (*node.posonly_params, *node.params)]
        if isinstance(node.star_arg, cst.Param):
            facts.append(self.parameter(node.star_arg, ParameterKind.STAR))
        facts.extend(self.parameter(item, ParameterKind.KEYWORD) for item in node.kwonly_params)
        if node.star_kwarg is not None:
            facts.append(self.parameter(node.star_kwarg, ParameterKind.DOUBLE_STAR))
        return tuple(facts)

    def parameter(self, node: cst.Param, kind: ParameterKind) -> ParameterFacts:
        annotation = NOTHING if node.annotation is None else self.annotation(node.annotation.annotation)
        default = NOTHING if node.default is None else self.visit(node.default, node.name.value)
        return ParameterFacts(node.name.value, kind, annotation, default)

    def alias(self, annotated: Id) -> Id:
        """The type that gives what an annotation stands for."""
        found = self.expressions[annotated]
        if annotated == NOTHING:
            return NOTHING
        return found.of if isinstance(found, Instance) else self.add(Alias(annotated))

    def namespace(self, arguments: tuple[Argument, ...]) -> Id:
        """An object of no class, which has the attributes that it is given here and later."""
        scope = OpenScope(ScopeKind.NAMESPACE, self.scopes[self.scope].path, self.scope, set())
        scope.attributes = {item.name: [item.value] for item in arguments if item.value and item.name.isidentifier()}
        self.scopes.append(scope)
        return self.add(Instance(self.add(Class(len(self.scopes) - 1))))

    def named_type(self, node: cst.BaseExpression) -> Id:
        """A type that is written where a value stands, and so annotates nothing yet."""
        self.naming, naming = ReferenceKind.READ, self.naming
        found = self.alias(self.annotation(node))
        self.naming = naming
        return found

    def type_variable(self, bounds: Iterable[Id]) -> Id:
        """A type variable: what it annotates is an object of its bounds, but it names none of them itself."""
        objects = self.join(self.add(Instance(bound)) for bound in bounds if bound != NOTHING)
        return NOTHING if objects == NOTHING else self.add(Alias(self.element(self.one_of(objects))))

    # What an annotation says: see :mod:`lockscan.extraction.annotations`.

    def annotation(self, node: cst.BaseExpression) -> Id:
        """An object of the annotated type."""
        raise NotImplementedError

    def is_type(self, node: cst.Subscript) -> bool:
        """Whether this is a type such as ``Union[A, B]``, wherever it stands."""
        raise NotImplementedError


def _asked(test: cst.BaseExpression) -> tuple[str, cst.BaseExpression] | None:
    """The name and the types of ``isinstance(name, types)``."""
    if not isinstance(test, cst.Call) or len(test.args) != 2:  # noqa: PLR2004  # the object and its type
        return None
    subject, to = test.args[0].value, test.args[1].value
    named = isinstance(test.func, cst.Name) and test.func.value == "isinstance"
    return (subject.value, to) if named and isinstance(subject, cst.Name) and _names_types(to) else None


def _names_types(node: cst.BaseExpression) -> bool:
    """Whether an expression only names types: one, a tuple of them or a union."""
    if isinstance(node, cst.Tuple):
        return all(_names_types(element.value) for element in node.elements)
    if isinstance(node, cst.BinaryOperation):
        return _names_types(node.left) and _names_types(node.right)
    return isinstance(node, cst.Name) or (isinstance(node, cst.Attribute) and _names_types(node.value))


def last_name(node: cst.BaseExpression) -> str:
    """The last name of a dotted name, else an empty string."""
    if type(node) is cst.Name:
        return node.value
    return node.attr.value if type(node) is cst.Attribute else ""

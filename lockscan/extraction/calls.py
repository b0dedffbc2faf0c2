"""The walk over calls: what they give, and what they do to what they are given."""

import libcst as cst

from lockscan.extraction.builder import CALL, KEYWORD, NOTHING, OpenScope
from lockscan.extraction.functions import FunctionWalk
from lockscan.extraction.literals import text_of
from lockscan.extraction.names import last_name
from lockscan.model.facts import (
    ENVIRONMENT,
    Argument,
    Attribute,
    Call,
    Class,
    Entered,
    Entry,
    Free,
    Future,
    Id,
    Instance,
    Mapping,
    Narrowed,
    ScopeKind,
    Super,
)
from lockscan.model.program import ReferenceKind

# Builtins that hand on their argument, and those that make a container of its elements, whose methods are nobody's.
_SAME = frozenset({"reversed", "iter", "aiter"})
_MADE = frozenset({"list", "tuple", "set", "frozenset", "sorted"})
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


class CallWalk(FunctionWalk):
    """Handlers for calls."""

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
        if dotted in _CASTS and len(arguments) > 1:
            quoted = self.quoted(node.args[0].value, arguments[0].region)
            return self.cast(arguments[0].value if quoted is None else quoted, arguments[1].value)
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
                return self.join((self.element(base.base), self.called(function, arguments, region)))
        if called in _ENTERING and isinstance(node.func, cst.Attribute) and arguments and arguments[0].value:
            return self.join((self.add(Entered(arguments[0].value)), self.called(function, arguments, region)))
        if function == NOTHING:
            return NOTHING
        found = self.called(function, arguments, region)
        at = _RUNNERS.get(called)
        if at is not None and isinstance(node.func, cst.Attribute) and len(arguments) > at and arguments[at].value:
            return self.join((found, self.run(called, arguments[at].value, arguments[at + 1 :])))
        return found

    def cast(self, to: Id, value: Id) -> Id:
        """An object of a type, of which a value tells more."""
        if NOTHING in (to, value):
            return value if to == NOTHING else self.add(Instance(to))
        return self.join((self.add(Instance(to)), self.add(Narrowed(value, to, holds=True))))

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
        if name in _SAME:
            return first
        if name in _MADE:
            return self.one_of(self.element(first))
        if name == "map" and first != NOTHING:
            return self.run(name, first, tuple(item for item in arguments[1:] if not item.name))
        if name == "filter":
            return self.one_of(self.element(arguments[1].value)) if len(arguments) > 1 else NOTHING
        if name in ("next", "anext") or (name in ("min", "max") and sum(not item.name for item in arguments) == 1):
            return self.element(first)
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

    def superclass(self) -> Id:
        """``super()`` for the innermost class."""
        index = self.scope
        while index >= 0 and self.scopes[index].kind is not ScopeKind.CLASS:
            index = self.scopes[index].parent
        return NOTHING if index < 0 else self.add(Super(index))

    def namespace(self, arguments: tuple[Argument, ...]) -> Id:
        """An object of no class, which has the attributes that it is given here and later."""
        scope = OpenScope(ScopeKind.NAMESPACE, self.scopes[self.scope].path, self.scope, set())
        scope.attributes = {item.name: [item.value] for item in arguments if item.value and item.name.isidentifier()}
        self.scopes.append(scope)
        return self.add(Instance(self.add(Class(len(self.scopes) - 1))))

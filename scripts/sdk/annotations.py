"""Names of ``typing`` and its kin, by what an annotation made of them stands for."""

SAME = frozenset({
    "Annotated", "ClassVar", "Final", "Optional", "Union", "Required", "NotRequired", "ReadOnly", "InitVar", "Mapped",
    "Awaitable", "AsyncContextManager", "AbstractAsyncContextManager", "ContextManager", "AbstractContextManager",
    "Future", "Task", "cached_property", "AwaitableType",
})  # fmt: skip
"""Transparent: a value of the argument, or of any of them."""

LAST = frozenset({"Coroutine", "CoroutineType"})
"""A value of the last argument."""

MAPPING = frozenset({
    "dict", "Dict", "Mapping", "MutableMapping", "defaultdict", "DefaultDict", "OrderedDict", "ItemsView",
})  # fmt: skip
"""A container of its second argument."""

SEQUENCE = frozenset({
    "list", "List", "tuple", "Tuple", "set", "Set", "frozenset", "FrozenSet", "deque", "Deque", "Sequence",
    "MutableSequence", "Iterable", "Iterator", "AsyncIterable", "AsyncIterator", "Collection", "AbstractSet",
    "KeysView", "ValuesView", "RepeatedCompositeFieldContainer", "RepeatedScalarFieldContainer", "ItemPaged",
    "AsyncItemPaged", "Generator", "AsyncGenerator", "SyncIterable", "RepeatedComposite",
})  # fmt: skip
"""A container of its arguments."""

CLASS = frozenset({"type", "Type"})
"""The class that is its argument."""

CALLABLE = frozenset({"Callable"})
"""Gives its last argument when called."""

NOTHING = frozenset({"Literal", "Any", "None", "object", "NoReturn", "Never", "LiteralString", "TypedDict", "AnyStr"})
"""Nothing that an SDK owns."""

TYPE_VARIABLES = frozenset({"TypeVar", "ParamSpec", "TypeVarTuple"})
PROPERTIES = frozenset({"property", "cached_property", "classproperty", "hybrid_property", "async_property"})
MANAGERS = frozenset({"contextmanager", "asynccontextmanager"})

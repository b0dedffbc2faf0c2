"""What is known of functions and classes from outside that no rule speaks of."""

# Functions that hand on one of their arguments: by place.
HANDS_ON = {
    "functools.partial": 0,
    "functools.partialmethod": 0,
    "asyncio.run": 0,
    "asyncio.as_completed": 0,
    "concurrent.futures.as_completed": 0,
    "asyncio.wait_for": 0,
    "asyncio.shield": 0,
    "asyncio.create_task": 0,
    "asyncio.ensure_future": 0,
    "dependency_injector.providers.Singleton": 0,
    "dependency_injector.providers.ThreadSafeSingleton": 0,
    "dependency_injector.providers.ThreadLocalSingleton": 0,
    "dependency_injector.providers.Factory": 0,
    "dependency_injector.providers.Callable": 0,
    "dependency_injector.providers.Resource": 0,
    "contextlib.closing": 0,
    "contextlib.aclosing": 0,
    "contextlib.nullcontext": 0,
    "copy.copy": 0,
    "copy.deepcopy": 0,
    "typing.cast": 1,
    "typing_extensions.cast": 1,
    # They trace what they are given, and give it back; some once they have been called with settings.
    "langsmith.wrappers.wrap_openai": 0,
    "langsmith.wrappers.wrap_anthropic": 0,
    "langsmith.wrappers.wrap_gemini": 0,
    "langsmith.traceable": 0,
    "langsmith.traceable()": 0,
    "langfuse.observe": 0,
    "langfuse.observe()": 0,
    "langfuse.decorators.observe": 0,
    "langfuse.decorators.observe()": 0,
    "weave.op": 0,
    "weave.op()": 0,
    "braintrust.wrap_openai": 0,
    "braintrust.wrap_anthropic": 0,
    "opik.integrations.openai.track_openai": 0,
    "opik.integrations.anthropic.track_anthropic": 0,
}
# Functions that call their first argument and give what that gives.
CALLS = frozenset({
    "asyncio.to_thread", "anyio.to_thread.run_sync", "fastapi.Depends", "fastapi.param_functions.Depends",
    "starlette.concurrency.run_in_threadpool", "fastapi.concurrency.run_in_threadpool",
})  # fmt: skip
# Functions that describe a field, and the keyword that makes its default.
FIELDS = {
    "dataclasses.field": "default_factory",
    "pydantic.Field": "default_factory",
    "pydantic.PrivateAttr": "default_factory",
    "attr.ib": "factory",
    "attrs.field": "factory",
    "attr.field": "factory",
}
# Methods that only texts have: what they give is nothing of the vendor's any more.
OF_TEXTS = frozenset({
    "casefold", "endswith", "isdigit", "lower", "lstrip", "partition", "removeprefix", "removesuffix", "rpartition",
    "rsplit", "rstrip", "split", "splitlines", "startswith", "strip", "swapcase", "title", "upper", "zfill",
})  # fmt: skip
IMPORTS = frozenset({"importlib.import_module", "builtins.__import__"})
# Packages that are followed because of the functions above.
FOLLOWED = frozenset({
    "functools", "asyncio", "anyio", "contextlib", "copy", "typing", "typing_extensions", "dataclasses", "pydantic",
    "attr", "attrs", "concurrent", "importlib", "builtins", "fastapi", "starlette", "braintrust", "opik",
    "dependency_injector",
})  # fmt: skip
# Libraries that send requests, and those that make addresses for them.
SENDING = frozenset({"requests", "httpx", "aiohttp", "urllib", "urllib3", "http", "websockets", "websocket", "yarl"})
# Where nothing is known of what they are called on, these send a request if they are given an address.
SENDING_METHODS = frozenset({"post", "put", "patch", "request", "stream", "ws_connect", "urlopen"})
PROPERTIES = frozenset({"property", "cached_property", "functools.cached_property", "abc.abstractproperty"})
CONTEXT_MANAGERS = frozenset({"contextlib.contextmanager", "contextlib.asynccontextmanager"})
# Types whose objects may be, or hold, objects of any other, and packages of such types.
OPEN = frozenset({
    "builtins.dict", "builtins.frozenset", "builtins.list", "builtins.object", "builtins.set", "builtins.tuple",
    "builtins.type",
})  # fmt: skip
OPEN_PACKAGES = frozenset({
    "asyncio", "collections", "concurrent", "contextlib", "contextvars", "functools", "queue", "threading", "types",
    "typing", "typing_extensions", "unittest", "weakref",
})  # fmt: skip

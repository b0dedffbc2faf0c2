"""Names for an interface, from what the code calls things; never those of a vendor."""

import keyword
import re
from collections import Counter
from collections.abc import Iterable

from lockscan.model.rule import Vendor

_GENERIC = {
    "", "main", "run", "call", "wrapper", "inner", "execute", "invoke", "process", "handle", "fn", "func", "get",
    "init", "create", "request", "setup", "lambda", "api", "do", "new", "post", "make", "load", "start", "update", "on",
    "client", "test", "callback", "dispatch", "default", "new_client", "get_client", "query_engine", "update_config",
}  # fmt: skip
_PLAIN_RESULTS = {
    "response", "resp", "res", "result", "results", "r", "completion", "completions", "chat_completion", "answer",
    "output", "ret", "data", "x", "stream", "out", "raw", "value", "message", "reply", "kwargs", "chunks", "chunk",
    "events", "client", "response_stream", "api_response", "llm_response", "chat_response", "raw_response",
}  # fmt: skip
# Models are named for their makers, and functions for either, also where another vendor's calls stand in them by now.
_OTHERS = {
    "gpt", "chatgpt", "claude", "gemini", "palm", "llama", "titan", "nova", "davinci", "v1", "v2", "sdk", "openai",
    "anthropic", "azure", "bedrock", "cohere", "mistral", "vertexai", "groq", "huggingface", "pinecone",
}  # fmt: skip
_RESULT = re.compile(r"\s*([a-z_]\w*)\s*(?::[^=]+)?=\s*(?!=)")
# What is left at the end where a vendor's name came after it.
_JOINING = {"with", "from", "to", "by", "for", "via", "using", "in", "on", "of", "and", "or", "as"}
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def words(name: str) -> list[str]:
    """Return the words of an identifier in lower case."""
    return [word.lower() for word in _WORD.findall(name)]


def vendor_words(vendor: Vendor) -> frozenset[str]:
    """Return the words that tell which vendor it is."""
    names = [vendor.id, vendor.name, *(root for root, _ in vendor.roots), *(name for _, name in vendor.roots)]
    spelled = {part.lower() for name in names for part in re.split(r"[^0-9A-Za-z]+", name)}
    spelled |= {word for name in names for word in words(name)}
    return frozenset(spelled - {"ai", "search", "models", "inference", "api", "the", "of", ""} | _OTHERS)


def plain(name: str, told: frozenset[str]) -> str:
    """Return an identifier in snake case without the words that tell of a vendor; empty if nothing telling is left."""
    # ``OpenAI`` falls apart into words that tell nothing.
    whole = "|".join(sorted(map(re.escape, told), key=len, reverse=True))
    name = re.sub(rf"(?:(?<![A-Za-z])|(?=[A-Z]))(?i:{whole})(?![a-z])", "_", name)
    kept = [word for word in words(name) if word not in told and word != "async"]
    while kept and kept[-1] in _JOINING:
        kept.pop()
    return _usable("_".join(kept))


def _usable(name: str) -> str:
    return "" if name in _GENERIC or not name.isidentifier() or keyword.iskeyword(name) else name


def operation_name(scopes: Iterable[str], snippets: Iterable[str], verb: str, told: frozenset[str]) -> str:
    """Return a name for what several places have done: that of the function around them, or of the results.

    Where the functions have different names, it is made of the words that most of them share.
    """
    functions = Counter(
        name
        for scope in scopes
        for name in [plain(scope.rpartition(".")[2], told)]
        if name and not scope.endswith("__")
    )
    if len(functions) == 1:
        return next(iter(functions))
    if functions:
        shared = Counter(word for name in functions for word in set(name.split("_")))
        common = [w for w, number in shared.items() if 2 * number > len(functions) and len(w) > 2]  # noqa: PLR2004
        longest = max(sorted(functions), key=lambda name: sum(word in common for word in name.split("_")))
        return plain("_".join(word for word in longest.split("_") if word in common), told) or verb
    results = {match[1] for text in snippets for match in [_RESULT.match(text)] if match}
    telling = {plain(name, told) for name in results - _PLAIN_RESULTS} - {""}
    return f"{verb}_{telling.pop()}" if len(telling) == 1 else verb


def snake(name: str) -> str:
    """Return an identifier in snake case; empty if it cannot be one."""
    joined = "_".join(words(name))
    return f"{joined}_" if keyword.iskeyword(joined) else joined if joined.isidentifier() else ""

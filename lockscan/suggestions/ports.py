"""What an interface may look like for each thing that vendors do: names, types, and what can stand behind it."""

from typing import NamedTuple


class Port(NamedTuple):
    """The interface for some capabilities.

    ``verb`` names an operation that the code has no name for, ``returns`` is what it gives; without a verb, operations
    are named as in the API. ``subject`` is the first parameter where it has no keyword. ``backends`` can stand behind
    it: the libraries and protocols that bind to nobody.
    """

    name: str
    verb: str
    subject: str
    returns: str
    backends: tuple[str, ...]


CHAT = Port(
    "LanguageModel",
    "complete",
    "messages",
    "str",
    ("any OpenAI-compatible server (vLLM, Ollama, llama.cpp) by base_url", "litellm.completion", "any_llm.completion"),
)
_RETRIEVAL = ("an Embedder and a VectorStore of your own", "haystack or llama-index pipelines")
_AUDIO = "vLLM's audio endpoints"
_STORES = ("qdrant-client", "pgvector", "chromadb", "weaviate-client", "pymilvus")
_SESSIONS = ("SQL or Redis tables of your own", "LangGraph checkpointers")
PORTS = {
    "embeddings": Port(
        "Embedder", "embed", "texts", "Sequence[Sequence[float]]",
        ("sentence-transformers", "/v1/embeddings of vLLM or Ollama", "litellm.embedding"),
    ),
    "structured_output": CHAT._replace(backends=("instructor", "pydantic-ai", "outlines", *CHAT.backends)),
    "audio_transcription": Port(
        "Transcriber", "transcribe", "file", "str", ("faster-whisper", _AUDIO, "litellm.transcription")
    ),
    "speech": Port("Speaker", "speak", "text", "bytes", (_AUDIO, "litellm.speech")),
    "image_generation": Port("Illustrator", "illustrate", "prompt", "Sequence[bytes]",
                             ("diffusers", "litellm.image_generation")),
    "moderation": Port("Moderator", "moderate", "text", "bool", ("a guard model behind a LanguageModel",
                                                                 "litellm.moderation")),
    "rerank": Port("Reranker", "rank", "query", "Sequence[float]",
                   ("a sentence-transformers cross-encoder", "litellm.rerank")),
    "vector_store": Port("VectorStore", "", "query", "object", _STORES),
    "hosted_retrieval": Port("DocumentStore", "", "query", "object", _RETRIEVAL),
    "server_state": Port("ConversationStore", "", "conversation", "object", _SESSIONS),
    "agents": Port("AgentRunner", "", "conversation", "object", ("pydantic-ai", "LangGraph", *_SESSIONS)),
    "batch": Port("BatchRunner", "", "requests", "object", ("a queue of your own", "vLLM's offline batches")),
    "files": Port("FileStore", "", "file", "object", ("object storage or a folder of your own",)),
    "model_files": Port("ModelSource", "", "name", "object", ("a mirror of your own: object storage or a folder",)),
    "fine_tuning": Port("Trainer", "", "examples", "object", ("TRL, PEFT or Axolotl", "vLLM to serve the result")),
    "hosted_search": Port("WebSearch", "search", "query", "Sequence[Mapping[str, object]]",
                          ("a SearXNG instance of your own", "ddgs")),
    "realtime": Port("VoiceSession", "", "session", "object", ("Pipecat", "LiveKit Agents")),
    "video_generation": Port("Filmmaker", "film", "prompt", "bytes", ("diffusers",)),
    "hosted_prompts": Port("PromptLibrary", "", "name", "object", ("files in the repository",)),
    "evaluation": Port("Evaluator", "", "examples", "object", ("pytest over examples of your own", "ragas")),
    "hosted_tools": Port("Toolbox", "", "subject", "object", ("functions of your own", "MCP servers")),
    "hosted_code": Port("Sandbox", "", "code", "object", ("a container of your own",)),
    "models": Port("ModelCatalogue", "", "model", "object", ("a settings file",)),
    "tracing": Port("Tracer", "", "name", "object", ("OpenTelemetry with gen_ai attributes",)),
}  # fmt: skip
_CHATTING = {
    "chat", "completion", "streaming", "tool_calling", "vision", "reasoning", "prompt_caching", "parameters",
    "prompt_format", "model_choice", "usage", "computer_use",
}  # fmt: skip
# What clients offer besides: not a thing that a vendor does for the code.
BESIDE = frozenset({"client", "configuration", "types", "errors", "tokenizer"})
OTHER = Port("Service", "", "subject", "object", ())

_MANY = "Sequence[str]"
_TABLE = "Mapping[str, object]"
# A keyword of some SDK, what it is in plain words, and its type.
PARAMETERS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("messages", "contents", "chat_history", "history"), ("messages", "Sequence[Message]")),
    **dict.fromkeys(("system", "system_instruction", "instructions", "preamble"), ("instructions", "str")),
    **dict.fromkeys(("model", "model_id", "modelId", "model_name", "engine", "deployment_id"), ("model", "str")),
    **dict.fromkeys(
        ("max_tokens", "max_output_tokens", "max_completion_tokens", "max_tokens_to_sample", "max_new_tokens"),
        ("max_tokens", "int"),
    ),
    **dict.fromkeys(("stop", "stop_sequences"), ("stop", _MANY)),
    **dict.fromkeys(("tools", "functions", "toolConfig"), ("tools", "Sequence[Tool]")),
    **dict.fromkeys(("tool_choice", "function_call", "tool_config"), ("tool_choice", "str")),
    **dict.fromkeys(
        ("response_format", "response_model", "response_schema", "text_format", "output_config"),
        ("answer_schema", _TABLE),
    ),
    **dict.fromkeys(("temperature", "top_p", "timeout", "presence_penalty", "frequency_penalty"), ("", "float")),
    **dict.fromkeys(("top_k", "seed", "dimensions", "limit", "n_results", "k"), ("", "int")),
    **dict.fromkeys(("prompt", "query", "language", "voice", "size", "text", "collection", "name"), ("", "str")),
    **dict.fromkeys(("n", "num_results"), ("count", "int")),
    **dict.fromkeys(("texts", "inputs"), ("texts", _MANY)),
    **dict.fromkeys(("filter", "where", "metadata"), ("", _TABLE)),
    "file": ("file", "BinaryIO"),
    "ids": ("ids", _MANY),
    "vector": ("vector", "Sequence[float]"),
}
# What belongs to the way of calling, and to the adapter.
DROPPED = frozenset(
    {"stream", "stream_options", "extra_headers", "extra_body", "extra_query", "api_key", "api_base", "api_type",
     "api_version", "headers", "request_timeout", "base_url", "organization", "request_options", "accept",
     "contentType", "store", "**", "*"}
)  # fmt: skip

# The last name of what is read off an answer, and the field that it becomes; "" for what only leads there.
FIELDS: dict[str, str] = {
    **dict.fromkeys(("content", "text", "output_text", "text_stream", "completion", "output"), "text"),
    **dict.fromkeys(
        ("tool_calls", "function_call", "function_calls", "arguments", "function", "input", "args", "partial_json"),
        "tool_calls",
    ),
    **dict.fromkeys(
        ("usage", "prompt_tokens", "completion_tokens", "total_tokens", "input_tokens", "output_tokens",
         "usage_metadata"), "usage",
    ),
    **dict.fromkeys(("finish_reason", "stop_reason"), "finish_reason"),
    **dict.fromkeys(
        ("choices", "message", "delta", "data", "index", "parts", "candidates", "role", "type", "name", "embedding",
         "embeddings", "values", "model_dump", "to_dict", "model_dump_json", "append", "get", "items", "json", "body",
         "content_block", "blocks", "result"),
        "",
    ),
}  # fmt: skip
FIELD_TYPES = {
    "text": "str", "tool_calls": "Sequence[ToolCall]", "usage": "Mapping[str, int]", "finish_reason": "str",
    "id": "str",
}  # fmt: skip

ERRORS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("RateLimited", ("ratelimit", "toomanyrequests", "resourceexhausted", "throttling")),
    ("Unauthorised", ("authentication", "permission", "unauthorized", "unauthenticated", "accessdenied")),
    ("TimedOut", ("timeout", "deadline")),
    ("ContentRefused", ("contentfilter", "blocked", "safety", "stopcandidate")),
    ("InvalidRequest", ("badrequest", "invalid", "notfound", "unprocessable", "conflict", "validation")),
    ("Unavailable", ("unavailable", "connection", "internalserver", "overloaded", "server")),
)
ANY_ERROR = "ServiceError"


def port(capability: str) -> Port:
    """Return the interface for a capability."""
    return CHAT if capability in _CHATTING else PORTS.get(capability, OTHER)


def error(name: str) -> str:
    """Return what an exception of an SDK is called in plain words."""
    spelled = name.lower()
    return next((plain for plain, signs in ERRORS if any(sign in spelled for sign in signs)), ANY_ERROR)

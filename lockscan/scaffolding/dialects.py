"""The protocols that there are templates for: who speaks them, and how one of their clients is made."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from lockscan.model.finding import Finding
from lockscan.model.rule import Target

_SETTINGS = "base_url, api_key, timeout, max_retries"


class Verb(str, Enum):
    """What a call of a protocol does."""

    ANSWER = "answer"
    STREAM = "stream"
    EXTRACT = "extract"
    EMBED = "embed"


@dataclass(frozen=True, slots=True)
class Side:
    """One adapter: ``template`` by name, ``module`` and ``prefix`` for what is made of it, ``vendor`` for people.

    ``names`` are filled into the template; those in ``awaited`` take their place where calls are awaited.
    """

    template: str
    recorded: str
    module: str
    prefix: str
    vendor: str
    names: Mapping[str, str] = field(default_factory=dict)
    awaited: Mapping[str, str] = field(default_factory=dict)
    embeds: bool = True
    chats: bool = True


_VERBS = {
    "create": Verb.ANSWER,
    "parse": Verb.EXTRACT,
    "stream": Verb.STREAM,
    "generate_content": Verb.ANSWER,
    "generate_content_stream": Verb.STREAM,
    "send_message": Verb.ANSWER,
    "send_message_stream": Verb.STREAM,
    "embed_content": Verb.EMBED,
    "converse": Verb.ANSWER,
    "converse_stream": Verb.STREAM,
}
_CHAT = re.compile(
    r"(?P<sdk>\w+(?:\.\w+)*)\.(?P<client>\w+)\(\)\.(?:beta\.)?chat\.completions\.(create|parse|stream)\(\)"
)
_EMBED = re.compile(r"(?P<sdk>\w+(?:\.\w+)*)\.(?P<client>\w+)\(\)\.embeddings\.create\(\)")
_RESPONSES = re.compile(r"openai\.\w+\(\)\.responses\.(create|parse|stream)\(\)")
_LEGACY = re.compile(r"openai\.(ChatCompletion|Embedding)\.a?create\(\)")
_MESSAGES = re.compile(r"anthropic\.\w+\(\)\.(?:beta\.)?messages\.(create|parse|stream)\(\)")
_CONTENTS = re.compile(
    r"google\.genai\.Client\(\)\.(?:aio\.)?(?:models|chats\.create\(\))"
    r"\.(generate_content|generate_content_stream|embed_content|send_message|send_message_stream)\(\)"
)
_CONVERSE = re.compile(r"boto3\.client\(bedrock-runtime\)\.(converse|converse_stream)\(\)")
_INVOKE = "boto3.client(bedrock-runtime).invoke_model()"


def spoken(finding: Finding, vendor: str) -> tuple[Side, Verb] | None:
    """Return the adapter for the present vendor that a call belongs in, and what it does there; None if no one fits."""
    symbol = finding.symbol
    if found := _LEGACY.fullmatch(symbol):
        return openai(finding.vendor, vendor), Verb.EMBED if found[1] == "Embedding" else Verb.ANSWER
    if found := _RESPONSES.fullmatch(symbol):
        return responses(finding.vendor, vendor), _VERBS[found[1]]
    if found := _MESSAGES.fullmatch(symbol):
        return anthropic(finding.vendor, vendor), _VERBS[found[1]]
    if found := _CHAT.fullmatch(symbol):
        return shaped(finding.vendor, vendor, found["sdk"], found["client"]), _VERBS[found[3]]
    if found := _EMBED.fullmatch(symbol):
        return shaped(finding.vendor, vendor, found["sdk"], found["client"]), Verb.EMBED
    if found := _CONTENTS.fullmatch(symbol):
        return google(vendor), _VERBS[found[1]]
    if found := _CONVERSE.fullmatch(symbol):
        return bedrock(vendor), _VERBS[found[1]]
    if symbol == _INVOKE and finding.capability == "embeddings":
        return bedrock(vendor), Verb.EMBED
    return None


def aimed(target: Target) -> Side | None:
    """Return the adapter for a target; None if no template speaks to it."""
    known: Mapping[str, Callable[[], Side]] = {
        "openai-compatible": compatible,
        "litellm": litellm,
        "openai": lambda: openai("openai", "OpenAI"),
        "anthropic": lambda: anthropic("anthropic", "Anthropic"),
        "google": lambda: google("Google"),
        "bedrock": lambda: bedrock("Amazon Bedrock"),
        "azure": lambda: openai("azure.ai.openai", "Azure OpenAI"),
    }
    make = known.get(target.id)
    return make() if make else compatible() if target.address else None


def openai(vendor: str, name: str) -> Side:
    """Chat completions and embeddings of the openai package, or of Azure's client in it."""
    azure = vendor == "azure.ai.openai"
    names = _chat_names(
        "openai",
        "openai.AzureOpenAI(**settings)" if azure else "openai.OpenAI(**settings)",
        limit="max_completion_tokens",
        settings="azure_endpoint, api_version, api_key and others" if azure else _SETTINGS,
    )
    module, prefix = ("azure_adapter", "AzureOpenAI") if azure else ("openai_adapter", "OpenAI")
    return Side("openai_chat", "RecordedChatCompletions", module, prefix, name, names, _async(names))


def compatible() -> Side:
    """Chat completions and embeddings of any server that speaks OpenAI's protocol."""
    names = _chat_names("openai", "openai.OpenAI(**settings)", limit="max_tokens", settings=_SETTINGS)
    vendor = "any OpenAI-compatible server"
    module, prefix = "compatible_adapter", "Compatible"
    return Side("openai_chat", "RecordedChatCompletions", module, prefix, vendor, names, _async(names))


def shaped(vendor: str, name: str, sdk: str, client: str) -> Side:
    """Chat completions of an SDK that has the methods of OpenAI's."""
    if sdk == "openai":
        return openai(vendor, name)
    root = sdk.partition(".")[0]
    names = _chat_names(sdk, f"{sdk}.{client}(**settings)", limit="max_tokens", settings=_SETTINGS)
    return Side("openai_chat", "RecordedChatCompletions", f"{root}_adapter", client, name, names, _async(names))


def litellm() -> Side:
    """Functions of LiteLLM, which take and give OpenAI's shapes."""
    names = _chat_names("litellm", "litellm", limit="max_tokens", settings="")
    later = {"create": "acompletion", "embed": "aembedding", "call": "litellm.acompletion"}
    own = {"create": "completion", "embed": "embedding", "call": "litellm.completion", "vector": '["embedding"]'}
    return Side(
        "openai_chat", "RecordedChatCompletions", "litellm_adapter", "LiteLLM", "LiteLLM", {**names, **own}, later
    )


def responses(vendor: str, name: str) -> Side:
    """The Responses API of the openai package."""
    azure = vendor == "azure.ai.openai"
    made = openai(vendor, name)
    module = "azure_responses_adapter" if azure else "openai_responses_adapter"
    prefix = f"{made.prefix}Responses"
    return Side("openai_responses", "RecordedResponses", module, prefix, name, made.names, made.awaited, embeds=False)


def anthropic(vendor: str, name: str) -> Side:
    """The Messages API, at Anthropic or in a cloud."""
    client = {"aws.bedrock": "AnthropicBedrock", "gcp.vertex_ai": "AnthropicVertex"}.get(vendor, "Anthropic")
    names = _names("import anthropic", f"anthropic.{client}(**settings)", _SETTINGS)
    return Side(
        "anthropic", "RecordedMessages", "anthropic_adapter", "Anthropic", name, names, _async(names), embeds=False
    )


def google(name: str) -> Side:
    """The google-genai package."""
    names = _names("from google import genai", "genai.Client(**settings)", "api_key, or vertexai, project and location")
    return Side("google", "RecordedContents", "google_adapter", "Google", name, names)


def bedrock(name: str) -> Side:
    """A boto3 client of bedrock-runtime."""
    names = _names("import boto3", 'boto3.client("bedrock-runtime", **settings)', "region_name, config, endpoint_url")
    return Side("bedrock", "RecordedConverse", "bedrock_adapter", "Bedrock", name, names)


def _chat_names(sdk: str, client: str, *, limit: str, settings: str) -> Mapping[str, str]:
    return {
        **_names(f"import {sdk}", client, settings),
        "call": "chat.completions.create",
        "create": "chat.completions.create",
        "embed": "embeddings.create",
        "limit": limit,
        "vector": ".embedding",
    }


def _async(names: Mapping[str, str]) -> Mapping[str, str]:
    """Return the names that differ for the client that is awaited."""
    module, _, made = names["client"].rpartition(".")
    return {"client": f"{module}.Async{made}"}


def _names(import_sdk: str, client: str, settings: str) -> Mapping[str, str]:
    return {
        "import_sdk": import_sdk,
        "client": client,
        "settings": ", **settings: Any" if settings else "",
        "connect": f"Build the client from settings: {settings}." if settings else "Keys come from the environment.",
    }

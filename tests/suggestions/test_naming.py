"""Names for interfaces: what the code calls things, less the vendor."""

import pytest

from lockscan.model.rule import Category, Vendor
from lockscan.suggestions.naming import operation_name, plain, snake, vendor_words

_TOLD = vendor_words(
    Vendor("gcp.gen_ai", "Google Gemini", Category.MODEL_API, roots=(("google.genai", "google-genai"),))
)


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("summarise", "summarise"),
        ("generate_image_with_gemini", "generate_image"),
        ("_call_openai_router", "call_router"),
        ("callOpenAI", ""),
        ("askGeminiTwice", "ask_twice"),
        ("innovation_report", "innovation_report"),
        ("agenda", "agenda"),
        ("async_translate", "translate"),
        ("get_openai_client", ""),
        ("gemini", ""),
        ("with_gemini", ""),
        ("from", ""),
        ("", ""),
    ],
)
def test_vendors_are_left_out_of_names(name: str, left: str) -> None:
    assert plain(name, _TOLD) == left


@pytest.mark.parametrize(
    ("scopes", "snippets", "name"),
    [
        (["Bot.summarise"], [], "summarise"),
        (["Bot.summarise_text", "Other.summarise_page"], [], "summarise"),
        (["first", "second"], [], "complete"),
        (["gemini_with", "openai_with"], [], "complete"),
        (["Bot.__init__"], ["title = client.ask()"], "complete_title"),
        (["main"], ["response = client.ask()"], "complete"),
        ([""], ["if answer == client.ask():"], "complete"),
    ],
)
def test_an_operation_is_called_what_the_code_does(scopes: list[str], snippets: list[str], name: str) -> None:
    assert operation_name(scopes, snippets, "complete", _TOLD) == name


@pytest.mark.parametrize(
    ("name", "spelled"), [("maxTokens", "max_tokens"), ("from", "from_"), ("***", ""), ("HTTPHeaders", "http_headers")]
)
def test_snake_case(name: str, spelled: str) -> None:
    assert snake(name) == spelled

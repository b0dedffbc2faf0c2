import pytest

from lockscan.adapters.packs import load_rules
from lockscan.matching import Prospects, compile_rules
from tests.matching.cases import MATCHER

PROMISING = [
    # Packages, classes and functions, whose names may be written elsewhere.
    "acme", "acme.types", "acme.AcmeError", "acme.Acme", "acme.tool", "acme.Anything",
    # Clients and parts of these, methods that are not called yet, and other spellings.
    "acme.Acme()", "acme.AsyncAcme()", "acme.Acme().chat", "acme.Acme().chat.ask", "acme.Acme().chat.ask_async",
    "acme.Acme().raw", "acme.Acme().files", "acme.loop",
    # Answers, as far as there is something to read.
    "acme.Acme().chat.ask()", "acme.Acme().chat.ask().choices", "acme.Acme().chat.ask().choices[]",
    "acme.Acme().chat.ask().usage", "acme.Acme().chat.ask().usage.all.of.it", "acme.types.Answer()",
    # What a key belongs to, before it is known and after.
    "acme.service", "acme.service()", "acme.service(chat)",
    # A catch-all speaks of the methods of any object that is no answer, and a rule for all below of those of answers.
    "acme.Anything().else", "acme.Acme().files.add()",
]  # fmt: skip
HOPELESS = [
    "acme.Acme().chat.ask().choices[].text", "acme.Acme().chat.ask().other", "acme.Acme().chat.ask().dump()",
    "acme.types.Answer().choices[].text", "nobody.Client()",
]  # fmt: skip


@pytest.fixture(scope="module")
def shipped() -> Prospects:
    return Prospects(compile_rules(load_rules()))


@pytest.mark.parametrize("path", PROMISING + HOPELESS)
def test_a_path_has_prospects_as_long_as_a_rule_may_match_what_is_had_from_it(path: str) -> None:
    assert Prospects(MATCHER)(path) == (path in PROMISING)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("aioboto3.Session()", True),
        ("boto3.client()", True),
        ("boto3.client(bedrock-runtime)", True),
        ("boto3.client(s3)", False),
        ("boto3.resource(dynamodb)", False),
        ("aiobotocore.config.AioConfig()", False),
        ("openai.AsyncOpenAI().chat.completions", True),
        ("openai.OpenAI().chat.completions.create()", True),
        ("openai.OpenAI().chat.completions.create().model_dump()", False),
        ("openai.RateLimitError", True),
        ("tiktoken.get_encoding()", True),
    ],
)
def test_nothing_is_followed_of_which_the_shipped_packs_do_not_speak(
    shipped: Prospects, path: str, expected: bool
) -> None:
    assert shipped(path) == expected

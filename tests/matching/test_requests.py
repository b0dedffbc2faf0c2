from dataclasses import replace

import pytest

from lockscan.matching.endpoints import by_host
from lockscan.matching.requests import compile_requests, matching_requests
from lockscan.model.rule import Capability, Category, Match, MatchKind, Portability, Rule, Vendor
from lockscan.model.ruleset import RuleSet
from tests.matching.cases import rule


def asking(ident: str, *urls: str, vendor: str = "acme") -> Rule:
    return replace(rule(ident, MatchKind.CALL, vendor=vendor), match=Match(MatchKind.CALL, urls=urls))


def capability(ident: str, *urls: str) -> Capability:
    return Capability(ident, ident, Portability.SAME, "", urls=urls)


RULES = RuleSet(
    (
        Vendor("acme", "Acme", Category.MODEL_API, hosts=("api.acme.example", "run.eu.acme.example")),
        Vendor("layer", "Layer", Category.NEUTRAL, hosts=("layer.example",)),
        Vendor("bare", "Bare", Category.MODEL_API, hosts=("bare.example",)),
    ),
    (asking("any", "/"), asking("jobs", "/jobs/*/runs", "/jobs"), asking("layered", "/", vendor="layer")),
    (
        capability("completion", "/completions"),
        capability("talk", "/chat/completions", "/models/*:generate"),
        capability("models", "/models"),
        capability("threads", "/threads"),
        capability("messages", "/messages"),
    ),
    (),
    "",
)
REQUESTS, HOSTS = compile_requests(RULES), by_host(RULES.vendors)

MET = {
    "https://api.acme.example": ("any", "chat", "https://api.acme.example"),
    "https://api.acme.example/v1/chat/completions?key=1#2": (
        "any",
        "talk",
        "https://api.acme.example/v1/chat/completions",
    ),
    "https://api.acme.example/v1/completions/": ("any", "completion", "https://api.acme.example/v1/completions/"),
    "https://api.acme.example/models/m-1:generate": ("any", "talk", "https://api.acme.example/models/m-1:generate"),
    "https://api.acme.example/models/{}": ("any", "models", "https://api.acme.example/models/{}"),
    "https://api.acme.example/threads/1/messages": ("any", "threads", "https://api.acme.example/threads/1/messages"),
    "https://api.acme.example/messages_of": ("any", "chat", "https://api.acme.example/messages_of"),
    "https://api.acme.example/jobs/1/runs": ("jobs", "chat", "https://api.acme.example/jobs/1/runs"),
    "wss://user:word@API.acme.example./jobs": ("jobs", "chat", "wss://api.acme.example/jobs"),
    "https://run.{}.acme.example/x": ("any", "chat", "https://run.{}.acme.example/x"),
}


@pytest.mark.parametrize(("url", "met"), MET.items())
def test_a_request_meets_the_rule_of_its_host_and_path(url: str, met: tuple[str, str, str]) -> None:
    assert [(one.rule.id, one.capability, one.address) for one in matching_requests(url, REQUESTS, HOSTS)] == [met]


@pytest.mark.parametrize(
    "url",
    [
        "https://other.example/api.acme.example",
        "https://api.acme.example.org/",
        "https://layer.example/",
        "https://bare.example/",
        "https://{}/v1",
        "{}/chat/completions",
        "https://[x",
    ],
)
def test_other_hosts_are_nobodys(url: str) -> None:
    assert matching_requests(url, REQUESTS, HOSTS) == []

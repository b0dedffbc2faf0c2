from dataclasses import replace

import pytest

from lockscan.adapters.packs import load_rules
from lockscan.matching import compile_rules, match
from lockscan.matching.findings import fingerprint
from lockscan.model.finding import Finding, Portable
from lockscan.model.location import Region
from lockscan.model.program import Argument, Endpoint, Program
from lockscan.model.program import ReferenceKind as Kind
from lockscan.model.rule import Confidence, MatchKind, Severity
from tests.matching.cases import found, location, outcome, reference, service

ASK = "acme.Acme().chat.ask()"


def test_a_finding_says_everything() -> None:
    assert found(reference(Kind.CALL, "acme.AsyncAcme().chat.ask()", 7)) == (
        Finding(
            rule="ask",
            vendor="acme",
            distribution="acme-ai",
            kind=MatchKind.CALL,
            capability="chat",
            severity=Severity.LOW,
            confidence=Confidence.HIGH,
            effort=1,
            message="ask",
            remediation="Do.",
            location=location(7),
            module="a",
            scope="",
            symbol=ASK,
            detail="ask",
            ordinal=0,
            fingerprint=fingerprint("ask", "a.py", "", ASK, 0),
            is_test=False,
            portable=Portable.NO,
            related=(),
            snippet="",
        ),
    )


@pytest.mark.parametrize(
    ("kind", "path", "expected"),
    [
        (Kind.IMPORT, "acme", [("import", "acme", "acme")]),
        (Kind.IMPORT, "acme.AsyncAcme", [("import", "acme", "acme.AsyncAcme")]),
        (Kind.IMPORT, "acmex", []),
        (Kind.CALL, "acme.Acme()", [("client", "acme", "acme.Acme()")]),
        (Kind.CALL, "acme.AsyncAcme().raw.chat.tell()", [("ask", "acme", "acme.Acme().chat.tell()")]),
        (Kind.CALL, "acme.RivalAcme().chat.ask()", [("ask", "rival", ASK)]),
        (Kind.CALL, "acme.RivalAcme().foo()", [("sdk", "rival", "acme.Acme().foo()")]),
        (Kind.CALL, "acme.AsyncAcme().chat.ask_async()", [("ask", "acme", ASK)]),
        (Kind.CALL, "acme.Acme().files.get()", [("files", "acme", "acme.Acme().files.get()")]),
        (Kind.CALL, "acme.types.Answer()", [("sdk", "acme", "acme.types.Answer()")]),
        (Kind.CALL, "acme.Acme().files.parts.add()", [("files", "acme", "acme.Acme().files.parts.add()")]),
        (Kind.CALL, "acme.Acme().files.add().dump()", [("dump", "acme", "acme.Acme().files.add().dump()")]),
        (Kind.CALL, "acme.service(chat).ask()", [("region", "acme", "acme.service(chat).ask()")]),
        (Kind.CALL, "acme.service(a.b).ask()", [("sdk", "acme", "acme.service(a.b).ask()")]),
        (Kind.CALL, "acme.service(chat)", [("sdk", "acme", "acme.service(chat)")]),
        (Kind.CALL, f"{ASK}.choices[].text.strip()", [("text", "acme", f"{ASK}.choices[].text")]),
        (Kind.CALL, "acme.types.Answer().choices[].text.strip()", [("text", "acme", f"{ASK}.choices[].text")]),
        (Kind.CALL, "acme.RivalAcme().chat.ask().usage.sum()", [("usage", "rival", f"{ASK}.usage.sum")]),
        (Kind.CALL, f"{ASK}.choices[].wait()", []),
        (Kind.CALL, "layer.ask().choices[].text.strip()", []),
        (Kind.CALL, "layer.connect().ask()", [("layer-call", "layer", "layer.connect().ask()")]),
        (Kind.CALL, "acme.loop.loop()", [("sdk", "acme", "acme.loop" + ".loop" * 13 + "()")]),
        (Kind.CALL, "rival.Acme().chat.ask()", []),
        (Kind.READ, "acme.types.Answer().usage.tokens", [("usage", "acme", f"{ASK}.usage.tokens")]),
        (Kind.READ, f"{ASK}.choices[].index", []),
        (Kind.READ, ASK, []),
        (Kind.CATCH, "acme.AcmeError", [("error", "acme", "acme.AcmeError")]),
        (Kind.CATCH, "acme.Other", []),
        (Kind.ANNOTATE, "acme.AsyncAcme", [("type", "acme", "acme.Acme")]),
        (Kind.INHERIT, "acme.Acme", [("base", "acme", "acme.Acme")]),
        (Kind.DECORATE, "acme.tool", [("tool", "acme", "acme.tool")]),
        (Kind.DECORATE, "acme.tool()", [("tool", "acme", "acme.tool")]),
        (Kind.REQUIREMENT, "acme-ai", [("required", "acme", "acme-ai")]),
        (Kind.REQUIREMENT, "acme", []),
        (Kind.SHAPE, "fn,type", [("any-shape", "acme", "fn,type")]),
        (Kind.SHAPE, "type,name", []),
    ],
)
def test_the_most_specific_rule_wins(kind: Kind, path: str, expected: list[tuple[str, str, str]]) -> None:
    assert outcome(kind, path) == expected


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("ac-x", "model", [("model", Confidence.HIGH)]),
        ("ac-x", "config.DEFAULT_MODEL", [("model", Confidence.HIGH)]),
        ("ac-x", "modelName", [("model", Confidence.HIGH)]),
        ("ac-x", "azure_deployment", [("model", Confidence.HIGH)]),
        ("ac-x", "remodeled", []),
        ("ac-x", "", []),
        ("ac-2", "draft", [("model", Confidence.LOW)]),
        ("a9", "model", [("model", Confidence.HIGH)]),
        ("a9", "level", []),
        ("ac-1", "engine", [("model", Confidence.HIGH), ("rival-model", Confidence.HIGH)]),
        ("using ac-2 now", "model", []),
        ("ACME_KEY", "os.environ.get", [("variable", Confidence.HIGH)]),
        ("ACME_KEY", "os.environ", [("variable", Confidence.HIGH)]),
        ("ACME_KEY", "getenv", [("variable", Confidence.HIGH)]),
        ("ACME_KEY", "environment_name", []),
        ("set ACME_KEY first", "os.getenv", []),
        ("acme-org", "default_headers", [("header", Confidence.HIGH)]),
        ("acme-org", "name", []),
        ("https://eu.acme.example/v1", "", [("host", Confidence.HIGH)]),
        ("eu.acme.example", "", [("host", Confidence.HIGH)]),
        ("see acme.example for more", "", []),
        ("you are\n<|ac|> ac-2", "model", [("prompt", Confidence.HIGH)]),
        ("https://acme.example/<|ac|>", "", [("host", Confidence.HIGH)]),
        ("nothing", "model", []),
    ],
)
def test_a_string_counts_by_where_it_stands(text: str, role: str, expected: list[tuple[str, Confidence]]) -> None:
    assert [(one.rule, one.confidence) for one in found(reference(Kind.STRING, text, role=role))] == expected


def test_a_literal_shows_the_text_clipped_on_one_line() -> None:
    (one,) = found(reference(Kind.STRING, "<|ac|>\n" + "x" * 80))
    assert one.message == "prompt (`<|ac|> " + "x" * 52 + "…`)"
    assert one.symbol == "<|ac|>\n" + "x" * 80


@pytest.mark.parametrize(("text", "expected"), [("b", "shape"), ("c", "any-shape")])
def test_a_shape_asks_for_one_of_the_values_of_a_key(text: str, expected: str) -> None:
    arguments = (Argument("type", (text,), location(1)), Argument("fn", (), location(1)))
    assert [one.rule for one in found(reference(Kind.SHAPE, "type,fn", arguments=arguments))] == [expected]


def test_a_shape_may_name_keys_that_it_does_not_have() -> None:
    assert [one.rule for one in found(reference(Kind.SHAPE, "fn,more"))] == ["any-shape"]
    assert found(reference(Kind.SHAPE, "fn,id")) == ()


def test_each_argument_has_the_most_specific_rule_of_its_own() -> None:
    arguments = (
        Argument("tools", (), location(2)),
        Argument("store", ("True", "False"), location(3)),
        Argument("store", ("False",), location(4)),
        Argument("", ("tools",), location(5)),
    )
    asked = found(reference(Kind.CALL, "acme.AsyncAcme().chat.ask()", arguments=arguments))
    assert found(reference(Kind.CALL, "acme.AsyncAcme().chat.ask_async()", arguments=arguments)) == asked
    assert [(one.rule, one.location.region.line, one.symbol, one.message) for one in asked] == [
        ("ask", 1, ASK, "ask"),
        ("tools", 2, ASK, "tools (`tools`)"),
        ("stored", 3, ASK, "stored (`store`)"),
        ("tools", 4, ASK, "tools (`store`)"),
    ]


@pytest.mark.parametrize(
    ("urls", "expected"),
    [
        (("http://localhost:8000/v1",), ("acme", Portable.SELF_HOSTED)),
        (("http://vllm:8000",), ("acme", Portable.SELF_HOSTED)),
        (("http://[::1]:1/v1",), ("acme", Portable.SELF_HOSTED)),
        (("http://172.16.3.4", "https://llm.corp.internal"), ("acme", Portable.SELF_HOSTED)),
        (("http://172.32.3.4",), ("acme", Portable.CUSTOM_ENDPOINT)),
        (("https://llm.example.com/v1",), ("acme", Portable.CUSTOM_ENDPOINT)),
        (("https://rival.example",), ("acme", Portable.CUSTOM_ENDPOINT)),
        (("http://[broken",), ("acme", Portable.CUSTOM_ENDPOINT)),
        (("https://api.acme.example/v1",), ("acme", Portable.NO)),
        (("https://EU.Rival.example:443/v1",), ("rival", Portable.NO)),
        (("https://door.example/api",), ("door", Portable.GATEWAY)),
        (("http://localhost", "https://api.rival.example"), ("rival", Portable.NO)),
        (("https://api.rival.example", "https://api.acme.example"), ("acme", Portable.NO)),
    ],
)
def test_the_endpoint_says_whose_service_it_is(urls: tuple[str, ...], expected: tuple[str, Portable]) -> None:
    assert service(*urls) == expected


def test_a_configured_endpoint_and_a_neutral_layer_are_portable() -> None:
    assert service(endpoint=Endpoint.CONFIGURED) == ("acme", Portable.CONFIGURED_ENDPOINT)
    assert service("https://api.acme.example", path="layer.ask()") == ("layer", Portable.NEUTRAL_LAYER)


def test_what_flows_together_is_one_finding_that_is_not_proven() -> None:
    both = (
        reference(Kind.CALL, "acme.Acme().chat.tell()", proven=False),
        reference(Kind.CALL, ASK, proven=False, endpoint=Endpoint.CONFIGURED),
    )
    assert [(one.symbol, one.confidence, one.portable) for one in found(*both)] == [
        (ASK, Confidence.MEDIUM, Portable.NO)
    ]
    assert found(*both) == found(*reversed(both))
    spelled = (reference(Kind.CALL, ASK), reference(Kind.CALL, "acme.AsyncAcme().chat.ask()"))
    assert [one.confidence for one in found(*spelled)] == [Confidence.HIGH]


def test_a_call_goes_to_the_vendor_that_is_known_to_have_it() -> None:
    known, stray = (reference(Kind.CALL, path, proven=False) for path in (ASK, "door.Door().chat.ask()"))
    answer = reference(Kind.CALL, f"{ASK}.choices[].text.strip()", proven=False)
    other = reference(Kind.CALL, "acme.Acme().close()", proven=False)
    assert [one.rule for one in found(known, stray)] == ["ask"]
    assert [one.rule for one in found(stray, answer)] == ["text"]
    assert found(stray, other) == ()
    beside = [replace(one, location=location(2)) for one in (stray, other)]
    assert [one.rule for one in found(known, *beside)] == ["ask"]
    certain = replace(stray, location=location(2), proven=True)
    assert [one.rule for one in found(known, certain)] == ["ask", "door-call"]


def test_two_spellings_of_one_thing_are_no_guess() -> None:
    both = [reference(Kind.CALL, f"acme.{name}().close()", proven=False) for name in ("Acme", "AsyncAcme")]
    assert [(one.rule, one.confidence) for one in found(*both)] == [("sdk", Confidence.HIGH)]


def test_what_may_be_the_projects_own_is_not_proven() -> None:
    certain, mixed = (found(replace(reference(Kind.CALL, ASK), mixed=mixed)) for mixed in (False, True))
    assert [one.confidence for one in (*certain, *mixed)] == [Confidence.HIGH, Confidence.MEDIUM]


def test_a_call_of_several_sdks_or_of_the_projects_own_is_a_guess() -> None:
    mixed = [replace(reference(Kind.CALL, path, proven=False), mixed=True) for path in (ASK, "door.Door().chat.ask()")]
    assert found(*mixed) == ()
    assert [one.rule for one in found(mixed[0])] == ["ask"]
    clients = [replace(reference(Kind.CALL, path, proven=False), mixed=True) for path in ("acme.Acme()", "door.Door()")]
    assert [one.rule for one in found(*clients)] == ["client"]


def test_what_is_read_off_whatever_comes_by_says_little() -> None:
    reads = [
        replace(reference(Kind.READ, path, proven=False), mixed=True)
        for path in (f"{ASK}.choices[].text", "door.Door().chat.ask().text")
    ]
    pure = [replace(one, mixed=False) for one in reads]
    called = replace(reads[0], kind=Kind.CALL, path=f"{ASK}.choices[].text.get()")
    kin = reference(Kind.READ, f"{ASK}.usage.total", proven=False)
    assert [
        [(one.rule, one.confidence) for one in found(*together)]
        for together in (reads, reads[:1], pure, [pure[0], kin], pure[:1], [called])
    ] == [
        [("text", Confidence.LOW)],
        [("text", Confidence.LOW)],
        [("text", Confidence.LOW)],
        [("text", Confidence.MEDIUM), ("usage", Confidence.MEDIUM)],
        [("text", Confidence.HIGH)],
        [("text", Confidence.LOW)],
    ]


def test_nothing_depends_on_what_a_runner_is_passed() -> None:
    ask, rival = (reference(Kind.CALL, path, proven=False) for path in (ASK, "door.Door().chat.ask()"))
    assert found(*(replace(one, handed=True) for one in (ask, rival))) == ()
    assert [one.rule for one in found(replace(ask, handed=True, proven=True))] == ["ask"]


def test_a_line_of_imports_is_one_finding_for_each_vendor() -> None:
    line = (("acme.Acme", 30), ("acme.AcmeError", 20), ("acme.RivalAcme", 40))
    imports = [replace(reference(Kind.IMPORT, path), location=location(1, column)) for path, column in line]
    assert [(one.vendor, one.symbol, one.confidence) for one in found(*imports, reference(Kind.IMPORT, "acme", 2))] == [
        ("acme", "acme.AcmeError", Confidence.HIGH),
        ("rival", "acme.RivalAcme", Confidence.HIGH),
        ("acme", "acme", Confidence.HIGH),
    ]


def test_a_decorator_with_arguments_is_no_call_as_well() -> None:
    both = [reference(kind, "acme.tool()") for kind in (Kind.DECORATE, Kind.CALL)]
    assert [one.rule for one in found(*both)] == ["tool"]
    assert [one.rule for one in found(both[1])] == ["sdk"]


def test_a_call_and_that_of_its_result_are_one_finding() -> None:
    whole = replace(location(1), region=Region(1, 1, 1, 30))
    made, called = reference(Kind.CALL, "acme.wrap()"), reference(Kind.CALL, "acme.wrap()()")
    assert [(one.rule, one.symbol, one.confidence) for one in found(made, replace(called, location=whole))] == [
        ("sdk", "acme.wrap()", Confidence.HIGH)
    ]
    assert [one.symbol for one in found(called)] == ["acme.wrap()()"]
    elsewhere = replace(called, location=location(2))
    assert [one.symbol for one in found(made, elsewhere)] == ["acme.wrap()", "acme.wrap()()"]
    client, use = reference(Kind.CALL, "acme.Acme()"), replace(called, path="acme.Acme()()", location=whole)
    assert [one.rule for one in found(client, use)] == ["client", "sdk"]


def test_a_read_and_the_call_on_it_are_one_finding() -> None:
    chain = f"{ASK}.choices[].text"
    both = (reference(Kind.READ, chain), reference(Kind.CALL, f"{chain}.strip()"))
    assert [one.rule for one in found(*both)] == ["text"]


def test_equal_findings_are_numbered_in_location_order() -> None:
    findings = found(*(reference(Kind.CALL, ASK, line) for line in (9, 3)))
    assert [(one.location.region.line, one.ordinal) for one in findings] == [(3, 0), (9, 1)]
    assert [one.fingerprint for one in findings] == [fingerprint("ask", "a.py", "", ASK, at) for at in (0, 1)]


def test_shipped_packs_tell_azure_from_openai() -> None:
    create = "chat.completions.create()"
    paths = (f"openai.AsyncOpenAI().{create}", f"openai.AzureOpenAI().{create}", "openai.AzureOpenAI()")
    references = tuple(reference(Kind.CALL, path, line) for line, path in enumerate(paths, start=1))
    assert [
        (one.rule, one.vendor, one.distribution, one.symbol)
        for one in match(Program(references, (), ()), compile_rules(load_rules()))
    ] == [
        ("openai-chat", "openai", "openai", f"openai.OpenAI().{create}"),
        ("openai-chat", "azure.ai.openai", "openai", f"openai.OpenAI().{create}"),
        ("azure-openai-client", "azure.ai.openai", "openai", "openai.AzureOpenAI()"),
    ]


def test_shipped_packs_tell_a_client_from_the_package_that_hands_it_out() -> None:
    create = "chat.completions.create()"
    references = (
        reference(Kind.IMPORT, "langfuse.openai.AzureOpenAI", 1),
        reference(Kind.CALL, f"langfuse.openai.AzureOpenAI().{create}", 2),
        reference(Kind.CALL, f"langfuse.openai.openai.{create}", 3),
        reference(Kind.CALL, "langfuse.openai.AsyncOpenAI().close()", 4),
    )
    assert [
        (one.rule, one.vendor, one.distribution, one.symbol)
        for one in match(Program(references, (), ()), compile_rules(load_rules()))
    ] == [
        ("langfuse-openai-import", "langfuse", "langfuse", "langfuse.openai.AzureOpenAI"),
        ("openai-chat", "azure.ai.openai", "openai", f"openai.OpenAI().{create}"),
        ("openai-chat", "openai", "openai", f"openai.OpenAI().{create}"),
        ("openai-sdk-call", "openai", "openai", "openai.OpenAI().close()"),
    ]


def test_a_request_that_may_go_to_several_vendors_is_not_certain() -> None:
    first, second = (
        reference(Kind.REQUEST, f"https://{host}/v1/files") for host in ("api.openai.com", "api.mistral.ai")
    )
    matcher = compile_rules(load_rules())
    assert [
        [(one.rule, one.confidence) for one in match(Program(requests, (), ()), matcher)]
        for requests in ((first,), (first, second))
    ] == [
        [("openai-http", Confidence.HIGH)],
        [("mistral-http", Confidence.MEDIUM), ("openai-http", Confidence.MEDIUM)],
    ]

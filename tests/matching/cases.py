"""Rule sets and programs for the tests of matching."""

from lockscan.matching import compile_rules, match
from lockscan.model.finding import Finding, Portable
from lockscan.model.location import Location, Region
from lockscan.model.program import Argument, Endpoint, Program, Reference, ReferenceKind
from lockscan.model.rule import Alias, Category, Confidence, Match, MatchKind, Role, Rule, Severity, Vendor
from lockscan.model.ruleset import RuleSet

ACME = Vendor("acme", "Acme", Category.MODEL_API, (), (("acme", "acme-ai"),), ("api.acme.example", "*.acme.example"))
RIVAL = Vendor("rival", "Rival", Category.MODEL_API, hosts=("*.rival.example",))
DOOR = Vendor("door", "Door", Category.MODEL_API, hosts=("door.example",), gateway=True)
LAYER = Vendor("layer", "Layer", Category.NEUTRAL, (), (("layer", "layer"),))


def rule(  # noqa: PLR0913 - as many as there are fields of a match
    ident: str,
    kind: MatchKind,
    *paths: str,
    vendor: str = "acme",
    names: tuple[str, ...] = (),
    values: tuple[str, ...] = (),
    pattern: str = "",
    needles: tuple[str, ...] = (),
    roles: tuple[Role, ...] = (),
    without: tuple[str, ...] = (),
) -> Rule:
    found = Match(kind, paths, names, values, pattern, needles, roles, without=without)
    return Rule(ident, vendor, ident, ident, found, "chat", Severity.LOW, Confidence.HIGH, 1, "Do.", ())


RULES = RuleSet(
    (ACME, RIVAL, DOOR, LAYER),
    (
        rule("import", MatchKind.IMPORT, "acme", "acme.**"),
        rule("client", MatchKind.CONSTRUCT, "acme.Acme()"),
        rule("ask", MatchKind.CALL, "acme.Acme().chat.{ask,tell}()"),
        rule("files", MatchKind.CALL, "acme.Acme().files.**.*()"),
        rule("dump", MatchKind.CALL, "acme.Acme().**.dump()"),
        rule("region", MatchKind.CALL, "acme.service(chat).ask()"),
        rule("sdk", MatchKind.CALL, "acme.**()"),
        rule("tools", MatchKind.ARGUMENT, "acme.Acme().chat.ask()", names=("tools", "store")),
        rule("store", MatchKind.ARGUMENT, "acme.Acme().chat.*()", names=("store",)),
        rule("stored", MatchKind.ARGUMENT, "acme.Acme().chat.ask()", names=("store",), values=("True",)),
        rule("text", MatchKind.RESPONSE, "acme.Acme().chat.ask().choices[].text"),
        rule("usage", MatchKind.RESPONSE, "acme.Acme().chat.ask().usage.**"),
        rule("error", MatchKind.EXCEPTION, "acme.AcmeError"),
        rule("type", MatchKind.ANNOTATION, "acme.**"),
        rule("base", MatchKind.SUBCLASS, "acme.**"),
        rule("tool", MatchKind.DECORATOR, "acme.tool"),
        rule("model", MatchKind.LITERAL, pattern=r"(?:acme/)?ac-\w+|a9", needles=("ac-", "a9"), roles=(Role.MODEL,)),
        rule("variable", MatchKind.LITERAL, pattern="ACME_[A-Z]+", needles=("acme_",), roles=(Role.ENVIRONMENT,)),
        rule("header", MatchKind.LITERAL, pattern="acme-org", needles=("acme-org",), roles=(Role.HEADER,)),
        rule("host", MatchKind.LITERAL, pattern=r"acme\.example", needles=("acme.example",), roles=(Role.ENDPOINT,)),
        rule("prompt", MatchKind.LITERAL, pattern=r"<\|ac\|>", needles=("<|ac|>",), roles=(Role.PROMPT,)),
        rule("rival-model", MatchKind.LITERAL, vendor="rival", pattern="ac-1", needles=("'ac-1",), roles=(Role.MODEL,)),
        rule("shape", MatchKind.SHAPE, names=("type", "fn"), values=("type=a", "type=b")),
        rule("any-shape", MatchKind.SHAPE, names=("fn",), without=("id",)),
        rule("required", MatchKind.DISTRIBUTION, names=("acme-ai",)),
        rule("layer-call", MatchKind.CALL, "layer.**()", vendor="layer"),
        rule("door-call", MatchKind.CALL, "door.**()", vendor="door"),
    ),
    (),
    (
        Alias("acme.AsyncAcme", "acme.Acme"),
        Alias("acme.Acme().raw", "acme.Acme()"),
        Alias("acme.types.Answer()", "acme.Acme().chat.ask()"),
        Alias("acme.Acme().chat.ask_async()", "acme.Acme().chat.ask()"),
        Alias("acme.Acme().files.get()", "acme.Acme().files.add()"),
        Alias("acme.RivalAcme", "acme.Acme", "rival"),
        Alias("acme.loop", "acme.loop.loop"),
    ),
    "",
)
MATCHER = compile_rules(RULES)


def location(line: int, column: int = 1) -> Location:
    return Location("a.py", Region(line, column, line, column + 5))


def reference(  # noqa: PLR0913 - as many as the tests set
    kind: ReferenceKind,
    path: str,
    line: int = 1,
    *,
    proven: bool = True,
    arguments: tuple[Argument, ...] = (),
    role: str = "",
    endpoint: Endpoint = Endpoint.DEFAULT,
    base_urls: tuple[str, ...] = (),
) -> Reference:
    place = location(line)
    return Reference(kind, path, place, "a", "", False, proven, arguments, role, endpoint, base_urls)


def found(*references: Reference) -> tuple[Finding, ...]:
    return match(Program(references, (), ()), MATCHER)


def outcome(kind: ReferenceKind, path: str, role: str = "") -> list[tuple[str, str, str]]:
    """Return rule, vendor and symbol of what one reference leads to."""
    return [(one.rule, one.vendor, one.symbol) for one in found(reference(kind, path, role=role))]


def service(*base_urls: str, endpoint: Endpoint = Endpoint.LITERAL, path: str = "acme.Acme()") -> tuple[str, Portable]:
    """Return the vendor and the portability of a call through a client."""
    (one,) = found(reference(ReferenceKind.CALL, path, endpoint=endpoint, base_urls=base_urls))
    return one.vendor, one.portable

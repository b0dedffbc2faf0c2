"""Reports to render: a realistic one, one full of hostile text, one with diagnostics only, an empty one."""

from dataclasses import replace
from hashlib import sha256

from lockscan.model.assessment import (
    Assessment,
    Difficulty,
    Factor,
    Fate,
    Holding,
    Interval,
    Measure,
    Plan,
    Risk,
    RiskKind,
    Share,
    TouchedFile,
    Volume,
)
from lockscan.model.diagnostic import Diagnostic, DiagnosticKind
from lockscan.model.finding import Finding, Portable, Related, Step, Suppression
from lockscan.model.graph import Coupling, ModuleUse
from lockscan.model.location import Location, Region
from lockscan.model.report import Report, Statistics
from lockscan.model.rule import Category, Confidence, Example, Match, MatchKind, Rule, Severity, Target, Vendor
from lockscan.model.ruleset import RuleSet
from lockscan.model.suggestion import AbstractionPoint, Interface, Operation, Parameter, SuggestionKind

_LOW, _MEDIUM, _HIGH = Severity.LOW, Severity.MEDIUM, Severity.HIGH


def _rule(  # noqa: PLR0913, PLR0917 - the columns of the table below
    rule_id: str,
    kind: MatchKind,
    capability: str,
    severity: Severity,
    effort: int,
    title: str,
    message: str,
    remediation: str,
    *,
    confidence: Confidence = Confidence.HIGH,
    examples: tuple[Example, ...] = (),
) -> Rule:
    vendor = rule_id.partition("-")[0]
    match = Match(kind, paths=(f"{vendor}.**",))
    return Rule(rule_id, vendor, title, message, match, capability, severity, confidence, effort, remediation, examples)


RULES = RuleSet(
    vendors=(
        Vendor("anthropic", "Anthropic", Category.MODEL_API, ("pkg:pypi/anthropic",), (("anthropic", "anthropic"),)),
        Vendor("litellm", "LiteLLM", Category.NEUTRAL, ("pkg:pypi/litellm",), (("litellm", "litellm"),)),
        Vendor("openai", "OpenAI", Category.MODEL_API, ("pkg:pypi/openai",), (("openai", "openai"),)),
        Vendor("pinecone", "Pinecone", Category.VECTOR_STORE, ("pkg:pypi/pinecone",), (("pinecone", "pinecone"),)),
    ),
    rules=(
        _rule(
            "openai-import",
            MatchKind.IMPORT,
            "sdk",
            _LOW,
            1,
            "OpenAI SDK import",
            "imports OpenAI's SDK",
            "Import the SDK in one module only.",
        ),
        _rule(
            "openai-chat-completions",
            MatchKind.CALL,
            "chat",
            _LOW,
            1,
            "Chat Completions call",
            "calls OpenAI's Chat Completions API",
            "Any OpenAI-compatible server answers this call: set base_url and model from configuration.",
            examples=(
                Example(
                    'from openai import OpenAI\nOpenAI().chat.completions.create(model="m", messages=[])\n',
                    matches=True,
                ),
                Example(
                    'from groq import Groq\n"""```"""\nGroq().chat.completions.create(model="m", messages=[])\n',
                    matches=False,
                    note="the same method path of another SDK",
                ),
            ),
        ),
        _rule(
            "openai-assistants-thread",
            MatchKind.CALL,
            "server_state",
            _HIGH,
            8,
            "Assistants thread",
            "keeps a conversation in an Assistants thread",
            "Keep the messages in a store of your own and send them with every Chat Completions call; export the"
            " threads that must survive before the Assistants API is switched off.",
        ),
        _rule(
            "openai-model",
            MatchKind.LITERAL,
            "chat",
            _LOW,
            1,
            "OpenAI model id",
            "names a model of OpenAI's",
            "Read the model id from configuration.",
            confidence=Confidence.LOW,
        ),
        _rule(
            "anthropic-cache-control",
            MatchKind.ARGUMENT,
            "prompt_caching",
            _MEDIUM,
            3,
            "Prompt cache marker",
            "marks a prompt for Anthropic's cache",
            "Set the marker in the adapter; other servers cache by prefix without it.",
        ),
        _rule(
            "pinecone-index",
            MatchKind.CALL,
            "vector_store",
            _MEDIUM,
            3,
            "Pinecone index",
            "queries a Pinecone index",
            "Put upsert and query behind a port of your own.",
        ),
        _rule(
            "pinecone-requirement",
            MatchKind.DISTRIBUTION,
            "sdk",
            _LOW,
            1,
            "Pinecone SDK requirement",
            "requires Pinecone's SDK",
            "Make it an optional dependency of the adapter.",
        ),
        _rule(
            "litellm-completion",
            MatchKind.CALL,
            "chat",
            _LOW,
            1,
            "LiteLLM completion",
            "calls a model through LiteLLM",
            "",
        ),
    ),
    capabilities=(),
    aliases=(),
    digest="5a3e",
    targets=(Target("openai-compatible", "an OpenAI-compatible server of your own"),),
)


def place(path: str, line: int, column: int, length: int, cell: int = 0) -> Location:
    return Location(path, Region(line, column, line, column + length), cell)


def finding(  # noqa: PLR0913 - a builder: everything but the place has a default
    rule: str,
    path: str,
    line: int,
    marked: str,
    snippet: str,
    *,
    message: str = "",
    scope: str = "",
    symbol: str = "",
    detail: str = "",
    cell: int = 0,
    is_test: bool = False,
    portable: Portable = Portable.NO,
    related: tuple[Related, ...] = (),
    suppression: Suppression | None = None,
) -> Finding:
    """A finding of one of ``RULES`` at the text ``marked`` of the code line ``snippet``."""
    rules = {known.id: known for known in RULES.rules}
    found = rules[rule]
    location = place(path, line, snippet.index(marked) + 1, len(marked), cell)
    return Finding(
        rule=rule,
        vendor=found.vendor,
        distribution=found.vendor,
        kind=found.match.kind,
        capability=found.capability,
        severity=found.severity,
        confidence=found.confidence,
        effort=found.effort,
        message=message or found.message,
        remediation=found.remediation,
        location=location,
        module=path.removesuffix(".py").replace("/", ".") if path.endswith(".py") else "",
        scope=scope,
        symbol=symbol,
        detail=detail,
        ordinal=0,
        fingerprint=sha256(f"{rule} {path} {cell} {line}".encode(errors="surrogatepass")).hexdigest()[:16],
        is_test=is_test,
        portable=portable,
        related=related,
        snippet=snippet,
        suppression=suppression,
    )


def empty_report() -> Report:
    return Report((), (), (), (), (), Statistics(files=12, parsed=3, lines=1840), RULES)


def diagnostics_report() -> Report:
    return replace(empty_report(), diagnostics=_DIAGNOSTICS)


_DIAGNOSTICS = (
    Diagnostic("app/legacy.py", 14, DiagnosticKind.SYNTAX, "expected ':' after the condition"),
    Diagnostic("app/legacy2.py", 0, DiagnosticKind.TOO_LARGE, "3,200,000 bytes, more than max_file_size (2,000,000)"),
    Diagnostic("app/llm.py", 41, DiagnosticKind.UNUSED_SUPPRESSION, "nothing to suppress for openai-model"),
    Diagnostic("notebooks/try.ipynb", 2, DiagnosticKind.SYNTAX, "unclosed '{' in the cell", cell=5),
)


def _findings() -> tuple[Finding, ...]:
    client = Related(Step.CLIENT, place("app/llm.py", 12, 10, 8))
    call = Related(Step.CALL, place("app/assistants.py", 20, 14, 35))
    create = "client.chat.completions.create"
    thread = "client.beta.threads.create"
    chat = "openai.OpenAI().chat.completions.create()"
    return (
        finding("openai-import", "app/llm.py", 1, "from openai import OpenAI", "from openai import OpenAI"),
        finding(
            "openai-chat-completions",
            "app/llm.py",
            20,
            create,
            f"    return {create}(model=MODEL, messages=messages)",
            scope="ask",
            symbol=chat,
            related=(Related(Step.CLIENT, place("app/llm.py", 12, 10, 8)),),
        ),
        *(
            finding(
                "openai-model",
                "app/llm.py",
                line,
                f'"{model}"',
                f'    "{name}": "{model}",',
                message=f"names OpenAI's model {model}",
                symbol=model,
                detail=model,
            )
            for line, name, model in ((5, "small", "gpt-4o-mini"), (6, "large", "gpt-4.1"), (7, "spare", "gpt-4.1"))
        ),
        finding(
            "openai-chat-completions",
            "app/llm.py",
            33,
            "local.chat.completions.create",
            "    return local.chat.completions.create(model=MODEL, messages=messages)",
            scope="ask_locally",
            symbol=chat,
            portable=Portable.CUSTOM_ENDPOINT,
        ),
        finding(
            "openai-chat-completions",
            "app/llm.py",
            40,
            create,
            f"    return {create}(model=MODEL, messages=messages)  # lockscan: ignore",
            scope="ask_again",
            symbol=chat,
            suppression=Suppression("moved in the next release", 40),
        ),
        *(
            finding(
                "openai-assistants-thread",
                "app/assistants.py",
                line,
                thread,
                f"        {name} = {thread}(messages=[first])",
                scope="Desk.open",
                symbol="openai.OpenAI().beta.threads.create()",
                related=(client, call) if line == 20 else (client,),
            )
            for line, name in ((20, "thread"), (31, "other"), (44, "third"), (52, "a"), (53, "b"), (60, "c"), (71, "d"))
        ),
        finding(
            "anthropic-cache-control",
            "app/summaries.py",
            18,
            '"cache_control"',
            '    system = [{"type": "text", "text": "要約してください。" * 3, "cache_control": {"type": "ephemeral"}}]',
            message="marks a prompt for Anthropic's cache",
            scope="summarise",
            symbol="anthropic.Anthropic().messages.create()",
            detail="cache_control",
        ),
        finding(
            "pinecone-index",
            "app/search.py",
            27,
            "index.query",
            "\treturn index.query(vector=vector, top_k=8, include_metadata=True, namespace=tenant.namespace,"
            " filter={'kind': {'$in': kinds}})",
            scope="nearest",
            symbol="pinecone.Pinecone().Index().query()",
        ),
        finding("pinecone-requirement", "requirements.txt", 4, "pinecone", "pinecone>=5", symbol="pinecone"),
        finding(
            "litellm-completion",
            "app/fallback.py",
            9,
            "litellm.completion",
            "    return litellm.completion(model=model, messages=messages)",
            scope="ask",
            symbol="litellm.completion()",
            portable=Portable.NEUTRAL_LAYER,
        ),
        finding(
            "openai-chat-completions",
            "notebooks/try.ipynb",
            2,
            create,
            f"answer = {create}(model='gpt-4o', messages=messages)",
            symbol=chat,
            cell=3,
            related=(Related(Step.CLIENT, place("notebooks/try.ipynb", 1, 10, 8, cell=2)),),
        ),
        *(
            finding(
                "openai-chat-completions",
                "tests/test_llm.py",
                line,
                create,
                f"    answer = {create}(model='m', messages=[])",
                scope=f"test_{line}",
                symbol=chat,
                is_test=True,
            )
            for line in (8, 15, 22)
        ),
    )


def sample_report() -> Report:
    """Three vendors, a portable layer, tests, a notebook, a suppression, folding, wide characters and diagnostics."""
    findings = _findings()
    threads = tuple(f.fingerprint for f in findings if f.rule == "openai-assistants-thread")
    calls = [f for f in findings if f.vendor == "openai" and f.kind is MatchKind.CALL and f.suppression is None]
    product = tuple(f.fingerprint for f in calls if not f.is_test and f.portable is Portable.NO)
    return replace(
        empty_report(),
        findings=tuple(sorted(findings, key=lambda f: f.location)),
        diagnostics=_DIAGNOSTICS,
        couplings=(
            Coupling("anthropic", 1, ("app.summaries",), ("app.summaries.summarise",), ("app.api",), ("chat",), ()),
            Coupling(
                "openai",
                2,
                ("app.assistants", "app.llm"),
                ("app.assistants.Desk.open", "app.llm.ask"),
                ("app.api", "app.worker"),
                ("chat", "server_state"),
                ("app.llm",),
                packages=("openai",),
                by_module=(
                    ModuleUse("app.assistants", 1, (("call", 7), ("read-response", 1)), 1, 2, 1),
                    ModuleUse("app.llm", 1, (("call", 1), ("construct", 1)), 2, 0, 0),
                ),
                cycles=(("app.assistants", "app.worker"),),
            ),
        ),
        assessments=(
            Assessment(
                vendor="anthropic",
                name="Anthropic",
                score=14,
                difficulty=Difficulty.EASY,
                effort=3,
                test_effort=0,
                findings=1,
                portable=0,
                files=1,
                factors=(Factor("effort", 3.0, 14.0, "One place has to be adapted.", (findings[-9].fingerprint,)),),
                state=(),
                target="openai-compatible",
            ),
            Assessment(
                vendor="openai",
                name="OpenAI",
                score=62,
                difficulty=Difficulty.HARD,
                effort=62,
                test_effort=3,
                findings=12,
                portable=1,
                files=3,
                factors=(
                    Factor("effort", 62.0, 18.4, "12 findings add up to 62 points of work.", product, 30, 40.0),
                    Factor(
                        "state",
                        1.0,
                        25.0,
                        "Conversations live at OpenAI: 7 findings create Assistants threads, which no other server can"
                        " read, and they have to be exported or given up.",
                        threads,
                    ),
                    Factor("spread", 2 / 3, 10.666666666666666, "2 of 3 modules with OpenAI in them build on it.", ()),
                    Factor("surface", 2.0, 7.6, "2 different operations are in use.", product),
                    Factor("types", 0.0, 0.0, "No type of the SDK crosses a module's edge.", ()),
                ),
                state=("Assistants threads", "files uploaded for retrieval"),
                target="openai-compatible",
                state_score=50,
                fates=(
                    Share(Fate.SURVIVES, 0, product[:1]),
                    Share(Fate.MECHANICAL, 2, product[1:2]),
                    Share(Fate.NO_EQUIVALENT, 60, threads),
                ),
                holdings=(Holding("Assistants threads", "server_state", "Messages in a database.", threads),),
                risks=(
                    Risk(RiskKind.STATE, "7 places that keep data at the vendor in 1 file: nothing moves.", threads),
                    Risk(RiskKind.STREAMS, "1 use of a stream in 1 file: events differ.", product[:1]),
                ),
                measures=(Measure("functions", 9, "9 functions, those of the classes that use it included", product),),
                volumes=(
                    Volume(Plan.IN_PLACE, Interval(9, 4, 20), Interval(3, 2, 5), Interval(120, 50, 300)),
                    Volume(Plan.NEW_BOUNDARY, Interval(30, 12, 66), Interval(7, 4, 13), Interval(1300, 510, 3300)),
                ),
                touched=(
                    TouchedFile("app/llm.py", likely=True, why="uses the vendor"),
                    TouchedFile("app/api.py", likely=False, why="takes 1 thing of what uses it"),
                ),
            ),
            Assessment("pinecone", "Pinecone", 31, Difficulty.MODERATE, 4, 0, 2, 0, 2, (), ("vectors and metadata",)),
        ),
        suggestions=(
            AbstractionPoint(
                kind=SuggestionKind.GROW_MODULE,
                vendor="openai",
                module="app.llm",
                path="app/llm.py",
                title="Let app/llm.py own every call to OpenAI",
                why="Every route from app.api to OpenAI passes app.llm already; only app.assistants goes around it.",
                operations=("openai.OpenAI().beta.threads.create()", "openai.OpenAI().chat.completions.create()"),
                covers=product,
                moves=threads,
                callers=("app.api", "app.assistants", "app.worker"),
                score_before=62,
                score_after=38,
                seam="app.llm:ask",
                gates=("app.llm:ask", "app.assistants:start"),
                around=("app.assistants",),
                share_findings=75,
                share_effort=98,
                port="app/model_api_port.py",
                interface=Interface(
                    name="LanguageModel",
                    operations=(
                        Operation(
                            name="ask",
                            parameters=(
                                Parameter("messages", "Sequence[Message]", optional=False),
                                Parameter("model", "str", optional=True),
                            ),
                            returns="Reply",
                            streams=False,
                            awaits=False,
                            calls=("openai.OpenAI().chat.completions.create()",),
                            sites=(findings[8].fingerprint,),
                        ),
                        Operation(
                            name="stream_ask",
                            parameters=(Parameter("messages", "Sequence[Message]", optional=False),),
                            returns="str",
                            streams=True,
                            awaits=True,
                            calls=("openai.OpenAI().chat.completions.create()",),
                            sites=(findings[9].fingerprint,),
                        ),
                    ),
                    reads=("text", "usage"),
                    errors=("RateLimited",),
                    settings=("api_key",),
                    text="class LanguageModel(Protocol):\n    def ask(self, messages: Sequence[Message]) -> str: ...\n",
                ),
                backends=("litellm.completion", "any OpenAI-compatible server by base_url"),
            ),
            AbstractionPoint(
                kind=SuggestionKind.NEW_PORT,
                vendor="pinecone",
                module="app.vectors",
                path="app/vectors.py",
                title="Put a port between app.search and Pinecone",
                why="app.search speaks to the index itself.",
                operations=tuple(f"pinecone.Pinecone().Index().{name}()" for name in "abcdefgh"),
                covers=(findings[15].fingerprint,),
                moves=(findings[15].fingerprint,),
                callers=("app.search",),
                score_before=31,
                score_after=17,
                gates=("app.search:find",),
                around=("app.search",),
                share_findings=100,
                share_effort=100,
                port="app/vectors.py",
            ),
            AbstractionPoint(
                kind=SuggestionKind.REUSE_BOUNDARY,
                vendor="openai",
                module="app.speech",
                path="app/speech.py",
                title="app.base:Speaker is the boundary to OpenAI already: change it there",
                why="All 2 places that use OpenAI stand in app.speech, behind app.base:Speaker.",
                operations=("openai.OpenAI().audio.speech.create()",),
                covers=(),
                moves=(),
                callers=("app.api",),
                score_before=5,
                score_after=5,
                seam="app.base:Speaker",
                around=("app.worker",),
            ),
            AbstractionPoint(
                kind=SuggestionKind.IN_PLACE,
                vendor="anthropic",
                module="app.summaries",
                path="app/summaries.py",
                title="Change Anthropic in place, in app.summaries",
                why="1 call, all in one file, and no other module of the project calls it for them.",
                operations=("anthropic.Anthropic().messages.create()",),
                covers=(),
                moves=(),
                callers=(),
                score_before=14,
                score_after=14,
            ),
        ),
    )


HOSTILE = "\x1b[31m\x1b]8;;https://evil.example\x07x\u202e\r\n\x9b2J"
"""An SGR and an OSC sequence, a bidi override, a line break and a one-character CSI."""


def hostile_report() -> Report:
    """Every text that comes from scanned code tries something."""
    path = "src/new\nline ]( #%é\udcff.py"
    snippet = f'    model = "{HOSTILE}"; call("日本語\U000e0041")\r'
    found = finding(
        "openai-model",
        path,
        3,
        'call("日本語\U000e0041")',
        snippet,
        message=f"names OpenAI's model [click](https://evil.example) {{0}} {HOSTILE}\ud800",
        scope="a](1)",
        symbol=HOSTILE,
        detail=HOSTILE,
        related=(Related(Step.CLIENT, place(path, 1, 1, 4)), Related(Step.DEFINITION, place("a[0].py", 1, 1, 4))),
    )
    quiet = finding(
        "openai-import", path, 1, "import openai", "import openai", suppression=Suppression(HOSTILE + "\ud800", 1)
    )
    return replace(
        empty_report(),
        findings=(quiet, found),
        diagnostics=(Diagnostic(path, 2, DiagnosticKind.SYNTAX, f"unexpected [x](1) {HOSTILE}"),),
        couplings=(Coupling("openai", 1, (HOSTILE,), (), (), (), ()),),
        assessments=(
            Assessment(
                vendor="openai",
                name="OpenAI",
                score=5,
                difficulty=Difficulty.EASY,
                effort=1,
                test_effort=0,
                findings=1,
                portable=0,
                files=1,
                factors=(Factor("f", 1.0, 5.0, HOSTILE, ()),),
                state=(HOSTILE,),
                target=HOSTILE,
                holdings=(Holding(HOSTILE, HOSTILE, HOSTILE, ()),),
                risks=(Risk(RiskKind.HTTP, HOSTILE, (found.fingerprint,)),),
                touched=(TouchedFile(path, likely=True, why=HOSTILE),),
            ),
        ),
        suggestions=(
            AbstractionPoint(
                kind=SuggestionKind.REUSE_BOUNDARY,
                vendor="openai",
                module=HOSTILE,
                path=path,
                title=HOSTILE,
                why=HOSTILE,
                operations=(HOSTILE,),
                covers=(found.fingerprint,),
                moves=(found.fingerprint,),
                callers=(HOSTILE,),
                score_before=5,
                score_after=4,
                seam=HOSTILE,
                gates=(HOSTILE,),
                around=(HOSTILE,),
                port=path,
                interface=Interface(HOSTILE, (), (HOSTILE,), (HOSTILE,), (HOSTILE,), HOSTILE),
                backends=(HOSTILE,),
            ),
            AbstractionPoint(
                kind=SuggestionKind.REUSE_BOUNDARY,
                vendor="openai",
                module=HOSTILE,
                path=path,
                title=HOSTILE,
                why=HOSTILE,
                operations=(HOSTILE,),
                covers=(),
                moves=(),
                callers=(HOSTILE,),
                score_before=5,
                score_after=5,
                seam=HOSTILE,
                around=(HOSTILE,),
            ),
        ),
    )

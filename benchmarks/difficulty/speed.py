"""Time the graph, the scores, the prices and the suggestions on a made-up project: 5,000 findings in 1,000 modules.

Run ``python benchmarks/difficulty/speed.py``; it ends with 1 if that takes more than a second of CPU time.
"""

import gc
import time
from random import Random

from lockscan.adapters.packs import load_rules
from lockscan.graph import measure, reach
from lockscan.model.assessment import Assessment
from lockscan.model.config import DEFAULT_TARGET
from lockscan.model.finding import Finding, Portable
from lockscan.model.location import Location, Region
from lockscan.model.program import Definition, Module, Program, ProjectCall
from lockscan.model.rule import Confidence, MatchKind, Severity
from lockscan.model.ruleset import RuleSet
from lockscan.scoring import assess, changing, price
from lockscan.suggestions import suggest

FINDINGS = 5_000
MODULES = 1_000
MOST = 1.0
VENDORS = ("openai", "anthropic", "gcp.gen_ai", "pinecone")
_KINDS = (
    MatchKind.CALL,
    MatchKind.CALL,
    MatchKind.RESPONSE,
    MatchKind.ARGUMENT,
    MatchKind.ANNOTATION,
    MatchKind.IMPORT,
)
_CAPABILITIES = ("chat", "streaming", "embeddings", "files", "tool_calling", "errors")


def project(random: Random) -> tuple[Program, tuple[Finding, ...]]:
    """Modules that import some of those before them, calls between them, and findings in a third of them."""
    names = [f"package{n % 20}.module{n}" for n in range(MODULES)]
    modules = tuple(
        Module(name, f"{name.replace('.', '/')}.py", is_test=False, imports=tuple(random.sample(names[:n], min(n, 6))))
        for n, name in enumerate(names)
    )
    calls = tuple(
        ProjectCall(module.name, f"f{random.randrange(9)}", name, f"f{random.randrange(9)}")
        for module in modules
        for name in module.imports
        for _ in range(3)
    )
    definitions = tuple(Definition(name, f"f{n}", is_class=False) for name in names for n in range(9))
    findings = tuple(_finding(random, number, names[random.randrange(MODULES // 3)]) for number in range(FINDINGS))
    return Program((), modules, calls, definitions, calls), findings


def _finding(random: Random, number: int, module: str) -> Finding:
    vendor, kind = VENDORS[number % len(VENDORS)], random.choice(_KINDS)
    return Finding(
        rule=f"{vendor}-{kind.value}",
        vendor=vendor,
        distribution=vendor,
        kind=kind,
        capability=random.choice(_CAPABILITIES),
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        effort=random.choice((1, 1, 3, 8)),
        message="",
        remediation="",
        location=Location(f"{module.replace('.', '/')}.py", Region(number + 1, 1, number + 1, 9)),
        module=module,
        scope=f"f{random.randrange(9)}",
        symbol=f"{vendor}.Client().operation{random.randrange(40)}()",
        detail="",
        ordinal=0,
        fingerprint=f"{number:032x}",
        is_test=False,
        portable=Portable.NO,
        related=(),
        snippet="",
    )


def judged(program: Program, findings: tuple[Finding, ...], rules: RuleSet) -> dict[str, float]:
    """CPU seconds of each step, in order."""
    spent: dict[str, float] = {}

    def rescore(changed: Program, moved: tuple[Finding, ...]) -> tuple[Assessment, ...]:
        return assess(reach(changed, changing(moved, rules), rules), moved, rules, DEFAULT_TARGET)

    start = time.process_time()
    couplings = measure(program, findings, rules)
    spent["graph"] = time.process_time() - start
    scores = rescore(program, findings)
    spent["score"] = time.process_time() - start - sum(spent.values())
    price(program, scores, findings, rules)
    spent["price"] = time.process_time() - start - sum(spent.values())
    suggest(program, couplings, findings, rules, rescore)
    spent["suggestions"] = time.process_time() - start - sum(spent.values())
    return spent


def main() -> int:
    """Print the time of each step."""
    import networkx  # noqa: ICN001, F401, PLC0415 - loading it is no part of the work

    program, findings = project(Random(1))  # noqa: S311 - a project, not a secret
    # As in a run of the command.
    gc.disable()
    spent = judged(program, findings, load_rules())
    print(" ".join(f"{step} {seconds:.2f} s" for step, seconds in spent.items()), f"= {sum(spent.values()):.2f} s CPU")
    return int(sum(spent.values()) > MOST)


if __name__ == "__main__":
    raise SystemExit(main())

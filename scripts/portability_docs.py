"""Write ``docs/portability.md``: how what every vendor does fares at each target, as the packs say."""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

from rule_docs import code, plain

from lockscan.adapters.packs import load_rules
from lockscan.model.rule import Category, Crossing, Portability, Target
from lockscan.model.ruleset import RuleSet
from lockscan.scoring.terms import Terms, terms

PAGE = Path(__file__).parent.parent / "docs/portability.md"

_HEAD = """\
<!-- Generated from rules/portability.toml by scripts/portability_docs.py: change the tables, not this page. -->

# Portability

`lockscan --to TARGET` tells what leaving each vendor for a target takes; without it, the target is a server of your
own. What a capability is worth there is one of four verdicts:

| verdict | the code |
|---|---|
| same | stays as it is; client, address, key and name of the model change |
| adapt | is translated to other shapes |
| partial | loses something, or gets it from an open component beside the target |
| none | has no counterpart |

A pack of your own may add targets and tables. The last word counts, and one for a vendor counts more than one for any:

```toml
[[target]]
id = "house"
name = "Our own server"
vendors = []      # who is there already
address = true    # reached by another address alone

[[portability]]
targets = ["house"]
vendors = ["openai"]    # none: any vendor
[portability.fates]
chat = ["same", "Set base_url."]
files = ["partial", "The object store.", "uploaded files"]
```

"""


def page(rules: RuleSet) -> str:
    """Return the page."""
    return _HEAD + "\n".join(line for target in rules.targets for line in _target(rules, target))


def _target(rules: RuleSet, target: Target) -> Iterator[str]:
    agreed = terms(rules, target.id)
    yield f"## {plain(target.name[:1].upper() + target.name[1:])}"
    yield ""
    there = [vendor.name for vendor in rules.vendors if vendor.id in target.vendors]
    yield f"`--to {target.id}`.{f' There already: {plain(_listed(there))}.' if there else ''}"
    yield ""
    yield _row(["capability", "verdict", "what takes its place", "what stays behind"])
    yield _row(["---"] * 4)
    for capability in rules.capabilities:
        found = agreed.crossing("", capability.id)
        yield _row([code(capability.id), found.portability.value, plain(found.equivalent), plain(found.state or "")])
    yield ""
    groups = _groups(rules, agreed)
    if groups:
        yield "By vendor, where it differs:"
        yield ""
        yield _row(["vendors", "verdict", "capabilities"])
        yield _row(["---"] * 3)
        for (verdict, capabilities), vendors in groups.items():
            yield _row([plain(_listed(vendors)), verdict.value, _listed(map(code, capabilities))])
        yield ""


def _groups(rules: RuleSet, agreed: Terms) -> dict[tuple[Portability, tuple[str, ...]], list[str]]:
    """Return the vendors for which some capabilities have another verdict, by verdict and capabilities."""
    groups: dict[tuple[Portability, tuple[str, ...]], list[str]] = {}
    for vendor in sorted(rules.vendors, key=lambda vendor: vendor.name.lower()):
        if vendor.category is Category.NEUTRAL or vendor.id in agreed.target.vendors:
            continue
        own: dict[Portability, list[str]] = {}
        for capability in rules.capabilities:
            found, usual = (_crossing(agreed, name, capability.id) for name in (vendor.id, ""))
            if (found.portability, found.state) != (usual.portability, usual.state):
                own.setdefault(found.portability, []).append(capability.id)
        for verdict, capabilities in own.items():
            groups.setdefault((verdict, tuple(capabilities)), []).append(vendor.name)
    return groups


def _crossing(agreed: Terms, vendor: str, capability: str) -> Crossing:
    return agreed.crossing(vendor, capability)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> int:
    """Write the page, or say that it is not as it would be written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 if the page is out of date")
    options = parser.parse_args()
    wanted = page(load_rules())
    stale = not PAGE.exists() or PAGE.read_text(encoding="utf-8") != wanted
    if options.check:
        print("docs/portability.md is out of date" if stale else "docs/portability.md is current")
        return int(stale)
    PAGE.write_text(wanted, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

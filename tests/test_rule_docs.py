"""The pages of ``docs/rules`` are what the packs say, and no vendor lacks a kind of rule that it should have."""

from pathlib import Path

import pytest
import rule_docs
import tomli

from lockscan.adapters.packs import load_rules
from lockscan.model.rule import Category, Confidence, Example, Match, MatchKind, Rule, Severity, Vendor
from lockscan.model.ruleset import RuleSet

ROOT = Path(__file__).parent.parent
RULES = load_rules()
FACTS: dict[str, list[str]] = tomli.loads((ROOT / "tests/vendor_facts.toml").read_text(encoding="utf-8"))


def test_the_pages_are_those_that_the_script_writes() -> None:
    held = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs/rules").iterdir()}
    wanted = rule_docs.pages(RULES)
    stale = sorted(name for name in {*held, *wanted} if held.get(name) != wanted.get(name))
    assert not stale, f"run python scripts/rule_docs.py: {', '.join(stale)}"


@pytest.mark.parametrize("vendor", FACTS)
def test_a_vendor_has_a_rule_of_every_kind_that_it_should_have(vendor: str) -> None:
    own = [rule for rule in RULES.rules if rule.vendor == vendor]
    cells = {rule.match.kind.value for rule in own}
    cells |= {f"literal:{role.value}" for rule in own for role in rule.match.roles}
    assert [cell for cell in FACTS[vendor] if cell not in cells] == []


HOSTILE = "a|b `c` <script> *d* _e_ [f](g)\n# h \x1b[31m\u202e"
RULE = Rule(
    "acme-chat",
    "acme",
    HOSTILE,
    HOSTILE,
    Match(MatchKind.CALL, ("acme.chat()",)),
    "chat",
    Severity.MEDIUM,
    Confidence.HIGH,
    3,
    "Stop.",
    (Example("x = '''\n````\n'''\n\x1b\tx\n", matches=True), Example("y\n", matches=False, note=HOSTILE)),
    portable=True,
)

PAGE = r"""
# A\|b \`c\`

`acme`, model-api, a gateway to other vendors. [All vendors](README.md)

- Distributions: `acme-ai`
- Imports: `acme`
- Hosts: `*.acme.example`

## Calls

### a\|b \`c\` \<script\> \*d\* \_e\_ \[f\](g) \# h \\x1b\[31m\\u202e

`acme-chat`: call, severity medium, confidence high, 3 points, capability `chat`, portable

Finds code that a\|b \`c\` \<script\> \*d\* \_e\_ \[f\](g) \# h \\x1b\[31m\\u202e. Stop.

Matches:

`````python
x = '''
````
'''
\x1b   x
`````

Leaves alone (a\|b \`c\` \<script\> \*d\* \_e\_ \[f\](g) \# h \\x1b\[31m\\u202e):

```python
y
```
"""

INDEX_ROWS = [
    "| [A\\|b \\`c\\`](acme.md) |  |  | 1/2 |  |  |  |  |  |  |  |  |  | 1/2 |",
    "| all |  |  | 1/2 |  |  |  |  |  |  |  |  |  | 1/2 |",
]


def test_markdown_shows_what_a_pack_says_and_does_nothing_else() -> None:
    roots = (("acme", "acme-ai"),)
    hosts = ("*.acme.example",)
    vendor = Vendor("acme", "A|b `c`", Category.MODEL_API, ("pkg:pypi/acme-ai",), roots, hosts, gateway=True)
    pages = rule_docs.pages(RuleSet((vendor,), (RULE,), (), (), ""))
    assert sorted(pages) == ["README.md", "acme.md"]
    assert pages["acme.md"].partition("\n")[2] == PAGE
    assert [line for line in pages["README.md"].splitlines() if "/2" in line] == INDEX_ROWS


@pytest.mark.parametrize(
    ("text", "shown"), [("a", "`a`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("a|b\nc", "`a\\|b c`")]
)
def test_code_on_one_line_is_fenced_as_far_as_needed(text: str, shown: str) -> None:
    assert rule_docs.code(text) == shown

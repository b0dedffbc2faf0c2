"""The page of portability is what the packs say."""

from pathlib import Path

import portability_docs

from lockscan.adapters.packs import load_rules


def test_the_page_is_the_one_that_the_script_writes() -> None:
    held = (Path(__file__).parent.parent / "docs/portability.md").read_text(encoding="utf-8")
    assert held == portability_docs.page(load_rules()), "run python scripts/portability_docs.py"

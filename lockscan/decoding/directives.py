"""What a comment says that speaks to lockscan."""

import re

from lockscan.model.directive import Directive

MARK = "lockscan:"
_DIRECTIVE = re.compile(r"#\s*lockscan:\s*(?P<file>file-)?ignore(?![\w-])\s*(?:\[(?P<rules>[^\]]*)\])?(?P<reason>.*)")
# What follows another # is meant for another tool, or for people.
_NEXT_COMMENT = re.compile(r"\s#.*")


def read_comment(comment: str, line: int) -> tuple[Directive | None, bool]:
    """Return what a comment says, for its own line so far, and whether it is meant for the whole file."""
    found = _DIRECTIVE.match(comment)
    if not found:
        return None, False
    rules = tuple(dict.fromkeys(rule.strip() for rule in (found["rules"] or "").split(",") if rule.strip()))
    reason = _NEXT_COMMENT.sub("", found["reason"]).strip()
    return Directive(rules, reason, line, line, line), bool(found["file"])

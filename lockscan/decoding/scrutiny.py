"""What is wrong with the regular expressions of a pack; looked at in packs of the user's own, for it takes a while."""

import re

from lockscan.decoding.automaton import ambiguous, automaton, text_without
from lockscan.decoding.rules import Pack
from lockscan.decoding.table import Mistakes, shown
from lockscan.model.rule import Match, Role

SEARCHED = frozenset({Role.PROMPT, Role.ENDPOINT})
"""Roles of texts within which an expression is searched for; texts of the others it must match as a whole."""


def expression_mistakes(pack: Pack) -> tuple[str, ...]:
    """Return what is wrong with the expressions of a pack's literal rules, those that do not compile aside."""
    mistakes = Mistakes(pack.document)
    for position, rule in enumerate(pack.rules):
        if rule.match.pattern and rule.match.needles:
            try:
                pattern = re.compile(rule.match.pattern)
            except re.error:
                continue
            place = ("rule", position, "match")
            if slow := slow_on(rule.match):
                mistakes.add(
                    (*place, "pattern"),
                    f"can take exponentially long on a run of {shown(slow)}: a repetition within a repetition needs "
                    "something between its turns that it does not match itself",
                )
            missed = missed_text(rule.match, pattern)
            if missed is not None:
                wrong = f"none of them stands in {shown(missed)}, which the pattern matches"
                mistakes.add((*place, "needles"), wrong)
    return mistakes.texts()


def slow_on(match: Match) -> str:
    """Return a character on a run of which the expression may take exponentially long, or an empty text."""
    return ambiguous(automaton(match.pattern))


def missed_text(match: Match, pattern: re.Pattern[str]) -> str | None:
    """Return a text that the expression matches and that has no needle in it, if there is one."""
    searched = bool(SEARCHED.intersection(match.roles))
    # Where a text is matched as a whole, its quotes stand around it; all of them count as single ones.
    around = "" if searched else "'"
    needles = tuple(needle.replace('"', "'") for needle in match.needles)
    text = text_without(automaton(match.pattern, "".join(needles) + around), needles, around)
    # The automaton knows no lookarounds: what it finds has to be matched in earnest.
    matches = text is not None and (pattern.search(text) if searched else pattern.fullmatch(text))
    return text if matches else None

"""Findings against labels: a pure comparison, by line and by file."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from labels import APART, Found, Label

# A vendor on a line, or a vendor in a file.
Line = tuple[str, int, str]
File = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Score:
    """What came of the comparison, each line and file counted once per vendor.

    ``right`` findings stand on a line that has to be found, ``neutral`` ones on another label's, ``unjudged`` ones
    where the type checker knew nothing, ``wrong`` ones elsewhere. Findings that no label can judge hit nothing.
    """

    labels: dict[Line, Label]
    hit: frozenset[Line]
    right: dict[Line, Found]
    neutral: dict[Line, Found]
    unjudged: dict[Line, Found]
    wrong: dict[Line, Found]
    files: frozenset[File]
    files_hit: frozenset[File]
    files_wrong: frozenset[File]

    @property
    def missed(self) -> list[Label]:
        """The labels that no finding stands on, by place."""
        return [label for line, label in sorted(self.labels.items()) if line not in self.hit]

    def wrong_of(self, apart: str) -> list[Found]:
        """The wrong findings that the labels cannot judge for a reason, or that they can judge for an empty one."""
        return [found for _, found in sorted(self.wrong.items()) if found.apart == apart]


def strangers(labels: Iterable[Label], findings: Iterable[Found]) -> bool:
    """Say whether labels and findings share no file at all: their paths do not begin at the same folder, then.

    Then everything would count as missed and wrong, which says nothing about the analysis.
    """
    must = {label.path for label in labels if label.must}
    return bool(must) and must.isdisjoint(found.path for found in findings)


def compare(labels: Iterable[Label], findings: Iterable[Found]) -> Score:
    """Compare one package's findings with its labels."""
    must: dict[Line, Label] = {}
    at: dict[tuple[str, int], list[Label]] = defaultdict(list)
    for label in labels:
        for line in label.lines:
            at[label.path, line].append(label)
        if label.must:
            must.setdefault((label.path, label.line, label.family), label)
    sorted_out: dict[str, dict[Line, Found]] = {"right": {}, "neutral": {}, "unjudged": {}, "wrong": {}}
    hit: set[Line] = set()
    files: set[File] = set()
    for found in findings:
        here = at.get((found.path, found.line), [])
        same = [label for label in here if label.family == found.family]
        good = [label for label in same if label.must and found.apart not in APART]
        hit.update((label.path, label.line, label.family) for label in good)
        files.add((found.path, found.family))
        verdict = "right" if good else "neutral" if any(not one.unjudged for one in same) else "wrong"
        if verdict == "wrong" and any(label.unjudged for label in here):
            verdict = "unjudged"
        sorted_out[verdict][found.path, found.line, found.family] = found
    for verdict in ("neutral", "unjudged", "wrong"):
        for line in sorted_out["right"]:
            sorted_out[verdict].pop(line, None)
    wanted = {(label.path, label.family) for label in must.values()}
    known = {(label.path, label.family) for label in labels if not label.unjudged}
    return Score(
        labels=must,
        hit=frozenset(hit),
        right=sorted_out["right"],
        neutral=sorted_out["neutral"],
        unjudged=sorted_out["unjudged"],
        wrong=sorted_out["wrong"],
        files=frozenset(wanted),
        files_hit=frozenset(wanted & files),
        files_wrong=frozenset(files - known),
    )

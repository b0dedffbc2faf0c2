"""Path patterns compiled into a trie over segments, so that a lookup costs the depth of the path."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lockscan.decoding.patterns import expand, split_path
from lockscan.model.rule import Rule

_ARGUMENT = re.compile(r"\([^()]+\)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule under one of its paths; of several entries that match, the one with the greatest ``rank`` wins.

    Rank counts literal segments first, then prefers fewer wildcards, then the earlier rule. A ``wild`` entry ends in a
    wildcard; a ``catch_all`` one is ``root.**()`` and says nothing about what is called.
    """

    rule: Rule
    rank: tuple[int, int, int, int]
    wild: bool
    catch_all: bool


@dataclass(slots=True)
class Node:
    """A state of the trie; one that ``loops`` stands for ``**`` and stays active over any segment."""

    loops: bool = False
    literals: dict[str, "Node"] = field(default_factory=dict)
    stars: dict[str, "Node"] = field(default_factory=dict)
    deep: "Node | None" = None
    ends: list[Entry] = field(default_factory=list)


def build(rules: Iterable[tuple[int, Rule]]) -> Node:
    """Return the trie of the rules' paths; each rule comes with its place among all rules."""
    root = Node()
    for order, rule in rules:
        for path in dict.fromkeys(path for pattern in rule.match.paths for path in expand(pattern)):
            _insert(root, split_path(path), order, rule)
    return root


def _insert(root: Node, segments: tuple[str, ...], order: int, rule: Rule) -> None:
    node = root
    deep = stars = 0
    for segment in segments:
        if segment.startswith("**"):
            deep += 1
            node.deep = node.deep or Node(loops=True)
            node = node.deep
            # ``**()`` is any number of segments of which the last is a call.
            if suffix := segment[2:]:
                node = node.stars.setdefault(suffix, Node())
        elif segment.startswith("*"):
            stars += 1
            node = node.stars.setdefault(segment[1:], Node())
        else:
            node = node.literals.setdefault(segment, Node())
    literals = len(segments) - deep - stars
    catch_all = segments[-1] == "**()" and deep + stars == 1
    node.ends.append(Entry(rule, (literals, -deep, -stars, -order), segments[-1].startswith("*"), catch_all))


def entries(root: Node, segments: Sequence[str]) -> list[Entry]:
    """Return every entry whose pattern is met by the whole path."""
    return [entry for node in states(root, segments) for entry in node.ends]


def states(root: Node, segments: Sequence[str]) -> list[Node]:
    """Return the states that a path leads to; from there, patterns go on."""
    active = _closed([root])
    for segment in segments:
        following: list[Node] = []
        for node in active:
            if node.loops:
                following.append(node)
            if node.literals and (literal := node.literals.get(segment)):
                following.append(literal)
            if node.stars:
                plain = _ARGUMENT.sub("()", segment)
                following += [star for suffix, star in node.stars.items() if plain.endswith(suffix)]
        if not following:
            return []
        active = _closed(following)
    return active


def _closed(nodes: list[Node]) -> list[Node]:
    """Add the states that are reached without a segment, and drop repetitions."""
    found: dict[int, Node] = {}
    for node in nodes:
        state: Node | None = node
        while state and id(state) not in found:
            found[id(state)] = state
            state = state.deep
    return list(found.values())

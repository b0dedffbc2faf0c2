"""The verdict on one vendor."""

from dataclasses import dataclass
from enum import Enum


class Difficulty(str, Enum):
    """The word for a difficulty score."""

    NONE = "none"
    EASY = "easy"
    MODERATE = "moderate"
    HARD = "hard"
    VERY_HARD = "very hard"


@dataclass(frozen=True, slots=True)
class Factor:
    """One reason for the score: ``value`` is what was measured, ``points`` what it adds, ``why`` the sentence for it.

    ``points`` are whole, rounded up so that nothing found counts nothing, and those of all factors sum up to the score.
    ``findings`` are the fingerprints that it rests on.
    """

    name: str
    value: float
    points: float
    why: str
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """How hard it is to leave one vendor.

    ``score`` is 0 to 100, and ``factors`` are those that add to it, most points first. ``effort`` is the sum of effort
    points over the distinct places in product code that are not portable, imports aside; ``test_effort`` the same in
    test code, never added to it. ``findings`` and ``files`` count product code only; ``portable`` counts those among
    the findings that are portable already and cost little or nothing. ``state`` names the data that stays with the
    vendor.
    """

    vendor: str
    name: str
    score: int
    difficulty: Difficulty
    effort: int
    test_effort: int
    findings: int
    portable: int
    files: int
    factors: tuple[Factor, ...]
    state: tuple[str, ...]

"""The way to a target: for each vendor the steps in their order, and what breaks by which date."""

from dataclasses import dataclass
from enum import Enum

from lockscan.model.finding import Finding
from lockscan.model.rule import Retirement


class StepKind(str, Enum):
    """What a step of a migration does; the order is that of a plan."""

    CONFIGURE = "configure"
    CONSTRUCT = "construct"
    SEAM = "seam"
    TESTS = "tests"
    DECIDE = "decide"
    REDESIGN = "redesign"
    REPLACE = "replace"
    DATA = "data"
    SWITCH = "switch"
    CLEAN = "clean"


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One thing to do in a step: ``names`` are what the code calls it, ``findings`` where, in location order.

    ``effort`` counts the places that no other item of the plan counts. Nothing of the code is told in ``advice``, where
    backticks enclose what is typed.
    """

    title: str
    names: tuple[str, ...]
    advice: str
    effort: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One step, after which the code works as ``works`` says; ``cautions`` are what went wrong in others' switches.

    Nothing of the code is told in ``works``, where backticks enclose what is typed.
    """

    kind: StepKind
    title: str
    why: str
    works: str
    effort: int
    items: tuple[PlanItem, ...]
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """A retirement that concerns the code, with the findings that rely on what is retired."""

    retirement: Retirement
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class VendorPlan:
    """The way from one vendor to ``goal``, the target's name or what else takes its place.

    Without steps ``note`` says why there are none. ``effort`` is the sum over the steps but that of the tests, whose
    effort is ``test_effort``. ``size`` tells how much code the switch is likely to touch.
    """

    vendor: str
    name: str
    goal: str
    score: int
    difficulty: str
    effort: int
    test_effort: int
    size: str
    deadlines: tuple[Deadline, ...]
    steps: tuple[PlanStep, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class MigrationPlan:
    """The plans for all vendors of a project, hardest first; without any that has steps ``note`` says so.

    ``layers`` are what the code does through layers that bind to nobody: there a vendor is chosen by a name or a class.
    """

    target: str
    target_name: str
    vendors: tuple[VendorPlan, ...]
    note: str = ""
    layers: tuple[PlanItem, ...] = ()

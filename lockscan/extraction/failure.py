"""What extraction gives for a file that has no facts."""

from dataclasses import dataclass

from lockscan.model.diagnostic import DiagnosticKind


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a file has no facts; ``line`` is 0 where the whole file is meant."""

    kind: DiagnosticKind
    line: int
    message: str

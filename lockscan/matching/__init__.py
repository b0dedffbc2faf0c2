"""Rules applied to a linked program: what it refers to, and which of that is a vendor's."""

from lockscan.matching.match import match
from lockscan.matching.matcher import Matcher, compile_rules

__all__ = ["Matcher", "compile_rules", "match"]

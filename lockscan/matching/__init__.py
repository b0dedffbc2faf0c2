"""Rules applied to a linked program: what it refers to, and which of that is a vendor's."""

from lockscan.matching.match import match
from lockscan.matching.matcher import Matcher, compile_rules
from lockscan.matching.prospects import Prospects

__all__ = ["Matcher", "Prospects", "compile_rules", "match"]

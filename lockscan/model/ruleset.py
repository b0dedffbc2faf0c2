"""All packs together."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

# A scan without findings makes a rule set, too, and need not pay for what others hold.
if TYPE_CHECKING:
    from lockscan.model.rule import Alias, Capability, Crossing, Retirement, Rule, Target, Vendor


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Everything that the loaded packs say; ``digest`` identifies it in caches.

    Of two crossings of one target, vendor and capability the later one counts.
    """

    vendors: "tuple[Vendor, ...]"
    rules: "tuple[Rule, ...]"
    capabilities: "tuple[Capability, ...]"
    aliases: "tuple[Alias, ...]"
    digest: str
    targets: "tuple[Target, ...]" = ()
    crossings: "tuple[Crossing, ...]" = ()
    retirements: "tuple[Retirement, ...]" = ()

"""What leaving each vendor for a target takes: a score with its factors, fates, risks, and the volume of the switch."""

from lockscan.scoring.assess import assess, changing
from lockscan.scoring.price import price

__all__ = ["assess", "changing", "price"]

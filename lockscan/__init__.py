"""lockscan: where a Python codebase is locked in to a vendor, what a switch costs, and where the seam belongs."""

__version__ = "0.1.0"

"""``python -m lockscan``."""

from lockscan.cli import main

# Worker processes import this module again, and must not start a scan of their own.
if __name__ == "__main__":
    main()

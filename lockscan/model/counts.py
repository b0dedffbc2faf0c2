"""How a number of things is told, the same in reasons, plans and reports."""


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun, in the plural where that is right: ``1 file``, ``1,200 files``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"

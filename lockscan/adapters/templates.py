"""The templates of new code, which come with lockscan."""

from pathlib import Path

_SUFFIX = ".py.tmpl"


def read_templates() -> dict[str, str]:
    """Return the templates by name."""
    folder = Path(__file__).parent.parent / "scaffolding" / "templates"
    return {
        path.name.removesuffix(_SUFFIX): path.read_text(encoding="utf-8")
        for path in sorted(folder.glob(f"*{_SUFFIX}"), key=lambda path: path.name)
    }

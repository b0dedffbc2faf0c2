"""Which files are read as texts, by their names alone."""

import re
from enum import Enum


class TextKind(Enum):
    """How a text is read."""

    YAML = "yaml"
    JSON = "json"
    TOML = "toml"
    INI = "ini"
    ENVIRONMENT = "environment"
    DOCKERFILE = "dockerfile"
    SHELL = "shell"
    PROMPT = "prompt"


_ENDINGS = {
    "yaml": TextKind.YAML,
    "yml": TextKind.YAML,
    "json": TextKind.JSON,
    "toml": TextKind.TOML,
    "ini": TextKind.INI,
    "cfg": TextKind.INI,
    "env": TextKind.ENVIRONMENT,
    "envrc": TextKind.ENVIRONMENT,
    "dockerfile": TextKind.DOCKERFILE,
    "sh": TextKind.SHELL,
    "bash": TextKind.SHELL,
    "j2": TextKind.PROMPT,
    "jinja": TextKind.PROMPT,
    "jinja2": TextKind.PROMPT,
    "prompt": TextKind.PROMPT,
    "prompty": TextKind.PROMPT,
}
_TEMPLATES = frozenset({"j2", "jinja", "jinja2", "tpl", "tmpl", "example", "sample", "template", "dist"})
_PROSE = frozenset({"md", "txt"})
_PROMPT_FOLDERS = frozenset({"prompt", "prompts", "prompt_templates", "templates"})
_DOCKERFILE = re.compile(r"(?:Dockerfile|Containerfile)(?:[._-].*)?", re.DOTALL)
_ENVIRONMENT = re.compile(r"\.?env(?:rc)?(?:[._-].*)?", re.DOTALL)
# Written by programs, or texts for people in many languages: nothing in them chooses a vendor.
_LEFT_OUT = re.compile(
    r".*[.-]lock\.(?:json|ya?ml)|npm-shrinkwrap\.json|package\.json|manifest\.json|strings\.json|tsconfig.*\.json"
    r"|.*\.(?:min|schema|map)\.json|tokenizer.*\.json|vocab\.json|added_tokens\.json|\.?lockscan\.toml|pyvenv\.cfg",
    re.DOTALL,
)
_LEFT_OUT_FOLDERS = frozenset({
    "translations", "locales", "locale", "i18n", "l10n", "lang", "langs", "cassettes", "vcr_cassettes", "snapshots",
    "__snapshots__",
})  # fmt: skip


def kind_of(name: str, folder: str) -> TextKind | None:
    """Return how a file in a folder is read, or ``None`` if it is none of these texts."""
    if _DOCKERFILE.fullmatch(name):
        return TextKind.DOCKERFILE
    if _ENVIRONMENT.fullmatch(name):
        return TextKind.ENVIRONMENT
    stem, dot, ending = name.rpartition(".")
    kind = _ENDINGS.get(ending) if dot else None
    if kind is None and ending not in _TEMPLATES and ending not in _PROSE:
        return None
    if not _LEFT_OUT_FOLDERS.isdisjoint(folder.split("/")) or _LEFT_OUT.fullmatch(name):
        return None
    if ending in _PROSE:
        return None if _PROMPT_FOLDERS.isdisjoint(folder.split("/")) else TextKind.PROMPT
    if ending in _TEMPLATES:
        # `values.yaml.j2` is what it makes.
        return _ENDINGS.get(stem.rpartition(".")[2], kind)
    return kind

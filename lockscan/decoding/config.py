"""Configuration: ``lockscan.toml``, or ``[tool.lockscan]`` of ``pyproject.toml``."""

from lockscan.decoding.document import Document
from lockscan.decoding.table import Mistakes, Table, near, shown
from lockscan.model.config import Config
from lockscan.model.rule import Confidence, Severity

NEVER = "never"


def decode_config(document: Document, under: tuple[str, ...] = ()) -> tuple[Config, tuple[str, ...]]:
    """Read the configuration that stands under some keys of a document; where it is absent, the defaults."""
    mistakes = Mistakes(document)
    table = Table(document.content, (), mistakes)
    for key in under:
        table = table.table(key)
    usual = Config()
    config = Config(
        table.texts("exclude"),
        table.flag("respect-gitignore", default=usual.respect_gitignore),
        table.texts("rules"),
        table.texts("select"),
        table.texts("ignore"),
        table.texts("tests"),
        _fail_on(table),
        table.number("max-file-size", usual.max_file_size),
        table.flag("text-files", default=usual.text_files),
        table.text("target", usual.target),
        _min_confidence(table),
    )
    table.close()
    return config, mistakes.texts()


def _min_confidence(table: Table) -> Confidence | None:
    word = table.text("min-confidence", Confidence.LOW.value)
    known = {confidence.value: confidence for confidence in Confidence}
    if word and word not in known:
        table.wrong("min-confidence", f"{shown(word)} is not known; {near(word, tuple(known))}")
    # The lowest leaves nothing out.
    return None if word == Confidence.LOW.value else known.get(word)


def _fail_on(table: Table) -> Severity | None:
    word = table.text("fail-on", NEVER)
    severities = {severity.value: severity for severity in Severity}
    known = (*severities, NEVER)
    if word and word not in known:
        table.wrong("fail-on", f"{shown(word)} is not known; {near(word, known)}")
    return severities.get(word)

from lockscan.decoding.config import decode_config
from lockscan.model.config import Config
from lockscan.model.rule import Confidence, Severity
from tests.decoding.cases import document

FULL = """
exclude = ["build/"]
respect-gitignore = false
rules = ["mine.toml"]
select = ["openai-*"]
ignore = ["openai-import"]
tests = ["checks/"]
fail-on = "medium"
max-file-size = 1_000
"""


def test_every_key_is_read_from_either_file() -> None:
    config = Config(
        ("build/",), False, ("mine.toml",), ("openai-*",), ("openai-import",), ("checks/",), Severity.MEDIUM, 1000
    )
    assert decode_config(document(FULL)) == (config, ())
    assert decode_config(document("[tool.lockscan]" + FULL), ("tool", "lockscan")) == (config, ())


def test_absent_configuration_is_the_default() -> None:
    assert decode_config(document("")) == (Config(), ())
    assert decode_config(document("[project]\nname = 'a'"), ("tool", "lockscan")) == (Config(), ())
    assert decode_config(document("fail-on = 'never'\nmin-confidence = 'low'")) == (Config(), ())


def test_the_lowest_confidence_is_a_level() -> None:
    assert decode_config(document("min-confidence = 'high'"))[0].min_confidence is Confidence.HIGH
    assert decode_config(document("min-confidence = 'hgih'"))[1] == (
        "acme.toml:1:1: min-confidence: 'hgih' is not known; did you mean 'high'?",
    )


def test_every_mistake_is_told_with_its_line() -> None:
    text = """
[tool.other]
excluded = 1
[tool.lockscan]
excluded = ["a"]
rules = "mine.toml"
tests = ["a", 3, "a", ""]
fail-on = "hihg"
max-file-size = 0
respect-gitignore = 1
"""
    assert decode_config(document(text, "pyproject.toml"), ("tool", "lockscan"))[1] == (
        "pyproject.toml:5:1: tool.lockscan.excluded: is no known key; did you mean 'exclude'?",
        "pyproject.toml:6:1: tool.lockscan.rules: must be a list, not 'mine.toml'",
        "pyproject.toml:7:15: tool.lockscan.tests 2: must be text, not 3",
        "pyproject.toml:7:18: tool.lockscan.tests 3: 'a' stands there twice",
        "pyproject.toml:7:23: tool.lockscan.tests 4: is empty",
        "pyproject.toml:8:1: tool.lockscan.fail-on: 'hihg' is not known; did you mean 'high'?",
        "pyproject.toml:9:1: tool.lockscan.max-file-size: must be above zero",
        "pyproject.toml:10:1: tool.lockscan.respect-gitignore: must be true or false, not 1",
    )
    assert decode_config(document("tool = 3"), ("tool", "lockscan"))[1] == (
        "acme.toml:1:1: tool: must be a table, not 3",
    )

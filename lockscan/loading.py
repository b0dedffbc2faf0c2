"""The facts of files, as linking asks for them: from the cache, or from workers that are at it meanwhile."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress

from lockscan.adapters.cache import Cache
from lockscan.adapters.facts import FORMAT, Extracted, extract_file, not_extracted, read_extracted, risky
from lockscan.adapters.processes import prepare
from lockscan.adapters.sources import Sources
from lockscan.adapters.workers import Outcome, OutcomeKind, Tasks
from lockscan.extraction.failure import Failure
from lockscan.model.diagnostic import Diagnostic, DiagnosticKind
from lockscan.model.facts import FileFacts
from lockscan.model.source import SourceKind

_KIND = f"facts-{FORMAT}"
# One file may take this long in a worker, in seconds; the worst file of the standard library takes one.
_LONGEST = 60.0
# Starting workers costs 0.15 s, which is what parsing this many bytes costs.
_WORTH_WORKERS = 150_000
# In a project of this many bytes of code they are started before it is known how much is to be parsed.
_LARGE = 5_000_000
_MOST_JOBS = 8
# What a worker needs before it can begin.
_PRELOAD = (
    "concurrent.futures.process",
    "lockscan.adapters.facts",
    "lockscan.adapters.workers",
    "lockscan.extraction.extract",
)

Facts = dict[str, FileFacts]


class Loader:
    """Extracts files, and keeps what became of them: their ``facts``, or a diagnostic in ``failed``.

    ``fleeting`` is whether something failed that may not fail again. ``jobs`` is 0 for as many processes as pay.
    """

    def __init__(self, sources: Sources, cache: Cache, jobs: int, progress: Callable[[int, int], None]) -> None:
        self.facts: Facts = {}
        self.failed: dict[str, Diagnostic] = {}
        self.fleeting = False
        self._sources = sources
        self._cache = cache
        self._jobs = jobs
        self._progress = progress
        self._done = 0
        code = sources.of_kind(SourceKind.PYTHON, SourceKind.NOTEBOOK)
        self._is_large = sum(len(sources.data(path)) for path in code) > _LARGE
        if self._jobs_for(0) > 1:
            # They load the parser while it is found out what to parse.
            prepare(_PRELOAD)

    def files(self, paths: Iterable[str]) -> Facts:
        """Return the facts of some files."""
        with self.begun(self.contents(paths)) as facts:
            return facts()

    def contents(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of some files."""
        return {path: self._sources.data(path) for path in sorted(paths)}

    @contextmanager
    def begun(self, contents: dict[str, bytes]) -> Iterator[Callable[..., Facts]]:
        """Give what returns the facts of some files; workers begin at once.

        Those that are no longer wanted when it is called may be named to it, and are left out.
        """
        paths = [path for path in contents if path not in self._sources.diagnostics]
        keys = {path: hashlib.blake2b(contents[path], digest_size=20).hexdigest() for path in paths}
        known = {}
        for key, data in self._cache.get_many(_KIND, set(keys.values())).items():
            # What is not facts is a miss.
            with suppress(ValueError):
                known[key] = read_extracted(data)
        with self._working({path: contents[path] for path in paths if keys[path] not in known}) as results:

            def facts(unwanted: AbstractSet[str] = frozenset()) -> Facts:
                made = results()
                if self._cache.keeps:
                    self._cache.put_many(_KIND, {keys[path]: one.data for path, (one, lasts) in made.items() if lasts})
                wanted = (path for path in paths if path not in unwanted)
                return self._kept({path: made[path][0] if path in made else known[keys[path]] for path in wanted})

            yield facts

    def _kept(self, extracted: dict[str, Extracted]) -> Facts:
        sound: Facts = {}
        for path, one in extracted.items():
            facts = one.found
            if isinstance(facts, Failure):
                cell, line = self._sources.cell(path, facts.line)
                self.failed[path] = Diagnostic(path, line, facts.kind, facts.message, cell)
            else:
                sound[path] = facts
        self.facts.update(sound)
        return sound

    @contextmanager
    def _working(self, contents: dict[str, bytes]) -> Iterator[Callable[[], dict[str, tuple[Extracted, bool]]]]:
        """Extract files in as many processes as pay; each with whether the result may be kept."""
        items = list(contents.values())
        total = self._done + len(items)

        def count(_index: int, _outcome: object) -> None:
            self._done += 1
            self._progress(self._done, total)

        jobs = self._jobs_for(sum(map(len, items)))
        with Tasks(
            extract_file, items, jobs, timeout_per_item=_LONGEST, on_done=count, risky=risky, weight=len,
            preload=_PRELOAD,
        ) as tasks:  # fmt: skip
            yield lambda: self._results(dict(zip(contents, tasks.outcomes(), strict=True)))

    def _results(self, outcomes: dict[str, Outcome[Extracted]]) -> dict[str, tuple[Extracted, bool]]:
        self.fleeting |= any(outcome.kind is not OutcomeKind.DONE for outcome in outcomes.values())
        results = {}
        for path, outcome in outcomes.items():
            if outcome.kind is OutcomeKind.DONE and outcome.value is not None:
                results[path] = (outcome.value, True)
            elif outcome.kind is OutcomeKind.TIMEOUT:
                reason = f"the parser took longer than {_LONGEST:.0f} s"
                results[path] = (not_extracted(DiagnosticKind.TIMEOUT, reason), False)
            else:
                reason = f"the parser failed on it ({outcome.error or 'its process died'})"
                results[path] = (not_extracted(DiagnosticKind.CRASH, reason), False)
        return results

    def _jobs_for(self, size: int) -> int:
        """How many processes to extract so many bytes with."""
        worth = size > _WORTH_WORKERS or self._is_large
        return self._jobs or (min(os.cpu_count() or 1, _MOST_JOBS) if worth else 1)

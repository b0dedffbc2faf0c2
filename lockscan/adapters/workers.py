"""Work spread over processes, of which any item may kill its process or never end.

Chunks of items go to a pool, never more at a time than there are workers, so that a chunk's clock starts when it does.
A dead worker breaks the whole pool: it is built anew, and what was under way is done again, one chunk at a time and
then one item at a time, until the guilty item is alone. A chunk that takes too long is known at once, so only that
one is taken apart.
"""

import math
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass
from enum import Enum
from types import TracebackType
from typing import Generic, TypeVar

from lockscan.adapters.processes import NoProcessError, away_from_modules, end, pool_factory, started

T = TypeVar("T")
R = TypeVar("R")

CHUNK_ITEMS = 32
CHUNK_WEIGHT = 256_000


class OutcomeKind(str, Enum):
    """How an item ended: with a value, an exception, the death of its process, or not in time."""

    DONE = "done"
    ERROR = "error"
    CRASH = "crash"
    TIMEOUT = "timeout"


@dataclass(frozen=True, slots=True)
class Outcome(Generic[R]):
    """What became of one item: ``value`` if it is done, ``error`` names the class of the exception if it raised one."""

    kind: OutcomeKind
    value: R | None = None
    error: str = ""


class Tasks(Generic[T, R]):
    """A function, which is picklable, under way over items; what of it is not done when the ``with`` ends, is ended.

    Processes begin with the first chunks at once. With one job and no executor of the caller's, items run in this
    process when they are asked for, and no time limit holds; risky ones get a process even then, and are never put
    into a chunk with others. ``weight`` is an item's size in bytes. ``on_done`` is called in this process with an
    item's position and outcome, in any order. ``executor`` is called for each pool that is needed, and must take
    ``jobs`` chunks at a time. Where no process can be started, risky items end as crashed and others run here.
    """

    def __init__(  # noqa: PLR0913 - every option stands for itself
        self,
        function: Callable[[T], R],
        items: Sequence[T],
        jobs: int,
        *,
        timeout_per_item: float,
        on_done: Callable[[int, Outcome[R]], None] = lambda _index, _outcome: None,
        risky: Callable[[T], bool] = lambda _item: False,
        weight: Callable[[T], int] = lambda _item: 0,
        preload: Iterable[str] = (),
        executor: Callable[[], Executor] | None = None,
    ) -> None:
        self._function = function
        self._items = items
        self._on_done = on_done
        self._outcomes: dict[int, Outcome[R]] = {}
        self._alone = [index for index, item in enumerate(items) if risky(item)]
        self._here = sorted(set(range(len(items))).difference(self._alone))
        chunks: list[tuple[int, ...]] = [(index,) for index in self._alone]
        if jobs > 1 or executor is not None:
            chunks[:0] = _chunks(self._here, [weight(item) for item in items], jobs)
            self._here = []
        factory = executor or pool_factory(jobs, tuple(preload))
        self._crew = _Crew(function, items, jobs, timeout_per_item, factory, self._finish)
        self._attempt(lambda: self._crew.begin(chunks))

    def __enter__(self) -> "Tasks[T, R]":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._crew.kill()

    def outcomes(self) -> list[Outcome[R]]:
        """Wait for all; outcomes are in the order of the items."""
        self._attempt(self._crew.run)
        for index in self._here:
            self._finish(index, _attempt(self._function, self._items[index]))
        return [self._outcomes[index] for index in range(len(self._items))]

    def _finish(self, index: int, outcome: Outcome[R]) -> None:
        self._outcomes[index] = outcome
        self._on_done(index, outcome)

    def _attempt(self, work: Callable[[], None]) -> None:
        """Do something with processes; where none can be started, say so of what needs one, and do the rest here."""
        try:
            work()
        except NoProcessError:
            self._crew.forget()
            left = [index for index in range(len(self._items)) if index not in self._outcomes]
            for index in set(self._alone).intersection(left):
                self._finish(index, Outcome(OutcomeKind.CRASH))
            self._here = [index for index in left if index not in self._outcomes]


def _chunks(indexes: list[int], weights: list[int], jobs: int) -> Iterator[tuple[int, ...]]:
    """Yield chunks within the bounds, and of few items at least one for each job."""
    most = min(CHUNK_ITEMS, math.ceil(len(indexes) / jobs))
    heaviest = min(CHUNK_WEIGHT, math.ceil(sum(weights[index] for index in indexes) / jobs))
    chunk: list[int] = []
    total = 0
    for index in indexes:
        if chunk and (len(chunk) == most or total + weights[index] > heaviest):
            yield tuple(chunk)
            chunk, total = [], 0
        chunk.append(index)
        total += weights[index]
    if chunk:
        yield tuple(chunk)


def _attempt(function: Callable[[T], R], item: T) -> Outcome[R]:
    try:
        return Outcome(OutcomeKind.DONE, function(item))
    except Exception as error:  # noqa: BLE001 - one item must not end the run; its message may be of any size
        return Outcome(OutcomeKind.ERROR, error=type(error).__name__)


def _attempt_all(function: Callable[[T], R], items: list[T]) -> list[Outcome[R]]:
    return [_attempt(function, item) for item in items]


@dataclass(frozen=True, slots=True)
class _Running:
    chunk: tuple[int, ...]
    deadline: float


class _Crew(Generic[T, R]):
    """A pool that is built anew as often as it breaks."""

    def __init__(  # noqa: PLR0913, PLR0917 - what run_tasks was told
        self,
        function: Callable[[T], R],
        items: Sequence[T],
        jobs: int,
        timeout: float,
        factory: Callable[[], Executor],
        finish: Callable[[int, Outcome[R]], None],
    ) -> None:
        self._function = function
        self._items = items
        self._jobs = jobs
        self._timeout = timeout
        self._factory = factory
        self._finish = finish
        self._pool: Executor | None = None
        self._running: dict[Future[list[Outcome[R]]], _Running] = {}
        self._waiting: deque[tuple[int, ...]] = deque()
        self._suspects: deque[tuple[int, ...]] = deque()

    def begin(self, chunks: list[tuple[int, ...]]) -> None:
        """Give the first chunks out, without a wait for anything but the start of the processes."""
        self._waiting.extend(chunks)
        self._guarded(self._submit)

    def run(self) -> None:
        """Do everything that is left."""
        self._guarded(self._work_off)

    def _work_off(self) -> None:
        while self._waiting or self._suspects or self._running:
            self._submit()
            self._collect()
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException:
            self.kill()
            raise

    def forget(self) -> None:
        """Leave what has not begun to others."""
        self._waiting.clear()
        self._suspects.clear()

    def _submit(self) -> None:
        """Keep every worker busy, or a single one as long as there are suspects."""
        suspected = bool(self._suspects)
        queue = self._suspects or self._waiting
        while queue and len(self._running) < (1 if suspected else self._jobs):
            if self._pool is None:
                self._pool = started(self._factory)
            chunk = queue.popleft()
            try:
                with away_from_modules():
                    future = self._pool.submit(_attempt_all, self._function, [self._items[index] for index in chunk])
            except BrokenExecutor:
                # It broke since the last look: what did it is among the running, if anything runs, and not here.
                queue.appendleft(chunk)
                if not self._running:
                    self.kill()
                return
            self._running[future] = _Running(chunk, time.monotonic() + self._timeout)

    def _collect(self) -> None:
        first_deadline = min((running.deadline for running in self._running.values()), default=math.inf)
        done, _ = wait(
            self._running, max(0.0, min(first_deadline - time.monotonic(), 3600.0)), return_when=FIRST_COMPLETED
        )
        broken = []
        for future in [future for future in self._running if future in done]:
            chunk = self._running[future].chunk
            try:
                outcomes = future.result()
            except BrokenExecutor:
                broken.append(chunk)
            except Exception as error:  # noqa: BLE001 - a result that cannot travel must not end the run
                self._take_apart(chunk, Outcome(OutcomeKind.ERROR, error=type(error).__name__))
            else:
                for index, outcome in zip(chunk, outcomes, strict=True):
                    self._finish(index, outcome)
            del self._running[future]
        if broken:
            self._mourn([*broken, *(running.chunk for running in self._running.values())])
        elif any(running.deadline <= time.monotonic() for running in self._running.values()):
            self._give_up(time.monotonic())

    def _take_apart(self, chunk: tuple[int, ...], outcome: Outcome[R]) -> None:
        """Do the items of a chunk again one by one; for one that was alone, that is its outcome."""
        if len(chunk) > 1:
            self._waiting.extendleft((index,) for index in reversed(chunk))
        else:
            self._finish(chunk[0], outcome)

    def _mourn(self, chunks: list[tuple[int, ...]]) -> None:
        """Suspect everything that ran when a worker died; one item that ran alone is guilty."""
        self.kill()
        if len(chunks) > 1:
            self._suspects.extend(chunks)
        elif len(chunks[0]) > 1:
            self._suspects.extendleft((index,) for index in reversed(chunks[0]))
        else:
            self._finish(chunks[0][0], Outcome(OutcomeKind.CRASH))

    def _give_up(self, now: float) -> None:
        """Kill the pool, and do again what was in time."""
        late = [running.chunk for running in self._running.values() if running.deadline <= now]
        in_time = [running.chunk for running in self._running.values() if running.deadline > now]
        self.kill()
        self._waiting.extendleft(reversed(in_time))
        for chunk in late:
            self._take_apart(chunk, Outcome(OutcomeKind.TIMEOUT))

    def kill(self) -> None:
        """End what runs at once."""
        self._running.clear()
        pool, self._pool = self._pool, None
        if pool is not None:
            end(pool)

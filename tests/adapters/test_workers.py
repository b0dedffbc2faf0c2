import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import pytest

from lockscan.adapters import workers
from lockscan.adapters.workers import Outcome, OutcomeKind, Tasks

CRASH: Outcome[str] = Outcome(OutcomeKind.CRASH)
TIMEOUT: Outcome[str] = Outcome(OutcomeKind.TIMEOUT)
ERROR: Outcome[str] = Outcome(OutcomeKind.ERROR, error="RecursionError")


class Stuck(str):
    """What cannot travel to another process."""

    __slots__ = ()

    def __reduce__(self) -> str:
        raise RecursionError


def work(item: str) -> str:
    word = item.partition(" ")[0]
    if word == "segfault":
        os.kill(os.getpid(), signal.SIGSEGV)
    if word == "exit":
        os._exit(3)
    if word == "sleep":
        time.sleep(60)
    if word == "raise":
        raise RecursionError(item)
    if word == "stuck":
        return Stuck(item)
    return f"{item} in {os.getpid()}" if word == "where" else item.upper()


def _run(items: list[str], jobs: int = 2, timeout: float = 20.0, **options: object) -> list[Outcome[str]]:
    with Tasks(work, items, jobs, timeout_per_item=timeout, **options) as tasks:  # type: ignore[arg-type]
        return tasks.outcomes()


def _expected(items: list[str]) -> list[Outcome[str]]:
    special = {"segfault": CRASH, "exit": CRASH, "sleep": TIMEOUT, "raise": ERROR}
    return [special.get(item.partition(" ")[0], Outcome(OutcomeKind.DONE, item.upper())) for item in items]


def _mixed(count: int, *special: tuple[int, str]) -> list[str]:
    items = [f"item {number}" for number in range(count)]
    for place, item in special:
        items[place] = item
    return items


@pytest.mark.parametrize("jobs", [1, 2])
def test_outcomes_are_in_the_order_of_the_items(jobs: int) -> None:
    items = _mixed(100, (50, "raise"))
    done: dict[int, Outcome[str]] = {}
    assert _run(items, jobs, on_done=done.__setitem__) == _expected(items)
    assert [done[place] for place in range(100)] == _expected(items)


@pytest.mark.parametrize("jobs", [1, 2])
def test_nothing_to_do_is_done(jobs: int) -> None:
    assert _run([], jobs) == []


def test_items_that_kill_their_process_are_found_and_all_others_are_done() -> None:
    items = _mixed(120, (0, "exit"), (40, "segfault"), (41, "exit"), (119, "segfault"))
    done: list[int] = []
    assert _run(items, on_done=lambda place, _: done.append(place)) == _expected(items)
    assert sorted(done) == list(range(120))


def test_results_that_cannot_travel_are_errors_and_all_others_are_done() -> None:
    items = _mixed(70, (3, "stuck"), (66, "stuck"))
    assert _run(items) == [ERROR if item == "stuck" else one for item, one in zip(items, _expected(items), strict=True)]


def test_items_that_never_end_are_found_and_all_others_are_done() -> None:
    items = _mixed(70, (3, "sleep"), (66, "sleep"), (67, "segfault"))
    start = time.monotonic()
    assert _run(items, timeout=1.0) == _expected(items)
    assert time.monotonic() - start < 30


def test_one_job_stays_in_this_process_but_for_risky_items() -> None:
    items = ["where a", "segfault risky", "item", "sleep risky", "where risky"]
    outcomes = _run(items, 1, timeout=1.0, risky=lambda item: item.endswith("risky"))
    assert outcomes[:4] == [
        Outcome(OutcomeKind.DONE, f"where a in {os.getpid()}"),
        CRASH,
        Outcome(OutcomeKind.DONE, "ITEM"),
        TIMEOUT,
    ]
    assert outcomes[4].kind is OutcomeKind.DONE
    assert outcomes[4].value != f"where risky in {os.getpid()}"


def test_an_executor_of_the_callers_takes_everything() -> None:
    made: list[Executor] = []

    def factory() -> Executor:
        made.append(ThreadPoolExecutor(3))
        return made[-1]

    items = _mixed(100, (7, "raise"))
    assert _run(items, 3, executor=factory) == _expected(items)
    assert len(made) == 1


def test_without_processes_the_work_is_done_here_and_what_is_risky_left() -> None:
    def factory() -> Executor:
        raise OSError("no semaphores here")

    items = _mixed(40, (7, "segfault"))
    assert _run(items, executor=factory, risky=lambda item: item == "segfault") == _expected(items)


def test_chunks_are_bounded_by_number_and_by_weight() -> None:
    weights = [1000] * 40 + [200_000, 100_000, 100_000, 900_000, 5]
    assert list(workers._chunks(list(range(45)), weights, 1)) == [
        tuple(range(32)),
        tuple(range(32, 41)),
        (41, 42),
        (43,),
        (44,),
    ]
    assert list(workers._chunks([0, 1, 2], [10, 20, 10, 0], 2)) == [(0,), (1,), (2,)]
    assert list(workers._chunks([0, 1, 2, 3], [0] * 4, 2)) == [(0, 1), (2, 3)]


@pytest.mark.parametrize("item", ["sleep", "segfault", "b"])
def test_what_is_not_waited_for_ends(item: str) -> None:
    begun = time.monotonic()
    with Tasks(work, ["a", item], 2, timeout_per_item=60.0):
        pass
    assert time.monotonic() - begun < 30


def test_the_first_chunks_are_under_way_before_anybody_waits(tmp_path: Path) -> None:
    with Tasks(os.mkdir, [str(tmp_path / "made")], 2, timeout_per_item=20.0) as tasks:
        until = time.monotonic() + 20
        while not (tmp_path / "made").exists() and time.monotonic() < until:
            time.sleep(0.01)
        assert (tmp_path / "made").exists()
        assert tasks.outcomes() == [Outcome(OutcomeKind.DONE)]


SCRIPT = """
from lockscan.adapters.workers import Tasks
if __name__ == "__main__":
    with Tasks(len, ["a", "bc"], 2, timeout_per_item=20.0) as tasks:
        print([outcome.value for outcome in tasks.outcomes()])
"""


def test_modules_of_the_working_directory_are_not_imported_by_workers(tmp_path: Path) -> None:
    (tmp_path / "run.py").write_text(SCRIPT)
    hostile = tmp_path / "hostile"
    hostile.mkdir()
    for name in ("socket", "selectors", "signal", "struct", "multiprocessing", "concurrent", "lockscan", "threading"):
        (hostile / f"{name}.py").write_text("open('was_run', 'w').close()\n")
    package = Path(workers.__file__).parents[2]
    ran = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, tmp_path / "run.py"],
        cwd=hostile,
        env={"PYTHONPATH": str(package)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.stdout, ran.stderr, (hostile / "was_run").exists()) == ("[1, 2]\n", "", False)

"""From the text of one file to its facts."""

import ast
import gc
import sys
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache

import libcst as cst

from lockscan.extraction.directives import read_directives
from lockscan.extraction.failure import Failure
from lockscan.extraction.guards import too_deep
from lockscan.extraction.parsing import bare, parse
from lockscan.extraction.positions import Span, from_ast, from_libcst, inside_strings, tracked
from lockscan.extraction.statements import StatementWalk
from lockscan.model.diagnostic import DiagnosticKind
from lockscan.model.facts import FileFacts

# Deep but valid code needs more than the default of both; 100,000 frames of this walk fit into the stack.
_STACK = 512 * 1024 * 1024
_FRAMES = 100_000


def extract(source: str) -> FileFacts | Failure:
    """The facts of one Python file.

    Never raises for what the file holds. Runs on a thread of its own, with a stack for deep nesting.
    """
    frames, collecting = sys.getrecursionlimit(), gc.isenabled()
    sys.setrecursionlimit(max(frames, _FRAMES))
    # A parse makes no garbage, only nodes; looking for cycles among them, now or just after, costs a third of it.
    gc.disable()
    try:
        return _thread().submit(_extract, source.removeprefix("\ufeff")).result()
    finally:
        sys.setrecursionlimit(frames)
        if collecting:
            gc.enable()


def _extract(source: str) -> FileFacts | Failure:
    if "\0" in source:
        return Failure(DiagnosticKind.SYNTAX, source[: source.index("\0")].count("\n") + 1, "a null byte in the source")
    try:
        tree = _tree(source)
    except (RecursionError, MemoryError):
        return Failure(DiagnosticKind.TOO_DEEP, 0, "it is nested too deeply for Python's own parser")
    reason = too_deep(source, tree)
    if reason is not None:
        return Failure(DiagnosticKind.TOO_DEEP, 0, reason)
    try:
        walk, regions = _walked(source, tree)
    except cst.ParserSyntaxError as error:
        line = _wrong_line(source) or error.raw_line
        return Failure(DiagnosticKind.SYNTAX, line, "it cannot be parsed as Python")
    except (RecursionError, MemoryError):
        return Failure(DiagnosticKind.TOO_DEEP, 0, "it is nested too deeply")
    return FileFacts(
        expressions=tuple(walk.expressions),
        scopes=tuple(scope.closed() for scope in walk.scopes),
        uses=tuple(walk.uses),
        stores=tuple(walk.stores),
        regions=regions,
        directives=read_directives(source),
        exports=None if walk.exports is None else tuple(walk.exports),
        lines=source.count("\n") + (not source.endswith("\n")),
    )


def _walked(source: str, tree: ast.Module | None) -> tuple[StatementWalk, tuple[Span, ...]]:
    """Walk a file, and place what the walk has tracked."""
    if tree is not None:
        places = tracked(tree)
        # What CPython reads in another way than libcst, that is to read as it stands.
        with suppress(cst.ParserSyntaxError):
            walk = _walk(parse(bare(source, inside_strings(places))))
            regions = from_ast(places, source, walk.kinds)
            if regions is not None:
                return walk, regions
    module = cst.parse_module(source)
    walk = _walk(module)
    return walk, from_libcst(module, walk.nodes)


def _walk(module: cst.Module) -> StatementWalk:
    walk = StatementWalk()
    walk.module(module)
    return walk


def _wrong_line(source: str) -> int:
    """Where CPython sees the mistake, which is closer to it than where libcst gives up; 0 if it sees none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(source)
        except SyntaxError as error:
            return error.lineno or 0
    return 0


def _tree(source: str) -> ast.Module | None:
    with warnings.catch_warnings():
        # Invalid escapes in scanned code are nobody's concern here.
        warnings.simplefilter("ignore")
        try:
            return ast.parse(source)
        except (SyntaxError, ValueError):
            return None


@cache
def _thread() -> ThreadPoolExecutor:
    """A thread with a large stack, one for each process: starting one for each file costs as much as parsing it."""
    size = threading.stack_size(_STACK)
    try:
        executor = ThreadPoolExecutor(1, "lockscan-extraction")
        # The stack is as large as it is set when the thread starts, which is with the first task.
        executor.submit(int).result()
    finally:
        threading.stack_size(size)
    return executor

import io

from lockscan.cli.progress import Progress


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def shown(*moments: float) -> str:
    stream, clock = io.StringIO(), Clock()
    with Progress(stream, clock) as progress:
        for done, clock.now in enumerate(moments, start=1):
            progress(done, 1200)
    return stream.getvalue()


def test_a_short_scan_shows_nothing() -> None:
    assert shown(0.0, 0.5, 0.99) == ""


def test_a_long_scan_shows_a_line_ten_times_a_second_and_takes_it_away() -> None:
    assert shown(0.5, 1.5, 1.55, 2.0) == "\r\x1b[K2 of 1,200 files\r\x1b[K4 of 1,200 files\r\x1b[K"


def test_without_a_stream_nothing_happens() -> None:
    clock = Clock()
    with Progress(None, clock) as progress:
        clock.now = 5.0
        progress(1, 2)

"""
What does a frame walk through, from the socket it came by to the pixel that shows it?

One status with an error is taken in, understood, kept and shown on the page of its charger, while a mark in
its text is looked for in what the project's functions give back, and in what the store is given. A hop is a
function that handed the mark on (once, however often it is called): it gave it back, or was given it and had
it written. Who only looked at it, such as a panel that does not show it, is none. Files are where those
functions stand. `python -m bench.walk` prints them in the order in which the frame came there.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType, FrameType

import msgspec
from litestar.testing import TestClient

import chargeboard
from chargeboard.cli.place import Place
from chargeboard.config import from_environment
from chargeboard.domain.frame import Frame
from chargeboard.run.understanding.projector import Projector
from chargeboard.time.instants import MINUTE, SECOND, Instant
from chargeboard.web.app import create_app

MARK = "mark7731"
STATION = "WALK"
NOW: Instant = 1_782_900_000_000_000
PANEL = "panel-errors"
_ROOT = str(Path(chargeboard.__file__).parent)
_LOOKED_AT = 200_000
"""Characters of a value in which the mark is looked for."""


class Walk:
    """The functions that held the mark, in order."""

    def __init__(self) -> None:
        self.hops: dict[CodeType, bool] = {}
        """Each with whether another file called it."""
        self._is_looking = False

    def watch(self, frame: FrameType, event: str, value: object) -> None:
        """What the interpreter calls at each call and return."""
        code = frame.f_code
        if event not in {"call", "return"} or code in self.hops or self._is_looking or not _is_ours(code):
            return
        self._is_looking = True
        try:
            if event == "return" and not _is_query(code) and _has_mark(value):
                self.hops[code] = _is_crossing(frame)
            elif event == "call" and _is_query(code) and _has_mark(frame.f_locals):
                self._written_by(frame.f_back)
        finally:
            self._is_looking = False

    def _written_by(self, caller: FrameType | None) -> None:
        """All that had the mark in hand on the way to a query."""
        while caller is not None:
            if _is_ours(caller.f_code) and _has_mark(caller.f_locals):
                self.hops[caller.f_code] = _is_crossing(caller)
            caller = caller.f_back

    @contextmanager
    def followed(self) -> Iterator[None]:
        """While this is open the mark is looked for, in every thread."""
        threading.setprofile(self.watch)
        sys.setprofile(self.watch)
        try:
            yield
        finally:
            sys.setprofile(None)
            threading.setprofile(None)

    @property
    def files(self) -> dict[str, list[str]]:
        """The functions by file."""
        by_file: dict[str, list[str]] = {}
        for code in self.hops:
            name = str(Path(code.co_filename).relative_to(_ROOT))
            by_file.setdefault(name, []).append(code.co_qualname)
        return by_file


def _is_ours(code: CodeType) -> bool:
    return code.co_filename.startswith(_ROOT) and not code.co_name.startswith("<")


def _is_crossing(frame: FrameType) -> bool:
    caller = frame.f_back
    while caller is not None and not _is_ours(caller.f_code):
        caller = caller.f_back
    return caller is None or caller.f_code.co_filename != frame.f_code.co_filename


def _is_query(code: CodeType) -> bool:
    return code.co_filename.endswith(".sql")


def _has_mark(value: object) -> bool:
    try:
        return MARK in repr(value)[:_LOOKED_AT]
    except Exception:  # noqa: BLE001 - of a value that is half made there may be no text yet
        return False


def _status(n: int, at: Instant, status: str, error: str, info: str = "") -> Frame:
    told = {"connectorId": 1, "errorCode": error, "status": status}
    payload = told | ({"info": info} if info else {})
    text = msgspec.json.encode([2, str(n), "StatusNotification", payload]).decode()
    return Frame(STATION, at, "in", text, "ocpp1.6")


def walk() -> Walk:
    """Take in one status with an error, and show it."""
    taken = Walk()
    with TemporaryDirectory(prefix="chargeboard-walk-") as folder:
        place = Place(from_environment(None).with_options(db=f"{folder}/walk.db"))
        with place.desk(is_made=True) as desk:
            projector = Projector(desk.histories, desk.now)
            projector.take([_status(n, NOW - (30 - n) * MINUTE, "Available", "NoError") for n in range(20)])
            projector.refresh(STATION)
            with taken.followed():
                projector.take([_status(99, NOW - MINUTE, "Faulted", "GroundFailure", MARK)])
                projector.refresh(STATION)
                with TestClient(create_app(desk, token=None, now=lambda: NOW + SECOND)) as browser:
                    page = browser.get(f"/chargers/{STATION}").text
        if MARK not in page[page.index(PANEL) :]:
            raise RuntimeError("the page does not show the frame")
    return taken


def main() -> None:
    """Print the walk, file by file, and its two counts."""
    taken = walk()
    for name, functions in taken.files.items():
        print(f"{name:<40} {', '.join(functions)}")
    crossings = sum(taken.hops.values())
    print(f"\n{len(taken.hops)} functions in {len(taken.files)} files, {crossings} entered from another file")


if __name__ == "__main__":
    main()

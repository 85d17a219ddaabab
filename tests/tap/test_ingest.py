"""The serving process's side of the socket."""

import socket
import threading
from concurrent.futures import Future

import pytest

from chargeboard.capture.formats.systems.own import line_of
from chargeboard.capture.ingest import Ingest, NotKeptError
from chargeboard.capture.rejects import Rejects
from chargeboard.capture.tap.shipping import LENGTH, exactly
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import NEVER


def beat(number):
    return Frame("CP1", 1_760_000_000_000_000 + number, "in", f'[2,"{number}","Heartbeat",{{}}]', "c")


class Side:
    """An ingest, what it was to keep, and a tap's socket to it."""

    def __init__(self, folder):
        self.kept, self.folder, self.may_keep = [], folder, threading.Event()
        self.may_keep.set()
        self.refused = set()
        self.now = NEVER
        self.rejects = Rejects(folder / "board.db.rejected.jsonl")
        self.ingest = Ingest(
            self.keep,
            redact=lambda text: text.replace("secret", "***"),
            rejects=self.rejects,
            clock=lambda: self.now,
        )
        self.ingest.listen(str(folder / "ingest"))
        self.tap = self.connected()

    def connected(self):
        tap = socket.socket(socket.AF_UNIX)
        tap.settimeout(60)
        tap.connect(str(self.folder / "ingest"))
        return tap

    def keep(self, frames):
        future = Future()

        def later():
            self.may_keep.wait(60)
            if self.refused & {frame.received_at % 1000 for frame in frames}:
                future.set_exception(NotKeptError("no"))
            else:
                self.kept += frames
                future.set_result(str(len(frames)))

        threading.Thread(target=later).start()
        return future

    def brings(self, lines):
        self.tap.sendall(LENGTH.pack(len(lines)) + lines)

    def is_told(self):
        return LENGTH.unpack(exactly(self.tap, LENGTH.size))[0]


@pytest.fixture
def side(tmp_path):
    side = Side(tmp_path)
    yield side
    side.tap.close()
    side.ingest.close()


def test_a_batch_is_acknowledged_once_it_is_kept_and_not_before(side):
    side.may_keep.clear()
    side.brings(b"".join(map(line_of, map(beat, range(5)))))
    side.tap.settimeout(0.2)
    with pytest.raises(TimeoutError):
        side.is_told()
    side.tap.settimeout(60)
    side.may_keep.set()
    assert side.is_told() == 5
    assert side.kept == list(map(beat, range(5)))


def test_a_frame_that_can_never_be_kept_is_put_aside_and_the_rest_is_kept(side):
    side.refused = {3}
    side.brings(b"rubbish\n" + b"".join(map(line_of, map(beat, range(8)))))
    assert side.is_told() == 8
    assert side.kept == [beat(number) for number in range(8) if number != 3]
    assert [one.reason for one in side.rejects][1:] == ["no"]


def test_a_tap_that_leaves_in_the_middle_of_a_batch_has_brought_nothing(side):
    side.tap.sendall(LENGTH.pack(1000) + line_of(beat(1)))
    side.tap.close()
    side.tap = side.connected()
    side.brings(line_of(beat(2)))
    assert side.is_told() == 1
    assert side.kept == [beat(2)]


@pytest.mark.threat("T3")
def test_only_the_same_user_may_bring_frames_and_a_socket_left_behind_is_no_hindrance(side, tmp_path):
    path = tmp_path / "ingest"
    assert path.stat().st_mode & 0o077 == 0
    second = Ingest(side.keep, redact=str, rejects=side.rejects, clock=lambda: NEVER)
    with pytest.raises(OSError, match="in use"):
        second.listen(str(path))
    second.close()
    assert path.is_socket()
    left = tmp_path / "left"
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(left))
    third = Ingest(side.keep, redact=str, rejects=side.rejects, clock=lambda: NEVER)
    third.listen(str(left))
    third.close()
    assert not left.exists()


def test_what_a_tap_stamped_before_our_clock_was_set_back_is_as_old_as_can_be_told(side):
    side.now = beat(0).received_at - 86_400_000_000
    side.brings(b"".join(map(line_of, map(beat, range(5)))))
    assert side.is_told() == 5
    assert [one.text for one in side.kept] == [beat(number).text for number in range(5)]
    assert [one.received_at - side.now for one in side.kept] == [-4, -3, -2, -1, 0]

import json

from chargeboard.capture.following import Follower, leave_mark, read_mark
from chargeboard.capture.rejects import Rejects
from chargeboard.run.clock import now
from chargeboard.store import open_store


def line(second, frame=None, **more):
    told = {
        "received_at": f"2025-10-13T08:{second // 60:02}:{second % 60:02}Z",
        "station": "CP1",
        "direction": "in",
        "frame": frame or [2, str(second), "Heartbeat", {}],
    }
    return json.dumps(told | more) + "\n"


class Log:
    """A log, and somebody who follows it and does one thing each time that nothing is new."""

    def __init__(self, folder):
        self.folder, self.path = folder, folder / "ocpp.log"
        self.store = open_store(folder / "board.db")
        self.follower = None

    def follow(self, *steps, format_="auto", station="", zone=None):
        ahead = iter(steps)

        def wait():
            try:
                next(ahead)()
            except StopIteration:
                return True
            return False

        self.store.begin_delivery()
        mark = self.folder / "mark.json"

        def keep(frames, behind):
            self.store.append(frames)
            leave_mark(mark, behind)

        self.follower = Follower(
            self.path,
            read_mark(mark),
            keep=keep,
            redact=lambda text: text,
            rejects=Rejects(self.folder / "board.db.rejected.jsonl"),
            wait=wait,
            clock=now,
        )
        self.follower.run(format_, station, zone)

    def write(self, text):
        return lambda: self.write_now(text)

    def write_now(self, text):
        with self.path.open("a") as file:
            file.write(text)

    def rename(self, name="ocpp.log.1"):
        return lambda: self.path.rename(self.folder / name)

    @property
    def kept(self):
        """The frames' ids, in order."""
        return [
            json.loads(one.frame.text)[1]
            for station in self.store.stations()
            for batch in self.store.frames_after(station, 0, 0)
            for one in batch
        ]

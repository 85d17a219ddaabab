"""A feed that is looked at by hand."""

import time

from two_chargers import NOW

from chargeboard.capture.rejects import Rejects, hidden
from chargeboard.run.clock import now as present
from chargeboard.run.receiving.feeding import Feeding

_PATIENCE_S = 60.0


class FeedOf:
    """Reads what is new, and keeps it."""

    def __init__(self, kind, url, store, *, now=NOW, rejects=None):
        """`now`: None for the present."""
        self.url, self.name, self._now = url, kind.called(url), now
        self.opened = kind.open(url, self.name)
        self.feeding = Feeding(store, self.name, kind.name, lambda: self.now)
        self.rejects = rejects or Rejects(None)
        self.frames = 0

    @property
    def now(self):
        return self._now or present()

    @now.setter
    def now(self, at):
        self._now = at

    def part(self):
        return self.opened.read(self.feeding.cursor, self.now)

    def look(self, *, until=0):
        """Until so many frames were read in all; once, at least, and until all there was is read."""
        give_up = time.monotonic() + _PATIENCE_S
        while True:
            part = self.part()
            self.rejects.keep([hidden(one, lambda text: text) for one in part.rejected])
            self.feeding.take(part)
            self.frames += len(part.frames)
            if part.is_all and self.frames >= until:
                # what was handed on is told to be kept
                return self.part() if part.frames else part
            assert time.monotonic() < give_up, f"{self.frames} of {until}"
            time.sleep(0.01 if part.is_all else 0)

    def close(self):
        self.opened.close()


def texts(store, station="CP-1"):
    return [stored.frame.text for batch in store.frames_after(station, -(2**62), 0) for stored in batch]

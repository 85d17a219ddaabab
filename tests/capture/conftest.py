from pathlib import Path

import pytest

from chargeboard.capture.gathering import JournalKeeper
from chargeboard.capture.importing import import_files
from chargeboard.capture.redaction import Redactor
from chargeboard.capture.rejects import Rejects
from chargeboard.domain.frame import Frame

SHARED = Path(__file__).parents[2].parent / "shared" / "data"


class ListJournal:
    """A journal in memory with the identity of frames that a store has."""

    def __init__(self):
        self.frames: list[Frame] = []
        self.calls = 0
        self._known: set = set()
        self._counts: dict = {}

    def begin_delivery(self):
        self._counts = {}

    def append(self, frames, old_before):
        self.calls += 1
        new = 0
        for frame in frames:
            identity = (frame.station, frame.received_at, frame.direction, frame.text)
            nth = self._counts[identity] = self._counts.get(identity, 0) + 1
            if (*identity, nth) not in self._known:
                self._known.add((*identity, nth))
                self.frames.append(frame)
                new += 1
        return new


@pytest.fixture
def journal():
    return ListJournal()


@pytest.fixture
def importing(journal, tmp_path):
    rejects = Rejects(tmp_path / "board.db.rejected.jsonl")

    def run(*paths, **options):
        redact = Redactor(b"k" * 32)
        keeper = JournalKeeper(journal, redact)
        return import_files(keeper, [str(path) for path in paths], redact=redact, rejects=rejects, **options)

    return run


@pytest.fixture
def shared():
    if not SHARED.is_dir():
        pytest.skip("the real logs lie in ../shared/data, which is not here")
    return SHARED

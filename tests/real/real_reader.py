"""Logs that nobody here wrote, through the journal and the store to the desk."""

from datetime import date, datetime

from chargeboard.capture.gathering import JournalKeeper
from chargeboard.capture.importing import import_files
from chargeboard.capture.rejects import Rejects
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import instant_of
from chargeboard.time.spans import Span
from projecting import projector_of

EVER = Span(0, 2**60)


def instant(text):
    """Also of a text that names no zone, which is UTC then."""
    return instant_of(datetime.fromisoformat(text if text.endswith("Z") else f"{text}+00:00"))


class Reader:
    """Takes files in and answers for their chargers."""

    def __init__(self, folder):
        self.store = open_store(":memory:")
        self.policies = {}
        self.desk = Desk(self.store, self.profile, lambda: 2**52)
        self.rejects = Rejects(folder / "board.db.rejected.jsonl")

    def profile(self, station):
        policy = self.policies.get(station, Policy())
        return Profile(id=station, policy=policy)

    def read(self, *files, **policies):
        self.policies |= policies
        keeper = JournalKeeper(self.store, lambda text: text)
        report = import_files(keeper, map(str, files), redact=lambda text: text, rejects=self.rejects)
        assert not any(file.problem for file in report.files)
        for station in projector_of(self.desk).heard():
            projector_of(self.desk).refresh(station)
        return report

    def take(self, frames, policy=None):
        if policy is not None:
            self.policies |= {frame.station: policy for frame in frames[:1]}
        self.desk.store.append(frames)
        for station in projector_of(self.desk).heard():
            projector_of(self.desk).refresh(station)

    def board(self, station, at, first="2000-01-01", end="2000-01-02", **how):
        window = (date.fromisoformat(first), date.fromisoformat(end))
        return self.desk.board(station, at=instant(at), window=window, **how)

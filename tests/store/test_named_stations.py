"""What is written in a block that names stations is of these: others write of theirs at the same time."""

import re
from contextlib import contextmanager

import pytest

from chargeboard.demo.load.life import life
from chargeboard.demo.load.mix import Mix, id_of
from chargeboard.domain.policy import Profile, Retention
from chargeboard.history.opening import Histories
from chargeboard.run.receiving.delivery import Delivery, LinkTurn, Start
from chargeboard.run.receiving.intake import Intake
from chargeboard.run.understanding.projector import Projector
from chargeboard.run.upkeep.packing import pack
from chargeboard.store import open_store
from chargeboard.store.sqlite.connection import SqliteDatabase
from chargeboard.store.sqlite.rows import Rows
from chargeboard.time.instants import HOUR, SECOND

T0 = 1_760_000_000 * SECOND
MIX = Mix(utilization=1, losses_a_day=48, loss_s=300, faults=0.5)
STATIONS = [id_of(number) for number in range(3)]
pytestmark = pytest.mark.sqlite


class Watched:
    """What was written of whom, in blocks that named others."""

    def __init__(self, monkeypatch):
        self.named, self.astray, self.blocks = [], [], 0
        writing = SqliteDatabase.writing

        @contextmanager
        def named(db, stations=None):
            before = self.named[-1] if self.named else None
            names = set(stations) if stations is not None else None
            if self.named:
                if names is not None and before is not None and not names <= before:
                    self.astray.append(("named", names - before))
                names = before
            self.blocks += names is not None
            self.named.append(names)
            try:
                with writing(db) as connection:
                    yield connection
            finally:
                self.named.pop()

        monkeypatch.setattr(SqliteDatabase, "writing", named)
        for kind in ("insert_update_delete", "insert_update_delete_many", "select", "select_value"):
            monkeypatch.setattr(Rows, kind, self._asked(getattr(Rows, kind)))

    def _asked(self, ask):
        def asked(rows, conn, name, sql, parameters, *more):
            if (
                self.named
                and self.named[-1] is not None
                and re.match(r"\s*(--.*\n\s*)*(insert|update|delete)", sql)
            ):
                parameters = list(parameters) if not isinstance(parameters, dict) else parameters
                for station in stations_of(sql, parameters):
                    if station not in self.named[-1]:
                        self.astray.append((name, station))
            return ask(rows, conn, name, sql, parameters, *more)

        return asked


def stations_of(sql, parameters):
    if isinstance(parameters, dict):
        return [parameters[key] for key in ("station", "came_as") if key in parameters]
    columns = re.search(r"insert into \w+ \(([^)]*)\)", sql)
    if columns:
        names = [one.strip() for one in columns[1].split(",")]
        place = names.index("station") if "station" in names else None
    else:
        found = re.search(r"station = \?", sql)
        place = sql[: found.start()].count("?") if found else None
    return [] if place is None else [row[place] for row in parameters]


def test_it_is_so_of_all_that_is_done_with_what_chargers_say(tmp_path, monkeypatch):
    watched = Watched(monkeypatch)
    store = open_store(tmp_path / "b.db")
    stories = [life(number, MIX, T0) for number in range(len(STATIONS))]
    frames = [next(story) for story in stories for _ in range(160)]
    now = max(frame.received_at for frame in frames) + 240 * HOUR
    projector = Projector(
        Histories(store, lambda station: Profile(id=station)),
        lambda: now,
        retention=Retention(frames_days=1, evidence_days=2),
    )
    intake = Intake(store, lambda: now, lambda answers: [done(text) for done, text in answers])
    for frame in frames:
        start = Start(frame.station, frame.text)
        intake.submit(Delivery([frame], start=start, turn=LinkTurn("open", frame.station, "c")))
    intake.start()
    intake.stop()
    projector.fold_together(STATIONS)
    for station in STATIONS:
        projector.refresh(station)
        pack(store, station, now)
        while projector.let_go(station):
            pass
        projector.rebuild(station)
    projector.tell(*STATIONS)
    store.close()
    assert watched.blocks > 20
    assert watched.astray == []


def test_a_statement_of_another_station_is_found():
    assert stations_of("insert into fleet_gram (gram, station) values (?, ?)", [("a", "A")]) == ["A"]
    assert stations_of("delete from fleet_gram where gram = ? and station = ?", [("a", "A")]) == ["A"]
    assert stations_of("update station set last_seq = 1 where station = :station", {"station": "A"}) == ["A"]

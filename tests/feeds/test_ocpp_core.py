"""What OCPP.Core writes down comes in, from a real SQLite file with its tables."""

import json
from contextlib import closing
from datetime import datetime

import msgspec
import pytest
from ocpp_core_tables import OcppCore
from test_citrineos import taken, texts
from test_steve import call, reading, start, status, stop
from two_chargers import life

from chargeboard.capture.feeds.kind import FeedError
from chargeboard.capture.feeds.registry import kind_of
from chargeboard.capture.rejects import Rejects
from chargeboard.domain.codes import Untold
from chargeboard.domain.policy import Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, MINUTE, SECOND, datetime_of
from projecting import projector_of

KIND = kind_of("ocpp-core")
STATION = "CP-1"
NOW = 1_790_000_000_000_000
MULTIPLIED = '"Wh","multiplier":3', '"kWh"'


@pytest.fixture
def core(tmp_path):
    system = OcppCore(tmp_path / "OCPP.Core.sqlite")
    yield system
    system.close()


def read(core, store, now=NOW, **how):
    return taken(core, store, kind=KIND, now=now, **how)


def board(store, station=STATION, now=NOW):
    desk = Desk(store, lambda station: Profile(id=station), lambda: now)
    projector_of(desk).refresh(station)
    return desk.board(station)


@pytest.mark.parametrize("protocol", ["ocpp1.6", "ocpp2"])
def test_its_sessions_are_those_of_the_same_life_that_was_heard(core, store, tmp_path, protocol):
    frames = [frame for frame in life(now=NOW - MINUTE) if frame.protocol.startswith(protocol)]
    station = frames[0].station
    # it reads no power of ten, so the energies of who sends one are wrong there
    frames = [msgspec.structs.replace(one, text=one.text.replace(*MULTIPLIED)) for one in frames]
    core.write(*frames)
    read(core, store)
    with closing(open_store(str(tmp_path / "heard.db"))) as heard:
        heard.append(frames)
        theirs, ours = (board(one, station) for one in (heard, store))

    def told(of):
        return [(one.socket, one.start, one.end, one.energy_wh, one.reason) for one in of.sessions]

    assert told(ours) == told(theirs)
    assert len(told(ours)) > 30
    ours_wh, theirs_wh = (sum(wh or 0 for wh in one.energy_per_day_wh.values()) for one in (ours, theirs))
    assert ours_wh == pytest.approx(theirs_wh)
    assert ours.untold == [Untold.ATTEMPTS, Untold.LINKS, Untold.STATUSES]


def at_each_minute(board):
    """Whether sockets were free, in use or out of order; those that were offline are left out."""
    return {
        (socket, at): state if state in {"available", "unavailable", "faulted", "unknown"} else "in use"
        for socket, states in board.states.items()
        for since, until, state in states
        for at in range(-(-since // MINUTE) * MINUTE, until, MINUTE)
        if socket and state != "offline"
    }


@pytest.mark.parametrize("protocol", ["ocpp1.6", "ocpp2"])
def test_a_life_that_is_looked_at_as_it_goes_on_has_the_same_days(core, store, protocol):
    frames = [frame for frame in life(days=1, now=NOW - MINUTE) if frame.protocol.startswith(protocol)]
    frames = [msgspec.structs.replace(one, text=one.text.replace(*MULTIPLIED)) for one in frames]
    station, cursor = frames[0].station, ""
    with closing(KIND.open(core.url, "it")) as source:
        for frame in frames:
            core.write(frame)
            part = source.read(cursor, frame.received_at)
            store.append(part.frames)
            cursor = part.cursor
    with closing(open_store(":memory:")) as heard:
        heard.append(frames)
        theirs, ours = (board(one, station) for one in (heard, store))
    assert ours.energy_per_day_wh == theirs.energy_per_day_wh
    # whether a car that stands there charges, waits or is done is less well known, and outages are not
    told, known = at_each_minute(ours), at_each_minute(theirs)
    assert {at: told[at] for at in known} == known
    assert len(known) > 1_000


def test_a_second_look_finds_nothing_and_asks_nothing(core, store, monkeypatch):
    core.write(status(NOW - HOUR, "Available"), *start(NOW - MINUTE), reading(NOW - 30 * SECOND, 1200))
    feeding = read(core, store)
    with closing(KIND.open(core.url, "it")) as source:
        feeding.take(source.read(feeding.cursor, NOW))
        revision = store.data_version()
        monkeypatch.setattr(
            "chargeboard.capture.feeds.ocpp_core.database.ReadOnly.asked", lambda *_: pytest.fail("asked")
        )
        part = source.read(feeding.cursor, NOW + SECOND)
        feeding.take(part)
    assert (part.frames, part.cursor, part.is_all) == ([], feeding.cursor, True)
    assert store.data_version() == revision


def test_what_is_read_in_parts_and_after_a_restart_comes_once(core, store, monkeypatch):
    monkeypatch.setattr("chargeboard.capture.feeds.ocpp_core.reading.AT_ONCE", 7)
    frames = [frame for frame in life(days=2, now=NOW - MINUTE) if frame.protocol == "ocpp1.6"]
    station, half = frames[0].station, len(frames) // 2
    core.write(*frames[:half])
    read(core, store)
    core.write(*frames[half:])
    read(core, store)
    read(core, store)
    told = [json.loads(text) for text in texts(store, station)]
    turns = [columns for _, table, columns in told if table == "transactions"]
    ((there, ended),) = core.told("select count(*), count(StopTime) from Transactions")
    assert len(turns) == len({json.dumps(one) for one in turns}) == there + ended > 50


def test_a_stop_without_a_reason_says_none(core, store):
    core.write(*start(NOW - 3 * HOUR), stop(NOW - 2 * HOUR, 5000))
    core.write(*start(NOW - HOUR, 8), stop(NOW - MINUTE, 9000, 8, reason="Remote"))
    read(core, store)
    shown = board(store)
    assert [(one.energy_wh, one.reason) for one in shown.sessions] == [(4000, "Other"), (8000, "Remote")]
    assert shown.errors == []


def event(at, kind, seq_no, trigger, register=None):
    value = [{"timestamp": f"{datetime_of(at)}", "sampledValue": [{"value": register}]}] if register else None
    told = {"meterValue": value} if value else {}
    return call(
        at,
        "TransactionEvent",
        seq_no,
        eventType=kind,
        seqNo=seq_no,
        triggerReason=trigger,
        timestamp=f"{datetime_of(at)}",
        transactionInfo={"transactionId": "u"},
        evse={"id": 1},
        **told,
    )


def test_no_register_is_no_energy_and_what_triggered_the_end_is_told(core, store):
    began = event(NOW - HOUR, "Started", 0, "CablePluggedIn")
    answer = msgspec.structs.replace(began, direction="out", text='[3, "0", {}]')
    core.write(began, answer, event(NOW - MINUTE, "Updated", 1, "MeterValuePeriodic", 9000))
    read(core, store, NOW - 30 * SECOND)
    core.write(event(NOW - MINUTE, "Ended", 2, "RemoteStop"))
    assert core.told("select MeterStart, MeterStop from Transactions") == [(-1, -1)]
    read(core, store)
    (session,) = board(store).sessions
    assert (session.energy_wh, session.reason) == (None, "Remote")
    assert session.transaction_ids == ["u"]


@pytest.mark.parametrize(("offset", "at"), [("+02:00", 0), ("-05:00", 0), ("+00:00", -5 * SECOND)])
def test_a_status_whose_zone_was_left_out_is_of_when_it_was_seen(core, offset, at):
    core.write(status(NOW - HOUR, "Available"))
    with closing(KIND.open(core.url, "it")) as source:
        cursor = source.read("", NOW - SECOND).cursor
        zone = datetime.strptime(offset, "%z").tzinfo
        wall = datetime_of(NOW - 5 * SECOND).astimezone(zone).isoformat()
        core.write(status(NOW, "Faulted", timestamp=wall))
        (frame,) = source.read(cursor, NOW).frames
    assert (frame.received_at, json.loads(frame.text)[2]["last_status"]) == (NOW + at, "Faulted")


def test_what_has_no_time_is_kept_aside(core, store, tmp_path):
    core.write(*start(NOW - HOUR), *start(NOW - MINUTE, 8))
    core.told("update Transactions set StartTime = '0001-01-01 00:00:00' where TransactionId = 1")
    read(core, store, rejects=Rejects(tmp_path / "rejected.jsonl"))
    assert [json.loads(text)[2]["transaction_id"] for text in texts(store)] == [2]
    assert "not_a_time" in (tmp_path / "rejected.jsonl").read_text()


def refused(path):
    """Why nothing can be read there."""
    with closing(KIND.open(str(path), "it")) as source, pytest.raises(FeedError) as told:
        source.read("", NOW)
    return told.value


def test_what_is_none_of_its_files_is_said_in_words(core, tmp_path):
    absent, wrong = refused(tmp_path / "none"), tmp_path / "wrong"
    wrong.write_text("no database, but long enough to be looked at as one, with a header of its own" * 9)
    assert ("there is no file" in str(absent), absent.is_lasting) == (True, False)
    assert "is no SQLite database" in str(refused(wrong))
    core.told("alter table Transactions rename column MeterStop to Stopped")
    unknown = refused(core.url)
    core.told("drop table Transactions")
    missing = refused(core.url)
    assert "has no MeterStop: this version of OCPP.Core is not known" in str(unknown)
    assert "has no table Transactions" in str(missing)
    assert unknown.is_lasting
    assert missing.is_lasting


def test_a_file_that_goes_away_is_said_and_read_again_when_it_is_back(core, store, tmp_path):
    core.write(status(NOW - HOUR, "Available"))
    feeding = read(core, store)
    path = tmp_path / "OCPP.Core.sqlite"
    with closing(KIND.open(core.url, "it")) as source:
        source.read(feeding.cursor, NOW)
        path.rename(tmp_path / "aside")
        with pytest.raises(FeedError, match="there is no file"):
            source.read(feeding.cursor, NOW)
        (tmp_path / "aside").rename(path)
        core.write(status(NOW - 30 * SECOND, "Faulted"))
        (frame,) = source.read(feeding.cursor, NOW).frames
    assert "Faulted" in frame.text


@pytest.mark.parametrize("url", ["sqlserver://db.example.org/OCPP.Core", "Server=db;Database=OCPP.Core", ""])
def test_a_feed_is_called_by_its_path_and_sql_server_is_not_read(url):
    assert KIND.called("file:///var/lib/OCPP.Core.sqlite") == "ocpp-core /var/lib/OCPP.Core.sqlite"
    with pytest.raises(FeedError, match="only the SQLite file is read, not SQL Server"):
        KIND.called(url)

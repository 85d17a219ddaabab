"""What SteVe writes down comes in, from a real MariaDB with its tables, whose default zone is not UTC."""

import json
import signal
import socket
import struct
import threading
from contextlib import closing

import pymysql
import pytest
from daemon import command, started
from test_citrineos import taken, texts
from two_chargers import concluded, life

from certificates import certificate_in
from chargeboard.capture.feeds.kind import FeedError
from chargeboard.capture.feeds.registry import kind_of
from chargeboard.capture.rejects import Rejects
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Profile
from chargeboard.run.clock import now as present
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, MINUTE, SECOND, datetime_of
from projecting import projector_of

KIND = kind_of("steve")
STATION = "CP-1"


def of_16(frames):
    return [frame for frame in frames if frame.protocol == "ocpp1.6"]


def call(at, action, number=1, station=STATION, **said):
    text = json.dumps([2, str(number), action, said])
    return Frame(station, at, "in", text, "", "ocpp1.6")


def stamp(at):
    return datetime_of(at).isoformat()


def status(at, said, **more):
    told = {"connectorId": 1, "status": said, "errorCode": "NoError", "timestamp": stamp(at)} | more
    return call(at, "StatusNotification", **told)


def start(at, transaction=7, meter=1000, answer="Accepted", tag="T"):
    answered = [3, f"s{transaction}", {"transactionId": transaction, "idTagInfo": {"status": answer}}]
    return (
        call(
            at,
            "StartTransaction",
            f"s{transaction}",
            connectorId=1,
            idTag=tag,
            meterStart=meter,
            timestamp=stamp(at),
        ),
        Frame(STATION, at + 1000, "out", json.dumps(answered), "", "ocpp1.6"),
    )


def reading(at, register, transaction=7):
    value = {"timestamp": stamp(at), "sampledValue": [{"value": str(register)}]}
    return call(at, "MeterValues", connectorId=1, transactionId=transaction, meterValue=[value])


def stop(at, register, transaction=7, **more):
    return call(
        at, "StopTransaction", transactionId=transaction, meterStop=register, timestamp=stamp(at), **more
    )


def read(system, store, **how):
    return taken(system, store, kind=KIND, **{"now": present()} | how)


def sessions(store, station=STATION, at=None):
    desk = Desk(store, lambda station: Profile(id=station), lambda: at or present())
    projector_of(desk).refresh(station)
    return desk.board(station).sessions


def tables(store, station=STATION):
    return [json.loads(text)[1] for text in texts(store, station)]


@pytest.mark.parametrize("steve", ["since 3.13", "up to 3.12"], indirect=True)
def test_its_sessions_are_those_of_the_same_life_that_was_heard(steve, store, tmp_path):
    now = present()
    frames = of_16(life(now=now - MINUTE))
    station = frames[0].station
    heard = open_store(str(tmp_path / "heard.db"))
    heard.append(frames)
    steve.write(*frames)
    read(steve, store, now=now)

    def told(of):
        return [
            (one.socket, one.start, one.end, one.energy_wh, one.reason) for one in sessions(of, station, now)
        ]

    assert told(store) == told(heard)
    assert len(told(store)) > 10
    ours, theirs = (json.loads(concluded(one, now)[station]) for one in (store, heard))
    assert ours["energy_per_day_wh"] == theirs["energy_per_day_wh"]
    assert ours["sessions_per_day"] == theirs["sessions_per_day"]
    assert [one["code"] for one in ours["errors"]] == [
        one["code"] for one in theirs["errors"] if one["group"] != "communication"
    ]
    heard.close()


def test_a_second_look_finds_nothing_asks_little_and_writes_nothing(steve, store, monkeypatch):
    now = present()
    steve.write(status(now - HOUR, "Available"), *start(now - MINUTE), reading(now - 30 * SECOND, 1200))
    feeding = read(steve, store)
    asked = []
    query = pymysql.cursors.Cursor.execute
    with closing(KIND.open(steve.url, "it")) as source:
        feeding.take(source.read(feeding.cursor, present()))
        revision = store.data_version()
        monkeypatch.setattr(
            pymysql.cursors.Cursor,
            "execute",
            lambda *given, **said: asked.append(given[1]) or query(*given, **said),
        )
        part = source.read(feeding.cursor, present())
        feeding.take(part)
    assert (part.frames, part.cursor, part.is_all) == ([], feeding.cursor, True)
    assert len(asked) == 7
    assert store.data_version() == revision


def test_who_is_killed_again_and_again_brings_each_row_once(steve, store, tmp_path):
    now = present()
    frames = of_16(life(days=2, now=now - MINUTE))
    station, third = frames[0].station, len(frames) // 3
    database = tmp_path / "board.db"
    for part in range(3):
        steve.write(*frames[part * third : (part + 1) * third if part < 2 else None])
        process = started("feed", "steve", steve.url, "--db", database)
        line = next(line for line in process.stdout if "behind when it came" in line or part == 1)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert line
    code, said = command("feed", "steve", steve.url, "--db", database, "--once")
    assert code == 0, said
    read(steve, store)
    killed = open_store(str(database))
    assert sorted(tables(killed, station)) == sorted(tables(store, station))
    assert len(texts(killed, station)) == len(texts(store, station)) > 500
    killed.close()


def test_what_a_charger_is_comes_when_it_is_news_and_is_no_start(steve, store):
    now = present()
    steve.write(status(now - HOUR, "Available"))
    steve.told(
        "update charge_box set charge_point_vendor = 'ACME', charge_point_model = 'X', fw_version = '1'"
    )
    for _ in range(2):
        read(steve, store)
    assert tables(store).count("charge_box") == 1
    steve.told("update charge_box set fw_version = '2'")
    read(steve, store)
    assert tables(store).count("charge_box") == 2
    desk = Desk(store, lambda station: Profile(id=station), present)
    projector_of(desk).refresh(STATION)
    board = desk.board(STATION)
    assert (board.charger.vendor, board.charger.model, board.charger.firmware) == ("ACME", "X", "2")
    told = [(one.kind, one.name, one.detail) for one in board.charger_events if one.kind != "status"]
    assert told == [("firmware", "2", "1")]


def test_a_stop_by_hand_is_a_guess_until_the_charger_says_when(steve, store):
    now = present()
    steve.write(*start(now - 3 * HOUR), reading(now - 2 * HOUR, 3000), reading(now - 90 * MINUTE, 4000))
    by_hand = "insert into transaction_stop values (7, %s, 'manual', %s, '9000', null)"
    steve.told(by_hand, f"{datetime_of(now - HOUR):%F %T}", f"{datetime_of(now - 80 * MINUTE):%F %T}")
    read(steve, store)
    (guessed,) = sessions(store)
    assert (guessed.energy_wh, guessed.end_inferred, guessed.end) == (3000, True, now - 90 * MINUTE)
    steve.write(stop(now - 30 * SECOND, 5000, reason="Remote"))
    read(steve, store)
    (told,) = sessions(store)
    assert (told.energy_wh, told.end_inferred, told.reason) == (4000, False, "Remote")


def test_a_stop_that_it_did_not_take_ends_the_session(steve, store):
    now = present()
    steve.write(*start(now - HOUR), reading(now - 50 * MINUTE, 3000))
    failed = (
        "insert into transaction_stop_failed values (7, %s, %s, 'station', %s, '3500', 'Local', 'foreign')"
    )
    steve.told(failed, STATION, *[f"{datetime_of(now - 40 * MINUTE):%F %T.%f}"] * 2)
    read(steve, store)
    (session,) = sessions(store)
    assert (session.energy_wh, session.end, session.reason) == (2500, now - 40 * MINUTE, "Local")


def test_a_start_that_was_refused_is_no_session_unless_it_charged(steve, store):
    now = present()
    steve.write(
        status(now - 3 * HOUR, "Preparing"),
        *start(now - 3 * HOUR + SECOND, 0, answer="Invalid", tag="STRANGE"),
        status(now - 2 * HOUR, "Available"),
        *start(now - HOUR, 8),
        stop(now - 30 * MINUTE, 5000, 8),
    )
    read(steve, store)
    assert [session.energy_wh for session in sessions(store)] == [4000]


def test_a_row_that_appears_behind_what_was_read_is_read_too_and_none_twice(steve, store):
    now = present()
    steve.write(status(now - HOUR, "Available"), status(now - 20 * SECOND, "Preparing"))
    read(steve, store)
    steve.write(status(now - 40 * SECOND, "Reserved"), status(now - 5 * HOUR, "Unavailable"))
    steve.write(*start(now - 4 * HOUR), stop(now - 4 * HOUR + MINUTE, 1100))
    read(steve, store)
    read(steve, store)
    told = [json.loads(text) for text in texts(store)]
    assert len({json.dumps(one) for one in told}) == len(told) == 8
    assert {one[2].get("status") for one in told} >= {"Reserved", "Unavailable"}


def test_what_has_no_time_is_kept_aside_and_what_is_of_ocpp_2_is_left(steve, store, tmp_path):
    now = present()
    steve.write(status(now - HOUR, "Available"))
    steve.told("update charge_box set ocpp_protocol = null")
    failed = "insert into transaction_stop_failed values (7, %s, %s, 'station', %s, '3500', 'Local', 'x')"
    steve.told(failed, STATION, "2014-01-01", "2014-01-01")
    if steve.is_new:
        steve.told(
            "insert into evse (charge_box_id, topology_source, evse_id) values (%s, 'ocpp2', 1)", STATION
        )
        steve.told(
            "insert into connector_status (evse_pk, status_timestamp, status)"
            " select evse_pk, %s, 'Occupied' from evse where topology_source = 'ocpp2'",
            f"{datetime_of(now - MINUTE):%F %T}",
        )
    read(steve, store, rejects=Rejects(tmp_path / "rejected.jsonl"))
    assert tables(store) == ["connector_status"]


def refused(system, url="", now=None):
    """Why nothing can be read there."""
    with closing(KIND.open(url or system.url, "it")) as source, pytest.raises(FeedError) as told:
        source.read("", now or present())
    return told.value


def test_clocks_that_disagree_are_said_and_nothing_is_lost(steve, store):
    assert "3,600 s ahead" in str(refused(steve, now=present() - HOUR))
    assert "3,600 s behind" in str(refused(steve, now=present() + HOUR + SECOND // 2))


def test_a_database_of_something_else_is_said_in_words(steve):
    steve.told("alter table transaction_start change start_value start_wh varchar(255)")
    unknown = refused(steve)
    steve.told("drop table connector_status")
    missing = refused(steve)
    assert "has no start_value: this version of SteVe is not known" in str(unknown)
    assert "has no table connector_status" in str(missing)
    assert unknown.is_lasting
    assert missing.is_lasting


def test_who_may_not_log_in_or_read_is_told_so(steve):
    steve.told("drop user if exists reader")
    steve.told("create user reader identified by 'right'")
    name = f"/{steve.database}"
    wrong = refused(steve, steve.server.url(steve.database, "reader", "wrong"))
    nothing = refused(steve, steve.server.url(steve.database, "reader", "right"))
    absent = refused(steve, steve.url.replace(name, "/nothing"))
    assert "lets us in neither by this user nor by this password" in str(wrong)
    assert ":right" not in str(wrong)
    assert "does not let this user read" in str(nothing)
    assert "no such database" in str(absent)
    assert all(one.is_lasting for one in (wrong, nothing, absent))
    steve.told(f"grant select on {steve.database}.* to reader")
    with closing(KIND.open(steve.server.url(steve.database, "reader", "right"), "it")) as source:
        assert source.read("", present()).frames == []


def test_by_tls_it_is_believed_by_the_authority_that_is_named(steve):
    steve.write(status(present() - HOUR, "Available"))
    with closing(KIND.open(f"{steve.url}&ca={steve.server.authority}", "it")) as source:
        assert len(source.read("", present()).frames) == 1


@pytest.fixture
def elsewhere(steve):
    """The same server by a name that its certificate is not for."""
    return steve.url.replace("@localhost/", "@127.0.0.1/") + f"&ca={steve.server.authority}"


def test_a_certificate_that_is_not_believed_is_told_and_hears_no_password(steve, elsewhere, tmp_path):
    other, key = certificate_in(tmp_path)
    unknown = refused(steve, f"{steve.url}&ca={other}")
    assert "the authority that signed its certificate is not known here" in str(unknown)
    another = refused(steve, elsewhere)
    assert "is not for 127.0.0.1; where the database made it by itself" in str(another)
    nothing = refused(steve, f"{steve.url}&ca={key}")
    assert "holds no certificate of an authority" in str(nothing)
    assert all(one.is_lasting for one in (unknown, another, nothing))


def test_a_certificate_that_names_no_host_is_believed_where_that_is_said(steve, elsewhere):
    with closing(KIND.open(f"{elsewhere}&verify=ca", "it")) as source:
        assert source.read("", present()).frames == []


def test_who_offers_no_tls_where_it_is_asked_for_gets_no_password(steve):
    greeting = b"\x0a11.4.2-MariaDB\0" + bytes(4) + b"12345678\0" + struct.pack("<HBHH", 0xA200, 45, 2, 0x8)
    greeting += bytes([21]) + bytes(10) + b"123456789012\0mysql_native_password\0"
    heard = []

    def answers():
        with server.accept()[0] as asked:
            asked.sendall(struct.pack("<I", len(greeting))[:3] + b"\0" + greeting)
            heard.append(asked.recv(1024))

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=answers)
        thread.start()
        url = f"mysql://reader:secret@127.0.0.1:{server.getsockname()[1]}/x?ca={steve.server.authority}"
        plain = refused(steve, url)
        thread.join()
    assert "speaks no TLS" in str(plain)
    assert plain.is_lasting
    assert heard == [b""]


def test_a_server_that_goes_away_is_read_again_when_it_is_back(steve, store, tmp_path):
    away = refused(steve, f"mysql://root@localhost/x?socket={tmp_path}/none")
    assert "cannot be reached" in str(away)
    assert not away.is_lasting
    now = present()
    steve.write(status(now - HOUR, "Available"))
    feeding = read(steve, store)
    with closing(KIND.open(steve.url, "it")) as source:
        source.read(feeding.cursor, present())
        ((own,),) = steve.told(
            "select id from information_schema.processlist"
            " where id <> connection_id() order by id desc limit 1"
        )
        steve.told(f"kill {own}")
        with pytest.raises(FeedError):
            source.read(feeding.cursor, present())
        steve.write(status(now - 30 * SECOND, "Faulted"))
        (frame,) = [one for one in source.read(feeding.cursor, present()).frames if "Faulted" in one.text]
    assert frame.received_at == now - 30 * SECOND


def test_a_feed_is_called_by_its_address_without_the_password():
    told = KIND.called("mysql://ocpp:secret@db:3306/stevedb?ca=/etc/ca.pem")
    assert told == "steve mysql://ocpp@db:3306/stevedb?ca=/etc/ca.pem"
    with pytest.raises(FeedError, match="write it like mysql://reader@"):
        KIND.called("postgresql://db/stevedb")

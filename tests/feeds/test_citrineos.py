"""What CitrineOS writes down comes in as if it had been heard, from a real PostgreSQL with its table."""

import random
from contextlib import closing

import psycopg
import pytest
from citrine import insert
from two_chargers import NOW, concluded, life

from chargeboard.capture.feeds.kind import FeedError
from chargeboard.capture.feeds.postgres import ReadOnly
from chargeboard.capture.feeds.registry import kind_of
from chargeboard.capture.feeds.taking import Taking
from chargeboard.capture.rejects import Rejects
from chargeboard.domain.frame import Frame
from chargeboard.run.clock import now as present
from chargeboard.run.receiving.feeding import Feeding
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, MINUTE, SECOND

KIND = kind_of("citrineos")
STATION = "CP-1"


def heartbeat(number, at, station=STATION):
    return Frame(station, at, "in", f'[2, "{number}", "Heartbeat", {{}}]', "", "ocpp1.6")


def taken(system, store, *, kind=KIND, now=NOW, rejects=None, **asked):
    """A feed that took in what is there."""
    feeding = Feeding(store, kind.called(system.url), kind.name, lambda: now)
    taking = Taking(
        kind,
        system.url,
        feeding,
        redact=lambda text: text,
        rejects=rejects or Rejects(None),
        clock=lambda: now,
        wait=lambda _: False,
    )
    taking.run(is_once=True, **asked)
    return feeding


def texts(store, station=STATION):
    return [stored.frame.text for batch in store.frames_after(station, -(2**62), 0) for stored in batch]


def test_its_figures_are_those_of_the_same_life_that_was_heard(citrine, store, tmp_path):
    frames = life()
    heard = open_store(str(tmp_path / "heard.db"))
    heard.append(frames)
    luck = random.Random(5)
    # an answer may have the smaller number, and instances of CitrineOS write beside each other
    written = sorted(frames, key=lambda frame: frame.received_at + luck.randrange(2 * SECOND))
    citrine.write(*written)
    taken(citrine, store)
    found = concluded(store)
    assert found == concluded(heard)
    assert len(found) == 2
    assert all(b'"sessions"' in board for board in found.values())
    heard.close()


def test_a_second_look_finds_nothing_and_asks_once_and_writes_nothing(citrine, store, monkeypatch):
    citrine.write(*(heartbeat(n, NOW - MINUTE + n) for n in range(3)))
    feeding = taken(citrine, store)
    asked = []
    execute = psycopg.Connection.execute
    monkeypatch.setattr(
        psycopg.Connection,
        "execute",
        lambda *given, **said: asked.append(given[1]) or execute(*given, **said),
    )
    with closing(KIND.open(citrine.url, "it")) as source:
        source.read(feeding.cursor, NOW)
        revision = store.data_version()
        asked.clear()
        part = source.read(feeding.cursor, NOW)
        feeding.take(part)
    assert (part.frames, part.cursor, part.is_all) == ([], feeding.cursor, True)
    assert len(asked) == 1
    assert store.data_version() == revision


def test_a_message_that_it_could_not_read_is_there_as_the_charger_sent_it(citrine, store):
    citrine.write(Frame(STATION, NOW - MINUTE, "in", '[2, "7", "StatusNotification", {"connectorId": }]'))
    taken(citrine, store)
    assert texts(store) == ['[2, "7", "StatusNotification", {"connectorId": }]']


def test_calls_that_count_alike_are_answered_each_at_its_own_charger(citrine, store):
    call, answer = '[2, "1", "Heartbeat", {}]', '[3, "1", {"currentTime": "2026-09-21T14:13:20Z"}]'
    citrine.write(
        *(
            Frame(station, NOW - MINUTE + at, direction, text, "", "ocpp1.6")
            for station, at, direction, text in (
                ("B", 2000, "out", answer),
                ("A", 1000, "out", answer),
                ("A", 1000, "in", call),
                ("B", 1000, "in", call),
            )
        )
    )
    taken(citrine, store)
    assert texts(store, "A") == texts(store, "B") == [call, answer]


def test_a_row_that_is_seen_late_is_read_and_none_twice(citrine, store):
    at = present() - MINUTE
    first, late, last = (heartbeat(n, at + n * SECOND) for n in range(3))
    citrine.write(first)
    with citrine.begun() as slow, slow.cursor() as cursor:
        insert(cursor, [late])
        citrine.write(last)
        taken(citrine, store, now=present())
        assert texts(store) == [first.text, last.text]
        slow.commit()
    taken(citrine, store, now=present())
    taken(citrine, store, now=present())
    assert texts(store) == [first.text, late.text, last.text]


def test_a_row_without_a_station_or_far_ahead_is_kept_aside_and_stops_nothing(citrine, store, tmp_path):
    citrine.write(heartbeat(1, NOW + 960 * HOUR), heartbeat(2, NOW - MINUTE, station=None), heartbeat(3, NOW))
    rejects = Rejects(tmp_path / "rejected.jsonl")
    taken(citrine, store, rejects=rejects)
    assert texts(store) == [heartbeat(3, NOW).text]
    assert [(one.line, one.file) for one in rejects] == [
        (1, KIND.called(citrine.url)),
        (2, KIND.called(citrine.url)),
    ]


@pytest.mark.parametrize("at", ["infinity", "-infinity", "200000-01-01", None])
def test_a_row_of_no_time_is_kept_aside_and_stops_nothing(citrine, store, tmp_path, at):
    citrine.write(heartbeat(1, NOW - MINUTE), heartbeat(2, NOW - MINUTE))
    citrine.told('update "OCPPMessages" set "timestamp" = %s where id = 1', at)
    rejects = Rejects(tmp_path / "rejected.jsonl")
    taken(citrine, store, rejects=rejects)
    assert texts(store) == [heartbeat(2, NOW - MINUTE).text]
    assert [one.line for one in rejects] == [1]


def test_a_clock_that_is_an_hour_ahead_is_said_and_nothing_is_lost(citrine, store):
    citrine.write(heartbeat(1, NOW + HOUR))
    with pytest.raises(FeedError, match="3,600 s ahead"):
        taken(citrine, store)
    taken(citrine, store, now=NOW + HOUR)
    assert texts(store) == [heartbeat(1, NOW).text]


def refused(citrine, url=""):
    """Why nothing can be read there."""
    source = KIND.open(url or citrine.url, "it")
    with closing(source), pytest.raises(FeedError) as told:
        source.read("", NOW)
    return told.value


def test_a_database_of_something_else_is_said_in_words(citrine):
    with psycopg.connect(citrine.url, autocommit=True) as connection:
        connection.execute('alter table "OCPPMessages" rename column message to payload')
        unknown = refused(citrine)
        connection.execute('drop table "OCPPMessages"')
    missing = refused(citrine)
    assert "has no message: this version of CitrineOS is not known" in str(unknown)
    assert 'has no table "OCPPMessages"' in str(missing)
    assert unknown.is_lasting
    assert missing.is_lasting


def test_who_may_not_read_the_table_is_told_what_to_grant(citrine):
    with psycopg.connect(citrine.url, autocommit=True) as connection:
        connection.execute("drop role if exists nobody_here")
        connection.execute("create role nobody_here login")
    told = refused(citrine, citrine.url.replace("//board@", "//nobody_here@"))
    assert 'GRANT SELECT ON "OCPPMessages" TO "nobody_here"' in str(told)


@pytest.mark.threat("O1")
def test_nothing_of_it_can_be_changed(citrine):
    with closing(ReadOnly(citrine.url, "it", {})) as connection, pytest.raises(FeedError, match="read-only"):
        connection.asked('delete from "OCPPMessages" returning 1', ())


def test_a_database_that_is_not_there_and_a_server_that_is_not_are_told_apart(citrine, tmp_path):
    absent = refused(citrine, citrine.url.replace("/board_", "/nothing_"))
    away = refused(citrine, f"postgresql://board@/x?host={tmp_path}")
    assert "no such database" in str(absent)
    assert absent.is_lasting
    assert "cannot be reached" in str(away)
    assert not away.is_lasting


@pytest.mark.threat("O4")
@pytest.mark.parametrize(
    ("url", "called"),
    [
        ("postgresql://ocpp:secret@db:5432/citrine", "citrineos postgresql://ocpp@db:5432/citrine"),
        (
            "postgres://db/citrine?password=secret&sslmode=require",
            "citrineos postgres://db/citrine?sslmode=require",
        ),
        ("postgres://db/citrine?%70assword=secret&sslpassword=secret", "citrineos postgres://db/citrine"),
    ],
)
def test_a_feed_is_called_by_its_address_without_the_password(url, called):
    assert KIND.called(url) == called


@pytest.mark.parametrize("url", ["mysql://db/citrine", "nowhere", "postgresql://db:port/citrine"])
def test_an_address_of_another_system_is_refused(url):
    with pytest.raises(FeedError, match="write it like postgresql://"):
        KIND.called(url)

from pathlib import Path
from typing import get_args

import apsw
import msgspec
import pytest
from msgspec.json import decode

from chargeboard.documents import sessions_of
from chargeboard.domain.codes import OddityKind, SessionFlag
from chargeboard.domain.conclusions import Conclusions, Session
from chargeboard.domain.facts import AnyFact, Quiet, SessionTold
from chargeboard.domain.figures.board import FleetRow
from chargeboard.domain.figures.fleet import FleetWanted
from chargeboard.domain.frame import Frame
from chargeboard.domain.records import Progress
from chargeboard.store import StoreError, open_store
from chargeboard.store.sqlite.connection import SqliteDatabase
from chargeboard.store.sqlite.migrate import MIGRATIONS, migrate, schema_version, versions
from chargeboard.time.spans import Span

FROZEN = sorted((Path(__file__).parent / "frozen").glob("*.sql"), key=lambda frozen: int(frozen.stem[1:]))


def indexes(connection):
    """Every index, as SQLite would make it again."""
    rows = connection.execute("select name, sql from sqlite_schema where type = 'index' order by name")
    return [(name, " ".join((sql or "").lower().split())) for name, sql in rows]


def columns(connection):
    """What the tables are in the end, however they came to be."""
    tables = [name for (name,) in connection.execute("select name from sqlite_schema where type = 'table'")]
    return {table: list(connection.execute(f'pragma table_xinfo("{table}")')) for table in tables}


@pytest.mark.parametrize("frozen", FROZEN, ids=lambda frozen: frozen.stem)
def test_an_old_database_becomes_the_same_as_a_fresh_one(tmp_path, frozen):
    old = apsw.Connection(str(tmp_path / "old.db"))
    old.execute(frozen.read_text())
    old.close()
    migrated, fresh = open_store(tmp_path / "old.db"), open_store(tmp_path / "fresh.db")
    assert schema_version(migrated._db) == schema_version(fresh._db) == max(versions())
    assert columns(migrated._db.connection) == columns(fresh._db.connection)
    assert indexes(migrated._db.connection) == indexes(fresh._db.connection)
    assert [stored.frame.text for stored in next(migrated.frames_after("A", 0, 0))] == ["[2,1]", "[2,2]"]
    assert migrated.facts("A", Span(0, 100)) == [Quiet(5, 6, 7)]
    assert migrated.charger("A").name == "Yard"
    migrated.close()
    fresh.close()


def test_columns_that_are_added_say_what_the_bodies_of_before_hold(tmp_path):
    """Every kind of fact and of session as the program writes it, and the columns away as before."""
    store = open_store(tmp_path / "a.db")
    # what other systems wrote down was no fact then
    kinds = [kind for kind in get_args(AnyFact) if kind is not SessionTold]
    numbered = enumerate((kind, socket) for kind in kinds for socket in (3, 0, 100))
    facts = [made(n, kind, socket) for n, (kind, socket) in numbered]
    store.save_batch(facts, Progress(station="A"))
    rest = {"socket": 1, "energy_wh": None, "reason": None}
    sessions = [
        Session(key="k1", start=at(1), end=at(2), is_completed=True, flags=(SessionFlag.REVISED,), **rest),
        Session(key="k2", start=at(3), end=at(4), end_inferred=True, **rest),
        Session(key="k3", start=at(5), end=None, **rest),
    ]
    store.settle(store.progress("A"), at(0), Conclusions(sessions=sessions), [b"{}"] * 3, [], [])
    store.close()
    told = "select n, kind, socket from fact order by n", "select key, lists from session order by key"
    path = str(tmp_path / "a.db")
    with apsw.Connection(path) as before:
        wanted = [list(before.execute(sql)) for sql in told]
        before.execute("""
            drop index fleet_of_unheard; drop index fact_odd; drop index fact_turn; drop index session_list;
            drop table fact_block;
            drop table alert_rule; drop table alert_channel; drop table alert_group; drop table alert_notice;
            drop table outbox; drop table account; drop table log_in; drop table invitation;
            drop table exclusion; drop table official_month; drop table last_look;
            drop table day_total; drop table charger_kind; drop table fleet_part;
            drop index charger_of_site; drop table feed; drop table fed; drop table share;
            drop table fleet_recent; drop table day_load; drop table fleet_trouble;
            drop table report_order; drop table report_planned;
            drop index session_by_time; drop index attempt_by_time; drop index station_error_by_time;
            drop table api_token; drop table audit; drop table used_once; drop table identity;
            drop index fleet_line_of_site; alter table fleet_line drop column site;
            alter table fleet_line drop column protocol; alter table fleet_line drop column tags;
            alter table no_energy drop column settles_at; alter table orphan drop column settles_at;
            alter table fact drop column kind; alter table fact drop column socket;
            alter table session drop column lists;
            alter table session drop column doc;
            alter table session add column doc text not null default '{}';
            create index fact_odd on fact (n); create index fact_turn on fact (n);
            create index session_list on session (key);
            drop table fleet_place; drop table fleet_gram; drop table fleet_total; drop table fleet_untold;
            drop table fleet_unheard; delete from meta where key in ('revisions', 'fleet_names');

            drop table session_day; drop table session_days_until;
            drop table unfolded;
            drop table unlooked;
            drop table site; drop table policy; drop table member; drop table lease; drop table log_part;
            drop index held_link_wanted; alter table held_link drop column holder;
            alter table held_link drop column wanted; alter table held_link drop column taken_at;
            delete from meta where key = 'shares';
            drop index progress_unsettled; drop index station_to_refold;
            update meta set value = '15' where key = 'schema_version';
        """)
    before.close()
    open_store(tmp_path / "a.db").close()
    with apsw.Connection(path) as after:
        assert [list(after.execute(sql)) for sql in told] == wanted
    after.close()
    assert {socket for _, _, socket in wanted[0]} == {None, 0, 3, 100}
    assert [lists for _, lists in wanted[1]] == [1 + 2 + 32 + 64, 1 + 4 + 16 + 64, 1 + 8]


def at(minute):
    return 1_790_000_000_000_000 + minute * 60_000_000


def made(n, kind, socket):
    """A fact with all that it must have."""
    named = {"at": at(n), "received_at": at(n), "socket": socket, "until": at(n + 1), "since": at(n)}
    by_type = {str: "Available", int: 1, bool: True, OddityKind: OddityKind.REPAIRED}
    return kind(
        **{
            field.name: named.get(field.name, by_type.get(field.type))
            for field in msgspec.structs.fields(kind)
            if field.required or (field.name == "socket" and socket is not None)
        }
    )


def test_every_schema_that_was_released_is_frozen_here():
    assert [int(frozen.stem[1:]) for frozen in FROZEN] == sorted(versions())


def test_the_list_of_an_old_database_is_in_order_before_its_lines_are_made_again(tmp_path):
    old = apsw.Connection(str(tmp_path / "old.db"))
    old.execute(next(frozen for frozen in FROZEN if frozen.stem == "v9").read_text())
    for station, severity, state in (("A", "warning", "available"), ("B", "critical", "faulted")):
        doc = f"""{{"id":"{station}","name":"Yard {station}","site":"Hafen","timezone":"UTC","is_online":true,
            "sockets":[{{"state":"{state}"}}],"active_sessions":1,"energy_now_wh":5.5,
            "utilization":{{"pct":40.0}},"success":{{"pct":null}},"sessions_today":2,"energy_today_wh":null,
            "active_errors":0,"attention":1,"worst_insight":{{"severity":"{severity}"}}}}"""
        old.execute("insert into fleet values (?, 1, 5, ?)", (station, doc))
    old.close()
    store = open_store(tmp_path / "old.db")
    assert [station for station, _ in store.fleet_page(FleetWanted(text="hafen"), [])] == ["B", "A"]
    assert store.fleet_page(FleetWanted(show="faulted"), [])[0][0] == "B"
    counts = store.fleet_counts(FleetWanted(), [])
    assert (counts.chargers, counts.faulted, counts.active_sessions, counts.energy_now_wh) == (2, 1, 2, 11)
    store.close()


def test_rows_of_a_database_of_before_are_read(tmp_path):
    old = apsw.Connection(str(tmp_path / "old.db"))
    old.execute(next(frozen for frozen in FROZEN if frozen.stem == "v15").read_text())
    start = 1_780_000_000_250_000
    for key, end, told in (("a", start + 61_000_000, '"2026-05-28T20:27:41.250Z"'), ("b", None, "null")):
        doc = f"""{{"key":"{key}","socket":1,"start":"2026-05-28T20:26:40.250Z","end":{told},"duration_s":61,
            "energy_wh":1.50,"reason":"Loca\\u00e9","end_inferred":false,"completed":true,"flags":[],"why":[],
            "transaction_ids":["7"],"export_wh":null}}"""
        old.execute(
            "insert into session (station, start_at, key, socket, end_at, is_completed, end_inferred, token,"
            " flags, doc, is_odd, ended_well) values ('A', ?, ?, 1, ?, 1, 0, '', '', ?, 0, 1)",
            (start, key, end, doc),
        )
    doc = """{"id":"A","name":"Yard","site":"","timezone":"UTC","is_online":true,
        "last_contact":"2026-05-28T20:26:40.000250Z","sockets":[
        {"socket":1,"state":"available","since":"2026-05-28T20:26:40Z"},{"socket":2,"state":"unknown","since":null}],
        "active_sessions":0,"energy_now_wh":0,"utilization":{"numerator":0,"denominator":0,"pct":null,"days":0},
        "success":{"numerator":0,"denominator":0,"pct":null,"days":0},"sessions_today":0,"energy_today_wh":null,
        "active_errors":0,"attention":1,"worst_insight":{"id":"I01","severity":"warning","text":"Words."}}"""
    old.execute("update progress set newest_fact_at = 1")
    old.execute("insert into fleet values ('A', 1, ?, ?)", (2**62, doc))
    old.execute("insert into fleet_line values ('A', 'yard', '', 'UTC', 2, 0, 0, 0, 1, 0, 0, 0, 101, 0, 0)")
    old.close()
    store = open_store(f"sqlite:///{tmp_path}/old.db")
    (told,) = store.sessions_in_brief("A", Span(start, start + 1))
    rows = sessions_of(told.opened())
    assert [(row.key, row.start, row.end) for row in rows] == [
        ("a", start, start + 61_000_000),
        ("b", start, None),
    ]
    assert (rows[0].energy_wh, rows[0].reason) == (1.5, "Locaé")
    ((_, line),) = store.fleet_page(FleetWanted(), [])
    row = decode(line, type=FleetRow)
    assert row.last_contact == 1_780_000_000_000_250
    assert [one.since for one in row.sockets] == [1_780_000_000_000_000, None]
    assert (row.attention, row.worst_insight) == (1, None)
    assert [one.station for one in store.fleet_stale(start)] == ["A"]
    store.close()


@pytest.fixture
def later(tmp_path):
    """The migrations of a future version."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    for file in MIGRATIONS.glob("*.sql"):
        (folder / file.name).write_text(file.read_text())
    (folder / f"{max(versions()) + 1:04d}_more.sql").write_text("alter table charger add column more text;")
    return folder


def test_migrations_are_applied_in_order_and_once(tmp_path, later):
    open_store(tmp_path / "a.db").close()
    for _ in range(2):
        db = SqliteDatabase(str(tmp_path / "a.db"), read_only=False)
        migrate(db, later)
        assert schema_version(db) == max(versions()) + 1
        assert [row[1] for row in db.connection.execute("pragma table_xinfo(charger)")][-1] == "more"
        db.close()


@pytest.mark.parametrize("is_new", [False, True])
def test_a_failing_migration_leaves_the_schema_before_it(tmp_path, later, is_new):
    """A new database has all of them or none."""
    number = max(versions()) + 2
    (later / f"{number:04d}_bad.sql").write_text("create table half (a) ; create table session (b);")
    if not is_new:
        open_store(tmp_path / "a.db").close()
    db = SqliteDatabase(str(tmp_path / "a.db"), read_only=False)
    with pytest.raises(StoreError, match="already exists"):
        migrate(db, later)
    assert schema_version(db) == (0 if is_new else number - 1)
    assert "half" not in columns(db.connection)
    db.close()


def test_a_database_of_a_newer_version_says_what_to_do(tmp_path, later):
    db = SqliteDatabase(str(tmp_path / "a.db"), read_only=False)
    migrate(db, later)
    db.close()
    for read_only in (False, True):
        with pytest.raises(StoreError, match=r"has schema \d+, this version") as error:
            open_store(tmp_path / "a.db", read_only=read_only)
        assert "Install the newer chargeboard" in error.value.what_to_do


def test_an_old_database_is_not_upgraded_by_a_reader(tmp_path, later):
    open_store(tmp_path / "a.db").close()
    db = SqliteDatabase(str(tmp_path / "a.db"), read_only=True)
    with pytest.raises(StoreError, match="older schema"):
        migrate(db, later)
    db.close()


def test_a_database_of_another_program_is_left_alone(tmp_path):
    other = apsw.Connection(str(tmp_path / "a.db"))
    other.execute("create table mine (a); insert into mine values (1)")
    before = columns(other)
    with pytest.raises(StoreError, match="another program"):
        open_store(tmp_path / "a.db")
    assert columns(other) == before
    other.close()


def test_opening_again_finds_everything(tmp_path):
    store = open_store(tmp_path / "a.db")
    store.append([Frame("A", 1, "in", "[]")])
    store.close()
    store = open_store(tmp_path / "a.db", read_only=True)
    assert store.stations() == ["A"]
    store.close()

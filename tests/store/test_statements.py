"""
Statements can be asked of an engine that spreads stations over machines.

Citus refuses what is not allowed here; what is asked across stations is asked by who reads, or is listed with
its reason. Words that engines spell otherwise are those that `postgres/dialect.py` knows.
"""

import re
from pathlib import Path

import pytest

from chargeboard.store import open_store, sqlite
from chargeboard.store.postgres.migrate import BASELINE
from chargeboard.store.sql.database.queries import FOLDER, Queries
from chargeboard.store.sqlite.rows import Rows

ACROSS = {
    "look_at_all": "after a change of settings or code every charger is looked at, once",
    "drop_logs": "once a charger, when who reads the log before the database has begun",
    "add_fed": "once a charger, when a feed first speaks of it",
    "hear_fed": "once, when a feed is read again: its chargers",
    "unhear_fed": "once, when a feed is read no more: its chargers",
    "put_off_fleet": "lines of the list, which is read across chargers anyhow",
    "lose_links": "once at a start: what the process before held",
    "lose_links_of": "once, when a process is gone: what it held",
    "lose_links_of_nobody": "once at a start: what the process before held that served alone",
    "drop_waiting": "the longest waiting of those whom nobody approved",
    "drop_other_hiding": "once, when the rules of hiding change",
    "drop_hiding": "once, when all is hidden",
}
"""Statements that write of several stations at once, off the way of a frame."""
NEVER = {
    r"\bnow\(\)|current_timestamp|datetime\(": "the time is bound: what is written must not depend on when",
    r"\bmerge into\b": "MERGE is refused where tables are spread",
    r"\bskip locked\b|\bfor (no key )?(update|share)\b": "rows of many stations cannot be locked",
    r"\bgrouping sets\b|\brollup\b|\bcube\b": "refused where tables are spread",
    r"\bnotify\b|pg_notify": "commits that notify wait for one another",
    r"\binsert or\b|\breplace into\b|\bupdate or\b": "INSERT .. ON CONFLICT is what engines share",
    r"(?<!without )\browid\b|\boid\b|\bctid\b": "a row is found by its key",
    r"\biif\(|\bglob\b|\bprintf\(|\bjulianday\(|\bstrftime\(": "SQLite's alone",
    r"\bset station\b": "a row stays with its station",
    r"\bnot (needs_refold|approved|deleted|is_\w+)\b": "a number is no condition",
}
QUERIES = Queries(Rows())
NAMES = sorted(QUERIES.texts)


def by_station():
    """The tables that have a station, of the schema as it is."""
    store = open_store(":memory:")
    found = [
        name
        for (name,) in store._db.connection.execute("select name from sqlite_schema where type = 'table'")
        for _, column, *_ in store._db.connection.execute(f"pragma table_info({name})")
        if column == "station"
    ]
    store.close()
    return {*found, "delivery_range", "delivery_dropped"}


TABLES = by_station()


def text_of(name):
    return re.sub(r"--[^\n]*", "", getattr(QUERIES, name).sql).strip().lower()


@pytest.mark.parametrize("pattern", NEVER)
def test_no_statement_says_what_is_refused(pattern):
    assert [name for name in NAMES if re.search(pattern, text_of(name))] == [], NEVER[pattern]


def writes_of_one(text):
    """Whether what is written is of one station, or of one for each row of values."""
    if found := re.search(r"^insert into (\w+)\b", text, re.MULTILINE):
        values = "values" in text and "select" not in text.split("values")[0]
        return values or bool(re.search(r"(station|id)\s*=\s*(:station|\?)", text)), found[1]
    found = re.search(r"^(?:update|delete from) (\w+)", text, re.MULTILINE)
    return bool(re.search(r"\bstation = (:station|\?)", text)), found[1]


def test_what_is_written_is_of_one_station():
    across = []
    for name in NAMES:
        text = text_of(name)
        if re.match(r"(insert|update|delete)\b", text) or re.search(r"^update \w+$", text, re.MULTILINE):
            is_one, table = writes_of_one(text)
            if table in TABLES and not is_one:
                across.append(name)
    assert sorted(across) == sorted(ACROSS)


def test_every_key_of_a_table_by_station_has_the_station():
    whole = BASELINE.read_text()
    for table, body in re.findall(r"^CREATE TABLE (\w+) \((.*?)\);$", whole, re.MULTILINE | re.DOTALL):
        keys = re.findall(r"(\w+) [^,(]*primary key\b", body) + re.findall(r"primary key \(([^)]*)\)", body)
        keys += re.findall(r"(\w+) [^,(]* unique\b", body)
        if table in TABLES:
            assert keys, table
            assert all("station" in key for key in keys), table
    for table, columns in re.findall(r"create unique index \w+ on (\w+) \(([^)]*)\)", whole, re.IGNORECASE):
        assert table not in TABLES or "station" in columns.split(", ")


def test_triggers_guard_the_audit_trail_alone():
    store = open_store(":memory:")
    found = store._db.connection.execute(
        "select tbl_name from sqlite_schema where type = 'trigger'"
    ).fetchall()
    store.close()
    assert set(found) == {("audit",)}
    assert set(re.findall(r"create trigger \w+ before \w+ on (\w+)", BASELINE.read_text())) == {"audit"}


def test_rooms_say_no_sql_themselves():
    rooms = Path(FOLDER).parent
    assert [
        file.name for file in rooms.rglob("*.py") if re.search(r"\.(execute|pragma)\(", file.read_text())
    ] == []
    assert Path(sqlite.__file__).parent != rooms


def test_a_statement_of_another_kind_is_found():
    assert writes_of_one("update session set doc = :doc")[0] is False
    assert writes_of_one("delete from session where station = :station and start_at < :until")[0] is True
    assert writes_of_one("insert into unfolded (station) select station from progress")[0] is False

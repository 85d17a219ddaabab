"""Every statement that is written for SQLite is understood by PostgreSQL, as `dialect.py` tells it."""

import json
import re
from itertools import count

import pytest

from chargeboard.store import store_at
from chargeboard.store.postgres.dialect import statement
from chargeboard.store.sql.database.queries import Queries
from chargeboard.store.sqlite.rows import Rows

QUERIES = Queries(Rows())


def numbered(text):
    """A statement with `$1` for its values, as the server is told it."""
    names, places = {}, count(1)
    text = re.sub(r"%\((\w+)\)s", lambda found: f"${names.setdefault(found[1], len(names) + 1)}", text)
    return re.sub(r"%s", lambda _: f"${next(places)}", text).replace("%%", "%")


@pytest.fixture
def db(postgres, tmp_path):
    store = store_at(postgres, str(tmp_path)).open()
    yield store._db
    store.close()


def test_all_of_them_can_be_prepared(db):
    refused = []
    with db.writing():
        db.need_delivery()
    for name in sorted(QUERIES.texts):
        told = statement(getattr(QUERIES, name).sql)
        if "create temp table" in told.text:
            continue
        texts = [told.text, *(told.many.texts.values() if told.many else ())]
        try:
            with db.writing() as connection:
                for text in texts:
                    connection.execute(f"prepare asked as {numbered(text)}")
                    connection.execute("deallocate asked")
        except Exception as error:  # noqa: BLE001 - whatever it says is shown
            refused.append(f"{name}: {error}")
    assert refused == []
    assert len(QUERIES.texts) > 300


@pytest.mark.parametrize(
    ("sqlite", "postgres"),
    [
        (
            "select max(at, ifnull(b, 9223372036854775807))",
            "select greatest(at, coalesce(b, 4611686018427387904))",
        ),
        ("select max(at) from a indexed by b where c % 2 = :d", "select max(at) from a where c %% 2 = %(d)s"),
        ("select instr(a, cast(:old as blob))", "select position(convert_to(%(old)s, 'UTF8') in a)"),
        ("select max(max(a), min(b, 1))", "select greatest(max(a), least(b, 1))"),
        (
            "select b.c from json_each(:a) as w cross join b on b.c = w.value cross join d",
            "select b.c from json_array_elements_text(cast(%(a)s as json)) as w inner join b on b.c = w.value cross join d",  # noqa: E501
        ),
        (
            "select w.key from json_each(:a) as w",
            "select w.key from json_each_text(cast(%(a)s as json)) as w",
        ),
        ("select opened(a.doc) from a", "select a.doc as opened from a"),
    ],
)
def test_a_word_of_sqlite_is_told_in_those_of_postgresql(sqlite, postgres):
    assert statement(sqlite).text == postgres


def test_what_is_pressed_is_known_by_its_place():
    told = statement("insert into a (b, c, d) values (?, ?, pressed(?))")
    assert (told.text, told.pressed, told.changes) == (
        "insert into a (b, c, d) values (%s, %s, %s)",
        (2,),
        True,
    )


def test_many_rows_go_several_a_statement():
    many = statement("insert into a (b, c) values (?, ?)\non conflict (c, b) do update set d = 1").many
    rows = {rows: text.count("(%s, %s)") for rows, text in many.texts.items()}
    assert rows == {25: 25, 6: 6}
    assert all(text.endswith("on conflict (c, b) do update set d = 1") for text in many.texts.values())
    assert many.keys == (1, 0)
    assert statement("insert into a (b) select ? from c").many is None


def test_a_statement_about_a_key_is_one_about_several():
    many = statement("delete from a where b = ? and c is null").many
    assert {rows: text.count("%s") for rows, text in many.texts.items()} == {50: 50, 12: 12}
    assert all(text.startswith("delete from a where b in (%s, ") for text in many.texts.values())
    assert all(text.endswith(") and c is null") for text in many.texts.values())
    assert statement("delete from a where b = ? and c = ?").many is None
    assert statement("delete from a where b > ?").many is None


@pytest.mark.parametrize("many", [1, 12, 13, 64, 130])
def test_however_many_keys_there_are_each_is_meant(db, many):
    rows = [(f"CP-{n}",) for n in range(many)]
    with db.writing() as connection:
        db.sql.frames_may_wait(connection, [*rows, ("other",)])
        db.sql.no_frames_wait(connection, [*rows, rows[0]])
        assert connection.execute("select station from unfolded").fetchall() == [("other",)]


@pytest.mark.parametrize("many", [1, 3, 4, 15, 16, 17, 39])
def test_however_many_rows_there_are_each_is_written_once_and_the_last_of_one_key_counts(db, many):
    rows = [(f"CP-{n}", n, n) for n in range(many)]
    with db.writing() as connection:
        db.sql.advance_stations(connection, rows)
        db.sql.advance_stations(connection, [("CP-0", 7, n) for n in range(many)])
    with db.reading() as connection:
        found = db.sql.station_rows(connection, stations=json.dumps([station for station, *_ in rows]))
        assert sorted(found) == sorted([("CP-0", 7, many - 1), *rows[1:]])


def test_a_text_may_hold_any_character_and_is_sorted_by_its_bytes(db):
    odd = ["\x00", "a\x00b", "\U0010fffe0", "\U0010fffe\x00", "ä", "Z", "a", ""]
    with db.writing() as connection:
        for text in odd:
            db.sql.put_log(connection, station=text)
        found = [row[0] for row in connection.execute("select station from log_only").fetchall()]
        assert sorted(found) == sorted(odd)
        plain = connection.execute(
            "select station from log_only where station in ('ä', 'Z', 'a') order by station"
        ).fetchall()
    assert [row[0] for row in plain] == ["Z", "a", "ä"]

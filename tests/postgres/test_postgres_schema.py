"""One schema, described once: what a new PostgreSQL database has is what SQLite's file has."""

import re
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from baseline import KEYS, as_in_sqlite, baseline

from chargeboard.store import StoreError, store_at
from chargeboard.store.postgres.dialect import schema
from chargeboard.store.postgres.migrate import BASELINE
from chargeboard.store.sqlite.migrate import versions

TYPES = {"INTEGER": "bigint", "TEXT": "text", "BLOB": "bytea", "REAL": "double precision"}
COLUMNS = """
    select table_name, column_name, data_type, is_nullable = 'NO', collation_name
    from information_schema.columns
    where table_schema = 'public' order by table_name, ordinal_position
"""
PRIMARY_KEYS = """
    select tc.table_name, string_agg(kcu.column_name, ', ' order by kcu.ordinal_position)
    from information_schema.table_constraints as tc
    inner join information_schema.key_column_usage as kcu using (constraint_name, table_schema)
    where tc.constraint_type = 'PRIMARY KEY' and tc.table_schema = 'public' group by 1
"""


def test_the_baseline_is_made_of_the_schema_of_sqlite():
    assert BASELINE.read_text() == baseline()


def test_both_have_the_same_tables_columns_types_and_keys(postgres):
    sqlite = as_in_sqlite(max(versions())).connection
    tables = [
        name
        for (name,) in sqlite.execute(
            "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name"
        )
    ]
    columns, keys = [], {}
    for table in tables:
        rows = list(sqlite.execute(f"pragma table_info({table})"))
        of_key = [name for _, name, _, _, _, place in sorted(rows, key=lambda row: row[5]) if place]
        keys[table] = ", ".join(of_key) or KEYS[table]
        columns += [
            (table, name, TYPES[kind], bool(is_needed) or name in keys[table].split(", "))
            for _, name, kind, is_needed, _, _ in rows
        ]
    with psycopg.connect(postgres) as connection:
        found = connection.execute(COLUMNS).fetchall()
        assert [row[:4] for row in found] == columns
        assert {row[4] for row in found if row[2] == "text"} == {"C"}, "sorted by bytes, as in SQLite"
        assert dict(connection.execute(PRIMARY_KEYS).fetchall()) == keys


def test_both_have_the_same_indexes(postgres):
    sqlite = as_in_sqlite(max(versions())).connection
    wanted = {
        name
        for (name,) in sqlite.execute(
            "select name from sqlite_schema"
            " where type = 'index' and sql is not null and name <> 'journal_order'"
        )
    }
    with psycopg.connect(postgres) as connection:
        found = connection.execute(
            "select indexname from pg_indexes where schemaname = 'public'"
            " and indexname not like '%_pkey' and indexname not like '%_digest_key'"
        )
        assert {name for (name,) in found} == wanted


def test_many_that_start_at_once_on_an_empty_database_make_it_once(postgres_server, tmp_path):
    with postgres_server.database("template1") as url:

        def work(n):
            store = store_at(url, str(tmp_path)).open()
            found = store.stations()
            store.close()
            return found

        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(work, range(8))) == [[]] * 8


def test_a_database_of_another_program_is_left_alone(postgres_server, tmp_path):
    with postgres_server.database("template1") as url:
        with psycopg.connect(url) as connection:
            connection.execute("create table meta (a text)")
        with pytest.raises(StoreError, match="belongs to another program"):
            store_at(url, str(tmp_path)).open()


def test_a_newer_schema_and_one_that_may_only_be_read_are_told(postgres, postgres_server, tmp_path):
    with psycopg.connect(postgres) as connection:
        connection.execute("update meta set value = '9999' where key = 'schema_version'")
    with pytest.raises(StoreError, match="has schema 9999"):
        store_at(postgres, str(tmp_path)).open()
    with postgres_server.database("template1") as url, pytest.raises(StoreError, match="no database"):
        store_at(url, str(tmp_path)).open(read_only=True)


def test_every_type_of_a_schema_is_told_in_the_other_words():
    told = schema("create table a (b integer, c text not null, d blob, e real) strict, without rowid;")
    assert re.sub(r"\s+", " ", told) == (
        'create table a (b bigint, c text collate "C" not null, d bytea, e double precision);'
    )

"""
The schema that a new PostgreSQL database begins with, made of SQLite's.

`python tests/postgres/baseline.py` prints it. What is in it was released, so that it stays: what changes the
schema later is a migration for both.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from chargeboard.store.postgres.dialect import schema
from chargeboard.store.postgres.migrate import BASELINE_VERSION
from chargeboard.store.sqlite.connection import IN_MEMORY, SqliteDatabase
from chargeboard.store.sqlite.migrate import migrate, versions

KEYS = {"journal": "station, received_at, seq", "fact_block": "station, first_at, last_at, first_n"}
"""Of tables that are told apart by a row's number in SQLite."""
BEHIND_IT = """
insert into meta values ('revisions', '0'), ('fleet_names', '0');
create function audit_stays() returns trigger language plpgsql as $$
begin
    raise exception 'the audit trail is only added to';
end
$$;
create trigger audit_stays before update on audit execute function audit_stays();
create function audit_kept() returns trigger language plpgsql as $$
begin
    if old.at >= coalesce((select cast(value as bigint) from meta where key = 'audit_since'), 0) then
        raise exception 'the audit trail is only added to';
    end if;
    return old;
end
$$;
create trigger audit_kept before delete on audit for each row execute function audit_kept();
"""


def as_in_sqlite(version=BASELINE_VERSION):
    db = SqliteDatabase(IN_MEMORY, read_only=False)
    with TemporaryDirectory() as folder:
        for number, file in versions().items():
            if number <= version:
                (Path(folder) / file.name).symlink_to(file)
        migrate(db, Path(folder))
    return db


def baseline():
    db = as_in_sqlite()
    parts = [f"-- Schema {BASELINE_VERSION}, as tests/postgres/baseline.py makes it of SQLite's. Never edit."]
    for name, kind, table, sql in db.connection.execute(
        "select name, type, tbl_name, sql from sqlite_schema"
        " where sql is not null and type <> 'trigger' and name not like 'sqlite_%' order by type desc, name"
    ):
        if name == "journal_order":
            continue
        told = schema(sql)
        if kind == "table" and table in KEYS:
            told = f"{told[: told.rindex(')')].rstrip()},\n    primary key ({KEYS[table]})\n)"
        parts.append(f"{told};")
    return "\n".join(parts) + BEHIND_IT


if __name__ == "__main__":
    print(baseline(), end="")

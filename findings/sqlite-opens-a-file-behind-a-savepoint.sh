#!/usr/bin/env bash
# SQLite keeps a copy of each page that a transaction changes behind a savepoint, so that it can go back there. The
# first fifteen copies (64 KiB) stay in memory; with the sixteenth it opens a temporary file, and closes it at the
# commit. That is so in WAL mode as well, and in every commit: a program that nests its transactions pays for it with
# each that touches some rows of many. Without the savepoint there is no file.
# SQLITE_CONFIG_STMTJRNL_SPILL sets the bound, before SQLite is started. Exits non-zero if that changes.
set -euo pipefail
python3 - <<'PY'
import os
import sqlite3
import tempfile


def opened():
    """Temporary files that this process has open; they have no name any more."""
    found = [os.readlink(f"/proc/self/fd/{n}") for n in os.listdir("/proc/self/fd") if os.path.lexists(f"/proc/self/fd/{n}")]
    return [path for path in found if path.endswith("(deleted)")]


def pages_until_a_file(path, begin):
    """So many pages were changed when there was a file; None where there never was."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("pragma journal_mode = wal")
    db.execute("create table rows (id integer primary key, body blob)")
    db.execute("begin")
    db.executemany("insert into rows values (?, zeroblob(3000))", ((n,) for n in range(64)))
    db.execute("commit")
    for statement in begin:
        db.execute(statement)
    for n in range(1, 33):
        db.execute("update rows set body = zeroblob(2999) where id = ?", (n,))
        if opened():
            return n
    db.execute("commit")
    assert not opened()
    return None


with tempfile.TemporaryDirectory() as folder:
    alone = pages_until_a_file(f"{folder}/alone.db", ["begin immediate"])
    nested = pages_until_a_file(f"{folder}/nested.db", ["begin immediate", "savepoint step"])
print("SQLite", sqlite3.sqlite_version, "without a savepoint:", alone, "behind one, after so many pages:", nested)
assert alone is None, alone
assert nested == 16, nested
PY
echo "seen: a savepoint with 16 pages behind it is a temporary file"

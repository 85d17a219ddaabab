#!/usr/bin/env bash
# The PyPI package apsw runs a script of several pragmas only as far as the first one that answers with a row:
# nobody takes that row, and what stands behind it is never set, without an error or a warning. Of
# "journal_mode = wal; wal_autocheckpoint = 4000; secure_delete = on" only the first takes effect, so that the log
# goes into the file each 1,000 pages and what is deleted stays readable. sqlite3 of the standard library sets all
# three by executescript. Who reads the rows (for _ in ...) sets all three with apsw, too. Exits non-zero if any
# of that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "apsw==3.54.1.0"
"$folder/venv/bin/python" - "$folder" <<'PY'
import sqlite3
import sys

import apsw

SCRIPT = "pragma journal_mode = wal; pragma wal_autocheckpoint = 4000; pragma secure_delete = on"


def value(connection, name):
    return next(iter(connection.execute(f"pragma {name}")))[0]


def both(connection):
    return value(connection, "wal_autocheckpoint"), value(connection, "secure_delete")


print("apsw", apsw.apsw_version(), "| SQLite", apsw.sqlite_lib_version(), "and", sqlite3.sqlite_version)
untaken = apsw.Connection(f"{sys.argv[1]}/a.db")
untaken.execute(SCRIPT)
taken = apsw.Connection(f"{sys.argv[1]}/b.db")
for _ in taken.execute(SCRIPT):
    pass
standard = sqlite3.connect(f"{sys.argv[1]}/c.db")
standard.executescript(SCRIPT)
found = {"apsw, rows left": both(untaken), "apsw, rows taken": both(taken), "sqlite3": both(standard)}
for how, (pages, erases) in found.items():
    print(f"{how}: wal_autocheckpoint {pages}, secure_delete {erases}")
assert value(untaken, "journal_mode") == "wal"
assert found == {"apsw, rows left": (1000, 0), "apsw, rows taken": (4000, 1), "sqlite3": (4000, 1)}
PY

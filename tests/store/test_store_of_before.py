"""
A database as 236dab5 left it, in the middle of its work: a file, and a log with one frame more.

Three sessions of 4 kWh; nothing counted transactions then.
"""

import csv
from pathlib import Path

import pytest
import zstandard
from click.testing import CliRunner

from chargeboard.cli import main
from chargeboard.store import StoreError, doctor, open_sqlite

FROZEN = Path(__file__).parent / "frozen"
SPAN = ("--from", "2026-11-01", "--to", "2026-11-29")
LATER = 1_796_000_000_000_000


def thaw(path, *endings):
    for ending in endings:
        packed = (FROZEN / f"236dab5.db{ending}.zst").read_bytes()
        Path(f"{path}{ending}").write_bytes(zstandard.decompress(packed))
    return path


@pytest.mark.parametrize(("endings", "frames"), [(("",), 38), (("", "-wal"), 39)])
def test_a_database_of_before_opens_with_all_that_it_held(tmp_path, endings, frames):
    path = thaw(tmp_path / "b.db", *endings)
    for _ in range(2):
        store = open_sqlite(path)
        kept = [one for batch in store.frames_after("FROZEN", 0, 0) for one in batch]
        assert len(kept) == frames
        assert [finding for finding in doctor(store, LATER) if finding.level == "error"] == []
        store.close()
        assert not Path(f"{path}-wal").exists()
    said = CliRunner().invoke(main, ["export", "sessions", *SPAN, "--db", str(path)], catch_exceptions=False)
    rows = list(csv.DictReader(said.stdout.splitlines()))
    assert len(rows) == 3
    assert {row[next(name for name in row if name.startswith("energy"))] for row in rows} & {"4.0", "4000.0"}


def test_a_backup_of_before_is_restored_and_not_mixed_with_a_later_log(tmp_path):
    path = thaw(tmp_path / "b.db", "")
    store = open_sqlite(path)
    store.put_alive(LATER)
    log = Path(f"{path}-wal").read_bytes()
    store.close()
    thaw(path, "")
    Path(f"{path}-wal").write_bytes(log)
    with pytest.raises(StoreError, match="not of this file"):
        open_sqlite(path)
    backup = thaw(tmp_path / "backup.db", "")
    done = CliRunner().invoke(main, ["restore", str(backup), "--db", str(path)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert "38 frames of 1 charger" in done.output
    open_sqlite(path).close()

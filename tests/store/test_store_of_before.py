"""
Databases of before, and what lay beside one.

The first is as 236dab5 left it, in the middle of its work: a file, and a log with one frame more.

Three sessions of 4 kWh; nothing counted transactions then.
"""

import csv
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from chargeboard import zstd
from chargeboard.capture.redaction import Redactor, key_in
from chargeboard.cli import main
from chargeboard.store import StoreError, open_store, store_at

FROZEN = Path(__file__).parent / "frozen"
SPAN = ("--from", "2026-11-01", "--to", "2026-11-29")
LATER = 1_796_000_000_000_000


BESIDE = (".key", ".rejected.jsonl", ".follow-b3048d62886f.json")


def thaw(path, *endings, of="236dab5"):
    for ending in endings:
        packed = (FROZEN / f"{of}.db{ending}.zst").read_bytes()
        Path(f"{path}{ending}").write_bytes(zstd.decompress(packed))
    return path


@pytest.mark.parametrize(("endings", "frames"), [(("",), 38), (("", "-wal"), 39)])
def test_a_database_of_before_opens_with_all_that_it_held(tmp_path, endings, frames):
    path = thaw(tmp_path / "b.db", *endings)
    for _ in range(2):
        store = open_store(path)
        kept = [one for batch in store.frames_after("FROZEN", 0, 0) for one in batch]
        assert len(kept) == frames
        assert [finding for finding in store.findings(LATER) if finding.level == "error"] == []
        store.close()
        assert not Path(f"{path}-wal").exists()
    said = CliRunner().invoke(main, ["export", "sessions", *SPAN, "--db", str(path)], catch_exceptions=False)
    rows = list(csv.DictReader(said.stdout.splitlines()))
    assert len(rows) == 3
    assert {row[next(name for name in row if name.startswith("energy"))] for row in rows} & {"4.0", "4000.0"}


def test_a_backup_of_before_is_restored_and_not_mixed_with_a_later_log(tmp_path):
    path = thaw(tmp_path / "b.db", "")
    store = open_store(path)
    store.put_alive(LATER)
    log = Path(f"{path}-wal").read_bytes()
    store.close()
    thaw(path, "")
    Path(f"{path}-wal").write_bytes(log)
    with pytest.raises(StoreError, match="not belong to this file"):
        open_store(path)
    backup = thaw(tmp_path / "backup.db", "")
    done = CliRunner().invoke(main, ["restore", str(backup), "--db", str(path)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert "38 frames of 1 charger" in done.output
    open_store(path).close()


@pytest.mark.parametrize("as_url", [False, True])
def test_what_lay_beside_a_database_belongs_to_it_whichever_way_it_is_named(tmp_path, as_url):
    path = thaw(tmp_path / "b.db", "", *BESIDE, of="ae82356")
    place = f"sqlite:///{path}" if as_url else str(path)
    beside = store_at(place).beside
    assert Redactor(key_in(beside.key)).hash_of("04A1B2C3") == "t:f630f4fe8e72ca92"
    assert beside.mark_of(Path("/var/log/ocpp.jsonl")) == Path(f"{path}{BESIDE[-1]}")
    assert beside.endings() == sorted(BESIDE)
    log = tmp_path / "log.jsonl"
    log.write_text(
        '{"received_at": "2026-11-22T14:00:10Z", "station": "DC-1", "direction": "in", '
        '"frame": [2, "2", "Authorize", {"idTag":"04A1B2C3"}]}\n'
    )
    run = partial(CliRunner().invoke, main, catch_exceptions=False)
    assert "0 new frames" in run(["import", str(log), "--db", place]).output
    assert "log.jsonl:3: Input data was truncated" in run(["rejected", "--db", place]).output
    run(["backup", str(tmp_path / "copy.db"), "--db", place])
    assert store_at(tmp_path / "copy.db").beside.endings() == sorted(BESIDE)
    assert {file.name for file in tmp_path.iterdir() if not file.name.startswith("copy.")} == {
        "log.jsonl",
        *(f"b.db{ending}" for ending in ("", *BESIDE)),
    }

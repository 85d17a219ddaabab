"""What `export` writes of some chargers, as known at an instant, and how its rows are compared."""

from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from log_folder import done
from one_session import a_session

from chargeboard.cli import place
from chargeboard.cli.export import export_command
from chargeboard.cli.export.arrow import plain_schema
from chargeboard.demo import sample_log
from chargeboard.documents.tables import tables
from chargeboard.time.instants import instant_of

NOW = datetime(2025, 11, 3, 12, tzinfo=UTC)
SETTINGS = (
    '[policy]\ntimezone = "Europe/Berlin"\n[chargers.CP1]\nname = "Gate"\ntimezone = "America/New_York"\n'
)
MADE = ("facts", "sessions", "days")


def write_lake(folder, chargers=3):
    """Ten days of a charger in two months, and some with a session each; all as known at NOW."""
    settings, few = folder / "chargeboard.toml", [a_session(f"CP{n}") for n in range(chargers)]
    settings.write_text(SETTINGS)
    (folder / "sample.log").write_text("".join(sample_log(instant_of(NOW))))
    (folder / "few.jsonl").write_text("\n".join(line for lines in few for line in lines))
    which = ("--db", folder / "lake.db", "--config", settings)
    with pytest.MonkeyPatch.context() as patch:
        for module in (place, export_command):
            patch.setattr(module, "now", lambda: instant_of(NOW))
        done("import", folder / "sample.log", folder / "few.jsonl", *which)
        done("export", "frames", *MADE, "--parquet", folder / "lake", *which)
    return folder / "lake"


def exported(lake, what, charger=None):
    """Rows of the export, in their order."""
    files = sorted((lake / what).rglob("*.parquet"))
    columns = list(tables()[what].columns)
    rows = pa.concat_tables([pq.read_table(file, columns=columns, partitioning=None) for file in files])
    return in_order(
        what, rows if charger is None else rows.filter(pa.compute.equal(rows["charger"], charger))
    )


def in_order(what, rows):
    """Whichever way they came: all columns tell one from another."""
    rows = rows.select(list(tables()[what].columns)).cast(plain_schema(tables()[what]))
    return sorted(rows.to_pylist(), key=repr)

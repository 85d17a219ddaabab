"""However a log is cut into files, whatever is in them twice: a backfill knows what an import knows."""

import tempfile
from contextlib import closing
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from log_folder import EVER, lines_of
from one_session import line, status

from chargeboard.capture.gathering import JournalKeeper
from chargeboard.capture.importing import import_files
from chargeboard.capture.rejects import Rejects
from chargeboard.cli.backfill.steps import Fill, Spill, fill, spill
from chargeboard.config import Settings
from chargeboard.run.desk import Desk
from chargeboard.run.upkeep.packing import old_before
from chargeboard.store import open_store
from projecting import projector_of

NOW = 1_770_000_000_000_000
STATIONS = ("CP1", "CP2", "CP3")
LINES = [line for day in (13, 14) for station in STATIONS for line in lines_of(station, day)]
AT_ONCE = [
    line("08:00:02", status(what[0], what, "08:00:02"))
    for what in ("Preparing", "Charging", "Faulted", "SuspendedEV", "Finishing", "Unavailable")
]
"""Of one instant: the order of files, and in them of lines, is theirs."""
FILES = st.lists(st.lists(st.sampled_from([*LINES, *AT_ONCE]), max_size=30), min_size=1, max_size=4)


def known(store, desk):
    for station in store.stations():
        projector_of(desk).refresh(station)
    return {
        station: (
            [one.frame for batch in store.frames_in(station, EVER) for one in batch],
            store.facts(station, EVER),
        )
        for station in store.stations()
    }


def desk_over(store):
    return Desk(store, Settings().profile_of, lambda: NOW)


def imported(files):
    with closing(open_store(":memory:")) as store:
        desk = desk_over(store)
        keeper = JournalKeeper(store, str, old_before(NOW))
        report = import_files(keeper, files, redact=str, rejects=Rejects(None))
        return known(store, desk), report.new


def filled(files, folder):
    with closing(open_store(":memory:")) as store:
        desk = desk_over(store)
        tasks = [Spill(number, path, folder, "x") for number, path in enumerate(files)]
        # whoever is free reads the next, in no order
        laid = [spill(task, store, str, Rejects(None)) for task in reversed(tasks)][::-1]
        once = list({file.key: file for file in reversed(laid)}.values())[::-1]
        parts = {part for file in once for part, count in file.frames.items() if count}
        done = [
            fill(Fill(part, [one.spill for one in once if part in one.frames], str(part)), projector_of(desk))
            for part in parts
        ]
        return known(store, desk), sum(part.new for part in done)


@settings(max_examples=(settings.get_current_profile_name() == "soak" and 400) or 25)
@given(FILES)
def test_it_knows_what_an_import_knows(files):
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, lines in enumerate(files):
            paths.append(str(Path(folder) / f"{number}.jsonl"))
            Path(paths[-1]).write_text("\n".join(lines))
        assert filled(paths, folder) == imported(paths)

"""How do files of sessions come in, once it is settled how each is read?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from zoneinfo import ZoneInfo

from chargeboard.capture.gathering import Keeper
from chargeboard.capture.importing import AT_ONCE, FileReport, Progress, Report, Taking
from chargeboard.capture.rejects import Rejects
from chargeboard.capture.session_files.sessions import Sessions
from chargeboard.capture.session_files.settling import Settled
from chargeboard.capture.unpacking import DamagedError
from chargeboard.time.instants import Instant

FORMAT = "sessions"


def import_sessions(
    keeper: Keeper,
    files: Iterable[Settled],
    *,
    redact: Callable[[str], str],
    rejects: Rejects,
    zone_of: Callable[[str], ZoneInfo | None],
    clock: Callable[[], Instant] | None = None,
    progress: Progress | None = None,
) -> Report:
    """Have the sessions of the files kept that are new, or told otherwise than before."""
    report = Report()
    taking = Taking(keeper, redact, rejects, report)
    for settled in files:
        file = FileReport(settled.table.name, FORMAT)
        report.files.append(file)
        file.notes.file, file.notes.clock = settled.table.name, clock
        keeper.begin_delivery()
        found = iter(Sessions(settled, file.notes, zone_of))
        try:
            while taking.take(islice(found, AT_ONCE), file):
                if progress is not None:
                    progress(0, report.frames)
        except DamagedError as error:
            file.problem = str(error)
        taking.finish(file)
    return report

"""
What becomes of a file that was uploaded in the page?

A process of its own reads it, as `chargeboard import` does. Where it holds sessions it waits until somebody
confirms what its columns are.
"""

from __future__ import annotations

import resource
import shutil
import threading
from collections.abc import Mapping, Sequence
from itertools import islice
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext, SpawnProcess
from pathlib import Path
from typing import NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

import click
from msgspec.structs import replace

from chargeboard.capture.session_files.importing import FORMAT
from chargeboard.capture.session_files.recognising import holds_sessions
from chargeboard.capture.session_files.settling import Settled
from chargeboard.capture.session_files.spreadsheet import is_spreadsheet
from chargeboard.capture.session_files.told import SHEET_KEY
from chargeboard.cli.children import begin_child, end_child, start_child
from chargeboard.cli.logs.bringing import Brought, Wanted, bring_in
from chargeboard.cli.logs.sessions_found import (
    UnreadableError,
    are_clear,
    columns_shown,
    first_sessions,
    settled_of,
    sheets_of,
    zones_of,
)
from chargeboard.cli.place import Place
from chargeboard.cli.progress import unseen
from chargeboard.cli.server.words import say
from chargeboard.config import Settings
from chargeboard.web.setup.server import LogTaken, SessionsFound

_WITHIN_S = 900.0
_SHOWN_LINES = 10
_MOST_MEMORY_BYTES = 2 << 30
"""What a spreadsheet may come to when it is unpacked."""
Answer: TypeAlias = Brought | SessionsFound


class Upload(NamedTuple):
    """A file, and what was said of it."""

    path: Path
    form: str = "auto"
    station: str = ""
    zone: ZoneInfo | None = None
    told: Mapping[str, str] = {}
    """What is what in a file of sessions, as `--map` says it."""
    is_confirmed: bool = False

    def as_told(self, told: Mapping[str, str], station: str, zone: ZoneInfo | None) -> Upload:
        """What was said of columns is confirmed, unless it was said of those of another sheet."""
        sheet = told.get(SHEET_KEY, "")
        is_shown = sheet == self.told.get(SHEET_KEY, "")
        of_sheet = told if is_shown else {SHEET_KEY: sheet}
        return self._replace(told=of_sheet, station=station, zone=zone, is_confirmed=is_shown)


class Uploads:
    """Files, one after the other."""

    def __init__(self, settings: Settings, context: SpawnContext) -> None:
        self._settings, self._context = settings, context
        self._reading: SpawnProcess | None = None
        self._taking: threading.Thread | None = None
        self._is_over = False
        self._waiting: Upload | None = None
        self.log: LogTaken | None = None
        """What became of the last one."""

    def take(self, upload: Upload) -> bool:
        """Have it read; False: another one is being read."""
        if self.log is not None and not self.log.is_over:
            return False
        self._forget(unless=upload.path)
        self.log = LogTaken(upload.path.name)
        self._taking = threading.Thread(target=self._take, args=(upload,), name="log", daemon=True)
        self._taking.start()
        return True

    def confirm(self, told: Mapping[str, str], station: str, zone: ZoneInfo | None) -> bool:
        """Have the file that waits read as it is told; False: none does."""
        if self._waiting is None:
            return False
        return self.take(self._waiting.as_told(told, station, zone))

    def stop(self) -> None:
        """The server ends, and leaves no file behind."""
        self._is_over = True
        if self._reading is not None:
            end_child(self._reading)
        if self._taking is not None:
            self._taking.join()
        self._forget()

    def _forget(self, unless: Path | None = None) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None and waiting.path != unless:
            shutil.rmtree(waiting.path.parent, ignore_errors=True)

    def _take(self, upload: Upload) -> None:
        ours, theirs = self._context.Pipe(duplex=False)
        process = self._context.Process(
            target=_bring, args=(self._settings, upload, theirs), name="import", daemon=True
        )
        answer: Answer | None = None
        try:
            start_child(process)
            theirs.close()
            self._reading = process
            if not self._is_over and ours.poll(_WITHIN_S):
                answer = ours.recv()
        except (EOFError, OSError):
            pass  # it ended by itself: what it kept stays
        finally:
            end_child(process)
            ours.close()
            if isinstance(answer, SessionsFound):
                self._waiting = upload
            else:
                shutil.rmtree(upload.path.parent, ignore_errors=True)
            self.log = _taken(upload.path, answer)


def _taken(path: Path, answer: Answer | None) -> LogTaken:
    if isinstance(answer, SessionsFound):
        return LogTaken(path.name, is_over=True, sessions=answer)
    if answer is None:
        return LogTaken(path.name, is_over=True)
    # of the folder that it lay in nobody knows
    lines = tuple(line.strip().replace(f"{path.parent}/", "") for line in answer.lines)
    return LogTaken(
        path.name, is_over=True, is_whole=answer.is_whole, lines=lines, stations=tuple(answer.stations)
    )


def _bring(settings: Settings, upload: Upload, answer: Connection) -> None:
    """The life of the process that reads it."""
    begin_child("import")
    place = Place(settings)
    place.begin_log("import")
    place.speak()
    try:
        answer.send(_brought(place, upload))
    except click.ClickException as error:
        answer.send(Brought([error.format_message()], [], is_whole=False))


def _brought(place: Place, upload: Upload) -> Answer:
    file, form, station, zone = str(upload.path), upload.form, upload.station, upload.zone
    wanted = Wanted([file], form, station, zone, jobs=1, shown=_SHOWN_LINES)
    with upload.path.open("rb") as opened:
        magic = opened.read(8)
    if is_spreadsheet(magic):
        # whoever made it decides how much it comes to: this process alone ends by it
        _bound_memory()
    is_of_sessions = bool(upload.told) or form == FORMAT or (form == "auto" and holds_sessions(upload.path))
    if magic.startswith(b"PAR1") or not is_of_sessions:
        return bring_in(place, wanted, unseen())
    sheets, chosen = sheets_of(upload.path), upload.told.get(SHEET_KEY, "")
    which = SessionsFound(sheets=tuple(sheets), station=station, zone=_name_of(zone))
    if len(sheets) > 1 and chosen not in sheets:
        return which
    try:
        settled = settled_of(place, [file], upload.told, station, zone)
    except UnreadableError as error:
        if len(sheets) < 2:
            raise
        return replace(
            which,
            questions=(say("sheet_unread", sheet=chosen, why=error.why),),
            told={SHEET_KEY: chosen},
        )
    if are_clear(settled, is_confirmed=upload.is_confirmed):
        return bring_in(place, wanted._replace(files=[], sessions=settled), unseen())
    return _found(place, settled[0], sheets, upload)


def _bound_memory() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = _MOST_MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(hard, _MOST_MEMORY_BYTES)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def _name_of(zone: ZoneInfo | None) -> str:
    return zone.key if zone else ""


def _found(place: Place, settled: Settled, sheets: Sequence[str], upload: Upload) -> SessionsFound:
    with zones_of(place) as known:
        first = () if settled.questions else tuple(islice(first_sessions(settled, known), 3))
    return SessionsFound(
        sheets=tuple(sheets),
        headings=tuple(dict.fromkeys(name for name in settled.table.heading if name)),
        columns={role: (name, values) for role, name, values in columns_shown(settled)},
        questions=tuple(settled.questions),
        first=first,
        told=dict(upload.told),
        station=upload.station,
        zone=_name_of(upload.zone),
    )

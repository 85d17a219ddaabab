"""Which sessions does a file hold, and is it clear how they are to be read?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import msgspec

from chargeboard.capture.formats.reading import LogNotes
from chargeboard.capture.session_files.columns import is_heading
from chargeboard.capture.session_files.importing import FORMAT
from chargeboard.capture.session_files.recognising import holds_sessions
from chargeboard.capture.session_files.roles import Role
from chargeboard.capture.session_files.sessions import Sessions
from chargeboard.capture.session_files.settling import Settled, settle
from chargeboard.capture.session_files.tables import TableError, opened, sheets_in, shown
from chargeboard.capture.session_files.told import Told, ToldError, told_by
from chargeboard.capture.unpacking import DamagedError
from chargeboard.cli.place import Place
from chargeboard.domain.frame import Frame
from chargeboard.time.days import zone_of

_SHOWN_VALUES, _LONGEST_VALUE = 3, 24
ZoneOf = Callable[[str], ZoneInfo | None]


class UnreadableError(click.ClickException):
    """A file, or the sheet of it that was chosen, of which nothing can be read, and why."""

    def __init__(self, file: str, why: str) -> None:
        super().__init__(f"{file}: {why}")
        self.why = why


def are_of_sessions(files: Sequence[str], format_: str, pairs: Mapping[str, str]) -> list[str]:
    """Those of the files that hold sessions; all, where it is said how to read them."""
    if pairs or format_ == FORMAT:
        return list(files)
    return [
        file for file in files if format_ == "auto" and Path(file).is_file() and holds_sessions(Path(file))
    ]


@contextmanager
def zones_of(place: Place) -> Iterator[ZoneOf]:
    """The zone of a charger, where somebody set it."""

    def known(profile_of: Callable[[str], object]) -> ZoneOf:
        def zone(station: str) -> ZoneInfo | None:
            profile = profile_of(station)
            return None if profile.timezone_is_default else zone_of(profile.policy.timezone)  # type: ignore[attr-defined]

        return zone

    if not place.has_database:
        yield known(place.settings.profile_of)
        return
    with place.store() as store:
        yield known(lambda station: place.profile(store, station))


def settled_of(
    place: Place, files: Sequence[str], pairs: Mapping[str, str], station: str, zone: ZoneInfo | None
) -> list[Settled]:
    """
    How each of the files is read.

    Raises: UnreadableError for one that cannot be read at all; UsageError for what makes no sense.
    """
    try:
        told = told_by(pairs, station, zone)
    except ToldError as error:
        raise click.UsageError(str(error)) from error
    with zones_of(place) as known:
        return [_settled(file, told, known) for file in files]


def _settled(file: str, told: Told, known: ZoneOf) -> Settled:
    try:
        return settle(opened(Path(file), is_heading, told.sheet), told, known)
    except (TableError, DamagedError) as error:
        raise UnreadableError(file, str(error)) from error


def sheets_of(file: Path) -> Sequence[str]:
    """
    The sheets of a workbook; of any other file none.

    Raises: UnreadableError.
    """
    try:
        return sheets_in(file)
    except TableError as error:
        raise UnreadableError(str(file), str(error)) from error


def are_clear(files: Sequence[Settled], *, is_confirmed: bool) -> bool:
    """Whether nothing has to be asked, and nothing that was guessed is still to be confirmed."""
    return not any(file.questions or (file.guessed and not is_confirmed) for file in files)


def columns_shown(file: Settled) -> Iterator[tuple[str, str, str]]:
    """What is what: the key of `--map`, the name of the column and its first values."""
    for role in Role:
        place = file.columns.get(role)
        if place is None:
            continue
        values = dict.fromkeys(
            shown(cells[place])[:_LONGEST_VALUE]
            for _, cells in file.table.sample
            if place < len(cells) and shown(cells[place])
        )
        yield role, file.table.heading[place], " · ".join(list(values)[:_SHOWN_VALUES])


def first_sessions(file: Settled, known: ZoneOf) -> Iterator[tuple[str, str, str, str, str]]:
    """Charger, socket, start, end and energy of sessions as they would be read."""
    for one in Sessions(file, LogNotes(file.table.name), known):
        if isinstance(one, Frame):
            told = msgspec.json.decode(one.text)[2]
            energy = told.get("energy_wh", "")
            kwh = f"{float(energy) / 1000:,.3f} kWh" if energy else ""
            yield one.station, str(told.get("socket", "")), told["start"], told["end"], kwh

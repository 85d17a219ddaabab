"""Which sessions does a file hold, and is it clear how they are to be read?"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import msgspec
from click.core import ParameterSource

from chargeboard.capture.formats.reading import Source
from chargeboard.capture.session_files.columns import is_heading
from chargeboard.capture.session_files.importing import FORMAT
from chargeboard.capture.session_files.recognising import holds_sessions
from chargeboard.capture.session_files.roles import Role
from chargeboard.capture.session_files.sessions import Sessions
from chargeboard.capture.session_files.settling import Settled, Told, ToldError, settle, told_by
from chargeboard.capture.session_files.tables import TableError, opened, shown
from chargeboard.capture.unpacking import DamagedError
from chargeboard.cli.logs.words import say
from chargeboard.cli.place import Place
from chargeboard.cli.terminal import tell
from chargeboard.domain.frame import Frame
from chargeboard.time.days import zone_of

_SHOWN_VALUES, _SHOWN_SESSIONS, _LONGEST_VALUE = 3, 3, 24
ZoneOf = Callable[[str], ZoneInfo | None]


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

    Raises: ClickException for one that cannot be read at all; UsageError for what makes no sense.
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
        raise click.ClickException(f"{file}: {error}") from error


def are_clear(files: Sequence[Settled], *, is_confirmed: bool) -> bool:
    """Whether nothing has to be asked, and nothing that was guessed is still to be confirmed."""
    return not any(file.questions or (file.guessed and not is_confirmed) for file in files)


def show(place: Place, files: Sequence[Settled]) -> None:
    """How the files would be read, what has to be told, and the command that confirms it."""
    seen = set[tuple[str, ...]]()
    with zones_of(place) as known:
        for file in files:
            heading = tuple(file.table.heading)
            if heading not in seen or file.questions:
                _show(file, known)
            seen.add(heading)
    if any(file.questions for file in files):
        tell(say("sessions_not_clear"))
    else:
        tell(say("sessions_confirm", command=shlex.join(["chargeboard", "import", *_given(), "--yes"])))


def _given() -> Iterator[str]:
    """What the command was given, once more."""
    context = click.get_current_context()
    for parameter in context.command.params:
        name = parameter.name or ""
        if context.get_parameter_source(name) is not ParameterSource.COMMANDLINE:
            continue
        value = context.params[name]
        for one in value if isinstance(value, tuple) else (value,):
            yield from (
                (str(one),) if isinstance(parameter, click.Argument) else (parameter.opts[-1], str(one))
            )


def _show(file: Settled, known: ZoneOf) -> None:
    from chargeboard.cli.paper import paper, plain_table  # noqa: PLC0415 - few imports draw

    tell(say("sessions_found", file=file.table.name))
    columns = plain_table("--map", say("column"), say("first_values"))
    for role, name, values in columns_shown(file):
        columns.add_row(f"  {role}", name, values)
    paper().print(columns)
    read = set(file.columns.values())
    if unread := [name for place, name in enumerate(file.table.heading) if name and place not in read]:
        tell(f"  {say('columns_not_read', columns=', '.join(unread))}")
    for question in file.questions:
        tell(f"  {question}")
    if not file.questions:
        _show_first(file, known)


def _show_first(file: Settled, known: ZoneOf) -> None:
    from chargeboard.cli.paper import paper, plain_table  # noqa: PLC0415 - as above

    tell(say("first_sessions"))
    table = plain_table(*(say(name) for name in ("charger", "socket", "start", "end", "energy")))
    for charger, *rest in islice(first_sessions(file, known), _SHOWN_SESSIONS):
        table.add_row(f"  {charger}", *rest)
    paper().print(table)


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
    for one in Sessions(file, Source(file.table.name), known):
        if isinstance(one, Frame):
            told = msgspec.json.decode(one.text)[2]
            energy = told.get("energy_wh", "")
            kwh = f"{float(energy) / 1000:,.3f} kWh" if energy else ""
            yield one.station, str(told.get("socket", "")), told["start"], told["end"], kwh

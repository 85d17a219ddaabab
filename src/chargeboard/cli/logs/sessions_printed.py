"""How is it printed how files of sessions would be read, and what has to be told?"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from itertools import islice

import click
from click.core import ParameterSource

from chargeboard.capture.session_files.settling import Settled
from chargeboard.cli.logs.sessions_found import ZoneOf, columns_shown, first_sessions, zones_of
from chargeboard.cli.logs.words import say
from chargeboard.cli.paper import paper, plain_table
from chargeboard.cli.place import Place
from chargeboard.cli.terminal import tell

_SHOWN_SESSIONS = 3


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
    tell(say("first_sessions"))
    table = plain_table(*(say(name) for name in ("charger", "socket", "start", "end", "energy")))
    for charger, *rest in islice(first_sessions(file, known), _SHOWN_SESSIONS):
        table.add_row(f"  {charger}", *rest)
    paper().print(table)

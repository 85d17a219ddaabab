"""
Which column is what?

What is told holds. The rest is guessed by headings, and by whether the first rows can be read as that; where
two columns would do, nobody guesses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Final, NamedTuple, get_args

from chargeboard.capture.session_files.amounts import amount_of, duration_of
from chargeboard.capture.session_files.moments import Moment, Order, UnreadError, moment_of, named_zone
from chargeboard.capture.session_files.roles import RANKS, Role, rank_of
from chargeboard.capture.session_files.tables import Cell, Table, shown
from chargeboard.capture.session_files.words import say

_MOST_FIT = 0.8
"""So many of the cells that are not empty have to be readable."""
_MOST_SOCKETS = 64
_ORDERS: Final[Sequence[Order]] = get_args(Order)
_LONGEST_HEADING = 80


class Columns(NamedTuple):
    """What is known of the columns."""

    of: Mapping[Role, int]
    guessed: frozenset[Role]
    questions: Sequence[str]
    """What has to be told, in words."""


def is_heading(cells: Sequence[str]) -> bool:
    """Whether a row names columns of sessions: when they began, and when they ended or how long they took."""
    named = [cell for cell in cells if cell and len(cell) <= _LONGEST_HEADING]

    def has(*roles: Role) -> bool:
        return any(rank_of(cell, role) is not None for cell in named for role in roles)

    return len(named) >= 3 and has(Role.START) and has(Role.END, Role.DURATION)


def columns_of(table: Table, told: Mapping[Role, str]) -> Columns:
    """What each column is, as far as it is told or clear."""
    found, questions = _told(table, told)
    guessed = set[Role]()
    values = [
        [cells[place] if place < len(cells) else None for _, cells in table.sample]
        for place in range(len(table.heading))
    ]
    for role in RANKS:
        if role in told or not _is_needed(role, found, values):
            continue
        fits = _FITS.get(role, _any)
        ranked = [
            (rank, place)
            for place, heading in enumerate(table.heading)
            if place not in found.values()
            and (rank := rank_of(heading, role)) is not None
            and fits(values[place])
        ]
        first = min(ranked, default=None)
        if first is None:
            continue
        best = [place for rank, place in ranked if rank == first[0]]
        if any(values[place] != values[best[0]] for place in best):
            names = ", ".join(f"{role}={_name(table, place)}" for place in best)
            questions.append(say("two_columns", role=role, columns=names))
        else:
            found[role] = best[0]
            guessed.add(role)
    return Columns(found, frozenset(guessed), questions)


def _told(table: Table, told: Mapping[Role, str]) -> tuple[dict[Role, int], list[str]]:
    found, questions = dict[Role, int](), list[str]()
    for role, name in told.items():
        if not name:
            continue  # there is none
        places = [
            place for place, heading in enumerate(table.heading) if heading.casefold() == name.casefold()
        ]
        if name[:1] == "#" and name[1:].isdecimal() and 0 < int(name[1:]) <= len(table.heading):
            places = [int(name[1:]) - 1]
        if len(places) == 1:
            found[role] = places[0]
        else:
            names = ", ".join(heading for heading in table.heading if heading)
            questions.append(say("no_such_column", name=name, columns=names))
    return found, questions


def _name(table: Table, place: int) -> str:
    """By which a column can be told: its heading, or its number where another is called so, too."""
    heading = table.heading[place]
    return heading if table.heading.count(heading) == 1 else f"#{place + 1}"


def _is_needed(role: Role, found: Mapping[Role, int], values: Sequence[Sequence[Cell]]) -> bool:
    match role:
        case Role.DURATION:
            return Role.END not in found
        case Role.ENERGY:
            return not (Role.METER_START in found and Role.METER_END in found)
        case Role.DATE:
            return Role.START in found and _are_of_a_day(values[found[Role.START]])
        case Role.END_DATE:
            return Role.END in found and _are_of_a_day(values[found[Role.END]])
        case _:
            return True


def _share(values: Iterable[Cell], can_be: Callable[[Cell], object]) -> float:
    there = [cell for cell in values if shown(cell)]
    return sum(_is(can_be, cell) for cell in there) / len(there) if there else 0.0


def _is(can_be: Callable[[Cell], object], cell: Cell) -> bool:
    try:
        return bool(can_be(cell))
    except (UnreadError, OverflowError):
        return False


def _are_times(values: Sequence[Cell]) -> bool:
    # any order will do: which one it is is asked later
    return (
        _share(values, lambda cell: any(_is(partial(_time, order), cell) for order in _ORDERS)) >= _MOST_FIT
    )


def _time(order: Order, cell: Cell) -> Moment:
    return moment_of(cell, order)


def _are_of_a_day(values: Sequence[Cell]) -> bool:
    return _share(values, lambda cell: not moment_of(cell, "day-first").has_day) >= _MOST_FIT


def _are_days(values: Sequence[Cell]) -> bool:
    return _are_times(values) and not _are_of_a_day(values)


def _are_amounts(values: Sequence[Cell]) -> bool:
    return not any(shown(cell) for cell in values) or (
        _share(values, lambda cell: amount_of(cell, "point")[0] is not None) >= _MOST_FIT
    )


def _are_durations(values: Sequence[Cell]) -> bool:
    units = ("hh:mm", "minutes")
    return (
        _share(values, lambda cell: any(_is(partial(_duration, unit), cell) for unit in units)) >= _MOST_FIT
    )


def _duration(unit: str, cell: Cell) -> bool:
    return duration_of(cell, unit, "point") is not None


def _are_unlike(values: Sequence[Cell]) -> bool:
    there = [shown(cell) for cell in values if shown(cell)]
    # a row that was exported twice is no other session
    return len(set(there)) >= _MOST_FIT * len(there) > 0


def _are_few(values: Sequence[Cell]) -> bool:
    there = {shown(cell) for cell in values if shown(cell)}
    return 0 < len(there) <= _MOST_SOCKETS and not any(isinstance(cell, datetime) for cell in values)


def _are_zones(values: Sequence[Cell]) -> bool:
    return _share(values, lambda cell: named_zone(shown(cell)) is not None) >= _MOST_FIT


def _any(values: Sequence[Cell]) -> bool:
    return any(shown(cell) for cell in values)


_FITS: Final[Mapping[Role, Callable[[Sequence[Cell]], bool]]] = {
    Role.START: _are_times,
    Role.END: _are_times,
    Role.DATE: _are_days,
    Role.END_DATE: _are_days,
    Role.DURATION: _are_durations,
    Role.ENERGY: _are_amounts,
    Role.METER_START: _are_amounts,
    Role.METER_END: _are_amounts,
    Role.ID: _are_unlike,
    Role.SOCKET: _are_few,
    Role.ZONE: _are_zones,
}

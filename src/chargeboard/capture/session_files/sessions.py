"""
Which rows of the journal does a file of sessions give?

One a session, with instants in UTC and energy in Wh: whatever the file's form was, the same session is the
same row. It was learned when the session ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal
from itertools import product
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from chargeboard.capture.csms.identity import wrong_with
from chargeboard.capture.formats.reading import Found, LogNotes
from chargeboard.capture.session_files.amounts import duration_of
from chargeboard.capture.session_files.moments import Moment, UnreadError, moment_of, named_zone
from chargeboard.capture.session_files.overlapping import Overlapping
from chargeboard.capture.session_files.roles import Role, words_of
from chargeboard.capture.session_files.settling import Settled, energy_wh
from chargeboard.capture.session_files.tables import Cell, shown
from chargeboard.domain.frame import AHEAD_MOST, Frame
from chargeboard.domain.reasons import Reason
from chargeboard.time.instants import NEVER, SECOND, Instant, instant_of, text_of

SYSTEM, TABLE = "session_file", "session"
_FIRST: Final = instant_of(datetime(2015, 1, 1, tzinfo=UTC))
_DAY: Final = timedelta(days=1)
_TOTALS: Final = words_of(
    "total totals sum summe summen gesamt gesamtsumme totaal somme suma totales average mean count"
)
_ENCODE: Final = msgspec.json.Encoder().encode


class RowError(ValueError):
    """What is wrong with a row, by a code of this room."""

    def __init__(self, code: str, **numbers: float | str) -> None:
        super().__init__(code)
        self.why = Reason(f"capture.session_files.{code}", dict(numbers))


class Sessions:
    """Reads the rows of one file."""

    def __init__(self, settled: Settled, notes: LogNotes, zone_of: Callable[[str], ZoneInfo | None]) -> None:
        """`zone_of` a charger holds for times without a zone where nothing else does."""
        self._settled, self._notes, self._zone_of = settled, notes, zone_of
        self._begun: dict[tuple[object, ...], list[int]] = {}
        """By charger, socket and start, the sessions without an id, each by what is said of it."""
        self._overlapping = Overlapping()
        self._latest: Instant = NEVER if notes.clock is None else notes.clock() + AHEAD_MOST

    def __iter__(self) -> Iterator[Found]:
        for line, cells in self._settled.table.rows():
            if self._is_total(cells):
                self._notes.other_lines += 1
                continue
            try:
                yield self._session(cells, line)
            except RowError as error:
                yield self._notes.reject(line, error.why, self._text(cells))
        self._notes.overlapping = self._overlapping.lines()

    def _is_total(self, cells: Sequence[Cell]) -> bool:
        """A row under the sessions, and none: sheets end with sums."""
        if self._has_start(cells):
            return False
        there = [shown(cell) for cell in cells if shown(cell)]
        has_times = any(shown(self._settled.cell(cells, role)) for role in (Role.START, Role.END))
        is_sum = any(words_of(said) & _TOTALS for said in there)
        return is_sum or (not has_times and len(there) * 2 < len(self._settled.table.heading))

    def _has_start(self, cells: Sequence[Cell]) -> bool:
        try:
            moment_of(self._settled.cell(cells, Role.START), self._settled.order)
        except (UnreadError, OverflowError):
            return False
        return True

    def _text(self, cells: Sequence[Cell]) -> str:
        """What the row says, by roles: what is hidden goes by names, and other columns are nobody's here."""
        said = {_COLUMN.get(role, role): shown(cells[place]) for role, place in self._settled.columns.items()
                if place < len(cells)}  # fmt: skip
        return _ENCODE(said).decode()

    def _session(self, cells: Sequence[Cell], line: int) -> Frame:
        settled = self._settled
        charger = settled.charger(cells)
        if not charger:
            raise RowError("no_charger_in_row")
        if why := wrong_with(charger):
            raise RowError("bad_charger", why=why)
        start, end = self._span(cells, charger)
        if start < _FIRST:
            raise RowError("too_early")
        if end > self._latest:
            raise RowError("ahead", seconds=(end - self._latest + AHEAD_MOST) // SECOND)
        columns: dict[str, object] = {
            "id": shown(settled.cell(cells, Role.ID)),
            "socket": settled.sockets.get((charger, shown(settled.cell(cells, Role.SOCKET)))),
            "start": text_of(start),
            "end": text_of(end),
            "energy_wh": self._energy(cells),
            "reason": shown(settled.cell(cells, Role.REASON)),
            "id_tag": shown(settled.cell(cells, Role.TOKEN)),
        }
        told = {name: said for name, said in columns.items() if said not in {None, ""}}
        self._overlapping.add(
            charger, told.get("socket"), start, end, row=hash(tuple(told.items())), line=line
        )
        if "id" not in told and (number := self._number(charger, told)) > 1:
            told = {"id": f"{told['start']}/{told.get('socket', '')}/{number}", **told}
        return Frame(charger, end, "row", _ENCODE([SYSTEM, TABLE, told]).decode())

    def _number(self, charger: str, told: dict[str, object]) -> int:
        """Which of those of this file it is that began when it did: a charger may begin two in a minute."""
        others = self._begun.setdefault((charger, told.get("socket"), told["start"]), [])
        own = hash(tuple(told.items()))
        if own not in others:
            others.append(own)
        return others.index(own) + 1

    def _energy(self, cells: Sequence[Cell]) -> str | None:
        said = [
            shown(self._settled.cell(cells, role)) for role in (Role.ENERGY, Role.METER_START, Role.METER_END)
        ]
        text = " ".join(filter(None, said))
        try:
            energy = energy_wh(self._settled, cells)
        except UnreadError:
            raise RowError("no_amount", text=text) from None
        if energy is None:
            return None
        if energy < 0:
            raise RowError("below_zero", text=text)
        return _plain(energy)

    def _span(self, cells: Sequence[Cell], charger: str) -> tuple[Instant, Instant]:
        start = self._moment(cells, Role.START, Role.DATE)
        if start is None:
            raise RowError("no_start")
        end = self._moment(cells, Role.END, Role.END_DATE)
        took = self._took(cells)
        starts = self._instants(start.at, cells, charger, Role.START)
        if end is None:
            if took is None:
                raise RowError("no_end")
            # which of two hours it was tells nothing more
            return starts[0], starts[0] + _micros(took)
        last = end.at
        if not end.has_day:
            day = start.at.date()
            last = last.replace(year=day.year, month=day.month, day=day.day)
            if last.replace(tzinfo=None) < start.at.replace(tzinfo=None):
                last = _a_day_later(last)
        ends = self._instants(last, cells, charger, Role.END)
        possible = [(first, until) for first, until in product(starts, ends) if first <= until]
        if not possible:
            raise RowError("ends_before_start")
        if took is not None and len(possible) > 1:
            return min(possible, key=lambda pair: abs(pair[1] - pair[0] - _micros(took)))
        return possible[0]

    def _took(self, cells: Sequence[Cell]) -> timedelta | None:
        cell = self._settled.cell(cells, Role.DURATION)
        try:
            took = duration_of(cell, self._settled.duration_unit, self._settled.mark)
        except (UnreadError, OverflowError):
            raise RowError("no_duration", text=shown(cell)) from None
        if took is not None and took < timedelta():
            raise RowError("ends_before_start")
        return took

    def _moment(self, cells: Sequence[Cell], role: Role, day_role: Role) -> Moment | None:
        cell, order = self._settled.cell(cells, role), self._settled.order
        if not shown(cell):
            return None
        try:
            found = moment_of(cell, order)
            if found.has_day:
                return found
            day = self._settled.cell(cells, day_role)
            if shown(day):
                told = moment_of(day, order).at
                whole = found.at.replace(year=told.year, month=told.month, day=told.day)
                return Moment(whole)
        except (UnreadError, OverflowError):
            raise RowError("no_time", text=shown(cell)) from None
        if role is Role.START:
            raise RowError("no_time", text=shown(cell))
        return found

    def _instants(self, at: datetime, cells: Sequence[Cell], charger: str, role: Role) -> list[Instant]:
        """The instant meant, or the two of an hour that came twice; of one that never came, the next."""
        try:
            if at.tzinfo is not None:
                return [instant_of(at)]
            zone = self._zone(cells, charger, role)
            first, second = (instant_of(at.replace(tzinfo=zone, fold=fold)) for fold in (0, 1))
        except OverflowError:
            raise RowError("no_time", text=str(at)) from None
        if first == second:
            return [first]
        self._notes.ambiguous_times += 1
        # in the hour that is skipped the offset of before names an instant after it
        return [first, second] if first < second else [first]

    def _zone(self, cells: Sequence[Cell], charger: str, role: Role) -> tzinfo:
        settled = self._settled
        if said := shown(settled.cell(cells, Role.ZONE)):
            zone = named_zone(said)
            if zone is None:
                raise RowError("no_zone", text=said)
            return zone
        found = settled.zone or settled.zones.get(role) or self._zone_of(charger)
        if found is None:
            raise RowError("no_zone", text="")
        return found


_COLUMN: Final = {Role.TOKEN: "id_tag"}


def _a_day_later(at: datetime) -> datetime:
    try:
        return at + _DAY
    except OverflowError:
        raise RowError("no_time", text=str(at)) from None


def _micros(took: timedelta) -> int:
    return round(took.total_seconds() * SECOND)


def _plain(energy: Decimal) -> str:
    return f"{energy.normalize():f}" if energy else "0"

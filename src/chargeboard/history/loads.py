"""What was drawn on local days: those that are stored, and those that still change?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from chargeboard.domain.conclusions import Conclusions
from chargeboard.domain.load import DayLoad
from chargeboard.domain.policy import Profile
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.checkpoints import unsettled_from
from chargeboard.metrics.days.day_book import DayBook
from chargeboard.metrics.load.day_load import NO_QUARTERS
from chargeboard.metrics.load.loss import days_before, loss_of
from chargeboard.ports.loads import LoadsPort
from chargeboard.time.days import dates, day_of, day_span
from chargeboard.time.spans import Span

_A_DAY = timedelta(days=1)


def day_loads(history: ChargerHistory, first: date, end: date) -> list[DayLoad]:
    """The local dates in [first, end) on which something is known, by date, up to the history's instant."""
    end = min(end, day_of(history.at, history.zone) + _A_DAY)
    settled_until = max(first, min(end, _unsettled_on(history)))
    stored = history.store.loads(history.station, first, settled_until) if first < settled_until else []
    return [*stored, *made_loads(history, dates(settled_until, end))]


def made_loads(history: ChargerHistory, days: Sequence[date]) -> list[DayLoad]:
    """Days, by date, by all that is known of them now."""
    days = [on for on in days if on >= history.commissioned_on]
    if not days:
        return []
    span = Span(day_span(days[0], history.zone).start, day_span(days[-1], history.zone).end)
    book = DayBook(
        Conclusions(sessions=history.sessions(span)),
        history.states(span),
        history.carry.sockets,
        zone=history.zone,
        now=history.at,
        policy=history.policy,
    )
    made = [load for on in days if (load := _gone_on(history, book, on)).sockets]
    return with_losses(history.store, history.profile, made)


def _gone_on(history: ChargerHistory, book: DayBook, on: date) -> DayLoad:
    """A day; of what tells the same of it as at an earlier look nothing is made again."""
    what, version = ("load", on), history.policy
    made = book.load(on, history.remembered.known(history.station, version, what) or NO_QUARTERS)
    if history.is_present:
        history.remembered.keep(history.station, version, what, made.known, made.rows)
    return made.load


def with_losses(store: LoadsPort, profile: Profile, days: Sequence[DayLoad]) -> list[DayLoad]:
    """Days, by date, each with what was lost on it, by what is stored of the weeks before them."""
    out = [day for day in days if any(socket.out for socket in day.sockets.values())]
    if not out:
        return [*days]
    first = days[0].on
    known = {day.on: day for day in days}
    wanted = {on for day in out for on in days_before(day.on) if on < first}
    if wanted:
        stored = store.loads(profile.id, min(wanted), first)
        known |= {day.on: day for day in stored if day.on in wanted}
    return [replace(day, loss=loss_of(day, known, profile.policy.timezone)) for day in days]


def unsettled_dates(history: ChargerHistory, first: date) -> tuple[date, ...]:
    """Those from a date on up to today of which what is stored does not tell all."""
    today = day_of(history.at, history.zone)
    return dates(max(first, min(today, _unsettled_on(history))), today + _A_DAY)


def _unsettled_on(history: ChargerHistory) -> date:
    if history.checkpoint is None:
        return date.min
    return day_of(unsettled_from(history.checkpoint), history.zone)

"""What do some local dates of a site come to, and how much did it, or a charger, draw on them?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

from msgspec.structs import replace

from chargeboard.domain.figures.load import Load
from chargeboard.domain.figures.measures import DateSpan
from chargeboard.domain.figures.site import ChargerPart, SiteDay, SiteDays
from chargeboard.domain.load import StoredLoad
from chargeboard.domain.price import NO_PRICE, Price
from chargeboard.domain.totals import summed
from chargeboard.history.loads import day_loads
from chargeboard.history.opening import Histories
from chargeboard.history.remembered import Remembered
from chargeboard.metrics.board_query import LONG_DAYS, SHORT_DAYS
from chargeboard.metrics.load.together import AnyLoad, Dates, DaySum, Drawn, days_wanted, load_of
from chargeboard.metrics.site.together import Known
from chargeboard.metrics.span_figures import span_figures
from chargeboard.ports.store import Store
from chargeboard.run.answering.site import UnknownSiteError, zone_of_most
from chargeboard.run.answering.whose import whose
from chargeboard.time.days import dates as all_dates
from chargeboard.time.days import day_of
from chargeboard.time.instants import Instant

_A_DAY = timedelta(days=1)
_KEPT_BYTES = 16 << 20
_CHARGER_BYTES = 1_500
"""What a day of a charger takes of that, with what it is compared by."""


def usual_dates(zone: str, at: Instant) -> Dates:
    """The last complete days, and today."""
    today = day_of(at, zone)
    return today - timedelta(days=SHORT_DAYS), today + _A_DAY


class LoadReader:
    """Of a site, or of a charger, whose name comes first."""

    def __init__(
        self,
        histories: Histories,
        parts: Callable[[str, Instant], list[Known]],
        now: Callable[[], Instant],
        price_of: Callable[[str], Price] = lambda _: NO_PRICE,
    ) -> None:
        """`parts` gives the chargers of a site, `price_of` what a kWh costs there."""
        self._histories, self._parts, self._now, self._price_of = histories, parts, now, price_of
        self._days = Remembered[tuple[str, str, date], tuple[Sequence[AnyLoad], DaySum]](_KEPT_BYTES)
        """What the chargers of a site drew together, by its name, zone and date."""

    def of_site(self, site: str, dates: Dates | None = None) -> Load:
        """
        By what is kept of its chargers, none of which is opened; dates are those of most of their zones.

        Raises: UnknownSiteError.
        """
        at = self._now()
        with self._store.reading():
            known = self._parts(site, at)
            if not known:
                raise UnknownSiteError(site)
            zone = zone_of_most(known)
            window = dates or usual_dates(zone, at)
            here = [row.id for row, _ in known if row.timezone == zone]
            elsewhere = [row.id for row, _ in known if row.timezone != zone]
            stored = self._store.loads_of(here, *window)
            if elsewhere:
                stored |= self._store.loads_of(elsewhere, *days_wanted(window))
        drawn = [
            Drawn(row.id, row.name, row.timezone, _with_unsettled(stored.get(row.id, []), part))
            for row, part in known
        ]
        return load_of(site, drawn, window, zone, at, self._price_of(site), kept=partial(self._kept, site))

    def _kept(
        self, site: str, day: tuple[str, date], loads: Sequence[AnyLoad], make: Callable[[], DaySum]
    ) -> DaySum:
        """A day of a site; it is added up once while its chargers drew on it what they did before."""
        key = (site, *day)
        known = self._days.get(key)
        if known is None or known[0] != loads:
            known = loads, make()
            self._days.put(key, known, _CHARGER_BYTES * len(loads))
        return known[1]

    def days_of_site(self, site: str, dates: Dates | None = None) -> SiteDays:
        """
        Complete dates of a site, thirty where none are named, by the sums that are kept of its chargers.

        Raises: UnknownSiteError.
        """
        at = self._now()
        with self._store.reading():
            known = self._parts(site, at)
            if not known:
                raise UnknownSiteError(site)
            zone = zone_of_most(known)
            today = day_of(at, zone)
            first, end = dates or (today - timedelta(days=LONG_DAYS), today)
            kept = self._store.totals_by_day([row.id for row, _ in known], first, min(end, today))
        told = {day.on: span_figures(day.totals) for day in kept if day.totals.days}
        return SiteDays(
            site=site,
            at=at,
            timezone=zone,
            window=DateSpan(from_=first, to=end),
            chargers=len(known),
            whole=span_figures(summed([day.totals for day in kept])),
            days=[SiteDay(date=on, figures=told.get(on)) for on in all_dates(first, min(end, today))],
        )

    def of_charger(self, station: str, dates: Dates | None = None, at: Instant | None = None) -> Load:
        """By all that is known of it. Raises: UnknownChargerError."""
        with self._store.reading():
            history = self._histories.of(station, self._now() if at is None else at)
            window = dates or usual_dates(history.zone, history.at)
            profile = history.profile
            drawn = Drawn(profile.id, profile.name, history.zone, day_loads(history, *window))
            own = whose(history)
        told = load_of(own.name, [drawn], window, own.timezone, own.at, self._price_of(own.site))
        return replace(told, charger=own)

    @property
    def _store(self) -> Store:
        return self._histories.store


def _with_unsettled(stored: list[StoredLoad], part: ChargerPart | None) -> list[AnyLoad]:
    """Of days that have not settled what the charger's line tells."""
    lately = {day.on: day for day in (part.loads if part else ())}
    return [*(day for day in stored if day.on not in lately), *lately.values()]

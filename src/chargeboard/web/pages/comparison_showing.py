"""What is on the page of two periods of a charger, as it is opened and as it goes on?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

import msgspec
from markupsafe import Markup

from chargeboard.domain.figures.comparison import PeriodComparison
from chargeboard.evidence.comparison import view as comparison
from chargeboard.time.days import day_of, day_span
from chargeboard.time.instants import Instant
from chargeboard.web.desk import Desk
from chargeboard.web.live.fragments import Fragment, State, fragment
from chargeboard.web.live.viewers import Shown, Subject
from chargeboard.web.templating import part
from chargeboard.web.urls.asked import instant_in
from chargeboard.web.urls.comparison import of_months, of_this_month, periods_in
from chargeboard.web.urls.links import api_url, list_url
from chargeboard.words.wall_clock import Local

_FOLLOWED = ("from", "through", "against_from", "against_through")
_PARTS = "evidence/comparison/comparison_parts.html"


class ComparisonWays(msgspec.Struct, frozen=True):
    """Where the page leads."""

    path: str
    months: str
    this_month: str
    json: str


class ComparisonParts(msgspec.Struct, frozen=True):
    """The page, drawn."""

    page: comparison.ComparisonPage
    path: str
    fragments: dict[str, Fragment]

    @property
    def html(self) -> dict[str, Markup]:
        """The parts as a template takes them."""
        return {
            name: Markup(one.html)  # noqa: S704 - made by templates, which escape
            for name, one in self.fragments.items()
        }


def compared(desk: Desk, own: str, query: Mapping[str, str], now: Instant) -> PeriodComparison:
    """The two periods that an address asks for. Raises: BadParameterError."""
    at = instant_in(query, "at")
    today = day_of(now if at is None else at, desk.evidence.zone(own))
    return desk.comparisons.periods(own, *periods_in(query, today), at)


def comparison_parts(told: PeriodComparison, query: Mapping[str, str], now: Instant) -> ComparisonParts:
    """Each part of the page by its name."""
    path, today = list_url(told.charger.id, "days/comparison"), day_of(now, told.charger.timezone)
    ways = ComparisonWays(
        path=path,
        months=f"{path}?{urlencode(of_months(today))}",
        this_month=f"{path}?{urlencode(of_this_month(today))}",
        json=api_url(_asking(path, {name: query[name] for name in ("at", *_FOLLOWED) if query.get(name)})),
    )
    shown = comparison.page(told)
    parts = {
        "head": part(_PARTS, "head", shown),
        "periods": part(_PARTS, "periods", shown, told, ways),
        "firmware": part(_PARTS, "firmware", shown, ways),
        "settings": part(_PARTS, "settings", shown, ways),
    }
    return ComparisonParts(shown, path, {name: fragment(html) for name, html in parts.items()})


def live_url(drawn: ComparisonParts, query: Mapping[str, str]) -> str:
    """Where the page's news come from; empty where both periods are over, or it shows the past."""
    if query.get("at") or not drawn.page.reaches_now:
        return ""
    return _asking(f"{drawn.path}/live", _followed(query))


def _asking(path: str, query: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def _followed(query: Mapping[str, str]) -> dict[str, str]:
    return {name: query[name] for name in _FOLLOWED if query.get(name)}


def comparison_subject(
    desk: Desk, station: str, query: Mapping[str, str], now: Callable[[], Instant]
) -> Subject:
    """The page of two periods, to be watched. Raises: BadParameterError."""
    asked = _followed(query)

    def draw(_: Shown | None) -> Shown:
        desk.await_understood(station)
        revision, told = desk.revision(station), compared(desk, station, asked, now())
        zone = told.charger.timezone
        return Shown(
            State([*comparison_parts(told, asked, now()).fragments.values()]),
            revision,
            lambda moment: Local(zone, moment).to_the_second(moment),
            day_span(day_of(told.charger.at, zone), zone).end,
        )

    return Subject((station, "comparison", urlencode(asked)), draw)

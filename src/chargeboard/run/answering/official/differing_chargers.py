"""
Which chargers do two official rules count otherwise in a month, and on which time?

How long is known of kept months, whatever the number of chargers; on which time is asked of the histories of
a page of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

import msgspec

from chargeboard.domain.figures.official_differing import (
    DifferingCharger,
    DifferingTime,
    NetworkDifferences,
)
from chargeboard.domain.policy import Profile
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.checkpoints import conclusions_version
from chargeboard.official.calendar import month_of, month_span, month_text, preceding
from chargeboard.official.month import RULES_VERSION, differing_in, numbers_of
from chargeboard.official.uptime.rules import RULE_OF
from chargeboard.ports.official import OfficialPort
from chargeboard.run.answering.official.charger_months import differences
from chargeboard.run.answering.official.kept_months import so_far
from chargeboard.time.instants import Instant, Micros, seconds_of

MOST_PIECES = 500
MOST_CHARGERS = 50


class DifferencesWanted(NamedTuple):
    """Which two rules, in which month, and which chargers of the list; month None: the last that is over."""

    rules: tuple[str, str]
    month: date | None
    offset: int
    limit: int
    site: str = ""
    """Empty: all."""


def network_differences(
    store: OfficialPort,
    profiles: Iterable[Profile],
    wanted: DifferencesWanted,
    history_of: Callable[[str], ChargerHistory | None],
    now: Instant,
) -> NetworkDifferences:
    """Those of some chargers. `history_of` gives None where nothing is understood yet."""
    first, second = wanted.rules
    month = wanted.month or preceding(month_of(now, "UTC"))
    all_of_them = list(profiles)
    least_kw = max(RULE_OF[code].least_kw or 0 for code in wanted.rules)
    own = {
        one.id: one for one in all_of_them if one.policy.rated_kw is None or one.policy.rated_kw >= least_kw
    }
    known = dict(_known(store, own, month, wanted.rules))
    listed = sorted(
        (one for one in own if known.get(one, 1)), key=lambda one: (one not in known, -known.get(one, 0), one)
    )
    page = []
    pieces: list[DifferingTime] = []
    for station in listed[wanted.offset : wanted.offset + wanted.limit]:
        history = history_of(station)
        told = [] if history is None else list(_pieces(history, wanted.rules, month))
        page.append(_charger(own[station], told))
        pieces += told
    pieces.sort(key=lambda one: (one.from_, one.charger, one.socket))
    return NetworkDifferences(
        site=wanted.site,
        month=month_text(month),
        first=first,
        second=second,
        chargers=len(own),
        left_out=len(all_of_them) - len(own),
        known=len(known),
        seconds=seconds_of(sum(known.values())),
        differing=len(listed),
        offset=wanted.offset,
        limit=wanted.limit,
        page=page,
        total=len(pieces),
        differences=pieces[:MOST_PIECES],
        at=now,
    )


def _known(
    store: OfficialPort, own: dict[str, Profile], month: date, rules: tuple[str, str]
) -> Iterator[tuple[str, Micros]]:
    """On how much time they differ, of each charger whose month is kept and up to date."""
    name = month_text(month)
    for station, _, version, body in store.official_bodies(RULES_VERSION, name, name):
        profile = own.get(station)
        if profile is not None and conclusions_version(profile) == version:
            yield station, differing_in(numbers_of(body), *rules)


def _pieces(history: ChargerHistory, rules: tuple[str, str], month: date) -> Iterator[DifferingTime]:
    window = so_far(history, month_span(month, history.zone))
    for piece in differences(history, rules, window):
        yield DifferingTime(charger=history.station, **msgspec.structs.asdict(piece))


def _charger(profile: Profile, told: list[DifferingTime]) -> DifferingCharger:
    return DifferingCharger(
        charger=profile.id,
        name=profile.name or profile.id,
        site=profile.site,
        timezone=profile.policy.timezone,
        seconds=sum(one.seconds for one in told),
        pieces=len(told),
    )

"""What do a calendar year's months of chargers come to by the UK's template?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from chargeboard.domain.policy import Profile
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.checkpoints import conclusions_version
from chargeboard.official.calendar import month_span
from chargeboard.official.exports.uk import UkPoint, added_up
from chargeboard.official.month import RULES_VERSION, month_of, uptime_of
from chargeboard.official.uptime.rules import uk
from chargeboard.ports.official import OfficialPort
from chargeboard.run.answering.official.kept_months import ruled_months


def year_of_charger(history: ChargerHistory, year: int) -> list[UkPoint]:
    """Each socket, of the months that are over."""
    months = [date(year, number, 1) for number in range(1, 13)]
    over = [month for month in months if month_span(month, history.zone).end <= history.at]
    told = ruled_months(history, over)
    return added_up(one for month in over for one in _points(history.profile, told[month].sockets))


def year_of_chargers(store: OfficialPort, profiles: Iterable[Profile], year: int) -> list[UkPoint]:
    """Each socket, of the months that are kept."""
    known = {one.id: (one, conclusions_version(one)) for one in profiles}

    def kept() -> Iterator[UkPoint]:
        for station, _, version, body in store.official_bodies(RULES_VERSION, f"{year}-01", f"{year}-12"):
            profile, wanted = known.get(station, (None, ""))
            if profile is not None and version == wanted:
                yield from _points(profile, month_of(body).sockets)

    return added_up(kept())


def _points(profile: Profile, sockets: Mapping[int, list[int]]) -> Iterator[UkPoint]:
    for socket, numbers in sockets.items():
        sums = uptime_of(numbers, uk.RULE.code)
        yield UkPoint(
            charger=profile.id, socket=socket, rated_kw=profile.policy.rated_kw, months=1, sums=sums
        )

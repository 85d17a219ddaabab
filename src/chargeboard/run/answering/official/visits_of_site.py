"""How often did drivers who came to a site get what they came for, by kwwhat's visits over its chargers?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from chargeboard.domain.codes import Outcome
from chargeboard.domain.figures.official import OfficialRate
from chargeboard.domain.figures.official_visits import SiteVisits, VisitOfChargers
from chargeboard.history.charger import ChargerHistory
from chargeboard.official.calendar import month_asked, month_of, month_span, month_text
from chargeboard.official.success.rule import Rate, rate
from chargeboard.official.success.rules.kwwhat_visits import RULES, Try, over_at, succeeds, visits
from chargeboard.run.answering.official.kept_months import so_far, tried_in
from chargeboard.time.instants import Instant, seconds_of

MOST_VISITS = 200
(_RULE,) = RULES


def site_visits(
    site: str, histories: Sequence[ChargerHistory], month: date | None, now: Instant
) -> SiteVisits:
    """Of the chargers of a site; month None: the last that is over."""
    zone = histories[0].zone if histories else "UTC"
    current = month_of(now, zone)
    month = month_asked(month, current)
    tried: list[Try] = []
    of_each = Rate()
    for history in histories:
        window = so_far(history, month_span(month, zone))
        own = tried_in(history, window)
        of_each += rate(_RULE, own, window)
        tried += [Try(history.station, one) for one in own.attempts if one.outcome != Outcome.PENDING]
    found = [visit for visit in visits(tried) if visit[0].attempt.start in month_span(month, zone)]
    across = [visit for visit in found if len({one.charger for one in visit}) > 1]
    told = Rate(sum(succeeds(visit) for visit in found), len(found))
    return SiteVisits(
        site=site,
        month=month_text(month),
        timezone=zone,
        partial=month >= current,
        chargers=[one.station for one in histories],
        attempts=sum(map(len, found)),
        visits=_told(told),
        of_each=_told(of_each),
        total=len(across),
        of_several=[
            VisitOfChargers(
                from_=visit[0].attempt.start,
                to=(end := max(over_at(one.attempt) for one in visit)),
                seconds=seconds_of(end - visit[0].attempt.start),
                chargers=list(dict.fromkeys(one.charger for one in visit)),
                attempts=len(visit),
                succeeded=succeeds(visit),
            )
            for visit in across[:MOST_VISITS]
        ],
        address=_RULE.address or "",
        read_on=_RULE.read_on,
    )


def _told(one: Rate) -> OfficialRate:
    return OfficialRate(successes=one.part, of=one.whole, pct=one.pct)

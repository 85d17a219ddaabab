"""Which charger is an answer about, and of which dates?"""

from __future__ import annotations

from datetime import date, timedelta

from chargeboard.domain import records
from chargeboard.domain.figures.board import KeptSince
from chargeboard.domain.figures.evidence import Whose
from chargeboard.domain.figures.measures import DateSpan
from chargeboard.history.charger import ChargerHistory
from chargeboard.time.days import day_of, midnight
from chargeboard.time.instants import BEGINNING
from chargeboard.time.spans import Span

_USUAL_DAYS = 30


def whose(history: ChargerHistory) -> Whose:
    """Who it is."""
    return Whose(
        id=history.station,
        name=history.profile.name or history.station,
        site=history.profile.site,
        timezone=history.zone,
        at=history.at,
        sockets=history.sockets,
        socket_names=dict(history.profile.socket_names),
        kept_since=kept_since(history.kept_since),
    )


def window_of(history: ChargerHistory, asked: tuple[date, date] | None) -> tuple[DateSpan, Span]:
    """The asked local dates, or thirty complete days and today, and their instants."""
    today = day_of(history.at, history.zone)
    first, end = asked or (today - timedelta(days=_USUAL_DAYS), today + timedelta(days=1))
    start = midnight(first, history.zone)
    return DateSpan(from_=first, to=end), Span(start, max(start, midnight(end, history.zone)))


def kept_since(known: records.KeptSince) -> KeptSince | None:
    """Since when what is kept is whole, as documents tell it; None where nothing was let go of."""
    since = {kind: getattr(known, kind) for kind in KeptSince.__struct_fields__}
    if all(at == BEGINNING for at in since.values()):
        return None
    return KeptSince(**{kind: at for kind, at in since.items() if at > BEGINNING})

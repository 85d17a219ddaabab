"""Which dates, search and order of all chargers does a request ask for?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from chargeboard.domain.figures.fleet_span import SpanOrder, SpanWanted
from chargeboard.web.urls.asked import asked
from chargeboard.web.urls.filters import EVER, cut, one_of

_USUAL = timedelta(days=30)
MOST_CHARGERS = 500
USUAL_CHARGERS = SpanWanted(date.min, date.min).limit


def span_wanted(query: Mapping[str, str], today: date) -> SpanWanted:
    """
    The dates, else the last thirty days before today; the search, the order and the page.

    Raises: BadParameterError.
    """
    first, end = asked(query, EVER).window or (today - _USUAL, today)
    part = cut(query, usual=USUAL_CHARGERS, most=MOST_CHARGERS)
    return SpanWanted(
        first,
        end,
        part.text,
        SpanOrder(one_of(query, "sort", tuple(SpanOrder)) or SpanOrder.SUCCESS),
        bool(one_of(query, "reverse", ("1",))),
        part.offset,
        part.limit,
        query.get("tag", "").strip(),
    )


def asked_of(wanted: SpanWanted) -> dict[str, str]:
    """The address of it; what is usual is left out."""
    told = {
        "from": str(wanted.first),
        "through": str(wanted.end - timedelta(days=1)),
        "text": wanted.text,
        "tag": wanted.tag,
        "sort": "" if wanted.sort == SpanOrder.SUCCESS else str(wanted.sort),
        "reverse": "1" if wanted.is_reversed else "",
        "offset": str(wanted.offset or ""),
        "limit": "" if wanted.limit == USUAL_CHARGERS else str(wanted.limit),
    }
    return {name: value for name, value in told.items() if value}

"""Which dates, filters and page of a list does a request ask for?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Final
from urllib.parse import urlencode

import msgspec

from chargeboard.domain.codes import Outcome, Stage
from chargeboard.domain.figures.lists import AttemptGroup, SessionKind, SessionOrder
from chargeboard.evidence.attempts import view as attempts
from chargeboard.evidence.errors import view as faults
from chargeboard.evidence.quality import view as findings
from chargeboard.run.answering.frames import FramesWanted
from chargeboard.run.answering.list_filters import AttemptFilter, ListFilter, ListScope, SessionFilter
from chargeboard.time.days import midnight, zone_of
from chargeboard.time.instants import Instant, instant_of
from chargeboard.time.spans import Span
from chargeboard.web.urls.asked import (
    EARLIEST,
    LATEST,
    LONGEST,
    BadParameterError,
    asked,
    date_in,
    end_of_range,
    plain,
)
from chargeboard.web.urls.words import say

EVER = timedelta(days=36_525)
"""Lists that the store pages may be as long as anybody wants."""
MOST = 500
USUAL = 50
USUAL_FRAMES = 100
LARGEST_NUMBER = 999_999_999
"""That a parameter may say."""
PAGE: Final = frozenset({"offset", "limit"})
"""Parameters that say which rows of a list are shown."""
_LARGEST = 2**62
"""A number that the store has room for."""
_HIDDEN_AT_FIRST = ("Heartbeat", "MeterValues")


def wanted(query: Mapping[str, str], longest: timedelta = EVER) -> ListScope:
    """
    The moment, the dates, as many as there are, and the socket.

    Raises: BadParameterError.
    """
    said = asked(query, longest)
    return ListScope(said.at, said.window, _number(query, "socket"))


def some_days(query: Mapping[str, str]) -> ListScope:
    """
    The same for a list that makes each of its days.

    Raises: BadParameterError.
    """
    return wanted(query, LONGEST)


def session_filter(query: Mapping[str, str]) -> SessionFilter:
    """The filter of a list of sessions. Raises: BadParameterError; so do the others."""
    order = SessionOrder(one_of(query, "sort", tuple(SessionOrder)) or SessionOrder.NEWEST)
    part = cut(query, kinds=tuple(SessionKind))
    return SessionFilter(kind=SessionKind(part.kind), order=order, offset=part.offset, limit=part.limit)


def attempts_filter(query: Mapping[str, str]) -> AttemptFilter:
    """The filter of a list of attempts."""
    part = cut(query, kinds=attempts.OUTCOMES, stages=attempts.STAGES, kind="outcome")
    return AttemptFilter(
        kind=Outcome(part.kind) if part.kind in set(Outcome) else AttemptGroup(part.kind),
        stage=Stage(part.stage) if part.stage else None,
        offset=part.offset,
        limit=part.limit,
    )


def error_cut(query: Mapping[str, str]) -> ListFilter:
    """The filter of a list of errors."""
    return cut(query, kinds=faults.ACTIVE, stages=faults.SEVERITIES, stage="severity")


def finding_cut(query: Mapping[str, str]) -> ListFilter:
    """The filter of a list of findings."""
    return cut(query, kinds=findings.CHOICES)


def cut(
    query: Mapping[str, str],
    *,
    kinds: Collection[str] = (),
    stages: Collection[str] = (),
    kind: str = "kind",
    stage: str = "stage",
    usual: int = USUAL,
    most: int = MOST,
) -> ListFilter:
    """
    The filter and the page; `kind` and `stage` name the parameters that a list filters by.

    Raises: BadParameterError.
    """
    limit = _number(query, "limit")
    return ListFilter(
        kind=one_of(query, kind, kinds),
        stage=one_of(query, stage, stages),
        text=query.get("text", "").strip(),
        code=query.get("code"),
        vendor_code=query.get("vendor_code"),
        offset=_number(query, "offset") or 0,
        limit=usual if limit is None else max(1, min(limit, most)),
    )


def one_of(query: Mapping[str, str], name: str, known: Collection[str]) -> str:
    """
    A parameter that is one of some words, or empty.

    Raises: BadParameterError.
    """
    text = query.get(name, "").strip()
    if text and known and text not in known:
        raise BadParameterError(
            name, say("value_unknown", name=name, text=repr(text), values=", ".join(filter(None, known)))
        )
    return text


def _number(query: Mapping[str, str], name: str) -> int | None:
    text = query.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()) or len(text) > len(str(LARGEST_NUMBER)):
        raise BadParameterError(name, say("not_a_number", name=name, text=repr(text)))
    return int(text)


def day_asked(text: str) -> date:
    """
    The local date in a path.

    Raises: BadParameterError.
    """
    return date_in("day", text)


def frames_wanted(
    query: Mapping[str, str], hidden: Collection[str] | None, zone: str, now: Instant
) -> FramesWanted:
    """
    The filter of a look at frames: the last 24 hours, newest first, where nothing else is said.

    `hidden` None: the usual ones. Raises: BadParameterError.
    """
    last = "through" if query.get("through") else "to"
    first, end = (_moment(query, name, zone, is_end=name == last) for name in ("from", last))
    end = now if end is None else end
    first = end - timedelta(days=1) // timedelta(microseconds=1) if first is None else first
    if first >= end:
        raise BadParameterError(last, say("span_reversed"))
    if end - first > LONGEST // timedelta(microseconds=1):
        raise BadParameterError("from", say("span_too_long", days=LONGEST.days))
    order = one_of(query, "order", ("oldest", "newest"))
    limit = _number(query, "limit")
    return FramesWanted(
        span=Span(first, end),
        action=query.get("action", "").strip(),
        socket=_number(query, "socket"),
        text=query.get("text", "").strip(),
        hide=frozenset(_HIDDEN_AT_FIRST if hidden is None else filter(None, hidden)),
        newest_first=order != "oldest",
        cursor=_cursor(query),
        limit=USUAL_FRAMES if limit is None else max(1, min(limit, MOST)),
    )


def _moment(query: Mapping[str, str], name: str, zone: str, *, is_end: bool) -> Instant | None:
    """An instant with its zone, or a local date or time of the charger; the end of a date is the next one."""
    text = plain(query.get(name, ""))
    if not text:
        return None
    try:
        if len(text) == 10:
            return midnight(end_of_range(name, text) + timedelta(days=is_end), zone)
        moment = datetime.fromisoformat(text.replace(" ", "+"))
        earliest, latest = (
            datetime(edge.year, edge.month, edge.day, tzinfo=moment.tzinfo) for edge in (EARLIEST, LATEST)
        )
        moment = min(max(moment, earliest), latest)
        return local_instant(moment, zone) if moment.tzinfo is None else instant_of(moment)
    except BadParameterError:
        raise
    except ValueError:
        raise BadParameterError(name, say("not_an_instant", name=name, text=repr(text))) from None


def local_instant(moment: datetime, zone: str) -> Instant:
    """The instant of a local time without a zone, as a form sends it."""
    return instant_of(moment.replace(tzinfo=zone_of(zone)))


def _cursor(query: Mapping[str, str]) -> tuple[Instant, int] | None:
    text = query.get("after", "").strip()
    if not text:
        return None
    at, _, seq = text.partition(".")
    is_one = at.removeprefix("-").isdecimal() and seq.isdecimal() and len(text) < 40
    if not is_one or max(abs(int(at)), int(seq)) > _LARGEST:
        raise BadParameterError("after", say("bad_cursor"))
    return int(at), int(seq)


def unpaged(query: Mapping[str, str]) -> dict[str, str]:
    """What is asked for, with all its rows."""
    return {name: value for name, value in query.items() if name not in PAGE}


class Pager(msgspec.Struct, frozen=True):
    """Which rows of how many are shown, and how to get to the others and to another order."""

    path: str
    query: dict[str, str]
    first: int
    last: int
    total: int
    previous: str
    following: str

    def url(self, **changes: object) -> str:
        """The view with other parameters; from its first page, unless an offset is named."""
        asked = {**self.query, "offset": "", **{name: str(value) for name, value in changes.items()}}
        kept = {name: value for name, value in asked.items() if value or name == "vendor_code"}
        return self.path + (f"?{urlencode(kept)}" if kept else "")

    def value(self, name: str) -> str:
        """What was asked for."""
        return self.query.get(name, "")


def pager(path: str, query: Mapping[str, str], *, offset: int, limit: int, total: int) -> Pager:
    """The page of a list."""
    bare = Pager(path, dict(query), 0, 0, 0, "", "")
    shown = max(0, min(limit, total - offset))
    last_page = max(0, total - 1) // limit * limit if limit else 0
    return Pager(
        path,
        dict(query),
        offset + 1 if shown else 0,
        offset + shown,
        total,
        bare.url(offset=max(0, min(offset - limit, last_page)) or "") if offset else "",
        bare.url(offset=offset + limit) if offset + limit < total else "",
    )

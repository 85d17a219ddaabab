"""Where does a piece of the timeline lead: to which session, attempt or error?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar
from urllib.parse import urlencode

import msgspec
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Redirect

from chargeboard.domain.figures.evidence import AttemptRow
from chargeboard.domain.figures.session_rows import SessionRow
from chargeboard.panels.url_instant import url_instant
from chargeboard.run.answering.evidence import EvidenceReader
from chargeboard.run.answering.list_filters import AttemptFilter, ListFilter, ListScope, SessionFilter
from chargeboard.time.days import day_of
from chargeboard.time.instants import SECOND, Instant
from chargeboard.time.spans import Span
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.pages.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.asked import BadParameterError, instant_in
from chargeboard.web.urls.filters import MOST, USUAL, wanted
from chargeboard.web.urls.links import list_url, session_url
from chargeboard.web.urls.paths import station_of

T = TypeVar("T")
_DAY = timedelta(days=1)
_PIECE = "?socket={socket}&from={from}&to={to}"
LEADS: Sequence[tuple[str, str]] = (
    ("session", f"/session-at{_PIECE}"),
    ("attempt", f"/attempt-at{_PIECE}"),
    ("error", f"/error-at{_PIECE}"),
    ("frames", "/frames?from={since}&to={until}&order=oldest"),
)
"""For the script: a kind, and the address after the charger's."""


def lead_routes(desk: Desk) -> list[BaseRouteHandler]:
    """To the one thing that a piece shows, or to the list of its days where that is none or several."""

    @computed("/chargers/{station:str}/session-at", include_in_schema=False)
    def session_at(request: PageRequest, station: str) -> Redirect:
        pointed = _Pointed.of(desk.evidence, station, request.query_params)
        session_rows = pointed.sessions(desk.evidence)
        if len(session_rows) == 1:
            past = f"?{urlencode({'at': pointed.at_text})}" if pointed.at_text else ""
            return _to(session_url(pointed.station, session_rows[0].key) + past)
        return _to(pointed.listed("sessions"))

    @computed("/chargers/{station:str}/attempt-at", include_in_schema=False)
    def attempt_at(request: PageRequest, station: str) -> Redirect:
        pointed = _Pointed.of(desk.evidence, station, request.query_params)
        attempt_rows = pointed.attempts(desk.evidence)
        if len(attempt_rows) != 1:
            return _to(pointed.listed("attempts"))
        began = day_of(attempt_rows[0].start, pointed.zone)
        dates = pointed.wanted(began, began + _DAY)
        rows = desk.evidence.attempts(pointed.station, dates, AttemptFilter(limit=MOST)).attempts
        offset = next((place // USUAL * USUAL for place, row in enumerate(rows) if row == attempt_rows[0]), 0)
        listed = pointed.listed("attempts", began, began, offset=offset or "")
        return _to(f"{listed}#attempt-{url_instant(attempt_rows[0].start)}")

    @computed("/chargers/{station:str}/error-at", include_in_schema=False)
    def error_at(request: PageRequest, station: str) -> Redirect:
        pointed = _Pointed.of(desk.evidence, station, request.query_params)
        codes = pointed.errors(desk.evidence)
        return _to(pointed.listed("errors", text=codes.pop() if len(codes) == 1 else ""))

    return [session_at, attempt_at, error_at]


class _Pointed(msgspec.Struct, frozen=True):
    """A piece of a charger's timeline."""

    station: str
    piece: Span
    socket: int | None
    at: Instant | None
    at_text: str
    zone: str

    @classmethod
    def of(cls, behind: EvidenceReader, station: str, query: Mapping[str, str]) -> _Pointed:
        start, end = instant_in(query, "from"), instant_in(query, "to")
        if start is None or end is None or end < start:
            raise BadParameterError("to", say("piece_reversed"))
        name = station_of(station)
        asked = wanted({key: query[key] for key in ("at", "socket") if key in query})
        return cls(name, Span(start, end), asked.socket, asked.at, query.get("at", ""), behind.zone(name))

    @property
    def days(self) -> tuple[date, date]:
        """Its local dates."""
        return day_of(self.piece.start, self.zone), day_of(self.piece.end, self.zone) + _DAY

    def wanted(self, first: date, end: date) -> ListScope:
        """What to ask for around it."""
        return ListScope(self.at, (first, end), self.socket)

    def listed(self, what: str, first: date | None = None, last: date | None = None, **query: object) -> str:
        """The list of its dates, or of others, and of its socket."""
        own_first, own_end = self.days
        socket = "" if self.socket is None else self.socket
        return list_url(
            self.station,
            what,
            from_=first or own_first,
            through=last or own_end - _DAY,
            socket=socket,
            at=self.at_text,
            **query,
        )

    def sessions(self, behind: EvidenceReader) -> list[SessionRow]:
        """The sessions that it shows."""
        rows = behind.sessions(self.station, self.wanted(*self.days), SessionFilter(limit=MOST)).sessions
        return shown(self.piece, ((row.start, row.end, row) for row in rows))

    def attempts(self, behind: EvidenceReader) -> list[AttemptRow]:
        """The attempts of its sessions, else those that it shows."""
        sessions = self.sessions(behind)
        first, end = self.days
        first = min([first, *(day_of(session.start, self.zone) for session in sessions)]) - _DAY
        rows = behind.attempts(self.station, self.wanted(first, end), AttemptFilter(limit=MOST)).attempts
        keys = {session.key for session in sessions}
        return [row for row in rows if keys.intersection(row.session_keys)] or shown(
            self.piece, ((row.start, row.end, row) for row in rows)
        )

    def errors(self, behind: EvidenceReader) -> set[str]:
        """The codes of the errors that it shows."""
        error_evidences = behind.errors(self.station, self.wanted(*self.days), ListFilter(limit=MOST)).errors
        episodes = [(row.error.code, episode) for row in error_evidences for episode in row.episodes]
        spans = (
            (episode_row.start, episode_row.start if episode_row.momentary else episode_row.end, code)
            for code, episode_row in episodes
        )
        return set(shown(self.piece, spans))


def shown(piece: Span, things: Iterable[tuple[Instant, Instant | None, T]]) -> list[T]:
    """
    What a piece shows of things with a start and an end: what lies in it, but for its edges.

    The page knows a piece by a rounded share of the window, so what only touches it is its neighbour. Where
    nothing lies in it (the cable is still in after a session), it shows what ended as it began.
    """
    slack = min(piece.length // 100 + SECOND, piece.length // 2)
    known = list(things)
    first, last = piece.start + slack, piece.end - slack
    inside = [one for start, end, one in known if start <= last and (end is None or end >= first)]
    near = piece.length // 100 + SECOND
    return inside or [one for start, end, one in known if end is not None and abs(end - piece.start) <= near]


def _to(url: str) -> Redirect:
    return Redirect(url, status_code=303)

"""What is on the page of a session, as it is opened and as it goes on?"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import msgspec
from litestar.exceptions import NotFoundException
from markupsafe import Markup

from chargeboard.domain.figures.session_evidence import SessionEvidence
from chargeboard.evidence.local_time import local_of
from chargeboard.evidence.session import view as session_page
from chargeboard.panels.url_instant import url_instant
from chargeboard.time.days import day_of
from chargeboard.time.instants import MINUTE, NEVER
from chargeboard.web.desk import Desk
from chargeboard.web.live.fragments import Fragment, State, fragment
from chargeboard.web.live.viewers import Shown, Subject
from chargeboard.web.pages.words import say
from chargeboard.web.templating import session_part
from chargeboard.web.urls.links import api_url, day_url, frames_url, list_url, session_url, timeline_url
from chargeboard.words.wall_clock import Local

_AROUND = 2 * MINUTE


class SessionWays(msgspec.Struct, frozen=True):
    """Where a session leads."""

    attempt: str
    timeline: str
    errors: str
    quality: str
    frames: str
    all_frames: str
    day: str
    csv: str
    json: str
    picture: str
    samples: str
    """The other pages of the table, up to the offset."""


class SessionParts(msgspec.Struct, frozen=True):
    """The page, drawn."""

    page: session_page.SessionPage
    fragments: dict[str, Fragment]

    @property
    def html(self) -> dict[str, Markup]:
        """The parts as a template takes them."""
        return {
            name: Markup(one.html)  # noqa: S704 - made by templates, which escape
            for name, one in self.fragments.items()
        }


def found(evidence: SessionEvidence | None, key: str) -> SessionEvidence:
    """
    The session.

    Raises: NotFoundException.
    """
    if evidence is None:
        raise NotFoundException(say("no_such_session", key=repr(key)))
    return evidence


def session_parts(seen: SessionEvidence, offset: int, at: str) -> SessionParts:
    """Each part of the page by its name. `at` is the moment of a past view, as it was asked."""
    shown = session_page.page(seen, local_of(seen.whose), offset)
    ways = _ways(seen, shown, at)
    parts = {
        "head": session_part("head", shown),
        "facts": session_part("facts", shown, ways),
        "curves": session_part("curves", shown, ways),
        "samples": session_part("samples", shown, ways),
    }
    return SessionParts(shown, {name: fragment(html) for name, html in parts.items()})


def live_url(seen: SessionEvidence, query: Mapping[str, str]) -> str:
    """Where the page's news come from; empty where it has ended, or shows the past."""
    if query.get("at") or not seen.session.is_open:
        return ""
    offset = query.get("offset", "")
    url = f"{session_url(seen.whose.id, seen.session.key)}/live"
    return f"{url}?offset={offset}" if offset.isdecimal() else url


def session_subject(desk: Desk, station: str, key: str, offset: int) -> Subject:
    """A session's page, to be watched."""

    def draw(before: Shown | None) -> Shown:
        desk.await_understood(station)
        revision = desk.revision(station)
        evidence = desk.evidence.session(station, key)
        if evidence is None and before is not None:
            # a start that came late took its place: what was last known of it stands still
            return msgspec.structs.replace(before, revision=revision, true_until=NEVER)
        seen = found(evidence, key)
        return Shown(
            State(list(session_parts(seen, offset, "").fragments.values())),
            revision,
            lambda moment: Local(seen.whose.timezone, moment).to_the_second(moment),
            seen.true_until,
        )

    return Subject((station, key, str(offset)), draw)


def _ways(seen: SessionEvidence, shown: session_page.SessionPage, at: str) -> SessionWays:
    own, session = seen.whose.id, seen.session
    since, until = shown.frames_from - _AROUND, shown.frames_to + _AROUND
    on = day_of(session.start, seen.whose.timezone)
    window = {"from_": on, "through": day_of(shown.frames_to, seen.whose.timezone), "at": at}
    tried = session.start if shown.trial is None else shown.trial.start
    key = session.key
    past = f"?{urlencode({'at': at})}" if at else ""
    return SessionWays(
        attempt=list_url(
            own,
            "attempt-at",
            socket=session.socket,
            from_=url_instant(tried),
            to=url_instant(max(tried, session.start)),
            at=at,
        ),
        timeline=timeline_url(own, since, until),
        errors=list_url(own, "errors", **window),
        quality=list_url(own, "quality", **window),
        frames=frames_url(own, since, until, socket=session.socket),
        all_frames=frames_url(own, since, until),
        day=day_url(own, day_of(session.end or session.start, seen.whose.timezone))
        + (f"?at={at}" if at else ""),
        csv=list_url(own, "samples.csv", session=key, at=at),
        picture=f"{session_url(own, key)}/curves.svg{past}",
        samples=f"{past}&offset=" if at else "?offset=",
        json=api_url(session_url(own, key)) + (f"?at={at}" if at else ""),
    )

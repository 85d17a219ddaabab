"""Where is the evidence of a figure?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from urllib.parse import quote, unquote, urlencode

import msgspec

from chargeboard.domain.figures.board import Board
from chargeboard.metrics.board_query import ERROR_DAYS
from chargeboard.panels.days import local_of
from chargeboard.panels.url_instant import url_instant
from chargeboard.time.instants import MINUTE, SECOND, Instant
from chargeboard.web.urls.asked import LONGEST
from chargeboard.web.urls.mount import root, rooted, share_root
from chargeboard.words.dates import day_year


def addressed(path: str, query: Mapping[str, object]) -> str:
    """An address of ours, and what is asked there."""
    return rooted(path) + (f"?{urlencode(query)}" if query else "")


def charger_url(station: str) -> str:
    """The page of a charger; its id is opaque and may hold any character."""
    return rooted(f"/chargers/{quote(station, safe='')}")


def api_url(page_url: str) -> str:
    """The JSON twin of one of a charger's pages."""
    return rooted(f"/api/v1{page_url.removeprefix(root())}")


def list_url(station: str, what: str, **query: object) -> str:
    """One of the lists of a charger; what has no value is left out but for `hide`, `from_` is `from`."""
    asked = {
        name.rstrip("_"): value
        for name, value in query.items()
        if value is not None and (value or name == "hide")
    }
    return f"{charger_url(station)}/{what}" + (f"?{urlencode(asked)}" if asked else "")


def site_url(site: str, below: str = "", **query: object) -> str:
    """The page of a site, or one below it; what has no value is left out, `from_` is `from`."""
    asked = {name.rstrip("_"): value for name, value in query.items() if value}
    return addressed(f"/sites/{quote(site, safe='')}" + (f"/{below}" if below else ""), asked)


def activity_url(**query: object) -> str:
    """What happened at many chargers; what has no value is left out, `from_` is `from`."""
    asked = {name.rstrip("_"): value for name, value in query.items() if value}
    return addressed("/activity", asked)


def panel_url(station: str, panel: str) -> str:
    """One panel of a charger's page, alone."""
    return f"{charger_url(station)}/panels/{panel}"


def session_url(station: str, key: str) -> str:
    """The page of a session."""
    return f"{charger_url(station)}/sessions/{quote(key, safe='')}"


def day_url(station: str, day: object) -> str:
    """The page of a local day."""
    return f"{charger_url(station)}/days/{day}"


def frames_url(station: str, since: Instant, until: Instant, **query: object) -> str:
    """The frames of a span, oldest first."""
    return list_url(
        station, "frames", from_=url_instant(since), to=url_instant(until), order="oldest", **query
    )


def frame_file_url(station: str, at: Instant) -> str:
    """The frames of one instant, whole, as a file."""
    return list_url(station, "frames.jsonl", from_=url_instant(at), to=url_instant(at + 1)) + "&hide="


def session_at_url(station: str, socket: object, at: Instant, **query: object) -> str:
    """The session that a socket had at an instant, or had just ended or was about to start."""
    return list_url(
        station,
        "session-at",
        socket=socket,
        from_=url_instant(at - 10 * SECOND),
        to=url_instant(at + 10 * SECOND),
        **query,
    )


def timeline_url(station: str, start: Instant, end: Instant) -> str:
    """The timeline of a span."""
    query = urlencode({"timeline_from": url_instant(start), "timeline_to": url_instant(end)})
    return f"{charger_url(station)}?{query}#panel-events"


def around_url(station: str, since: Instant, until: Instant | None, **query: object) -> str:
    """The frames from two minutes before to two minutes after; `until` None: an instant."""
    end = since if until is None else until
    return frames_url(station, since - 2 * MINUTE, end + 2 * MINUTE, **query)


class Ways(msgspec.Struct, frozen=True):
    """From a board to its evidence. A `*` in `day` stands for a date."""

    base: str
    """The charger's page."""
    day: str
    days: str
    attempts: str
    sessions: str
    ended: str
    errors: str
    quality: str
    session: str
    """The `*` stands for a key, percent-encoded."""
    change: str = ""
    """How it did before and after a change, followed by the dates of both; empty: it is not told."""
    protocol: str = ""
    """How charger and CSMS get on; empty: it is not told of a site, nor by a share."""

    def session_of(self, key: str) -> str:
        """The page of a session."""
        return self.session.replace("*", quote(key, safe=""))


def ways(board: Board, keep: str = "") -> Ways:
    """The evidence of a board's figures, over the same dates and of the same moment."""
    own = board.charger.id
    at = next((unquote(one[3:]) for one in keep.split("&") if one.startswith("at=")), "")
    past = f"?{urlencode({'at': at})}" if at else ""
    week = [day.date for day in board.utilization if not day.partial]
    short = _dates(week[0], week[-1]) if week else {}
    today = local_of(board).today
    long = {"from_": board.overview.from_, "through": board.overview.through}
    return Ways(
        base=charger_url(own),
        day=day_url(own, "*") + past,
        days=list_url(own, "days", at=at, **short),
        attempts=list_url(own, "attempts", at=at, **short),
        sessions=list_url(own, "sessions", at=at, **long),
        ended=list_url(own, "days", at=at, **long),
        errors=list_url(own, "errors", at=at, **_dates(today - timedelta(days=ERROR_DAYS), today)),
        quality=list_url(own, "quality", at=at, **_dates(_first(board, today), today)),
        session=f"{charger_url(own)}/sessions/*{past}",
        change=f"{charger_url(own)}/days/comparison{past}{'&' if past else '?'}",
        protocol="" if share_root() else list_url(own, "protocol", at=at),
    )


def _first(board: Board, today: date) -> date:
    """The day of the charger's first message, as far back as a list may reach."""
    seen = board.charger.first_seen
    longest = today - LONGEST + timedelta(days=1)
    return today if seen is None else max(local_of(board).wall(seen).date(), longest)


def _dates(first: date, last: date) -> dict[str, object]:
    return {"from_": first, "through": last}


GLOBALS = {
    "url_instant": url_instant,
    "day_year": day_year,
    "around_url": around_url,
    "charger_url": charger_url,
    "list_url": list_url,
    "site_url": site_url,
    "session_url": session_url,
    "day_url": day_url,
    "frames_url": frames_url,
    "session_at_url": session_at_url,
}

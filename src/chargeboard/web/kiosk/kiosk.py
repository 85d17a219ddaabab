"""
Which chargers does a screen on a wall show, and how does it go on?

Who hangs it up says whose page it is, with `kiosk=1`: the list, a site, or one charger; or which chargers,
each by `charger=`. It reloads itself once this program is another one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from hashlib import blake2b
from typing import ParamSpec, TypeVar, cast
from urllib.parse import urlencode

import msgspec
from litestar import Response
from litestar.datastructures import MultiDict
from markupsafe import Markup

from chargeboard import VERSION
from chargeboard.domain.figures.board import Board
from chargeboard.domain.figures.fleet import FleetWanted
from chargeboard.history.names import UnknownChargerError
from chargeboard.time.instants import Instant
from chargeboard.web.assets import ASSETS
from chargeboard.web.desk import Desk
from chargeboard.web.kiosk.view import moment_on_wall, slide
from chargeboard.web.kiosk.words import say
from chargeboard.web.live.fragments import Fragment, State, fragment, token_of
from chargeboard.web.live.viewers import Shown, Subject
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import page, part
from chargeboard.web.urls.asked import BadParameterError
from chargeboard.web.urls.links import charger_url, site_url
from chargeboard.web.urls.mount import rooted

P = ParamSpec("P")
T = TypeVar("T")
MOST_CHARGERS = 16
SHORTEST_S, USUAL_S, LONGEST_S = 3, 12, 600
"""How long each charger is shown."""
_PARTS = "web/kiosk/kiosk_parts.html"
_ABOUT = ""
"""What it is about may be any charger."""


class Wanted(msgspec.Struct, frozen=True):
    """What a screen shows."""

    site: str = ""
    chargers: tuple[str, ...] = ()
    """Empty: those of the site, else those of all that need somebody most."""

    @property
    def page(self) -> str:
        """The page that it stands for."""
        if self.site:
            return site_url(self.site)
        return charger_url(self.chargers[0]) if len(self.chargers) == 1 else rooted("/")


class Screen(msgspec.Struct, frozen=True):
    """A screen, drawn."""

    name: str
    zone: str | None
    keys: list[str]
    order: Fragment
    slides: list[Fragment]
    left_out: Fragment
    version: Fragment

    @property
    def fragments(self) -> list[Fragment]:
        """The slides before their order, so that it finds new ones."""
        return [*self.slides, self.order, self.left_out, self.version]


def is_kiosk(query: MultiDict[str]) -> bool:
    """Whether a page is asked for as a screen on a wall shows it."""
    return query.get("kiosk") == "1"


def chosen(query: MultiDict[str]) -> Wanted:
    """What the address of the list names; each charger once."""
    return Wanted(
        chargers=tuple(dict.fromkeys(one for one in query.getall("charger", []) if one))[:MOST_CHARGERS]
    )


def version() -> str:
    """Another one once this program, or what it sends to browsers, is another one."""
    told = "\n".join([VERSION, *(one.url for one in ASSETS.values())])
    return blake2b(told.encode(), digest_size=6).hexdigest()


def screen(desk: Desk, wanted: Wanted) -> Screen:
    """
    All slides of a screen.

    Raises: UnknownChargerError where none of the chargers is known, UnknownSiteError.
    """
    boards, left = _boards(desk, wanted)
    zones = {board.charger.timezone for board in boards}
    shown = [slide(board) for board in boards]
    keys = [f"k-{blake2b(one.id.encode(), digest_size=6).hexdigest()}" for one in shown]
    return Screen(
        wanted.site or (shown[0].name if len(wanted.chargers) == 1 and shown else say("all")),
        zones.pop() if len(zones) == 1 else None,
        keys,
        fragment(part(_PARTS, "order", keys)),
        [
            fragment(part(_PARTS, "slide", one, key, say("place", number=number, all=len(shown))))
            for number, (one, key) in enumerate(zip(shown, keys, strict=True), 1)
        ],
        fragment(part(_PARTS, "left_out", say("left_out", n=left) if left else "" if shown else say("none"))),
        fragment(part(_PARTS, "version", version())),
    )


def _boards(desk: Desk, wanted: Wanted) -> tuple[list[Board], int]:
    """Those that are shown, and how many are not."""
    if wanted.chargers:
        return _known(desk, wanted.chargers), 0
    if wanted.site:
        rows = desk.site(wanted.site).rows
        return [desk.board(row.id) for row in rows[:MOST_CHARGERS]], max(0, len(rows) - MOST_CHARGERS)
    found = desk.fleet(FleetWanted(limit=MOST_CHARGERS))
    return [desk.board(row.id) for row in found.rows], max(0, found.total - len(found.rows))


def _known(desk: Desk, stations: Sequence[str]) -> list[Board]:
    """One that is gone since leaves the others; one that never was is told where there is no other."""
    found, unknown = [], None
    for station in stations:
        try:
            found.append(desk.board(station))
        except UnknownChargerError as error:
            unknown = unknown or error
    if unknown is not None and not found:
        raise unknown
    return found


def _every_s(query: MultiDict[str]) -> int:
    """Raises: BadParameterError."""
    text = query.get("every", "") or str(USUAL_S)
    if not text.isascii() or not text.isdecimal() or not SHORTEST_S <= int(text[:9]) <= LONGEST_S:
        raise BadParameterError("every", say("bad_every", text=text, least=SHORTEST_S, most=LONGEST_S))
    return int(text)


def kiosk_page(request: PageRequest, desk: Desk, wanted: Wanted, now: Callable[[], Instant]) -> Response[str]:
    """The page of a screen."""
    made = screen(desk, wanted)
    return page(
        request,
        "web/kiosk/kiosk.html",
        name=made.name,
        at=moment_on_wall(made.zone, now()),
        slides=[Markup(one.html) for one in made.slides],  # noqa: S704 - made by templates, which escape
        keys=made.keys,
        left_out=Markup(made.left_out.html),  # noqa: S704
        version=Markup(made.version.html),  # noqa: S704
        every_s=_every_s(request.query_params),
        live=_live_url(wanted),
        seen=token_of(made.fragments),
    )


def for_walls(
    desk: Desk, now: Callable[[], Instant], wanted: Callable[[PageRequest], Wanted]
) -> Callable[[Callable[P, T]], Callable[P, T | Response[str]]]:
    """A page that is shown as a screen on a wall has it, where that is asked for."""

    def made(show: Callable[P, T]) -> Callable[P, T | Response[str]]:
        @wraps(show)
        def answer(*arguments: P.args, **named: P.kwargs) -> T | Response[str]:
            request = cast("PageRequest", named["request"])
            if is_kiosk(request.query_params):
                return kiosk_page(request, desk, wanted(request), now)
            return show(*arguments, **named)

        return answer

    return made


def _live_url(wanted: Wanted) -> str:
    asked = [("kiosk", "1"), *(("charger", one) for one in wanted.chargers if wanted.page == rooted("/"))]
    return f"{wanted.page.removesuffix('/')}/live?{urlencode(asked)}"


def kiosk_subject(desk: Desk, wanted: Wanted) -> Subject:
    """A screen, to be watched."""

    def draw(_: Shown | None) -> Shown:
        revision, made = desk.revisions(), screen(desk, wanted)
        return Shown(State(made.fragments), revision, lambda at: moment_on_wall(made.zone, at))

    return Subject((_ABOUT, "kiosk", wanted.site, *wanted.chargers, ""), draw)

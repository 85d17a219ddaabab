"""How is a site put for people?"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from chargeboard.domain.conclusions import OCCUPIED
from chargeboard.domain.figures.site import ContactLoss
from chargeboard.panels.header.view import Socket, sockets_of
from chargeboard.run.answering.site import SiteView
from chargeboard.time.instants import Instant, seconds_of
from chargeboard.web.official.site_page import site_url as official_url
from chargeboard.web.sharing.inside import leads_on
from chargeboard.web.site.words import say
from chargeboard.web.urls.links import site_url
from chargeboard.web.urls.mount import rooted
from chargeboard.words.formats import duration
from chargeboard.words.wall_clock import Local

SHOWN_LOSSES = 12


class Head(msgspec.Struct, frozen=True):
    """The head of the page."""

    name: str
    facts: tuple[str, ...]
    at: str
    states: tuple[Socket, ...]
    """How many sockets are in each state."""
    gone: str
    needing: str
    """How many chargers need attention; the list below says why, those first."""
    full: str
    """That no socket is free, or how many are occupied."""
    is_full: bool


class Loss(msgspec.Struct, frozen=True):
    """A loss of contact."""

    is_site: bool
    when: str
    what: str
    back: str


class Losses(msgspec.Struct, frozen=True):
    """Whether it was the site or a charger."""

    told: str
    rows: tuple[Loss, ...]
    left_out: str


def losses(view: SiteView) -> Losses:
    """Losses of contact, those of the site first."""
    found, board = view.told.contact_losses, view.told.board
    local = Local(board.charger.timezone, board.at)
    names = {one.id: one.name or one.id for one in view.told.chargers}
    ordered = sorted(found, key=lambda loss: not loss.is_site)
    of_site = sum(loss.is_site for loss in found)
    told = say("losses", n=len(found), site=of_site) if found else say("no_loss")
    left = len(found) - SHOWN_LOSSES
    return Losses(
        told=told,
        rows=tuple(_loss(loss, local, names) for loss in ordered[:SHOWN_LOSSES]),
        left_out=say("more_losses", n=left) if left > 0 else "",
    )


def _loss(loss: ContactLoss, local: Local, names: Mapping[str, str]) -> Loss:
    if loss.is_site:
        width = seconds_of(loss.last_lost - loss.first_lost)
        what = say("whole_site", n=len(loss.chargers), width=duration(width))
        if loss.already_out:
            what = say("some_out", what=what, n=loss.already_out)
    else:
        what = names[loss.chargers[0]]
    back = say("not_back")
    if loss.all_back is not None and loss.first_back is not None:
        first, last = local.second(loss.first_back), local.second(loss.all_back)
        back = first if first == last else say("back_between", first=first, last=last)
    return Loss(loss.is_site, local.second(loss.last_lost if loss.is_site else loss.first_lost), what, back)


def head(view: SiteView) -> Head:
    """Who and what is at the site, and how its sockets are."""
    board = view.told.board
    local = Local(board.charger.timezone, board.at)
    live = [row for row in view.rows if not row.is_history]
    sockets = [socket for row in live for socket in row.sockets]
    taken = sum(socket.state in OCCUPIED for socket in sockets)
    never = sum(row.last_contact is None and not row.protocol for row in view.rows)
    away = sum(row.is_online is False for row in live)
    needing = sum(row.attention > 0 for row in view.rows)
    return Head(
        name=view.told.site,
        facts=tuple(
            filter(
                None,
                (
                    say("n_chargers", n=len(view.rows)),
                    say("n_sockets", n=len(sockets)),
                    local.zone_line(),
                    say("never_heard", n=never) if never else "",
                ),
            )
        ),
        at=local.to_the_second(board.at),
        states=sockets_of(sockets, local, 0),
        gone=say("no_contact", n=away) if away else "",
        needing=say("need_attention", n=needing) if needing else "",
        full=_fullness(taken, len(sockets), full_since(view), local),
        is_full=bool(sockets) and taken == len(sockets),
    )


def _fullness(taken: int, sockets: int, since: Instant | None, local: Local) -> str:
    if not sockets:
        return ""
    if since is not None:
        return say("full_since", n=sockets, at=local.moment(since))
    return say("occupied", taken=taken, n=sockets)


def full_since(view: SiteView) -> Instant | None:
    """Since when at the latest no socket is free; None: one is, or none is known (G6)."""
    own = {number: (one.id, socket) for one in view.told.chargers for socket, number in one.sockets.items()}
    began = {own[one.socket]: one.start for one in view.told.board.ongoing.sessions if one.socket in own}
    since = []
    for row in view.rows:
        for socket in () if row.is_history else row.sockets:
            if socket.state not in OCCUPIED:
                return None
            known = [socket.since, began.get((row.id, socket.socket))]
            since.append(min(at for at in (*known, view.told.board.at) if at is not None))
    return max(since, default=None)


def tabs(site: str, *, has_settings: bool, current: str = "") -> list[tuple[str, str, bool]]:
    """Label and address of each page of a site, and whether it is the one that is shown."""
    ways = [
        (say("tab_overview"), site_url(site), not current),
        (say("tab_timeline"), site_url(site, "timeline"), current == "timeline"),
        (say("tab_days"), site_url(site, "days"), current == "days"),
        (say("tab_load"), site_url(site, "load"), current == "load"),
        (say("tab_official"), f"{rooted('/official')}?{official_url('', site).partition('?')[2]}", False),
        (say("tab_saturation"), official_url("saturation", site), False),
    ]
    if has_settings:
        ways.append((say("tab_settings"), site_url(site, "settings"), False))
    return [way for way in ways if leads_on(way[1])]

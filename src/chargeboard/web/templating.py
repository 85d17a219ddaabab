"""How does a template become a page, and a board its panels?"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import Response
from litestar.enums import MediaType
from markupsafe import Markup

from chargeboard.domain.board import Board
from chargeboard.domain.strip import Strip
from chargeboard.panels.energy import view as energy
from chargeboard.panels.errors import view as errors
from chargeboard.panels.events import view as socket_events
from chargeboard.panels.header import view as header
from chargeboard.panels.interpret import PURPOSE
from chargeboard.panels.ongoing import view as ongoing
from chargeboard.panels.overview import view as overview
from chargeboard.panels.quality import view as quality
from chargeboard.panels.sessions import view as sessions
from chargeboard.panels.success import view as success
from chargeboard.panels.utilization import view as utilization
from chargeboard.web.assets import asset_url
from chargeboard.web.live.fragments import Fragment, fragment
from chargeboard.web.pages.leads import LEADS
from chargeboard.web.requests import PageRequest
from chargeboard.web.speaking import Speaking
from chargeboard.web.urls.links import GLOBALS, Ways
from chargeboard.web.urls.mount import rooted
from chargeboard.words.catalogue import ROOMS

THEMES = frozenset({"light", "dark"})

PANELS: Mapping[str, Callable[[Board], object]] = {
    "header": header.panel,
    "events": socket_events.panel,
    "ongoing": ongoing.panel,
    "overview": overview.panel,
    "utilization": utilization.panel,
    "success": success.panel,
    "errors": errors.panel,
    "sessions": sessions.panel,
    "energy": energy.panel,
    "quality": quality.panel,
}
"""Each is a fragment with the id `panel-NAME` and a template of its name."""


def _environment() -> Environment:
    found = Environment(
        loader=PackageLoader("chargeboard", "."),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[Speaking],
    )
    found.globals |= {"asset": asset_url, "rooted": rooted, "say": ROOMS, "purpose": PURPOSE, **GLOBALS}
    return found


_TEMPLATES = _environment()


def words(name: str, board: Board, strip: Strip | None = None, *, has_table: bool = False) -> object:
    """
    What a panel says, to be put into its template.

    `strip` is the timeline where it is not the board's own, `has_table` whether it is told as a table too.
    """
    return socket_events.panel(board, strip, has_table=has_table) if name == "events" else PANELS[name](board)


def panel(name: str, said: object, to: Ways, keep: str = "", *, has_table: bool = False) -> Markup:
    """
    One panel as HTML: what the page holds now and a stream may push later.

    `to` is where its evidence is, `keep` what links to other windows carry on, such as the moment of a
    past view.
    """
    text = _TEMPLATES.get_template(f"panels/{name}/{name}.html").render(
        p=said, name=name, keep=keep, to=to, base=to.base, leads=LEADS, has_table=has_table
    )
    return Markup(text)  # noqa: S704 - the template escapes


def fleet_part(name: str, *values: object) -> Markup:
    """A part of the list of chargers, by the name of its macro."""
    macro = getattr(_TEMPLATES.get_template("fleet/fleet_parts.html").module, name)
    return Markup(macro(*values))  # noqa: S704 - the template escapes


def session_part(name: str, *values: object) -> Markup:
    """A part of a session's page, by the name of its macro."""
    macro = getattr(_TEMPLATES.get_template("evidence/session/session_parts.html").module, name)
    return Markup(macro(*values))  # noqa: S704 - the template escapes


def banner(told: str, *, is_fault: bool = True) -> Fragment:
    """The line that every page has above all, empty while all is well."""
    return fragment(_TEMPLATES.get_template("web/pages/trouble.html").render(told=told, is_fault=is_fault))


def page(
    request: PageRequest,
    template: str,
    *,
    status: int = 200,
    live: str = "",
    **context: object,
) -> Response[str]:
    """A whole page in the reader's light."""
    theme = request.cookies.get("theme", "")
    banner: Fragment = request.app.state["banner"]()
    if live:
        context["seen"] = f"{context['seen']}.{banner.digest}"
    text = _TEMPLATES.get_template(template).render(
        theme=theme if theme in THEMES else "",
        live=live,
        trouble=Markup(banner.html),  # noqa: S704 - made by a template, which escapes
        has_login=bool(request.app.state.get("has_login")),
        is_outside=request.url.path == "/login",
        **context,
    )
    return Response(
        text, status_code=status, media_type=MediaType.HTML, headers={"Cache-Control": "private, no-cache"}
    )

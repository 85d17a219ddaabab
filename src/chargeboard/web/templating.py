"""How does a template become a page, and a board its panels?"""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.meta import find_referenced_templates
from litestar import Response
from litestar.enums import MediaType
from markupsafe import Markup

from chargeboard.panels.panel import Panel
from chargeboard.web.access.guard import Access
from chargeboard.web.access.rights import RIGHTS
from chargeboard.web.assets import asset_url
from chargeboard.web.live.fragments import Fragment, fragment
from chargeboard.web.pages.leads import LEADS
from chargeboard.web.requests import PageRequest
from chargeboard.web.saving import (
    as_file,
    head_of_saved,
    is_saved,
    kept_as_file,
    script,
    style,
    ways_to_save,
)
from chargeboard.web.sharing.inside import leads_on, without_ways_out
from chargeboard.web.speaking import Speaking
from chargeboard.web.urls.links import GLOBALS, Ways
from chargeboard.web.urls.mount import rooted, share_root
from chargeboard.web.urls.reports import report_url
from chargeboard.words.catalogue import ROOMS, said
from chargeboard.words.languages import SPOKEN

_FLEET_PARTS, _BANNER = "fleet/fleet_parts.html", "web/pages/banner.html"
THEMES = frozenset({"light", "dark"})


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
    found.globals |= {
        "asset": asset_url,
        "style": style,
        "script": script,
        "head_of_saved": head_of_saved,
        "rooted": rooted,
        "report_url": report_url,
        "say": ROOMS,
        "said": said,
        "language": lambda: SPOKEN.get().tag,
        "direction": lambda: Markup(' dir="rtl"') if said("words.direction") == "rtl" else "",
        **GLOBALS,
    }
    return found


_TEMPLATES = _environment()


@cache
def prepare_list() -> None:
    """Have the templates of the list compiled, and all that they name: its first reader does not wait."""
    left = ["fleet/fleet.html", _FLEET_PARTS, _BANNER]
    known = {*left}
    while left:
        template = _TEMPLATES.get_template(left.pop())
        source, _, _ = PackageLoader("chargeboard", ".").get_source(_TEMPLATES, str(template.name))
        named = {
            other for other in find_referenced_templates(_TEMPLATES.parse(source, template.name)) if other
        }
        left += named - known
        known |= named
    _ = _TEMPLATES.get_template(_FLEET_PARTS).module


def panel_html(panel: Panel, shown: object, to: Ways, keep: str = "", *, has_table: bool = False) -> Markup:
    """
    One panel as HTML: what the page holds now and a stream may push later.

    `to` is where its evidence is, `keep` what links to other windows carry on, such as the moment of a
    past view.
    """
    text = _TEMPLATES.get_template(f"panels/{panel.name}/{panel.name}.html").render(
        p=shown,
        name=panel.name,
        guide=panel.guide,
        keep=keep,
        to=to,
        base=to.base,
        leads=[lead for lead in LEADS if leads_on(to.base + lead[1])],
        has_table=has_table,
    )
    return Markup(without_ways_out(text))  # noqa: S704 - the template escapes


def fleet_part(name: str, *values: object) -> Markup:
    """A part of the list of chargers, by the name of its macro."""
    return part(_FLEET_PARTS, name, *values)


def part(template: str, name: str, *values: object) -> Markup:
    """A part of a page, by the name of its macro."""
    macro = getattr(_TEMPLATES.get_template(template).module, name)
    return Markup(without_ways_out(macro(*values)))  # noqa: S704 - the template escapes


def patterns() -> str:
    """What states are painted with, and the signs of events, as definitions of an SVG."""
    return _TEMPLATES.get_template("drawing/patterns.html").render()


def session_part(name: str, *values: object) -> Markup:
    """A part of a session's page, by the name of its macro."""
    return part("evidence/session/session_parts.html", name, *values)


def banner(told: str, *, is_fault: bool = True) -> Fragment:
    """The line that every page has above all, empty while all is well."""
    return fragment(_TEMPLATES.get_template(_BANNER).render(told=told, is_fault=is_fault))


def file_html(template: str, **context: object) -> str:
    """A page that nobody asked for by an address, to be kept as a file."""
    with kept_as_file():
        return _TEMPLATES.get_template(template).render(**context)


def page(
    request: PageRequest,
    template: str,
    *,
    status: int = 200,
    live: str = "",
    file_name: str = "",
    **context: object,
) -> Response[str]:
    """A whole page in the reader's light; with `file_name` it may be saved as a file."""
    theme = request.query_params.get("theme") or request.cookies.get("theme", "")
    access: Access = request.app.state["access"]
    me, is_locked = access.shown_to(request)
    live = "" if is_saved() else live
    above: Fragment = request.app.state["banner"](me)
    if live:
        context["seen"] = f"{context['seen']}.{above.digest}"
    text = _TEMPLATES.get_template(template).render(
        theme=theme if theme in THEMES else "",
        live=live,
        banner=Markup(above.html),  # noqa: S704 - made by a template, which escapes
        has_alerts=bool(request.app.state.get("has_alerts")),
        has_reports=bool(request.app.state.get("has_reports")),
        has_settings=bool(request.app.state.get("has_settings")),
        me=me,
        is_locked=is_locked,
        has_people=access.people is not None,
        is_invented=bool(request.app.state.get("is_invented")),
        may=lambda route: RIGHTS[route].is_given_to(me),
        is_file=is_saved(),
        is_shared=bool(share_root()),
        save=ways_to_save(request) if file_name else {},
        **context,
    )
    made = Response(
        without_ways_out(text),
        status_code=status,
        media_type=MediaType.HTML,
        headers={"Cache-Control": "private, no-cache"},
    )
    return as_file(request, made, file_name) if is_saved() and file_name else made

"""
Which routes are there?

A function for each part of the page that may be there or not, and one for what always is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from litestar.handlers import HTTPRouteHandler
from litestar.handlers.base import BaseRouteHandler

from chargeboard.run.people.people import People
from chargeboard.time.instants import Instant
from chargeboard.web.access.guard import Access
from chargeboard.web.access.invitation import invitation_routes
from chargeboard.web.access.login import login_routes
from chargeboard.web.access.seen_desk import SeenDesk
from chargeboard.web.activity.activity_routes import activity_routes
from chargeboard.web.alerting.alert_pages import alert_pages
from chargeboard.web.alerting.needed import Alerts
from chargeboard.web.api.alert_channel_routes import alert_channel_routes
from chargeboard.web.api.alert_routes import alert_routes
from chargeboard.web.api.alert_rule_routes import alert_rule_routes
from chargeboard.web.api.api_routes import api_routes
from chargeboard.web.api.audit_route import audit_route
from chargeboard.web.api.charger_list_routes import charger_list_routes
from chargeboard.web.api.charger_setting_routes import charger_setting_routes
from chargeboard.web.api.evidence_routes import evidence_routes, twin_routes
from chargeboard.web.api.exclusion_routes import exclusion_routes
from chargeboard.web.api.official_twins import official_twins
from chargeboard.web.api.people_routes import people_api
from chargeboard.web.api.policy_routes import policy_routes
from chargeboard.web.api.share_routes import share_api
from chargeboard.web.api.site_routes import site_routes
from chargeboard.web.api.way_in_routes import way_in_api
from chargeboard.web.comparing.chargers_routes import chargers_over_dates
from chargeboard.web.comparing.cohorts_routes import cohort_routes
from chargeboard.web.desk import Desk
from chargeboard.web.excluding.exclusion_pages import exclusion_pages
from chargeboard.web.finding.search_routes import search_routes
from chargeboard.web.live.streams import live_routes
from chargeboard.web.live.viewers import Live
from chargeboard.web.official.charger_files import charger_files
from chargeboard.web.official.differing_routes import differing_routes
from chargeboard.web.official.network_routes import network_routes
from chargeboard.web.official.saturation_routes import saturation_routes
from chargeboard.web.official.visits_routes import visits_routes
from chargeboard.web.pages.alone_pages import alone_pages
from chargeboard.web.pages.comparison_pages import comparison_pages, comparison_twins
from chargeboard.web.pages.day_pages import day_routes
from chargeboard.web.pages.frame_pages import frame_routes
from chargeboard.web.pages.leads import lead_routes
from chargeboard.web.pages.ledger_pages import ledger_routes
from chargeboard.web.pages.load_pages import load_pages, load_twins
from chargeboard.web.pages.official_pages import official_pages
from chargeboard.web.pages.page_routes import page_routes
from chargeboard.web.pages.protocol_pages import protocol_pages, protocol_twins
from chargeboard.web.pages.session_pages import session_routes
from chargeboard.web.pages.sources_pages import sources_pages, sources_twins
from chargeboard.web.pages.week_pages import week_pages, week_twins
from chargeboard.web.people.account_pages import account_routes
from chargeboard.web.people.audit_pages import audit_routes
from chargeboard.web.people.language_route import language_route
from chargeboard.web.people.people_pages import people_routes
from chargeboard.web.people.second_factor_routes import second_factor_routes
from chargeboard.web.protocol.protocol_routes import protocol_routes
from chargeboard.web.reporting.report_routes import report_routes
from chargeboard.web.roaming.datex_routes import datex_routes
from chargeboard.web.roaming.ocpi_routes import ocpi_routes
from chargeboard.web.roaming.roaming import Roaming
from chargeboard.web.setting.books import Books
from chargeboard.web.setting.charger_pages import charger_setting_pages
from chargeboard.web.setting.policy.policy_pages import policy_pages
from chargeboard.web.setting.sheet_pages import sheet_pages
from chargeboard.web.setting.site_pages import site_pages
from chargeboard.web.setup.feed_forms import feed_forms
from chargeboard.web.setup.server import Server
from chargeboard.web.setup.setup_forms import setup_forms
from chargeboard.web.setup.setup_pages import SetupPage, setup_routes
from chargeboard.web.sharing.door import door_routes
from chargeboard.web.sharing.share_book import ShareBook
from chargeboard.web.sharing.share_pages import share_pages
from chargeboard.web.site.board_routes import site_board_routes
from chargeboard.web.site.load_routes import load_routes
from chargeboard.web.site.map_routes import map_routes

if TYPE_CHECKING:
    from chargeboard.web.oidc.oidc import Oidc


def desk_routes(
    desk: SeenDesk, live: Live, access: Access, now: Callable[[], Instant]
) -> list[BaseRouteHandler]:
    """What is there wherever there is a desk: chargers, sites, all of them, and what is behind a figure."""
    return [
        *page_routes(desk, now),
        *alone_pages(desk, live, access),
        *live_routes(desk, live, access, now),
        *api_routes(desk),
        *evidence_routes(desk, now),
        *twin_routes(official_twins(desk)),
        *twin_routes(comparison_twins(desk, now)),
        *comparison_pages(desk, now),
        *twin_routes(week_twins(desk)),
        *week_pages(desk, now),
        *twin_routes(load_twins(desk)),
        *load_pages(desk, now),
        *twin_routes(protocol_twins(desk)),
        *protocol_pages(desk, now),
        *twin_routes(sources_twins(desk)),
        *sources_pages(desk, now),
        *session_routes(desk, now),
        *ledger_routes(desk, now),
        *day_routes(desk, now),
        *official_pages(desk, now),
        *charger_files(desk),
        *chargers_over_dates(desk, now),
        *cohort_routes(desk),
        *protocol_routes(desk),
        *report_routes(desk),
        *network_routes(desk),
        *saturation_routes(desk),
        *site_board_routes(desk, now),
        *load_routes(desk),
        *search_routes(desk),
        *activity_routes(desk),
        *visits_routes(desk),
        *differing_routes(desk),
        *frame_routes(desk, now),
        *lead_routes(desk),
    ]


def roaming_routes(roaming: Roaming) -> list[HTTPRouteHandler]:
    """What other parties ask by OCPI and DATEX II."""
    return [*ocpi_routes(roaming), *datex_routes(roaming)]


def server_routes(setup: SetupPage, server: Server, access: Access) -> list[BaseRouteHandler]:
    """The set-up page and its forms."""
    return [*setup_routes(setup), *setup_forms(setup, server, access), *feed_forms(setup, server)]


def account_keeping_routes(
    access: Access, people: People, oidc: Oidc | None, now: Callable[[], Instant]
) -> list[BaseRouteHandler]:
    """Ways in and out, oneself, and people; with `oidc` also by another service."""
    if oidc is not None:
        from chargeboard.web.oidc.oidc_routes import oidc_routes  # noqa: PLC0415 - an extra
    return [
        *login_routes(access, people, oidc),
        *(oidc_routes(access, people, oidc) if oidc is not None else []),
        *invitation_routes(access, people),
        *account_routes(access, people, now),
        language_route(access, people),
        *second_factor_routes(people),
        *people_routes(people, access.elsewhere, now),
        *audit_routes(people),
        audit_route(people),
        *people_api(people, now),
        *way_in_api(people, now),
    ]


def sharing_routes(
    desk: SeenDesk, access: Access, people: People, now: Callable[[], Instant]
) -> list[BaseRouteHandler]:
    """What is shown to who has no account, and who shares it."""
    book = ShareBook(people, desk)
    return [*door_routes(access, people.shares), *share_pages(book, now), *share_api(book, now)]


def setting_routes(desk: Desk, books: Books) -> list[BaseRouteHandler]:
    """What is set in the page and by the API."""
    return [
        *charger_setting_pages(desk, books),
        *charger_setting_routes(desk, books),
        *sheet_pages(desk, books),
        *charger_list_routes(desk, books),
        *site_pages(books),
        *map_routes(desk, books),
        *site_routes(books),
        *policy_pages(desk, books),
        *policy_routes(books),
    ]


def alerting_routes(desk: Desk, alerts: Alerts, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """Who is alerted of what, and exclusions."""
    return [
        *alert_routes(alerts, now),
        *alert_rule_routes(desk, alerts, now),
        *alert_channel_routes(alerts, now),
        *alert_pages(desk, alerts, now),
        *exclusion_routes(alerts.exclusions),
        *exclusion_pages(alerts.exclusions, now),
    ]

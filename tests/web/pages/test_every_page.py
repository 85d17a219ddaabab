"""
Is every page there is for everybody: by keyboard, in any light, enlarged, on a narrow screen?

Pages come from the routes, so that a new one is looked at without being named here. WCAG 2.2 AA is what is
asked, by axe where a machine can tell and by the tab key for the rest; a long run looks at all of them.
"""

from __future__ import annotations

from urllib.parse import quote

import little_town as town
import pytest
from looks import axe_finds_nothing, nothing_is_cut, unfold
from msgspec.structs import replace
from serving import served
from staff import PASSWORD, staff
from walking import walks_by_keyboard
from whole_app import whole_app

from chargeboard.domain.people import Role
from chargeboard.domain.policy import Profile
from chargeboard.domain.shares import Share, ShareKind
from chargeboard.run.answering.list_filters import ListScope, SessionFilter
from chargeboard.run.desk import Desk
from chargeboard.web.access.guard import COOKIE
from chargeboard.web.access.rights import RIGHTS
from projecting import projector_of

pytestmark = [pytest.mark.page, pytest.mark.soak]

SITE = "Lindenau"
STATIONS = (town.HUB, town.NEWER, town.ODD)
ANSWERS_NO_PAGE = (
    *("/live", "/oidc", "/back", "/healthz", "/metrics", "/metrics/chargers", "-at"),
    *(".csv", ".json", ".jsonl", ".svg", ".xml"),
)
OF_STRANGERS = {"GET /login", "GET /invitation/{secret}", "GET /s/{secret}", "charger of a share"}
OTHER_WAYS = {
    "list searched": "/?text=hub",
    "list for a wall": "/?kiosk=1",
    "charger for a wall": f"/chargers/{town.HUB}?kiosk=1",
    "site for a wall": f"/sites/{SITE}?kiosk=1",
    "charger, with tables": f"/chargers/{town.HUB}?table=1",
    "odd charger": f"/chargers/{quote(town.ODD, safe='')}",
    "past": f"/chargers/{town.HUB}?at=2026-03-29T12:00:00Z",
    "two chargers": f"/comparison?charger={town.HUB}&charger={town.NEWER}",
    "not there": "/nowhere",
    "no such charger": "/chargers/NOBODY",
}
"""Pages of a route above that look otherwise by what is asked of them."""


@pytest.fixture(scope="module")
def desk(little_desk):
    def profile(station):
        return Profile(
            id=station, name=f"The {station}", site=SITE, timezone_is_default=False, policy=town.POLICY
        )

    made = Desk(little_desk.store, profile, lambda: town.NOW)
    for station in STATIONS:
        projector_of(made).refresh(station)
    return made


@pytest.fixture(scope="module")
def people(desk):
    found = staff(lambda: town.NOW, store=desk.store)
    found.accounts.add("Ada", Role.ADMIN, None)
    return found


@pytest.fixture(scope="module")
def app(desk, people, tmp_path_factory):
    named = {station: (f"The {station}", SITE) for station in STATIONS}
    return whole_app(desk, people, lambda: town.NOW, tmp_path_factory.mktemp("pages"), named=named)


@pytest.fixture(scope="module")
def addresses(app, desk, people):
    """Each page by its route, or by what is particular to it."""
    share = Share(name="everybody", kind=ShareKind.SITE, about=SITE)
    parts = {
        "station": town.HUB,
        "day": town.SHORT_DAY.isoformat(),
        "period": "2026-03",
        "panel": "energy",
        "name": SITE,
        "secret": "no-secret",
        "key": desk.evidence.sessions(town.HUB, ListScope(), SessionFilter()).sessions[0].key,
    }
    found = {}
    for route in RIGHTS:
        method, path = route.split(" ")
        if (
            method == "GET"
            and not path.startswith(("/api/", "/static", "/ocpi"))
            and not path.endswith(ANSWERS_NO_PAGE)
        ):
            found[route] = path.format(**{name: quote(one, safe="") for name, one in parts.items()})
    found |= OTHER_WAYS
    locked = replace(share, name="who knows the word")
    found["GET /s/{secret}"] = f"/s/{people.shares.make(locked, password=PASSWORD)}"
    return found | {"charger of a share": f"/s/{people.shares.make(share)}/chargers/{town.HUB}"}


@pytest.fixture(scope="module")
def site(app):
    yield from served(app)


@pytest.fixture(scope="module")
def visited(browser, site, addresses, people):
    """A function that opens every page in one way of looking, and gathers what is wrong."""

    log_in = people.log_ins.begin(people.accounts.of("Ada"), "192.0.2.1", "a test")

    def visit(look, **options):
        found = []
        with browser.new_context(**options) as context:
            page = context.new_page()
            page.on("pageerror", lambda error: found.append(f"{page.url}: {error}"))
            for name, path in addresses.items():
                context.clear_cookies()
                if name not in OF_STRANGERS:
                    context.add_cookies([{"name": COOKIE, "value": log_in, "url": site}])
                answer = page.goto(site + path)
                is_there = page.url == site + path and "html" in answer.headers["content-type"]
                assert is_there, f"{name} leads to {page.url}, {answer.headers['content-type']}"
                try:
                    look(page)
                except AssertionError as error:
                    found.append(f"--- {name}: {path}: {error}")
        assert not found, "\n".join(found)

    return visit


def test_every_page_is_reached_and_left_by_the_tab_key(visited):
    visited(walks_by_keyboard, viewport={"width": 1280, "height": 900}, reduced_motion="reduce")


def test_every_page_fits_at_twice_its_size_and_at_four_times(visited):
    def fits(page):
        unfold(page)
        nothing_is_cut(page)
        page.set_viewport_size({"width": 320, "height": 256})
        nothing_is_cut(page)
        page.set_viewport_size({"width": 640, "height": 512})

    visited(fits, viewport={"width": 640, "height": 512})


LOOKS = [("light", "none"), ("dark", "none"), ("light", "active"), ("dark", "active")]


@pytest.mark.parametrize(("scheme", "forced"), LOOKS)
def test_axe_finds_nothing_on_any_page(visited, scheme, forced):
    def is_well(page):
        unfold(page)
        # where colours are the reader's own, none of ours are seen
        of_ours = {"color-contrast": {"enabled": forced == "none"}}
        axe_finds_nothing(page, rules={"target-size": {"enabled": True}} | of_ours)

    visited(is_well, color_scheme=scheme, forced_colors=forced, viewport={"width": 1280, "height": 900})

"""Does a piece of the timeline lead to the very thing that it shows?"""

import re
from urllib.parse import parse_qs, unquote, urlsplit

import little_town as town
import pytest
from litestar.testing import TestClient

from chargeboard.panels.events.view import panel
from chargeboard.run.answering.list_filters import AttemptFilter, ListScope
from chargeboard.time.instants import HOUR, text_of
from chargeboard.time.spans import Span
from chargeboard.web.app import create_app
from chargeboard.web.pages.leads import shown

SPAN = Span(town.NOW - 24 * HOUR, town.NOW)
A_BAD_DAY = Span(SPAN.start - 7 * 24 * HOUR, SPAN.end - 7 * 24 * HOUR)
"""With a fault, and an attempt that failed."""
OF_A_SESSION = {"charging", "suspended", "finishing"}


@pytest.fixture(scope="module")
def desk():
    return town.little_town()


def drawn(desk, span):
    """What is drawn of the busy charger in a day, by its row."""
    seen = desk.seen(town.HUB, lambda _zone, _at: span)
    return [(row, bar) for row in panel(seen.board, seen.strip).rows for bar in row.bars]


@pytest.fixture(scope="module")
def bars(desk):
    return drawn(desk, SPAN)


@pytest.fixture(scope="module")
def bad_bars(desk):
    return drawn(desk, A_BAD_DAY)


@pytest.fixture(scope="module")
def leads(desk):
    return leading(desk, SPAN)


@pytest.fixture(scope="module")
def bad_leads(desk):
    return leading(desk, A_BAD_DAY)


def leading(desk, span):
    client = TestClient(create_app(desk, token=None, now=lambda: town.NOW))

    def at(what, row, bar, **asked):
        """Where the script is sent that asks for a piece or mark by its rounded share of the window."""
        first, width = (float(share.rstrip("%")) / 100 for share in (bar.x, bar.width))
        around = 0 if width else 1 / 50_000
        start, end = (
            round(span.start + part * span.length) for part in (first - around, first + width + around)
        )
        query = {"socket": row.socket, "from": text_of(start), "to": text_of(end), **asked}
        found = client.get(
            f"/chargers/{town.HUB}/{what}-at", params=query, follow_redirects=False, headers={"host": "t"}
        )
        assert found.status_code == 303, found.text
        return urlsplit(found.headers["location"])

    return at


def _key(address):
    return unquote(address.path.removeprefix(f"/chargers/{town.HUB}/sessions/"))


def test_every_piece_of_a_session_leads_to_the_session_that_the_table_names(leads, bars):
    pieces = [
        (row, bar)
        for row, bar in bars
        if bar.kind == "piece" and bar.state in OF_A_SESSION and bar.session and not bar.is_merged
    ]
    assert {bar.state for _, bar in pieces} >= {"charging", "finishing"}
    for row, bar in pieces:
        assert _key(leads("session", row, bar)) == bar.session, bar.label


def test_a_piece_that_began_before_the_window_leads_to_its_whole_session(leads, bars, desk):
    row, bar = next((row, bar) for row, bar in bars if bar.x == "0%" and bar.state == "charging")
    assert desk.evidence.session(town.HUB, _key(leads("session", row, bar))).session.start < SPAN.start


def test_an_attempt_that_failed_is_shown_on_its_page_of_the_ledger(bad_leads, bad_bars, desk):
    client = TestClient(create_app(desk, token=None, now=lambda: town.NOW))
    attempts = desk.evidence.attempts(town.HUB, ListScope(), AttemptFilter(limit=500)).attempts
    failed = {text_of(one.start) for one in attempts if not one.session_keys and one.plugged_at}
    led = 0
    for row, bar in bad_bars:
        if bar.state != "preparing" or bar.is_merged or bar.span[0] not in failed:
            continue
        to = bad_leads("attempt", row, bar)
        assert to.fragment == f"attempt-{bar.span[0]}", bar.label
        assert f'id="{to.fragment}"' in client.get(f"{to.path}?{to.query}").text
        led += 1
    assert led


def test_a_fault_leads_to_its_code(bad_leads, bad_bars):
    row, bar = next((row, bar) for row, bar in bad_bars if bar.kind == "error" and not bar.is_merged)
    asked = parse_qs(bad_leads("error", row, bar).query)
    assert re.search(rf"\b{asked['text'][0]}\b", bar.label), bar.label
    assert asked["socket"] == [row.socket]


def test_a_piece_without_a_session_leads_to_the_list_of_its_days(leads, bars):
    row, bar = next((row, bar) for row, bar in bars if bar.state == "available" and not bar.is_merged)
    to = leads("session", row, bar, at=text_of(town.NOW))
    assert to.path == f"/chargers/{town.HUB}/sessions"
    asked = parse_qs(to.query)
    assert (asked["socket"], asked["at"]) == ([row.socket], [text_of(town.NOW)])
    assert asked["from"] == [bar.span[0][:10]]


@pytest.mark.parametrize(
    ("piece", "found"),
    [
        ((10, 20.205), ["first"]),
        ((19.99, 30), ["second"]),
        ((5, 40), ["first", "second"]),
        ((32, 33), []),
        ((30, 35), ["second"]),
        ((50, 51), ["open"]),
    ],
)
def test_what_only_touches_a_piece_is_its_neighbour(piece, found):
    def at(minutes):
        return round(minutes * 60_000_000)

    things = [(10, 20, "first"), (20.2, 30, "second"), (45, None, "open")]
    told = [(at(a), None if b is None else at(b), one) for a, b, one in things]
    assert shown(Span(at(piece[0]), at(piece[1])), told) == found

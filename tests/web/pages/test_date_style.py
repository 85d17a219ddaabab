"""Is a date written in one way, and read in the ways in which people write it?"""

import html
import re

import little_town as town
import pytest
from crawling import crawled
from litestar.testing import TestClient

from chargeboard.web.app import create_app
from chargeboard.web.urls.asked import BadParameterError, date_in, plain

HUB = f"/chargers/{town.HUB}"
_OTHER_STYLES = re.compile(
    r"\b\d{1,2}/\d{1,2}(?:/\d{4})?\b(?! h)|\b\d{1,2}\.\d{1,2}\.\d{4}\b|\b20\d\d-\d\d-\d\d\b"
)


@pytest.fixture(scope="module")
def client(little_desk):
    with TestClient(create_app(little_desk, token=None, now=lambda: town.NOW)) as one:
        yield one


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("21 Nov 2026", "2026-11-21"),
        ("1 september 2026", "2026-09-01"),
        ("21 Nov 2026 14:03", "2026-11-21T14:03"),
        (" 21 Nov 2026, 14:03:22 ", "2026-11-21T14:03:22"),
        ("2026-11-21", "2026-11-21"),
        ("21 Nix 2026", "21 Nix 2026"),
    ],
)
def test_what_the_page_writes_is_read_back(text, told):
    assert plain(text) == told


@pytest.mark.parametrize("text", ["31 Feb 2026", "21/11/2026", "Nov 2026"])
def test_what_is_no_date_is_refused_in_words(text):
    with pytest.raises(BadParameterError, match="21 Nov 2026"):
        date_in("from", text)


def _said(page):
    """The words of a page and what its fields hold, without raw frames, codes and figures of parts."""
    body = re.sub(
        r"<(pre|code|script|small)\b.*?</\1>|<text class=\"f\b.*?</text>", "", page, flags=re.DOTALL
    )
    body = re.sub(r'<p class="printed">.*?</p>|<q>.*?</q>', "", body, flags=re.DOTALL)
    body = re.sub(r"<td\b[^>]*>\s*\d+/\d+\s*</td>", "", body)  # so many of so many
    shown = re.findall(r'<input (?!type="hidden")[^>]*value="([^"]*)"', body)
    return html.unescape(" ".join([re.sub(r"<[^>]+>", " ", body), *shown]))


def test_every_page_writes_dates_in_one_style(client):
    for url, page in crawled(client, HUB, by_query=False):
        assert 'type="date' not in page, url
        found = _OTHER_STYLES.findall(_said(page).replace(" of ", " "))
        assert [one for one in found if not one.endswith(("/1", "/2"))] == [], url


def test_a_form_that_is_sent_as_it_is_shows_the_same(client):
    for what in ("sessions", "days", "uptime"):
        shown = client.get(f"{HUB}/{what}?from=2026-03-26&through=2026-03-28").text
        fields = dict(re.findall(r'<input name="(from|through)"[^>]*value="([^"]*)"', shown))
        assert fields == {"from": "26 Mar 2026", "through": "28 Mar 2026"}
        again = client.get(f"{HUB}/{what}", params=fields).text
        lead = r'href="(?!\?[^"]*save=1")[^"]*"'  # to keep a page says the address as it was asked for
        assert re.findall(lead, again) == re.findall(lead, shown)


def test_the_frames_of_a_form_are_those_of_its_seconds(client):
    asked = {"from": "27 Mar 2026 10:00:00", "to": "27 Mar 2026 11:00:00"}
    page = client.get(f"{HUB}/frames", params=asked).text
    assert "Fri 27 Mar 2026 10:00:00 – Fri 27 Mar 2026 11:00:00" in page
    assert dict(re.findall(r'<input name="(from|to)"[^>]*value="([^"]*)"', page)) == asked

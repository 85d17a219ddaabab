"""Is every page of a charger one step from every other, with the same dates?"""

import html
import re
from collections import Counter
from urllib.parse import parse_qs, quote, urlsplit

import little_town as town
import pytest
from crawling import crawled
from litestar.testing import TestClient

from chargeboard.run.answering.list_filters import ListScope, SessionFilter
from chargeboard.web.app import create_app
from chargeboard.web.pages.tabs import SECTIONS, carried, tabs
from long_run import IS_LONG

HUB = f"/chargers/{town.HUB}"
NAMES = ["Overview", "Sessions", "Attempts", "Errors", "Uptime", "Days", "Official", "Frames", "Data quality"]


@pytest.fixture(scope="module")
def client(little_desk):
    with TestClient(create_app(little_desk, token=None, now=lambda: town.NOW)) as one:
        yield one


def tabs_of(page):
    """The tabs of a page: name, address, what aria-current says."""
    [nav] = re.findall(r'<nav class="views tabs".*?</nav>', page, re.DOTALL)
    return [
        (name, html.unescape(url), current)
        for url, current, name in re.findall(r'<a href="([^"]+)"(?: aria-current="(\w+)")?>([^<]+)</a>', nav)
    ]


@pytest.mark.parametrize("station", [town.HUB, town.ODD])
def test_every_page_that_a_link_leads_to_has_all_tabs_and_says_which_one_it_is(client, station):
    kinds = Counter()
    for url, page in crawled(client, f"/chargers/{quote(station, safe='')}", of_a_kind=3 if IS_LONG else 1):
        if "/panels/" in url:  # one alone, in no page
            continue
        found = tabs_of(page)
        assert [name for name, _, _ in found] == NAMES, url
        [(name, way, current)] = [one for one in found if one[2]]
        own, tab = urlsplit(url).path, urlsplit(way).path
        assert current == ("page" if own == tab else "true"), url
        # hours of the week and loads are of the days; protocol health and sources are of the quality of data
        inside = {f"{tab.removesuffix('days')}{one}" for one in ("week", "load")}
        inside |= {f"{tab.removesuffix('quality')}{one}" for one in ("protocol", "sources")}
        assert own == tab or own.startswith(f"{tab}/") or own in inside, url
        kinds[name, current] += 1
    assert set(kinds) == {
        *((name, "page") for name in NAMES),
        ("Sessions", "true"),
        ("Days", "true"),
        ("Official", "true"),
        ("Data quality", "true"),
    }


@pytest.mark.parametrize("section", [one for one in SECTIONS if one != "settings"])
def test_dates_and_moment_are_carried_along(client, section):
    asked = "from=2026-03-26&through=2026-03-28&at=2026-03-29T10:00:00Z"
    url = f"{HUB}/{section}?{asked}" if section else f"{HUB}?{asked}"
    for name, way, _ in tabs_of(client.get(url).text):
        told = {key: one for key, [one] in parse_qs(urlsplit(way).query).items()}
        moment = {} if name == "Frames" else {"at": "2026-03-29T10:00:00Z"}
        assert told == {"from": "2026-03-26", "through": "2026-03-28"} | moment, name


@pytest.mark.parametrize("path", ["days/2026-03-27", "sessions/{key}"])
def test_one_thing_of_a_list_keeps_the_way_back_to_it(client, path):
    dates = "from=2026-03-26&through=2026-03-28"
    listed = client.get(f"{HUB}/sessions?{dates}").text
    [key, *_] = re.findall(rf'href="{HUB}/sessions/([^"?]+)\?{dates.replace("&", "&amp;")}"', listed)
    page = client.get(f"{HUB}/{path.format(key=key)}?{dates}").text
    crumbs = page[page.index('<nav class="crumbs"') : page.index('<nav class="views tabs"')]
    assert f'href="{HUB}/{path.partition("/")[0]}?{dates.replace("&", "&amp;")}"' in crumbs
    assert f'href="{HUB}?{dates.replace("&", "&amp;")}"' in crumbs


def test_samples_of_a_past_view_stay_in_the_past(client, little_desk):
    [key] = [
        one.key for one in little_desk.evidence.sessions(town.ODD, ListScope(), SessionFilter()).sessions
    ]
    url = f"/chargers/{quote(town.ODD, safe='')}/sessions/{quote(key, safe='')}"
    page = client.get(f"{url}?at=2026-03-30T11:00:00Z").text
    assert 'href="?at=2026-03-30T11%3A00%3A00Z&amp;offset=60#samples"' in page
    assert 'href="?offset=60#samples"' in client.get(url).text


def test_from_frames_of_instants_one_comes_to_the_days_that_they_touch():
    asked = {"from": "2026-03-26T23:30:00Z", "to": "2026-03-27T23:00:00Z"}
    assert carried(asked, "Europe/Berlin") == {"from": "2026-03-27", "through": "2026-03-27"}
    asked = {"from": "2026-03-26T22:30:00", "to": "2026-03-28T01:00:00"}
    assert carried(asked, "Europe/Berlin") == {"from": "2026-03-26", "through": "2026-03-28"}
    for nobody_means_it in ("nonsenseT", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00"):
        asked = {"from": "2026-03-26", "through": nobody_means_it}
        assert carried(asked, "America/Lima") == asked


def test_ten_years_are_not_carried_to_a_page_that_cannot_show_them(client):
    asked = {"from": "2016-01-01", "through": "2026-03-28"}
    for one in tabs("X", "sessions", asked):
        is_long = one.label in {"Sessions", "Attempts", "Errors", "Data quality"}
        assert ("from=" in one.url) == is_long, one.label
    page = client.get(f"{HUB}/sessions?from=2016-01-01&through=2026-03-28").text
    assert all(client.get(way).status_code == 200 for _, way, _ in tabs_of(page))

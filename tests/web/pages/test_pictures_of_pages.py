"""Below the chart of a page stands the way to it as a picture, which says and draws what the page does."""

import re
from html import unescape
from urllib.parse import quote
from xml.etree import ElementTree as ET

import little_town as town
import pytest
from litestar.testing import TestClient

from chargeboard.web.app import create_app
from chargeboard.web.pictures.pieces import text_of

SVG = "{http://www.w3.org/2000/svg}"
HUB = f"/chargers/{town.HUB}"


@pytest.fixture(scope="module")
def client(little_desk):
    with TestClient(create_app(little_desk, token=None, now=lambda: town.NOW)) as one:
        yield one


@pytest.fixture(scope="module")
def ways(client):
    """A page of each kind that has a chart."""
    key = quote(client.get(f"/api/v1{HUB}/sessions").json()["sessions"][-1]["key"], safe="")
    return {
        "session": f"{HUB}/sessions/{key}",
        "load": f"{HUB}/load?from=2026-03-28&through=2026-03-29",
    }


KINDS = ("session", "load")


def picture_of(client, page, light=""):
    way = unescape(re.search(r'href="([^"]+)" data-picture', page)[1])
    theme = f"{'&' if '?' in way else '?'}theme={light}" if light else ""
    answer = client.get(way + theme)
    assert answer.headers["content-type"].startswith("image/svg+xml"), answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    return way + theme, answer.text


def texts(picture):
    return [
        " ".join("".join(one.itertext()).split())
        for one in ET.fromstring(picture).iter(f"{SVG}text")  # noqa: S314 - it is ours
    ]


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_it_says_of_what_and_when_and_where_it_was_read(client, ways, kind, light):
    page = client.get(ways[kind]).text
    way, drawn = picture_of(client, page, light)
    said, facts = texts(drawn), re.search(r'<p class="facts">(.*?)</p>', page, re.DOTALL)[1]
    assert said[0].split(": ")[0] in {
        text_of(one) for one in re.findall(r"<h1>.*?</h1>|<span>.*?</span>", page)
    }
    assert text_of(re.search(r"<span>(.*?)</span>", facts.removeprefix("<span>Load</span>"))[1]) in said[1]
    assert "Europe/Berlin (UTC+2" in said[1]
    assert said[2].startswith("chargeboard, as of Mon 30 Mar 2026 13:12")
    assert said[2].endswith(f"http://testserver.local{way}")
    style = ET.fromstring(drawn).find(f"{SVG}style").text  # noqa: S314 - it is ours
    assert not re.search(r"var\(|light-dark|color-mix", style)
    assert (".paper{fill:#fff" in style.replace(" ", "")) == (light == "light")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_it_leads_on_or_runs_or_comes_from_elsewhere(client, ways, kind):
    _, drawn = picture_of(client, client.get(ways[kind]).text)
    assert not re.search(r"<a\b|href=\"(?!#)|<script|\son\w+=", drawn)
    defined = set(re.findall(r' id="([^"]+)"', drawn))
    assert set(re.findall(r"url\(#([^)]*)\)|href=\"#([^\"]+)\"", drawn.partition("</defs>")[2])) <= {
        *((one, "") for one in defined),
        *(("", one) for one in defined),
    }


@pytest.mark.parametrize("kind", KINDS)
def test_each_curve_of_the_page_is_in_it_with_its_name_and_its_axis(client, ways, kind):
    page = client.get(ways[kind]).text
    _, drawn = picture_of(client, page)
    shown = page.partition('class="courses"')[2]
    paths = re.findall(r'<path class="(?:l-\w+|load(?:-more)?|g)"[^>]* d="([^"]+)"', shown)
    assert len(paths) > 3
    assert all(f'd="{one}"' in drawn for one in paths)
    said = " ".join(texts(drawn))
    for name in re.findall(r"<h3>(.*?)</h3>", shown):
        assert name in said
    axes = re.findall(r"<text [^>]*>([^<]*)</text>", shown)
    assert "kW" in " ".join(axes)
    assert {text_of(one) for one in axes} <= set(texts(drawn))


def test_the_past_of_a_session_has_the_picture_of_then(client, ways):
    page = client.get(f"{ways['session']}?at=2026-03-30T11:00:00Z").text
    way, drawn = picture_of(client, page)
    assert "at=2026-03-30T11" in way
    assert "as of Mon 30 Mar 2026 13:00" in texts(drawn)[2]

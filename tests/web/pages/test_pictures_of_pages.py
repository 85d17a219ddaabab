"""Below the chart of a page stands the way to it as a picture, which says and draws what the page does."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

import little_town as town
import pytest
from litestar.testing import TestClient

import chargeboard
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
        "week": f"{HUB}/week?from=2026-03-23&through=2026-03-30",
        "day": f"{HUB}/days/2026-03-30",
    }


CURVES = ("session", "load")
KINDS = (*CURVES, "week", "day")


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


@pytest.mark.parametrize("kind", CURVES)
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


def test_each_hour_of_the_week_is_in_its_picture_as_deep_as_on_the_page(client, ways):
    page = client.get(ways["week"]).text
    _, drawn = picture_of(client, page)
    maps = re.findall(r'<table class="heat (\w+)">(.*?)</table>', page, re.DOTALL)
    groups = re.findall(r'<g class="heat (\w+)">(.*?)</g>', drawn, re.DOTALL)
    assert [figure for figure, _ in groups] == [figure for figure, _ in maps] == ["use", "failed", "energy"]
    for (_, table), (_, group) in zip(maps, groups, strict=True):
        cells = re.findall(r'<td(?: class="([\w-]+)")?>(.*?)</td>', table)
        said = [unescape(one) for one in re.findall(r"<text[^>]*>([^<]*)</text>", group)]
        assert len(cells) == 7 * 24
        assert [text for text in said if text in {unescape(cell) for _, cell in cells}] == [
            unescape(text) for _, text in cells
        ]
        deep = re.findall(r'<rect class="(h\d)"', group)
        assert deep == [shade for shade, _ in cells if shade and shade != "h-none"]
        assert group.count('class="fill-shade"') == sum(shade != "h-none" for shade, _ in cells)


def test_the_states_of_a_day_are_in_its_picture_with_the_clock_of_that_day(client):
    page = client.get(f"{HUB}/days/2026-03-28").text
    _, drawn = picture_of(client, page)
    pieces = re.findall(r'<rect role="listitem"[^>]* (x="[^"]+" width="[^"]+")', page)
    assert len(pieces) > 20
    assert all(one in drawn for one in pieces)
    said = texts(drawn)
    assert "Europe/Berlin (UTC+1)" in said[1]
    assert {"Socket 1", "Socket 2", "available", "charging"} <= set(said)


ALONE = {
    "panels/parts.html": 1,
    "panels/events/events.html": 2,
    "evidence/session/session_parts.html": 2,
    "evidence/load/load_parts.html": 1,
    "evidence/day/day.html": 1,
    "evidence/week/week.html": 1,
    "web/site/timeline.html": 2,
    "web/site/map.html": 1,
}
"""
What templates draw that a picture is made of: charts and rows of charts.

Whoever adds one sees to its picture, and tests it: those of panels in test_pictures.py, of pages here,
of sites in test_site_page.py and test_sites.py.
"""
WITHOUT = {
    "panels/ongoing/ongoing.html": "a line as high as its text; the page of the session has the curve",
    "evidence/protocol/protocol.html": "a table of a row for each trouble, shaded, which is a file, too",
    "evidence/attempts/attempts.html": "bars in a table, beside their numbers",
    "web/reporting/sheet.html": "a report leaves whole, as a file and on paper",
}
_SIGN = r'class="(?:swatch|mark|patterns|stroke|before|axis-\w|course-y)"'
_INSIDE = r'x="|viewBox="0 0 1000 '


def test_every_chart_of_every_page_has_its_picture():
    source = Path(chargeboard.__file__).parent
    found = {
        str(path.relative_to(source)): len(
            re.findall(rf'<svg (?!{_SIGN}|{_INSIDE})|<table class="heat', path.read_text(encoding="utf-8"))
        )
        for path in source.rglob("*.html")
    }
    drawing = {name: charts for name, charts in found.items() if charts}
    assert {name: charts for name, charts in drawing.items() if name not in WITHOUT} == ALONE
    assert set(WITHOUT) <= set(drawing)

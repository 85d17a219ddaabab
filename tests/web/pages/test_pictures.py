"""A chart as a picture: it stands alone, says what it is, and looks as on its page."""

import re
from xml.etree import ElementTree as ET

import little_town as town
import pytest
from litestar.testing import TestClient

from chargeboard.web.app import create_app

SVG = "{http://www.w3.org/2000/svg}"
CHARTS = ("utilization", "success", "sessions", "energy", "events")
HUB = f"/chargers/{town.HUB}/panels"


@pytest.fixture(scope="module")
def client(little_desk):
    with TestClient(create_app(little_desk, token=None, now=lambda: town.NOW)) as one:
        yield one


def texts(picture):
    return [" ".join("".join(one.itertext()).split()) for one in picture.iter(f"{SVG}text")]


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("panel", CHARTS)
def test_each_chart_is_a_picture_that_says_of_what_and_when_and_where_it_was_read(client, panel, light):
    answer = client.get(f"{HUB}/{panel}.svg?theme={light}")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    picture = ET.fromstring(answer.text)  # noqa: S314 - it is ours
    said = texts(picture)
    assert town.HUB in said[0] or "Hub" in said[0]
    window = re.search(r'<p class="window">(.*?)</p>', client.get(f"{HUB}/{panel}").text)[1]
    assert window in said[1]
    assert f"http://testserver.local{HUB}/{panel}.svg?theme={light}" in said[2]
    assert picture.find(f"{SVG}title").text == said[0]
    style = picture.find(f"{SVG}style").text
    assert not re.search(r"var\(|light-dark|color-mix", style)
    assert (".paper{fill:#fff" in style.replace(" ", "")) == (light == "light")


@pytest.mark.parametrize("panel", CHARTS)
def test_what_is_drawn_is_what_the_page_draws(client, panel):
    def drawn(html):
        return sorted(re.findall(r'<rect class="((?:b|s)-\w+)[^"]*" x="[\d.]+%"', html))

    page, picture = client.get(f"{HUB}/{panel}").text, client.get(f"{HUB}/{panel}.svg").text
    shown = page.partition('class="patterns"')[2].partition("</svg>")[2].partition('<ul class="legend"')[0]
    plain = re.sub(r'<rect (height="[^"]*" )', "<rect ", picture)
    assert len(re.findall(r'x="[\d.]+%"', plain)) >= len(drawn(shown)) > 0
    assert not re.search(r"<a\b|href=\"(?!#)|<script|\son\w+=", picture)


def test_nothing_outside_is_asked_for_and_nothing_runs(client):
    answer = client.get(f"{HUB}/energy.svg")
    assert answer.headers["content-security-policy"].startswith(
        "default-src 'none'; style-src 'unsafe-inline'"
    )
    assert set(re.findall(r"url\(([^)]*)\)", answer.text)) <= {"#p-today", "#p-failed", "#p-suspended"}


def test_a_panel_without_a_chart_and_one_that_is_not_there_are_told(client):
    assert client.get(f"{HUB}/overview.svg").status_code == 404
    told = client.get(f"{HUB}/nothing.svg")
    assert (told.status_code, "There is no panel called" in told.text) == (404, True)
    assert "data-picture" not in client.get(f"{HUB}/overview").text


@pytest.mark.page
def test_the_browser_makes_a_png_of_it_in_twice_its_size(site, browser):
    with browser.new_context(accept_downloads=True) as context:
        page = context.new_page()
        page.goto(f"{site}/chargers/HAM-0042/panels/energy?theme=dark")
        with page.expect_download() as waiting:
            page.locator("a.picture", has_text="PNG").click()
        assert waiting.value.suggested_filename == "energy.png"
        head = waiting.value.path().read_bytes()[:24]
        assert head.startswith(b"\x89PNG")
        width, height = int.from_bytes(head[16:20]), int.from_bytes(head[20:24])
        assert (width, height > 500) == (1920, True)


def test_the_way_to_a_picture_keeps_the_dates_and_the_moment(client):
    asked = "from=2026-03-28&through=2026-03-29&at=2026-03-30T11:00:00Z"
    page = client.get(f"/chargers/{town.HUB}?{asked}").text
    way = re.search(rf'href="({HUB}/energy\?[^"]+)"', page)[1].replace("&amp;", "&")
    alone = client.get(way).text
    window = r'id="panel-energy".*?<p class="window">(.*?)</p>'
    assert re.search(window, alone, re.DOTALL)[1] == re.search(window, page, re.DOTALL)[1]
    picture = re.search(r'href="([^"]+)" data-picture', alone)[1].replace("&amp;", "&")
    assert re.search(window, alone, re.DOTALL)[1] in client.get(picture).text

"""Is there room for a language of longer words, and does a page that is read from right to left mirror?"""

import re
from urllib.parse import quote

import little_town as town
import pytest
from crawling import crawled
from litestar.testing import TestClient
from looks import nothing_is_cut
from serving import served
from test_narrow import CUT

from chargeboard.web.app import create_app
from chargeboard.web.tongues import Tongues
from chargeboard.words.languages import ENGLISH, Language
from long_run import IS_LONG

pytestmark = pytest.mark.page
LONGER = 0.4
_FIGURES = re.compile(
    r"words\.(decimal_mark|thousands_mark|grouped_from|direction|units_\w+|months|\w*weekdays)"
)
_PARTS = re.compile(r"(\{[^}]*\}|<[^>]*>|&\w+;)")
_ACCENTED = str.maketrans("aeiouAEIOUcnszy", "äéîöüÄÉÎÖÜçñšžý")


class Pseudo:
    """Each sentence in strange letters and two fifths longer; what is put into it stays."""

    def __init__(self, direction="ltr"):
        self.direction = direction

    def pgettext(self, context, message):
        if context == "words.direction":
            return self.direction
        return message if _FIGURES.fullmatch(context) else self._longer(message)

    def npgettext(self, context, one, many, n):
        return self._longer(one if n == 1 else many)

    def _longer(self, text):
        parts = _PARTS.split(text)
        own = "".join(parts[::2])
        more = "wörd" * max(1, round(len(own) * LONGER / 5)) if re.search(r"[a-z]{3}", own) else ""
        strange = [part if place % 2 else part.translate(_ACCENTED) for place, part in enumerate(parts)]
        return "".join(strange).rstrip() + (f" {_in_words(more)}" if more else "")


def _in_words(text):
    return " ".join(text[at : at + 8] for at in range(0, len(text), 8))


LONG, MIRRORED = Language("x-long", Pseudo()), Language("x-mirrored", Pseudo("rtl"))
WIDTHS = (320, 375, 740, 1280)


@pytest.fixture(scope="module")
def site(little_desk):
    yield from served(
        create_app(
            little_desk,
            token=None,
            now=lambda: town.NOW,
            tongues=Tongues([ENGLISH, LONG, MIRRORED]),
        )
    )


@pytest.fixture(scope="module")
def addresses(little_desk):
    """Each kind of page in the long run; else those that hold most words."""
    hub = f"/chargers/{town.HUB}"
    few = ["/", hub, f"{hub}/sessions", f"{hub}/attempts", f"{hub}/errors", f"{hub}/uptime", f"{hub}/quality"]
    if not IS_LONG:
        return [*few, "/activity", "/comparison", "/api", f"/chargers/{quote(town.ODD, safe='')}"]
    with TestClient(create_app(little_desk, token=None, now=lambda: town.NOW)) as client:
        return [
            "/",
            "/activity",
            "/comparison",
            "/api",
            *(url for url, _ in crawled(client, hub, by_query=False)),
        ]


def test_words_that_are_two_fifths_longer_have_room(browser, site, addresses):
    found = []
    with browser.new_context(extra_http_headers={"accept-language": "x-long"}) as context:
        page = context.new_page()
        for path in addresses:
            page.goto(site + path)
            assert page.evaluate("document.documentElement.lang") == "x-long"
            page.evaluate(
                "[...document.querySelectorAll('details')].slice(0, 14).forEach(one => { one.open = true })"
            )
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                found += [f"{path} at {width} px: {told}" for told in page.evaluate(CUT)]
    assert not found, "\n".join(found)


SIDES = """() => {
  const room = document.documentElement.clientWidth;
  const box = (name) => document.querySelector(name).getBoundingClientRect();
  const styled = (name) => getComputedStyle(document.querySelector(name));
  return { brand: room - box(".brand").right, title: room - box("h1").right,
    time: styled(".view").direction, text: styled("th").textAlign };
}"""


def test_a_page_that_is_read_from_right_to_left_mirrors_and_time_does_not(browser, site):
    with browser.new_context(extra_http_headers={"accept-language": "x-mirrored"}) as context:
        page = context.new_page()
        page.goto(f"{site}/chargers/{town.HUB}?table=1")
        assert page.evaluate("document.documentElement.dir") == "rtl"
        sides = page.evaluate(SIDES)
        assert max(sides["brand"], sides["title"]) < 60, "they stand at the right edge"
        assert sides["time"] == "ltr", "the newest is at the right in every language"
        assert sides["text"] in {"start", "right"}
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            nothing_is_cut(page)

"""Does all that moves do so in Firefox, too?"""

import os
import re

import pytest
from firefox import FIREFOX, started
from live_site import LiveSite, be_quick

from chargeboard.time.instants import MINUTE

pytestmark = pytest.mark.page


@pytest.fixture
def site(tmp_path, monkeypatch):
    be_quick(monkeypatch)
    found = LiveSite(tmp_path / "board.db")
    found.boots()
    yield found
    found.close()


@pytest.fixture
def firefox(tmp_path):
    if not FIREFOX:
        assert not os.environ.get("NOTHING_IS_SKIPPED"), "make firefox installs it"
        pytest.skip("there is no Firefox")
    (tmp_path / "profile").mkdir()
    with started(tmp_path / "profile") as found:
        yield found


def test_pages_are_whole_and_live_in_firefox(firefox, site):
    site.starts(at=site.now() - 10 * MINUTE)
    site.meters(2000, 7000)
    firefox.goes_to(f"{site.url}/chargers/C1")
    firefox.awaits("document.documentElement.dataset.state === 'live'")
    energy = "document.querySelector('.ongoing [data-unit=kWh]').textContent"
    assert firefox.told(energy) == "1.0"
    site.meters(3500, 11_000)
    firefox.awaits(f"{energy} === '2.5'")

    firefox.clicks(".row[data-socket='1'] .s-charging")
    firefox.awaits("document.querySelector('.readout').textContent.includes('Socket 1 charging')")
    firefox.clicks("[data-zoom='2']")
    firefox.awaits("parseFloat(document.querySelector('.canvas').style.width) === 200")
    firefox.clicks("#panel-events .told summary")
    firefox.awaits("document.querySelector('#panel-events .told td')")
    assert len(re.findall(rb"/Type\s*/Page\b", firefox.printed())) <= 2

    for width in (320, 1280):
        firefox.is_as_wide_as(width)
        assert firefox.told("document.documentElement.scrollWidth") <= width
    for path in ("/", "/activity", "/comparison", "/api", *(f"/chargers/C1/{tab}" for tab in TABS)):
        firefox.goes_to(site.url + path)
        assert firefox.told("document.querySelector('h1').textContent.trim()")
    assert firefox.complaints == []


TABS = ("sessions", "attempts", "errors", "uptime", "days", "official", "frames", "quality")

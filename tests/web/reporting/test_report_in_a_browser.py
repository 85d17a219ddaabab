"""What does a reader see of reports: in either light, on a phone, without a mouse, and on paper?"""

import month_of_a_charger as month
import pytest
from looks import axe_finds_nothing_in_either_light
from serving import served

from chargeboard.alerts.channel import StoredChannel
from chargeboard.domain.periods import Every
from chargeboard.domain.report_orders import ReportOrder
from chargeboard.run.reporting.book import ReportBook
from chargeboard.store import open_store
from chargeboard.web.app import create_app

pytestmark = pytest.mark.page

PATHS = (
    "/reports/chargers/CP/2026-01",
    "/reports/sites/Harbour/2026-01",
    "/reports",
)


@pytest.fixture(scope="module")
def site():
    store = open_store(":memory:")
    store.save_alert_channel(StoredChannel(name="disk", kind="folder"))
    store.save_report_order(ReportOrder(name="owner", every=Every.WEEK, charger="CP", channels=("disk",)))
    desk = month.desk_over(store, "CP", "CP2", is_heard=False)
    book = ReportBook(store, lambda: month.NOW)
    yield from served(create_app(desk, token=None, now=lambda: month.NOW, reports=book))
    store.close()


@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_accessible_in_either_light_and_fits_a_phone(browser, site, path):
    with browser.new_context(viewport={"width": 360, "height": 800}) as context:
        page = context.new_page()
        complaints = []
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.goto(site + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.set_viewport_size({"width": 1280, "height": 900})
        axe_finds_nothing_in_either_light(page)
        assert complaints == []


def test_a_month_of_a_charger_prints_on_one_page(browser, site):
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(site + PATHS[0])
        printed = page.pdf(format="A4", prefer_css_page_size=True)
        assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") == 1

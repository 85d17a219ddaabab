"""Reports that are sent again and again, from the page; who may see which."""

import month_of_a_charger as month
import pytest
from litestar.testing import TestClient
from staff import staff

from chargeboard.alerts.channel import StoredChannel
from chargeboard.domain.people import Role
from chargeboard.run.reporting.book import ReportBook
from chargeboard.store import open_store
from chargeboard.web.access.guard import COOKIE
from chargeboard.web.app import create_app

RIGHT = {
    "name": "owner",
    "every": "month",
    "charger": "CP",
    "day": "2",
    "hour": "7",
    "zone": "Europe/Berlin",
    "forms": ["html", "csv"],
    "channels": ["disk"],
    "to": "",
}


@pytest.fixture
def store():
    opened = open_store(":memory:")
    opened.save_alert_channel(StoredChannel(name="disk", kind="folder", settings={"folder": "/srv"}))
    opened.save_alert_channel(StoredChannel(name="chat", kind="webhook"))
    yield opened
    opened.close()


@pytest.fixture
def client(store):
    desk = month.desk_over(store, "CP")
    app = create_app(desk, token=None, now=lambda: month.NOW, reports=ReportBook(store, lambda: month.NOW))
    with TestClient(app) as one:
        yield one


def test_one_is_kept_listed_sent_now_and_removed(client, store):
    assert "No report is scheduled yet." in client.get("/reports").text
    kept = client.post("/reports/orders", data=RIGHT, follow_redirects=False)
    assert kept.status_code == 303, kept.text
    (order,) = store.report_orders()
    assert (order.charger, order.channels, order.forms) == ("CP", ("disk",), ("html", "csv"))
    page = client.get("/reports").text
    assert "each month on day 2 at 7:00, Europe/Berlin; disk" in page
    assert "Mon 2 Mar 2026 07:00" in page
    assert '"/reports/chargers/CP/2026-01"' in page, "the last one that is over"
    assert "1 copy of owner is on its way." in client.post("/reports/orders/owner/send").text
    assert len(store.letters("reports/disk", 2**62, 9)) == 1
    client.post("/reports/orders/owner/remove")
    assert store.report_orders() == []
    assert store.letters("reports/disk", 2**62, 9) == []


def test_only_channels_that_carry_files_are_offered(client):
    page = client.get("/reports").text
    assert 'value="disk"' in page
    assert 'value="chat"' not in page
    answer = client.post("/reports/orders", data=RIGHT | {"channels": ["chat"]})
    assert answer.status_code == 400
    assert "takes reports; there are disk" in answer.text


def test_what_is_wrong_is_said_beside_what_was_typed(client):
    answer = client.post("/reports/orders", data=RIGHT | {"day": "31"})
    assert answer.status_code == 400
    assert "write 1 to 28" in answer.text
    assert 'name="day" value="31"' in answer.text
    assert 'name="forms" value="csv" checked' in answer.text


@pytest.mark.threat("L7")
def test_who_sees_some_sites_sees_reports_of_these_alone_and_no_orders():
    store = open_store(":memory:")
    desk = month.desk_over(store, "CP")
    people = staff(lambda: month.NOW)
    people.accounts.add("harbour", Role.OPERATOR, ["Harbour"])
    people.accounts.add("yard", Role.OPERATOR, ["Yard"])
    app = create_app(
        desk, token=None, now=lambda: month.NOW, people=people, reports=ReportBook(store, lambda: month.NOW)
    )
    with TestClient(app) as client:

        def asked(name, path):
            client.cookies.set(COOKIE, people.log_ins.begin(people.accounts.of(name), "192.0.2.1", "a test"))
            return client.get(path)

        paths = ["chargers/CP/2026-01", "sites/Harbour/2026-01"]
        for path in [*paths, *(f"{one}/report.csv" for one in paths)]:
            assert asked("harbour", f"/reports/{path}").status_code == 200
            assert asked("yard", f"/reports/{path}").status_code == 404
        for path in paths:
            assert asked("yard", f"/api/v1/reports/{path}").status_code == 404
        assert asked("harbour", "/api/v1/reports/all/2026-01").json()["chargers"] == 1
        hidden = asked("yard", "/api/v1/reports/all/2026-01").json()
        assert (hidden["chargers"], hidden["rows"], hidden["figures"]["sessions"]) == (0, [], 0)
        assert asked("harbour", "/reports").status_code == 403
    store.close()


@pytest.mark.threat("L7")
def test_a_report_names_no_card_and_no_session(client):
    for path in ("/reports/chargers/CP/2026-01", "/reports/sites/Harbour/2026-01", "/reports/all/2026-01"):
        told = client.get(f"/api/v1{path}").text
        assert "idTag" not in told
        assert '"key"' not in told
        assert '"A"' not in told

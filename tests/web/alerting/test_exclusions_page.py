"""The page of exclusions: a form that needs no script, in words, for a phone too."""

import re

import pytest
from alert_site import a_yard, app_of
from litestar.testing import TestClient
from looks import is_well, looks
from playwright.sync_api import expect
from serving import served
from staff import staff

from chargeboard.time.instants import NEVER, text_of

FORM = {"kind": "planned_maintenance", "from": "2025-10-14T08:00", "until": "2025-10-14T09:00"}


@pytest.fixture
def yard():
    one = a_yard()
    yield one
    one.close()


@pytest.fixture
def client(yard):
    with TestClient(app_of(yard), raise_server_exceptions=False) as one:
        one.follow_redirects = False
        yield one


def test_a_window_is_declared_shown_and_removed(client, yard):
    assert '<a href="/exclusions">' in client.get("/alerts").text
    form = {**FORM, "site": "Harbour", "reason": "new <cable>", "by": "ana"}
    assert client.post("/exclusions", data=form).status_code == 303
    page = client.get("/exclusions").text
    assert "Site Harbour" in page
    assert "new &lt;cable&gt; · by ana" in page
    assert "(planned)" in page
    (window,) = yard.store.exclusions()
    assert text_of(window.until_at) == "2025-10-14T09:00:00Z"
    assert client.post(f"/exclusions/{window.id}/remove").status_code == 303
    assert client.post(f"/exclusions/{window.id}/remove").status_code == 303
    assert yard.store.exclusions() == ()


@pytest.mark.parametrize(
    ("form", "field", "said"),
    [
        ({"charger": "CP0", "until": "2025-10-14T07:00"}, "until", "before it begins"),
        ({}, "charger", "name a charger or a site"),
        ({"charger": "CP7"}, "charger", "there is no charger"),
        ({"charger": "CP0", "kind": "vandalism"}, "from", "lies in the future"),
    ],
)
def test_a_wrong_window_is_given_back_with_its_field_marked(client, yard, form, field, said):
    answer = client.post("/exclusions", data={**FORM, "note": "crane", **form})
    assert answer.status_code == 400
    assert said in answer.text
    assert re.search(rf'name="{field}"[^>]*aria-invalid="true"', answer.text)
    assert 'value="crane"' in answer.text
    assert yard.store.exclusions() == ()


@pytest.mark.threat("L3")
def test_another_site_can_declare_nothing(client, yard):
    strange = {"sec-fetch-site": "cross-site"}
    assert client.post("/exclusions", data={**FORM, "charger": "CP0"}, headers=strange).status_code == 403
    assert client.post("/exclusions/x/remove", headers=strange).status_code == 403
    assert yard.store.exclusions() == ()


@pytest.fixture(scope="module")
def opened(browser):
    yard = a_yard()
    for address in served(app_of(yard)):
        yield browser, address
    yard.close()


@pytest.mark.page
def test_it_works_without_script_and_axe_finds_nothing(opened):
    browser, address = opened
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/exclusions")
        page.get_by_label("Charger (its id)").fill("CP0")
        page.get_by_label("From").fill("2025-10-14T08:00:00")
        page.get_by_label("Until").fill("2025-10-14T09:00:00")
        page.get_by_label("Kind").select_option("planned_maintenance")
        page.get_by_role("button", name="Declare").click()
        expect(page.get_by_role("rowheader", name="CP0")).to_be_visible()
    for page in looks(browser):
        page.goto(f"{address}/exclusions")
        is_well(page)


LIST = "kind,charger,from,until\nother,CP0,2025-10-01T08:00,2025-10-01T09:00\n"


def test_a_list_is_shown_before_it_is_declared(client, yard):
    seen = client.post("/exclusions/list", data={"list": LIST})
    assert seen.status_code == 200
    assert "1 new, 0 refused, 0 declared already" in seen.text
    assert yard.store.exclusions() == ()
    assert client.post("/exclusions/list", data={"list": LIST, "sure": "yes"}).status_code == 303
    assert len(yard.store.exclusions()) == 1


def test_a_wrong_line_of_a_list_is_named_and_nothing_is_declared(client, yard):
    wrong = f"{LIST}vandals,CP0,2025-10-01T08:00,2025-10-01T09:00\n"
    seen = client.post("/exclusions/list", data={"list": wrong, "sure": "yes"})
    assert seen.status_code == 400
    assert "Line 3: CP0" in seen.text
    assert yard.store.exclusions() == ()


def test_programs_send_a_list_too(client, yard):
    body = {"content": LIST.encode(), "headers": {"content-type": "text/csv"}}
    told = client.post("/api/v1/exclusions.csv/preview?month=2025-10", **body).json()
    assert (len(told["declared"]), told["may_be_applied"]) == (1, True)
    assert client.post("/api/v1/exclusions.csv?month=2025-11", **body).status_code == 400
    assert yard.store.exclusions() == ()
    assert client.post("/api/v1/exclusions.csv", **body).status_code == 200
    assert len(yard.store.exclusions()) == 1


def test_the_trail_says_that_a_window_of_a_list_was_not_there_before(yard):
    with TestClient(app_of(yard, people=staff(lambda: yard.now, store=yard.store))) as client:
        client.follow_redirects = False
        assert client.post("/exclusions/list", data={"list": LIST, "sure": "yes"}).status_code == 303
    (noted,) = yard.store.audit(since=0, until=NEVER, who="", about="", most=9, skipped=0)
    assert (noted.what, noted.before, noted.after["kind"]) == ("exclusion_declared", None, "other")


def test_of_very_many_a_page_shows_some_and_says_how_many_more(client, yard, monkeypatch):
    monkeypatch.setattr("chargeboard.web.excluding.exclusion_pages._MOST_SHOWN", 2)
    head = LIST.splitlines()[0]
    good = [f"other,CP0,2025-10-0{day}T08:00,2025-10-0{day}T09:00" for day in range(1, 6)]
    wrong = "\n".join([head, *good, *["x,CP0,2025-10-01T08:00,2025-10-01T09:00"] * 4])
    seen = client.post("/exclusions/list", data={"list": wrong}).text
    assert "5 new, 4 refused" in seen
    assert "3 more are not shown." in seen
    assert "2 more are not shown." in seen
    client.post("/exclusions/list", data={"list": "\n".join([head, *good]), "sure": "yes"})
    assert len(yard.store.exclusions()) == 5
    page = client.get("/exclusions").text
    assert page.count("/remove") == 2
    assert "3 earlier ones are not shown" in page


def test_a_list_that_is_too_long_is_refused_by_the_page_as_for_programs(client):
    sent = {"list": LIST + "\n" * 1_000_000}
    assert "longer than 1 MB" in client.post("/exclusions/list", data=sent).text


def test_what_is_declared_goes_out_as_the_list_that_it_is_taken_in_with(client, yard):
    odd = {"reason": "=1+1", "note": "'=quoted, and\nin two lines", "by": "ana"}
    assert client.post("/exclusions", data={**FORM, "site": "Harbour", **odd}).status_code == 303
    other = {"kind": "vandalism", "from": "2025-10-01T08:00:01", "until": "2025-10-01T09:00"}
    assert client.post("/exclusions", data={**other, "charger": "CP0", "socket": "2"}).status_code == 303
    assert '<a href="/api/v1/exclusions.csv" download>CSV</a>' in client.get("/exclusions").text
    told = client.get("/api/v1/exclusions.csv")
    head, first, *_ = told.text.lstrip("\ufeff").splitlines()
    assert head == "kind,from,until,charger,site,socket,reason,note,by"
    assert first == "vandalism,2025-10-01T08:00:01Z,2025-10-01T09:00:00Z,CP0,,2,,,"
    asked = {"content": told.content, "headers": {"content-type": "text/csv"}}
    plan = client.post("/api/v1/exclusions.csv/preview", **asked).json()
    assert (plan["declared"], plan["refused"], plan["unchanged"]) == ([], [], 2)

"""
The page of a yard of two chargers, whose figures are known by hand.

On 18 March 2026 card A fails at X (10:00 to 10:05, no energy) and gets 5 kWh at Y from 10:20 to 11:00; on the
19th Y gives 7 kWh from 8:00 to 10:00. It is the 20th, noon, in UTC; each charger has one socket, there since
the 1st of January.
"""

import csv
import io
import re
from datetime import datetime
from html import unescape
from urllib.parse import quote

import pytest
from litestar.testing import TestClient
from msgspec.structs import replace

from chargeboard.domain.frame import Frame
from chargeboard.domain.people import Reader, Role
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import instant_of
from chargeboard.web.access import seen_desk
from chargeboard.web.app import create_app
from projecting import projector_of


def at(text):
    return instant_of(datetime.fromisoformat(f"{text}Z"))


NOW = at("2026-03-20T12:00")
SESSIONS = {
    "X": [("2026-03-18T10:00", "2026-03-18T10:05", 0)],
    "Y": [("2026-03-18T10:20", "2026-03-18T11:00", 5000), ("2026-03-19T08:00", "2026-03-19T10:00", 7000)],
}


def profile(station):
    names = ((1, "left"),) if station == "Y" else ()
    return Profile(
        id=station,
        name=f"Post {station}",
        site="" if station == "Z" else "Yard 1/2",
        socket_names=names,
        tags={"X": ("Roof North",), "Y": ("roof",)}.get(station, ()),
        policy=Policy(silence_detection=False),
    )


def frames(station):
    def call(moment, action, payload):
        text = f'[2,"{action}{moment}","{action}",{payload}]'
        return Frame(station, at(moment), "in", text, "c", "ocpp1.6")

    def status(moment, said):
        told = f'"connectorId":1,"errorCode":"NoError","status":"{said}","timestamp":"{moment}:00Z"'
        return call(moment, "StatusNotification", f"{{{told}}}")

    yield Frame(station, at("2026-01-01T00:00"), "ws", '["open","c","ocpp1.6"]', "c", "ocpp1.6")
    yield status("2026-01-01T00:00", "Available")
    for number, (start, end, wh) in enumerate(SESSIONS.get(station, []), 1):
        yield status(start, "Preparing")
        begin = f'"connectorId":1,"idTag":"A","meterStart":0,"timestamp":"{start}:00Z"'
        yield call(start, "StartTransaction", f"{{{begin}}}")
        answer = f'{{"transactionId":{number},"idTagInfo":{{"status":"Accepted"}}}}'
        yield Frame(station, at(start) + 1, "out", f'[3,"StartTransaction{start}",{answer}]', "c", "ocpp1.6")
        stop = f'"transactionId":{number},"meterStop":{wh},"timestamp":"{end}:00Z"'
        yield call(end, "StopTransaction", f"{{{stop}}}")
        yield status(end, "Available")
    if station == "Y":
        yield status("2026-03-20T11:00", "Preparing")
        begin = '"connectorId":1,"idTag":"A","meterStart":0,"timestamp":"2026-03-20T11:00:00Z"'
        yield call("2026-03-20T11:00", "StartTransaction", f"{{{begin}}}")


@pytest.fixture(scope="module")
def desk():
    store = open_store(":memory:")
    made = Desk(store, profile, lambda: NOW, declared=["NEW"])
    for station in ("X", "Y", "Z"):
        made.store.append([*frames(station)])
        projector_of(made).refresh(station)
    yield made
    store.close()


@pytest.fixture(scope="module")
def client(desk):
    with TestClient(create_app(desk, token=None, now=lambda: NOW)) as one:
        yield one


SITE = "/sites/Yard%201%2F2"


def test_the_answer_tells_the_sums_of_the_yard(client):
    told = client.get(f"/api/v1{SITE}/board").json()
    board = told["board"]
    tried = {day["date"]: (day["successes"], day["attempts"]) for day in board["success"]}
    assert (tried["2026-03-18"], tried["2026-03-19"]) == ((1, 2), (1, 1))
    assert board["success_headline"]["pct"] == pytest.approx(100 * 2 / 3)
    used = {day["date"]: (day["in_use_s"], day["available_s"]) for day in board["utilization"]}
    assert used["2026-03-18"] == (45 * 60, 48 * 3600)
    assert used["2026-03-19"] == (120 * 60, 48 * 3600)
    assert used["2026-03-20"] == (60 * 60, 24 * 3600)
    assert board["utilization_headline"]["pct"] == pytest.approx(100 * 165 * 60 / (7 * 48 * 3600))
    assert (board["energy_per_day_wh"]["2026-03-18"], board["sessions_per_day"]["2026-03-19"]) == (5000, 1)
    seen = board["overview"]
    assert (seen["total_sessions"], seen["total_consumption_wh"], seen["days"]) == (2, 12000, 30)
    assert (seen["avg_duration_s"], seen["avg_consumption_wh"]) == (80 * 60, 6000)
    assert seen["mean_power_w"] == pytest.approx(12000 / (160 / 60))
    (running,) = board["ongoing"]["sessions"]
    whose = {n: (one["id"], own) for one in told["chargers"] for own, n in one["sockets"].items()}
    assert whose[running["socket"]] == ("Y", "1")
    assert running["duration_s"] == 3600


def test_the_page_shows_the_panels_of_a_charger_and_its_chargers(client):
    page = client.get(SITE).text
    for panel in ("ongoing", "overview", "utilization", "success", "errors", "sessions", "energy"):
        assert f'id="panel-{panel}"' in page
    assert 'id="panel-header"' not in page
    assert "3 chargers" in page
    assert "66.7%" in page
    assert "Post Y, socket 1 (left)" in page
    key = client.get("/api/v1/chargers/Y/board").json()["ongoing"]["sessions"][0]["key"]
    own = f"/chargers/Y/sessions/{quote(key, safe='')}"
    assert f'href="{own}"' in page
    assert client.get(own).status_code == 200
    assert client.get(f"{SITE}?limit=2").text.count('href="/chargers/X"') == 1
    assert 'href="/chargers/X"' not in client.get(f"{SITE}?limit=2&offset=2").text


def test_the_list_leads_to_the_site_and_days_are_a_file(client):
    assert f'href="{SITE}"' in client.get("/").text
    rows = list(csv.DictReader(io.StringIO(client.get(f"{SITE}/days.csv").text)))
    assert len(rows) == 31
    day = next(row for row in rows if row["date"] == "2026-03-18")
    assert (day["charger"], day["attempts"], day["sessions"], day["energy_wh"]) == (
        "Yard 1/2",
        "2",
        "1",
        "5000.0",
    )
    assert next(row for row in rows if row["date"] == "2026-03-01")["attempts"] == ""


def test_an_open_page_hears_of_its_chargers(desk, client):
    page = client.get(SITE).text
    assert f'data-live="{SITE}/live"' in page
    assert client.head(f"{SITE}/live").headers["content-type"] == "text/event-stream"


def test_a_charger_that_was_never_heard_stands_on_its_page_without_figures(desk, client):
    other = Desk(desk.store, profile, lambda: NOW, declared=["NEW"])
    view = other.site("Yard 1/2")
    assert [row.id for row in view.rows] == ["NEW", "X", "Y"]
    assert view.told.board.success_headline.denominator == 3
    assert "1 charger never connected" in client.get(SITE).text


@pytest.mark.parametrize("path", ["/sites/Nowhere", "/sites/Nowhere/days.csv", "/api/v1/sites/Nowhere/board"])
def test_a_site_where_nobody_is_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.threat("P2")
def test_a_site_that_is_not_to_be_seen_is_as_one_that_is_not_there(client, monkeypatch):
    monkeypatch.setattr(
        seen_desk, "reader", lambda: Reader(name="q", role=Role.VIEWER, sites=frozenset({"Quay"}))
    )
    for path in (
        SITE,
        f"{SITE}/days.csv",
        f"{SITE}/timeline",
        f"{SITE}/timeline.svg",
        f"/api/v1{SITE}/board",
    ):
        assert client.get(path).status_code == 404


def test_a_tag_finds_those_that_have_it_and_none_that_have_one_like_it(client):
    def ids(query):
        return [one["id"] for one in client.get(f"/api/v1/chargers?{query}").json()]

    assert (ids("tag=roof"), ids("tag=roof+north"), ids("tag=oof")) == (["Y"], ["X"], [])
    assert ids("text=roof&sort=name") == ["X", "Y"]
    page = client.get("/?tag=roof").text
    assert "All <b>1</b>" in page
    assert "Tagged roof." in page
    assert 'href="/?tag=Roof%20North"' in client.get("/").text


def test_yesterdays_failures_of_all_chargers_stand_in_one_list_that_its_address_keeps(client):
    told = client.get("/api/v1/activity?from=2026-03-18&through=2026-03-18").json()
    (row,) = told["rows"]
    assert (row["charger"], row["name"], row["site"]) == ("X", "Post X", "Yard 1/2")
    assert (row["start"], row["duration_s"]) == ("2026-03-18T10:00:00Z", 300)
    assert (row["outcome"], told["more"], told["timezone"]) == ("zero_energy", False, "UTC")
    page = client.get("/activity?from=2026-03-18&through=2026-03-18&site=Yard+1/2").text
    assert "18 Mar 10:00:00" in page
    evidence = re.search(r'href="(/chargers/X/attempt-at[^"]*)"', page)[1].replace("&amp;", "&")
    assert "10:00" in client.get(evidence).text
    assert 'name="site" size="16" value="Yard 1/2"' in page
    assert "No failed attempts on these dates." in client.get("/activity").text
    older = client.get("/activity?from=2026-03-18&to=2026-03-19").text
    assert "18 Mar 10:00:00" in older
    for way in re.findall(r'href="(/activity[^"]*)"', older):
        assert client.get(way.replace("&amp;", "&")).status_code == 200


def test_sessions_of_all_chargers_are_listed_with_the_one_that_runs(client):
    told = client.get("/api/v1/activity?kind=sessions&from=2026-03-18&through=2026-03-20").json()
    assert [(row["charger"], row["energy_wh"], row["completed"]) for row in told["rows"]] == [
        ("Y", 0, False),
        ("Y", 7000, True),
        ("Y", 5000, True),
        ("X", 0, False),
    ]
    tagged = client.get(
        "/api/v1/activity?kind=sessions&from=2026-03-18&through=2026-03-20&tag=roof+north"
    ).json()
    assert [row["charger"] for row in tagged["rows"]] == ["X"]
    text = client.get("/activity.csv?kind=sessions&from=2026-03-18&through=2026-03-20").text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["energy_wh"] for row in rows] == ["0.0", "7000.0", "5000.0", "0.0"]
    assert rows[1]["start"] == "2026-03-19T08:00:00.000000Z"
    assert (
        'href="/activity?kind=sessions&amp;site=Yard+1%2F2&amp;from=2026-03-18&amp;through=2026-03-18"'
        in client.get(SITE).text
    )


@pytest.mark.parametrize(
    "query", ["kind=all", "from=2026-01-01&through=2026-03-01", "offset=99999", "outcome=x"]
)
def test_a_list_that_nobody_understands_or_that_is_too_long_is_refused(client, query):
    assert client.get(f"/api/v1/activity?{query}").status_code == 400


@pytest.mark.threat("P2")
def test_a_list_of_all_chargers_has_none_that_the_reader_may_not_see(client, monkeypatch):
    monkeypatch.setattr(
        seen_desk, "reader", lambda: Reader(name="q", role=Role.VIEWER, sites=frozenset({"Quay"}))
    )
    query = "kind=sessions&from=2026-03-18&through=2026-03-20"
    for site in ("", "&site=Yard+1/2"):
        assert client.get(f"/api/v1/activity?{query}{site}").json()["rows"] == []


def test_a_router_that_fails_is_one_event_of_the_site_by_what_chargers_say():
    """X is cut at 9:00:00 and Y 42 s later, both are back at half past; X alone is away from 10:00 on."""
    store, now = open_store(":memory:"), at("2026-03-20T12:00")
    made = Desk(store, profile, lambda: now)

    def wire(station, moment, what):
        link = f"{station}{moment}"
        return Frame(station, at(moment), "ws", f'["{what}","{link[:1]}","ocpp1.6"]', link[:1], "ocpp1.6")

    lives = {
        "X": [
            "2026-03-20T08:00",
            "2026-03-20T09:00:00",
            "2026-03-20T09:30",
            "2026-03-20T10:00",
            "2026-03-20T10:10",
        ],
        "Y": ["2026-03-20T08:00", "2026-03-20T09:00:42", "2026-03-20T09:31"],
    }
    for station, moments in lives.items():
        said = '[2,"s","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Available"}]'
        frames = [wire(station, moment, ("open", "close")[n % 2]) for n, moment in enumerate(moments)]
        frames.insert(1, Frame(station, at("2026-03-20T08:01"), "in", said, station, "ocpp1.6"))
        made.store.append(frames)
        projector_of(made).refresh(station)
    with TestClient(create_app(made, token=None, now=lambda: now)) as one:
        single, event = one.get(f"/api/v1{SITE}/board").json()["contact_losses"]
        page, timeline = one.get(SITE).text, one.get(f"{SITE}/timeline").text
    store.close()
    assert (single["is_site"], single["chargers"]) == (False, ["X"])
    assert single["first_lost"] == "2026-03-20T10:00:00Z"
    assert (event["is_site"], event["chargers"], event["already_out"]) == (True, ["X", "Y"], 0)
    assert (event["first_lost"], event["last_lost"]) == ("2026-03-20T09:00:00Z", "2026-03-20T09:00:42Z")
    assert (event["first_back"], event["all_back"]) == ("2026-03-20T09:30:00Z", "2026-03-20T09:31:00Z")
    assert "2 losses of contact, 1 of the whole site." in page
    assert "Whole site: 2 chargers within 42s" in page
    assert "09:30:00 – 09:31:00" in page
    # the whole site was out from 9:00:42 to 9:30:00: of 24 hours to noon 21 h 0 min 42 s had passed
    x, width = 100 * (21 * 3600 + 42) / 86400, 100 * (29 * 60 + 18) / 86400
    assert (
        f'x="{x:.3f}%" width="{width:.3f}%" role="listitem" tabindex="0" aria-label="Whole site' in timeline
    )
    assert "without contact, 09:00:42 – 09:30:00" in timeline


def test_the_timeline_has_a_row_for_each_socket_and_some_chargers_at_a_time(client):
    page = client.get(f"{SITE}/timeline").text
    assert re.findall(r'role="list" aria-label="(Post [^"]+)"', page) == ["Post X 1", "Post Y 1, left"]
    assert '<rect class="s-charging"' in page
    assert (
        f'href="{SITE}/timeline?limit=1&amp;offset=2"' in client.get(f"{SITE}/timeline?limit=1&offset=1").text
    )
    assert "No charger of this page was ever heard." in client.get(f"{SITE}/timeline?limit=1").text
    assert client.get("/sites/Nowhere/timeline").status_code == 404


def test_the_timeline_is_a_picture_of_the_same_chargers_with_what_its_colours_mean(client):
    page = client.get(f"{SITE}/timeline?limit=1&offset=1").text
    answer = client.get(unescape(re.search(r'href="([^"]+)" data-picture', page)[1]))
    assert answer.headers["content-type"].startswith("image/svg+xml")
    said = [re.sub(r"<[^>]*>", "", one) for one in re.findall(r"<text [^>]*>(.*?)</text>", answer.text)]
    assert said[0] == "Timeline: Yard 1/2"
    assert said[1] == f"{re.search(r'<span>Timeline</span><span>([^<]*)', page)[1]} · UTC"
    assert said[2].endswith(f"{SITE}/timeline.svg?limit=1&amp;offset=1")
    names = re.findall(r"<span><a [^>]*>([^<]*)</a> ([^<]*)</span>", page)
    assert names
    assert all(f"{name} {socket}".strip() in said for name, socket in names)
    assert len(re.findall(r'<svg class="row', answer.text)) == 1 + len(names)
    colours = [text.strip() for text in re.findall(r'<li><svg class="swatch".*?</svg>([^<]*)</li>', page)]
    assert colours
    assert {*colours} <= {*said}
    assert "<a " not in answer.text
    assert "data-picture" not in client.get(f"{SITE}/timeline?limit=1").text
    assert client.get(f"{SITE}/timeline.svg?limit=1").status_code == 404


def test_the_load_of_the_yard_is_told_by_a_page_a_file_and_an_answer(client):
    page = client.get(f"{SITE}/load?day=2026-03-19").text
    # Y told its register at the start and the end alone
    assert "In no quarter of these dates is it known that anything was drawn." in page
    assert "7.0 kWh" in page
    assert f'href="{SITE}/load?from=2026-03-18&amp;through=2026-03-18"' in page
    assert f'href="{SITE}/load?from=2026-03-20&amp;through=2026-03-20"' in page
    assert "No socket was out of service." in page
    rows = list(csv.DictReader(io.StringIO(client.get(f"{SITE}/load.csv?day=2026-03-19").text)))
    assert len(rows) == 96
    told = next(row for row in rows if row["start"] == "2026-03-19T08:00:00.000000Z")
    assert (told["energy_wh"], told["spread_wh"], told["known_pct"]) == ("0.0", "875.0", "50.0")
    answer = client.get(f"/api/v1{SITE}/load").json()
    assert answer["window"]["through"] == "2026-03-20"
    assert (answer["energy_wh"], answer["spread_wh"]) == (0, 12_000)
    assert [one["spread_wh"] for one in answer["chargers"]] == [0, 0, 12_000]
    assert client.get(f"{SITE}/load?from=2026-01-01&through=2026-02-28").status_code == 400


def test_the_load_of_the_yard_is_a_picture_of_the_dates_of_its_page(client):
    page = client.get(f"{SITE}/load?day=2026-03-19").text
    way = unescape(re.search(r'href="([^"]+)" data-picture', page)[1])
    assert way == f"{SITE}/load.svg?from=2026-03-19&through=2026-03-19"
    answer = client.get(way)
    assert answer.headers["content-type"].startswith("image/svg+xml")
    said = [re.sub(r"<[^>]*>", "", one) for one in re.findall(r"<text [^>]*>(.*?)</text>", answer.text)]
    assert said[0] == "Load: Yard 1/2"
    assert said[1].startswith("19 Mar 2026 · 7.0 kWh")
    assert said[2].endswith(f"{SITE}/load.svg?from=2026-03-19&amp;through=2026-03-19")
    paths = re.findall(r'<path class="load(?:-more)?" d="([^"]+)"', page)
    assert paths
    assert all(f' d="{one}"' in answer.text for one in paths)


def test_the_load_of_a_charger_has_the_same_page(client):
    page = client.get("/chargers/Y/load?from=2026-03-18&through=2026-03-19").text
    assert "Usual day" in page
    assert "12.0 kWh" in page
    assert client.get("/api/v1/chargers/Y/load?day=2026-03-18").json()["charger"]["id"] == "Y"


def test_a_reader_of_another_site_sees_no_load(client, monkeypatch):
    monkeypatch.setattr(
        seen_desk, "reader", lambda: Reader(name="q", role=Role.VIEWER, sites=frozenset({"Quay"}))
    )
    assert client.get(f"{SITE}/load").status_code == 404
    assert client.get("/chargers/Y/load").status_code == 404


def test_the_head_of_the_yard_says_how_full_it_is(desk, client, monkeypatch):
    """Rule G6."""
    assert "1 of 2 sockets occupied" in client.get(SITE).text
    view = desk.site("Yard 1/2")
    live = next(row for row in view.rows if row.id == "Y")
    monkeypatch.setattr(type(desk), "site", lambda *_: replace(view, rows=[live]))
    # a card and a plug since 11:00 of UTC
    assert "Full: the only socket is occupied, at least since 11:00" in client.get(SITE).text


def test_the_head_of_the_yard_says_how_many_chargers_need_attention_and_leads_to_them(
    desk, client, monkeypatch
):
    view = desk.site("Yard 1/2")
    well = [replace(row, attention=0) for row in view.rows]
    monkeypatch.setattr(type(desk), "site", lambda *_: replace(view, rows=well))
    assert "attention</a>" not in client.get(SITE).text
    ill = [replace(well[0], attention=2), *well[1:]]
    monkeypatch.setattr(type(desk), "site", lambda *_: replace(view, rows=ill))
    assert '<a href="#site-chargers">1 charger needs attention</a>' in client.get(SITE).text


def test_other_dates_of_the_yard_have_an_address_with_those_before_and_after(client):
    page = client.get(f"{SITE}/days?from=2026-03-18&through=2026-03-19").text
    assert "66.7%, 2 of 3" in page
    assert f'href="{SITE}/days?from=2026-03-16&amp;through=2026-03-17"' in page
    assert 'rel="next"' not in page
    assert f'href="{SITE}/load?day=2026-03-18"' in page
    earlier = client.get(f"{SITE}/days?from=2026-03-16&through=2026-03-17").text
    assert f'href="{SITE}/days?from=2026-03-18&amp;through=2026-03-19"' in earlier
    told = client.get(f"/api/v1{SITE}/days?from=2026-03-18&through=2026-03-20").json()
    # the 20th is not over
    assert [(day["date"], day["figures"]["energy_wh"]) for day in told["days"]] == [
        ("2026-03-18", 5000),
        ("2026-03-19", 7000),
    ]
    assert (told["whole"]["sessions"], told["whole"]["energy_wh"]) == (2, 12_000)
    before = client.get(f"/api/v1{SITE}/days?from=2025-12-31&through=2026-01-01").json()["days"]
    assert before[0]["figures"] is None
    assert before[1]["figures"]["attempts"] == 0
    usual = client.get(f"/api/v1{SITE}/days").json()
    board = client.get(f"/api/v1{SITE}/board").json()["board"]
    known = {day["date"]: day["figures"]["energy_wh"] for day in usual["days"] if day["figures"]}
    assert known == {on: wh for on, wh in board["energy_per_day_wh"].items() if on in known}
    assert len(known) == 30

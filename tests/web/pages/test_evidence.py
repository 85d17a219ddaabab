"""What lies behind a figure, as pages, JSON and files?"""

import csv
import datetime as dt
import gzip
import html
import io
import json
import re
from types import SimpleNamespace
from urllib.parse import quote

import little_town as town
import pytest
from litestar.testing import TestClient

from chargeboard.capture.formats.reading import LogNotes
from chargeboard.capture.formats.systems import own
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.days import midnight
from chargeboard.time.instants import MINUTE, NEVER, text_of
from chargeboard.time.spans import Span
from chargeboard.web.app import create_app
from chargeboard.web.pages.session_showing import session_subject
from projecting import projector_of

ODD = quote(town.ODD, safe="")


@pytest.fixture(scope="module")
def desk(little_desk):
    return little_desk


@pytest.fixture(scope="module")
def client(desk):
    with TestClient(create_app(desk, token=None, now=lambda: town.NOW), raise_server_exceptions=True) as one:
        yield one


@pytest.fixture(scope="module")
def api(client):
    def asked(path, station=town.HUB, status=200):
        answer = client.get(f"/api/v1/chargers/{quote(station, safe='')}/{path}")
        assert answer.status_code == status, answer.text
        return answer.json()

    return asked


@pytest.fixture(scope="module")
def nasty():
    """A charger whose errors are of every kind of text, and one that it had thirty times."""
    store = open_store(":memory:")
    desk = Desk(store, lambda station: Profile(id=station), lambda: town.NOW)
    told = [("Error", {}), ("NoError", {}), ("OtherError", {"vendorErrorCode": "V" * 80})]
    told += [("InternalError", {"vendorErrorCode": code, "info": "<i>"}) for code in ("<b>", "\u202eabc")]
    told += [("GroundFailure", {})] * 30
    desk.store.append(
        [
            Frame("E1", town.NOW - (2 * len(told) - n) * 5 * MINUTE, "in", json.dumps([2, f"m{n}", *said]))
            for n, said in enumerate(
                ("StatusNotification", {"connectorId": 1, "status": status, "errorCode": code} | more)
                for error, extra in told
                for status, code, more in (("Faulted", error, extra), ("Available", "NoError", {}))
            )
        ]
    )
    projector_of(desk).refresh("E1")
    with TestClient(create_app(desk, token=None, now=lambda: town.NOW)) as client:
        yield client
    store.close()


def table(client, path, station=town.HUB):
    answer = client.get(f"/chargers/{quote(station, safe='')}/{path}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.text)))


@pytest.mark.parametrize("station", [town.HUB, town.NEWER])
def test_the_evidence_of_a_day_adds_up_to_its_bars(api, station):
    board = api("board", station)
    for day in board["utilization"]:
        found = api(f"days/{day['date']}", station)
        date = day["date"]
        assert found["utilization"] == day
        assert sum(
            held.get("charging", 0) + held.get("suspended", 0) for held in found["states_s"].values()
        ) == pytest.approx(day["in_use_s"], abs=1e-6)
        assert sum(sum(held.values()) for held in found["states_s"].values()) == pytest.approx(
            day["available_s"], abs=1e-6
        )
        assert sum(one["energy_on_day_wh"] for one in found["sessions"]) == pytest.approx(
            board["energy_per_day_wh"][date]
        )
        assert sum(one["counts_on_day"] for one in found["sessions"]) == board["sessions_per_day"][date]
        success = next(one for one in board["success"] if one["date"] == date)
        counted = [one for one in found["attempts"] if one["counts"]]
        assert len(counted) == success["attempts"]
        assert sum(one["outcome"] == "success" for one in counted) == success["successes"]


def test_the_lists_add_up_to_the_headlines(api):
    board = api("board")
    week = [day for day in board["utilization"] if not day["partial"]]
    window = f"from={week[0]['date']}&to={board['utilization'][-1]['date']}"
    days = api(f"days?{window}")
    assert days["utilization"] == board["utilization_headline"]
    assert days["success"] == board["success_headline"]
    attempts = api(f"attempts?{window}")
    assert attempts["success"]["numerator"] == board["success_headline"]["numerator"]
    assert attempts["success"]["denominator"] == board["success_headline"]["denominator"]
    assert attempts["funnel"]["energy"] == attempts["outcomes"]["success"]
    window = f"from={board['overview']['from']}&to={board['overview']['to']}"
    sessions = api(f"sessions?{window}&limit=1")
    assert sessions["counted"] == board["overview"]["total_sessions"]
    assert sessions["energy_wh"] == pytest.approx(board["overview"]["total_consumption_wh"])


def test_a_day_of_23_hours_says_so(client, api):
    assert api(f"days/{town.SHORT_DAY}")["length_s"] == 23 * 3600
    assert (
        "a day of 23 hours: the clocks changed"
        in client.get(f"/chargers/{town.HUB}/days/{town.SHORT_DAY}").text
    )


def test_a_revised_day_says_by_how_much_since_when_and_why(client, api):
    days = api("days", town.ODD)["days"]
    began = min(day["date"] for day in days if day["energy_wh"])
    day = api(f"days/{began}", town.ODD)
    assert day["revised"]
    assert {(one["figure"], one["before"], one["after"]) for one in day["changes"]} == {
        ("sessions_completed", 0, 1),
        ("energy_wh", 21594, 21600),
    }
    [step] = day["revisions"]
    [late] = step["messages"]
    assert (late["what"], late["count"]) == ("stop", 1)
    assert late["most_late_s"] == pytest.approx(40 * 3600, abs=1)
    then = api(f"days/{began}?at={day['final_at']}", town.ODD)
    assert (then["sessions_completed"], then["energy_wh"]) == (0, 21594)
    page = client.get(f"/chargers/{ODD}/days/{began}").text
    assert "Energy 21,594 Wh → 21,600 Wh" in page
    links = re.findall(r'href="([^"]*/frames[^"]*)"[^>]*aria-label="Frames that came', page)
    [shown] = [client.get(html.unescape(one)).text for one in links]
    assert "<b>06:14:03.000</b>" in shown


def test_pages_of_sessions_are_the_whole_list(api):
    whole = api("sessions?limit=500")
    assert whole["total"] == len(whole["sessions"]) > 100
    found, offset = [], 0
    while rows := api(f"sessions?limit=30&offset={offset}")["sessions"]:
        found += rows
        offset += 30
    assert found == whole["sessions"]
    assert [row["start"] for row in found] == sorted((row["start"] for row in found), reverse=True)


@pytest.mark.parametrize("sort", ["energy", "-energy", "duration", "-end", "socket"])
def test_sessions_are_sorted_by_any_column_with_the_unknown_last(api, sort):
    rows = api(f"sessions?limit=500&sort={sort}")["sessions"]
    name = {"energy": "energy_wh", "duration": "duration_s"}.get(sort.strip("-"), sort.strip("-"))
    values = [row[name] for row in rows]
    known = [value for value in values if value is not None]
    assert values[: len(known)] == known == sorted(known, reverse=sort.startswith("-"))


def test_sessions_are_filtered(api):
    rows = api("sessions?limit=500")["sessions"]
    assert api("sessions?kind=counted&limit=500")["total"] == sum(row["completed"] for row in rows)
    assert api("sessions?kind=inferred")["total"] == sum(row["end_inferred"] for row in rows)
    assert api("sessions?socket=2&limit=500")["sessions"] == [row for row in rows if row["socket"] == 2]
    window = api("sessions?from=2026-03-25&to=2026-03-26&limit=500")["sessions"]
    assert window == [row for row in rows if row in window]
    assert 0 < len(window) < len(rows)


def test_a_table_is_the_whole_list_whatever_the_page(client, api):
    rows = table(client, "sessions.csv?limit=3&offset=9&sort=-energy&socket=1")
    listed = api("sessions?limit=500&sort=-energy&socket=1")["sessions"]
    assert [row["key"] for row in rows] == [row["key"] for row in listed]
    assert [float(row["energy_wh"]) for row in rows] == [row["energy_wh"] for row in listed]
    for what in ("sessions", "attempts", "errors", "quality"):
        assert len(table(client, f"{what}.csv?limit=1")) == api(f"{what}?limit=1")["total"], what


def test_a_table_says_whose_it_is_and_in_which_zone(client, api):
    rows = table(client, f"sessions.csv?from=2026-03-27&to={town.TODAY}&sort=start")
    assert {(row["charger"], row["timezone"]) for row in rows} == {(town.HUB, "Europe/Berlin")}
    listed = api(f"sessions?from=2026-03-27&to={town.TODAY}&sort=start&limit=500")["sessions"]
    starts = [dt.datetime.fromisoformat(row["start"]) for row in rows]
    assert starts == [dt.datetime.fromisoformat(row["start"]) for row in listed]


INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
FIXED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


@pytest.mark.parametrize("station", [town.HUB, town.NEWER, town.ODD])
def test_every_instant_and_every_yes_of_every_table_has_one_form(client, api, station):
    key = quote(api("sessions?limit=1", station)["sessions"][0]["key"], safe="")
    files = (
        "sessions.csv",
        "attempts.csv",
        "errors.csv",
        "quality.csv",
        "days.csv",
        f"samples.csv?session={key}",
    )
    for what in files:
        rows = table(client, what, station)
        assert all(row["name"] and row["site"] is not None for row in rows)
        said = {(head, cell) for row in rows for head, cell in row.items() if head not in {"raw", "what"}}
        assert {one for one in said if INSTANT.match(one[1]) and not FIXED.fullmatch(one[1])} == set(), what
        assert {one for one in said if one[1] in {"True", "False", "None"}} == set(), what


def test_days_are_a_table_too(client, api):
    days = api("days")["days"]
    rows = table(client, "days.csv")
    assert [row["date"] for row in rows] == [day["date"] for day in days]
    assert [row["sessions"] for row in rows] == [
        "" if day["sessions"] is None else str(day["sessions"]) for day in days
    ]
    assert [row["export_wh"] == "" for row in rows] == [day["energy_wh"] is None for day in days]
    assert "" in [row["export_wh"] for row in rows]
    in_use = [row["in_use_s"] for row in rows if row["in_use_s"]]
    assert list(map(float, in_use)) == [one["utilization"]["in_use_s"] for one in days if one["utilization"]]


def test_a_list_may_be_as_long_as_it_is(client, api):
    assert api("sessions?from=1990-01-01&to=2080-01-01&limit=1")["total"] == api("sessions?limit=1")["total"]
    assert api("attempts?from=1990-01-01&to=2080-01-01&limit=1")["total"] == api("attempts?limit=1")["total"]
    assert "at most 1100 days" in api("days?from=1990-01-01&to=2080-01-01", status=400)["detail"]


@pytest.mark.parametrize("what", ["sessions", "attempts", "errors", "quality", "days"])
def test_a_filter_keeps_what_it_does_not_ask_for(client, what):
    asked = "at=2026-03-29T10:00:00Z&from=2026-03-20&to=2026-03-30&limit=7"
    page = client.get(f"/chargers/{town.HUB}/{what}?{asked}&offset=7").text
    form = page[page.index("<form") : page.index("</form>")]
    fields = dict(re.findall(r'name="(\w+)"[^>]*? value="([^"]*)"', form))
    assert fields | {"from": "20 Mar 2026", "through": "29 Mar 2026"} == fields, (
        "an older link, in today's words"
    )
    assert (fields["at"], fields["limit"], fields.get("offset")) == ("2026-03-29T10:00:00Z", "7", None)
    assert "at=2026-03-29T10%3A00%3A00Z" in re.search(r'href="([^"]+\.csv[^"]*)"', page).group(1)


def test_behind_the_end_of_a_list_is_the_way_back(client, api):
    total = api("sessions?limit=1")["total"]
    page = client.get(f"/chargers/{town.HUB}/sessions?offset=5000&limit=50").text
    assert f"The list ends at {total}." in page
    assert f"offset={(total - 1) // 50 * 50}" in re.search(r'<a href="([^"]+)" rel="prev"', page).group(1)


def test_a_spreadsheet_computes_nothing_of_what_a_charger_says(client):
    [row] = table(client, "errors.csv", town.ODD)
    assert row["info"] == "'=cmd()"
    assert row["vendor_code"] == "0x8A<script>"


def test_a_key_is_found_whatever_it_holds(client, api):
    for station in (town.HUB, town.NEWER, town.ODD):
        for row in api("sessions?limit=3", station)["sessions"]:
            found = api(f"sessions/{quote(row['key'], safe='')}", station)
            assert found["session"] == row
            assert found["samples"] or row["end"] is None or row["duration_s"] < 120
    assert client.get(f"/chargers/{town.HUB}/sessions/nothing%2Flike").status_code == 404
    assert api("sessions/1%2F2%2F3", status=404)["status"] == 404


def test_the_samples_are_those_of_the_session(api):
    for station in (town.HUB, town.NEWER):
        row = next(row for row in api("sessions", station)["sessions"] if row["completed"])
        found = api(f"sessions/{quote(row['key'], safe='')}", station)
        assert len(found["samples"]) > 3
        assert all(row["start"] <= one["at"] <= row["end"] for one in found["samples"])
        assert found["readings"][-1][1] == pytest.approx(row["energy_wh"])
        assert found["states"]


def test_a_followed_session_that_is_no_more_stands_still(desk, api):
    key = api("sessions?kind=counted&limit=1")["sessions"][0]["key"]
    answers = [desk.evidence.session(town.HUB, key), None]
    evidence = SimpleNamespace(session=lambda _station, _key: answers.pop(0))
    desk = SimpleNamespace(evidence=evidence, revision=lambda _: 7, await_understood=lambda _: None)
    subject = session_subject(desk, town.HUB, key, 0)
    before = subject.draw(None)
    after = subject.draw(before)
    assert (after.state, after.revision, after.true_until) == (before.state, 7, NEVER)


def test_a_session_of_3600_samples_keeps_its_peak_and_is_small(client, api):
    [row] = api("sessions", town.ODD)["sessions"]
    path = f"/chargers/{ODD}/sessions/{quote(row['key'], safe='')}"
    page = client.get(path)
    assert len(api(f"sessions/{quote(row['key'], safe='')}", town.ODD)["samples"]) == 3600
    assert "highest 250 kW" in page.text
    line = re.search(r'class="l-main"[^>]* d="([^"]{99,})"', page.text)[1]
    assert min(heights(line)) == 240 - 240 * 250 / 300, "one sample of 250 kW, on an axis that ends at 300"
    assert len(gzip.compress(page.content, 6)) <= 60_000
    rows = table(client, f"samples.csv?session={quote(row['key'], safe='')}", town.ODD)
    assert len(rows) == 3600
    assert rows[1801]["power_w"] == "250000.0"
    assert "3,541 – 3,600 of 3,600" in client.get(f"{path}?offset=3540").text


def heights(path):
    """Every y that a path of the page goes through."""
    y, found = 0, []
    for command, numbers in re.findall(r"([Mlvh])([-\d ]*)", path):
        values = [int(one) for one in numbers.split()]
        y = values[1] if command == "M" else y + values[-1] if command in "lv" else y
        found.append(y)
    return found


def test_what_was_inferred_is_told_with_the_raw_value_and_the_rule(client, api):
    found = api("quality", town.ODD)
    by_kind = {one["kind"]: one for one in found["findings"]}
    assert by_kind["quarantined"]["raw"] == "[2,broken"
    assert by_kind["repaired"]["rule"] == "Q34"
    assert "9999" in by_kind["orphan"]["raw"]
    assert by_kind["orphan"]["rule"] == "S4, Q09"
    assert "revised" not in by_kind
    assert found["rejected"] == [{"file": "old.log", "line": 3, "reason": "no time", "text": "<what>"}]
    assert api("quality?kind=orphan", town.ODD)["total"] == 1
    page = client.get(f"/chargers/{ODD}/quality").text
    assert "&lt;what&gt;" in page
    assert "<what>" not in page


def test_errors_are_told_verbatim_with_their_episodes(client, api):
    found = api("errors", town.ODD)
    [one] = found["errors"]
    assert (one["error"]["code"], one["error"]["vendor_code"]) == ("GroundFailure", "0x8A<script>")
    assert one["error"]["active"]
    assert one["error"]["meaning"].startswith("Leakage")
    assert len(one["episodes"]) == 1
    assert one["episodes"][0]["end"] is None
    page = client.get(f"/chargers/{ODD}/errors").text
    assert "0x8A&lt;script&gt;" in page
    assert "No errors match" in client.get(f"/chargers/{ODD}/errors?text=nothing").text


def test_many_episodes_of_whatever_text_are_all_within_reach(nasty):
    known = nasty.get("/api/v1/chargers/E1/errors").json()["errors"]
    assert {(one["error"]["code"], one["error"]["vendor_code"]) for one in known} == {
        ("GroundFailure", None),
        ("Error", None),
        ("Faulted (no code)", None),
        ("OtherError", "V" * 80),
        ("InternalError", "<b>"),
        ("InternalError", "\u202eabc"),
    }
    page = nasty.get("/chargers/E1/errors").text
    assert "<bdi>&lt;b&gt;</bdi>" in page
    assert "The newest 12 of 30." in page
    [link] = [html.unescape(one) for one in re.findall(r'href="([^"]+)"[^>]*>All of them<', page)]
    shown = nasty.get(link).text
    assert shown.count("Frames of the episode of") == 30
    assert "1 – 1 of 1" in shown
    [link] = re.findall(r'href="([^"]+)"><bdi>InternalError</bdi>', nasty.get("/chargers/E1").text)[:1]
    assert "1 – 1 of 1" in nasty.get(html.unescape(link)).text, "one of the two vendor codes"


@pytest.mark.parametrize("what", ["sessions", "attempts", "errors", "quality", "days"])
def test_the_last_day_is_included_and_an_older_link_is_still_understood(client, api, what):
    found = api(f"{what}?from=2026-03-27&through=2026-03-28")
    assert found["window"] == {"from": "2026-03-27", "to": "2026-03-29", "through": "2026-03-28"}
    assert found == api(f"{what}?from=2026-03-27&to=2026-03-29")
    older, newer = (
        client.get(f"/chargers/{town.HUB}/{what}?from=2026-03-27&{end}").text
        for end in ("to=2026-03-29", "through=2026-03-28")
    )
    assert "27 – 28 Mar 2026" in newer
    lead = r'href="(?!\?[^"]*save=1")[^"]*"'  # to keep a page says the address as it was asked for
    assert re.findall(lead, older) == re.findall(lead, newer)
    assert not re.search(r"[?;&]to=[-0-9]+[&\"]", newer)


@pytest.mark.parametrize(
    ("what", "a_filter", "word"),
    [
        ("sessions", "socket=2", "transactions"),
        ("sessions", "kind=counted", "transactions"),
        ("attempts", "socket=2", "attempts"),
        ("attempts", "outcome=failed", "attempts"),
        ("errors", "text=nothing", "errors"),
        ("quality", "kind=clock", "findings"),
    ],
)
def test_a_filtered_list_says_how_many_of_how_many_it_shows(client, api, what, a_filter, word):
    station = town.ODD if what == "quality" else town.HUB
    whole, few = api(f"{what}?limit=1", station), api(f"{what}?limit=1&{a_filter}", station)
    assert whole["total"] == whole["whole"] == few["whole"] > few["total"]
    page = client.get(f"/chargers/{quote(station, safe='')}/{what}?{a_filter}").text
    assert re.search(rf"<span>{few['total']:,} of {whole['whole']:,} {word}?\b", page)
    assert not re.search(r"\d of \d+ transaction", client.get(f"/chargers/{town.HUB}/sessions").text)


def test_the_sums_of_a_filtered_list_are_those_of_its_rows(api):
    found = api("sessions?socket=2&kind=counted&limit=500")
    assert found["total"] == found["counted"] == len(found["sessions"])
    assert found["energy_wh"] == pytest.approx(sum(one["energy_wh"] for one in found["sessions"]))


def test_frames_of_a_date_are_those_of_all_of_it(api):
    for name in ("through", "to"):
        span = api(f"frames?from=2026-03-27&{name}=2026-03-28&limit=1")["span"]
        assert span == {"from": "2026-03-26T23:00:00Z", "to": "2026-03-28T23:00:00Z"}


def test_the_errors_page_and_the_board_know_the_same_share_of_the_time(client, api):
    for station in (town.HUB, town.NEWER, town.ODD):
        board = api("board", station)
        first = town.TODAY - dt.timedelta(days=7)
        window = f"from={first}&to={town.TODAY + dt.timedelta(days=1)}"
        assert api(f"errors?{window}", station)["coverage_pct"] == board["errors_coverage_pct"]


def test_who_asks_for_the_head_of_a_stream_becomes_no_viewer(client):
    answer = client.head(f"/chargers/{town.HUB}/live")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/event-stream")
    assert client.head("/live").content == b""
    assert client.app.state["live"].viewers == 0
    assert client.head("/chargers/NOBODY/live").status_code == 404


def test_no_faults_are_claimed_only_where_the_time_is_known(client, desk):
    days = "from=2026-01-01&to=2026-01-03"
    page = client.get(f"/chargers/{town.HUB}/errors?{days}").text
    assert "No data for these days" in page
    assert "No recorded faults" not in page


def test_heartbeats_and_meter_values_are_hidden_until_asked_for(api):
    for station in (town.HUB, town.NEWER):
        few = api("frames?limit=500", station)
        assert {"Heartbeat", "MeterValues"}.isdisjoint(row["action"] for row in few["frames"])
        assert not any('"MeterValuePeriodic"' in row["text"] for row in few["frames"])
        assert few["hidden"] > 0
    everything = api("frames?hide=&limit=500", town.HUB)
    assert {"Heartbeat", "MeterValues"} <= {row["action"] for row in everything["frames"]}
    assert everything["hidden"] == 0


@pytest.mark.parametrize("order", ["oldest", "newest"])
def test_pages_of_frames_meet_without_gap_or_repeat(api, order):
    span = "from=2026-03-26T00:00:00Z&to=2026-03-27T00:00:00Z"
    whole = api(f"frames?{span}&order={order}&hide=Heartbeat&limit=500")
    found, after = [], ""
    while True:
        page = api(f"frames?{span}&order={order}&hide=Heartbeat&limit=41&after={after}")
        found += page["frames"]
        if not (after := page["next"]):
            break
    assert found[: len(whole["frames"])] == whole["frames"]
    assert len(found) == len({row["seq"] for row in found}) > 400
    assert all(row["answer"] for row in found if row["kind"] == "call")
    assert not [row for row in found if row["kind"] in {"answer", "error"}]


def test_frames_are_found_by_action_socket_and_text(api):
    span = "from=2026-03-20&to=2026-03-30&limit=500"
    stops = api(f"frames?{span}&action=StopTransaction&socket=2")["frames"]
    assert stops
    assert all(row["socket"] == 2 and '"connectorId"' not in row["text"] for row in stops), "by its start"
    tag = json.loads(stops[0]["text"])[3]["transactionId"]
    found = api(f"frames?{span}&text={tag}")["frames"]
    assert {"StartTransaction", "StopTransaction"} <= {row["action"] for row in found}
    assert api(f"frames?{span}&text=nowhere-at-all")["frames"] == []


def test_a_call_stands_with_its_answer_and_the_time_between(api):
    rows = api("frames?from=2026-03-28&to=2026-03-30&action=Authorize", town.ODD)["frames"]
    assert rows[0]["answer"]["latency_ms"] == 250
    assert json.loads(rows[0]["answer"]["text"])[2]["idTagInfo"]["status"] == "Accepted"


def test_downloaded_frames_come_in_again_as_they_were(client, desk):
    text = client.get(f"/chargers/{ODD}/frames.jsonl?from=2026-03-20&to=2026-03-31&hide=").content
    again = list(own.read(text.split(b"\n"), LogNotes("frames.jsonl")))
    kept = [one.frame for some in desk.store.frames_in(town.ODD, Span(0, town.NOW)) for one in some]
    assert len(again) > 3600
    assert sorted(again, key=lambda one: (one.received_at, one.text)) == sorted(
        kept, key=lambda one: (one.received_at, one.text)
    )


def test_downloaded_frames_give_the_same_figures_elsewhere_and_nothing_new_here(client, api, desk):
    for station in (town.HUB, town.NEWER, town.ODD):
        text = client.get(
            f"/chargers/{quote(station, safe='')}/frames.jsonl?from=2026-03-01&to=2026-03-31&hide="
        ).content
        again = list(own.read(text.split(b"\n"), LogNotes("frames.jsonl")))
        desk.store.begin_delivery()
        assert desk.store.append(again) == 0, "all of them are known"
        store = open_store(":memory:")
        other = Desk(store, desk.profile_of, lambda: town.NOW)
        other.store.append(again)
        projector_of(other).refresh(station)
        told = json.loads(other.board_json(station))
        store.close()
        assert told == api("board", station)


def test_who_asks_badly_is_told_what_to_write(client):
    for path in (
        "sessions?sort=nonsense",
        "sessions?kind=nonsense",
        "attempts?outcome=nonsense",
        "frames?after=nonsense",
        "frames?from=yesterday",
        "days/yesterday",
        "sessions?socket=one",
        "errors?limit=-1",
    ):
        for root in ("/chargers", "/api/v1/chargers"):
            assert client.get(f"{root}/{town.HUB}/{path}").status_code == 400, path


def test_the_evidence_of_an_earlier_moment_knows_nothing_later(api):
    then = "2026-03-27T10:00:00Z"
    assert all(row["start"] <= then for row in api(f"sessions?at={then}&limit=500")["sessions"])
    assert all(row["start"] <= then for row in api(f"attempts?at={then}&limit=500")["attempts"])


FIGURE = re.compile(
    r'(<th scope="row">([^<]*)</th>[^<]*<td[^>]*>|<b>([^<]*)</b> )?' r'<a class="ev" href="([^"]+)">(.*?)</a>'
)
"""A figure that is a link: its name or its number before it, where it leads, its text."""


def figure(text):
    """The first number of a text."""
    found = re.search(r"\d[\d,]*(?:\.\d+)?", text)
    return float(found[0].replace(",", "")) if found else 0


def summed(what, text, listed):
    """What a figure should be by the rows behind it; None: of this link it is told elsewhere."""
    rows = listed.get("days", [])
    if what == "days" and "kWh" in text:
        return sum(row["energy_wh"] or 0 for row in rows) / 1000
    if what == "days" and "NEVI" in text:
        ups = [row["uptime"] for row in rows if row["uptime"]]
        whole = sum(up["total_s"] for up in ups)
        return 100 * (whole - sum(up["outage_s"] - up["excluded_s"] for up in ups)) / whole
    if what == "days":
        uses = [row["utilization"] for row in rows if row["utilization"]]
        return 100 * sum(use["in_use_s"] for use in uses) / sum(use["available_s"] for use in uses)
    if what == "sessions":
        done = [row for row in listed["sessions"] if row["completed"] and row["end"] < listed["end"]]
        done = [row for row in done if row["end"] >= listed["begin"]]
        energy = sum(row["energy_wh"] or 0 for row in done) / 1000
        lasted = sum(row["duration_s"] for row in done) / len(done)
        values = {"Total sessions": len(done), "Total consumption": energy, "Sessions, 30 days": len(done)}
        values |= {"Average consumption": energy / len(done)}
        assert figure(text) != 0 or lasted
        return values.get(listed["name"])
    if what == "attempts":
        return listed["total"] if "outcome" in listed["asked"] else listed["success"]["pct"]
    if what == "quality":
        return sum(row["count"] for row in listed["findings"])
    return None


@pytest.mark.parametrize("station", [town.HUB, town.NEWER, town.ODD])
def test_every_figure_that_is_a_link_leads_to_rows_that_add_up_to_it(client, station):
    page = client.get(f"/chargers/{quote(station, safe='')}").text
    checked = []
    for row in FIGURE.finditer(page):
        link, text = html.unescape(row[4]), html.unescape(re.sub("<[^>]+>", "", row[5]))
        what = re.search(r"/(days|sessions|attempts|errors|quality)\?", link)
        if what is None:
            continue
        listed = client.get(f"/api/v1{link}&limit=500").json()
        if what[1] == "errors":
            assert listed["total"] == (1 if "code=" in link else int(text.rpartition(", ")[2].split()[0]))
            checked.append("errors")
            continue
        zone = listed["charger"]["timezone"]
        begin, end = (
            midnight(dt.date.fromisoformat(listed["window"][name]), zone) for name in ("from", "to")
        )
        listed |= {"name": row[2] or "", "asked": link, "begin": text_of(begin), "end": text_of(end)}
        told = row[3] if "outcome=" in link else text
        value = summed(what[1], told, listed)
        if value is not None:
            assert figure(told) == pytest.approx(value, abs=0.0501), (text, link)
            checked.append(what[1])
    assert {"days", "attempts"} <= set(checked) or station == town.ODD
    assert len(checked) >= 6, checked


def test_every_bar_headline_and_row_of_the_page_leads_to_its_evidence(client):
    page = client.get(f"/chargers/{town.HUB}").text
    links = {link.replace("&amp;", "&") for link in re.findall(r'href="(/chargers/[^"#?]+/[^"]+)"', page)}
    assert len([link for link in links if "/days/2" in link]) == 31
    for part in ("/days?", "/attempts?", "/sessions?", "/sessions/", "/errors", "/quality"):
        assert any(part in link for link in links), part
    for link in links:
        assert client.get(link).status_code == 200, link


def test_a_session_leads_to_its_attempt_and_its_frames_and_each_of_them_back(client, api):
    row = next(row for row in api("sessions")["sessions"] if row["completed"])
    own = f"/chargers/{town.HUB}/sessions/{quote(row['key'], safe='')}"
    ways = links_of(client, own)
    for link in ways:
        assert client.get(link).status_code == 200, link
    tried = client.get(next(link for link in ways if "/attempt-at?" in link))
    assert f'id="{tried.url.fragment}"' in tried.text
    assert own in {link.partition("?")[0] for link in links_of(client, str(tried.url))}
    frames = next(link for link in ways if "/frames?" in link and "socket=" in link)
    back = [link for link in links_of(client, frames) if "/session-at?" in link]
    assert own in {client.get(link).url.raw_path.decode() for link in back}
    assert any("timeline_from=" in link for link in links_of(client, frames))
    assert any("/days/" in link for link in links_of(client, frames))


def test_an_attempt_leads_to_the_authorisation_that_names_no_socket(client, api):
    window = "from=2026-03-01&through=2026-03-29&outcome=success"
    assert api(f"attempts?{window}")["attempts"][0]["socket"] is not None
    page = client.get(f"/chargers/{town.HUB}/attempts?{window}").text
    link = next(one for one in re.findall(r'href="([^"]+/frames[^"]+)"', page) if "order=oldest" in one)
    shown = client.get(link.replace("&amp;", "&")).text
    assert re.search(r'class="act">(<bdi>)?Authorize', shown), link


def links_of(client, path):
    found = re.findall(r'href="(/[^"#]+)', client.get(path).text)
    return {link.replace("&amp;", "&") for link in found}


def test_a_charger_that_said_nothing_yet_has_empty_evidence():
    store = open_store(":memory:")
    desk = Desk(store, lambda station: Profile(id=station), lambda: town.NOW, declared=["NEW"])
    with TestClient(create_app(desk, token=None, now=lambda: town.NOW)) as client:
        for part in ("days", "days/2026-03-29", "sessions", "attempts", "errors", "frames", "quality"):
            assert client.get(f"/chargers/NEW/{part}").status_code == 200, part
            assert client.get(f"/api/v1/chargers/NEW/{part}").status_code == 200, part
            assert client.get(f"/chargers/OTHER/{part}").status_code == 404, part
        assert "No recorded faults" not in client.get("/chargers/NEW/errors").text
    store.close()

"""What another system wrote down leads to a charger's page and is shown there as what it is."""

import json
import re

import pytest
from litestar.testing import TestClient

from chargeboard.domain.facts import CannotTell, StatusReported
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Profile
from chargeboard.panels.registry import panels
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, SECOND
from chargeboard.time.spans import Span
from chargeboard.web.app import create_app
from projecting import projector_of

T0 = 1_770_000_000 * SECOND
SPAN = "from=2026-02-02&to=2026-02-03&hide=&order=oldest"


def stamp(s):
    return f"2026-02-02T{2 + (2400 + s) // 3600:02d}:{(2400 + s) % 3600 // 60:02d}:{s % 60:02d}.000000Z"


def row(s, table, **columns):
    return Frame("A", T0 + s * SECOND, "row", json.dumps(["steve", table, columns]), "", "ocpp1.6")


def status(s, said):
    return row(
        s, "connector_status", connector_id=1, status_timestamp=stamp(s), status=said, error_code="NoError"
    )


ROWS = [
    status(0, "Available"),
    status(60, "Preparing"),
    row(
        90,
        "transaction_start",
        transaction_pk=7,
        connector_id=1,
        id_tag="T",
        start_timestamp=stamp(90),
        start_value="1000",
    ),
    status(90, "Charging"),
    row(
        900,
        "connector_meter_value",
        connector_id=1,
        transaction_pk=7,
        value_timestamp=stamp(900),
        values=[{"value": "3000"}],
    ),
    row(
        1800,
        "transaction_stop",
        transaction_pk=7,
        connector_id=1,
        event_actor="station",
        stop_timestamp=stamp(1800),
        stop_value="5000",
    ),
    status(1800, "Available"),
    status(1801, "Finishing"),
]


@pytest.fixture
def desk():
    store = open_store(":memory:")
    desk = Desk(store, lambda station: Profile(id=station, site="here"), lambda: T0 + 2 * HOUR)
    desk.store.append(ROWS)
    projector_of(desk).refresh("A")
    yield desk
    store.close()


def test_a_session_of_rows_is_on_the_board_and_the_same_after_all_was_read_again(desk):
    board = desk.board("A")
    (session,) = board.sessions
    assert (session.start, session.end, session.energy_wh) == (T0 + 90 * SECOND, T0 + 1800 * SECOND, 4000)
    assert [state for _, _, state in board.states[1]][-3:] == ["preparing", "charging", "finishing"]
    before = desk.board_json("A")
    desk.store.forget("A")
    projector_of(desk).refresh("A")
    assert desk.board_json("A") == before


def heartbeat(s):
    return Frame("A", T0 + s * SECOND, "in", '[2,"1","Heartbeat",{}]', "", "ocpp1.6")


def test_what_rows_cannot_tell_is_not_known_and_a_dash(desk):
    board = desk.board("A")
    assert board.untold == ["attempts", "links"]
    assert (board.charger.is_online, board.success_headline.pct, board.success[-1].pct) == (None, None, None)
    (day,) = [one for one in board.uptime if one.total_s]
    assert (day.nevi_pct, day.uk_template_pct, day.by_socket[1].nevi_pct) == (None, None, None)
    assert day.uk_reg7_pct == 100
    with TestClient(create_app(desk, token=None, now=desk.now)) as client:
        page = client.get("/chargers/A").text
        uptime = client.get("/chargers/A/uptime").text
        said = [client.get(place).raise_for_status().text for place in ("/", "/sites/here", "/?kiosk=1")]
    assert "which does not tell who was refused" in page
    assert ["ever connected" in one for one in (page, *said)] == [False] * 4
    assert ["ontact unknown" in one for one in (page, said[0], said[2])] == [True] * 3
    plain = repr([panel.plain(board, 80) for panel in panels() if panel.name in {"header", "success"}])
    assert ("never" in plain, "0 of 0" in plain, "not known whether online" in plain) == (False, False, True)
    assert "100 %" not in uptime[uptime.index("NEVI") :].partition("UK")[0]


def test_once_the_charger_itself_is_heard_all_is_told_and_rows_beside_it_tell_nothing_more(desk):
    desk.store.append([heartbeat(3000), status(3600, "Preparing"), status(4600, "Available")])
    projector_of(desk).refresh("A")
    board = desk.board("A")
    assert (board.untold, board.charger.is_online, len(board.sessions)) == ([], False, 1)
    facts = desk.store.facts("A", Span(T0 + 3000 * SECOND, 2**62))
    assert not any(isinstance(fact, StatusReported) for fact in facts)


def test_rows_without_any_message_for_a_day_cannot_tell_again(desk):
    desk.store.append([heartbeat(3000), status(4000, "Preparing"), status(3001 + 24 * 3600, "Available")])
    projector_of(desk).refresh("A")
    facts = desk.store.facts("A", Span(0, 2**62))
    told = [(fact.at - T0, fact.what) for fact in facts if isinstance(fact, CannotTell)]
    assert told == [
        (0, ("attempts", "links")),
        (3000 * SECOND, ()),
        ((3001 + 24 * 3600) * SECOND, ("attempts", "links")),
    ]


def test_while_nobody_reads_rows_the_state_of_a_connector_is_unknown(desk):
    desk.store.put_log("A", is_log=True)
    board = desk.board("A")
    assert (board.now[0].state, board.charger.is_history) == ("unknown", True)


def test_a_row_that_comes_again_is_there_once(desk):
    before = len(next(desk.store.frames_after("A", 0, 0)))
    desk.store.begin_delivery()
    assert desk.store.append(ROWS) == 0
    assert len(next(desk.store.frames_after("A", 0, 0))) == before == len(ROWS)


def test_a_row_is_shown_as_a_row_with_its_table_and_leads_to_its_session(desk):
    with TestClient(create_app(desk, token=None, now=desk.now)) as client:
        page = client.get(f"/chargers/A/frames?{SPAN}").text
        assert page.count('title="written down by another system"') == len(ROWS)
        assert page.count("steve.connector_status") >= 5
        start = page[page.index("steve.transaction_start") :]
        assert "transaction_pk 7 · connector_id 1 · id_tag T" in start[: start.index("</summary>")]
        assert re.search(r'class="to-session" href="[^"]+"', start)
        lines = client.get(f"/chargers/A/frames.jsonl?{SPAN}").text.splitlines()
        rows = client.get(f"/api/v1/chargers/A/frames?{SPAN}").json()["frames"]
    assert json.loads(lines[0])["direction"] == "row"
    assert json.loads(lines[0])["frame"][:2] == ["steve", "connector_status"]
    assert {one["kind"] for one in rows} == {"row"}

"""
A Sunday of two sockets on which the hour from 3 comes twice, worked out by hand (G3, 2.2-2.4).

In Helsinki on 25 October 2026. Socket 1 charges 20 kWh from the first 03:00 to 04:00, so for two hours;
socket 2 is first heard of at 12:00, charges 6 kWh from 12:30 to 13:30 and fails to at 17:05. There is no
contact from 22:00 to 23:00.
"""

from datetime import date, datetime

import pytest

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.evidence.week.view import page
from chargeboard.run.answering.list_filters import ListScope
from chargeboard.run.desk import Desk
from chargeboard.time.instants import instant_of
from projecting import projector_of

SUNDAY = ListScope(window=(date(2026, 10, 25), date(2026, 10, 26)))
SPRING = ListScope(window=(date(2026, 3, 29), date(2026, 3, 30)))


def at(text):
    return instant_of(datetime.fromisoformat(f"{text}Z"))


def frames():
    def status(moment, socket, said):
        told = f'"connectorId":{socket},"errorCode":"NoError","status":"{said}","timestamp":"{moment}:00Z"'
        return Frame(
            "CP",
            at(moment),
            "in",
            f'[2,"s{socket}{moment}{said}","StatusNotification",{{{told}}}]',
            "c",
            "ocpp1.6",
        )

    def session(number, socket, start, end, wh):
        yield status(start, socket, "Preparing")
        begin = f'"connectorId":{socket},"idTag":"A{number}","meterStart":0,"timestamp":"{start}:00Z"'
        told = f'[2,"b{number}","StartTransaction",{{{begin}}}]'
        yield Frame("CP", at(start), "in", told, "c", "ocpp1.6")
        answer = f'{{"transactionId":{number},"idTagInfo":{{"status":"Accepted"}}}}'
        yield Frame("CP", at(start) + 1, "out", f'[3,"b{number}",{answer}]', "c", "ocpp1.6")
        stop = f'"transactionId":{number},"meterStop":{wh},"timestamp":"{end}:00Z"'
        yield Frame("CP", at(end), "in", f'[2,"e{number}","StopTransaction",{{{stop}}}]', "c", "ocpp1.6")
        yield status(end, socket, "Available")

    yield Frame("CP", at("2026-10-24T21:00"), "ws", '["open","c","ocpp1.6"]', "c", "ocpp1.6")
    yield status("2026-10-24T21:00", 1, "Available")
    yield from session(1, 1, "2026-10-25T00:00", "2026-10-25T02:00", 20_000)
    yield status("2026-10-25T10:00", 2, "Available")
    yield from session(2, 2, "2026-10-25T10:30", "2026-10-25T11:30", 6_000)
    yield from session(3, 2, "2026-10-25T15:05", "2026-10-25T15:05", 0)
    yield Frame("CP", at("2026-10-25T20:00"), "ws", '["close","c",1000,""]', "c", "ocpp1.6")
    yield Frame("CP", at("2026-10-25T21:00"), "ws", '["open","d","ocpp1.6"]', "d", "ocpp1.6")
    yield Frame("CP", at("2026-10-27T12:00"), "ws", '["pong","d"]', "d", "ocpp1.6")


@pytest.fixture
def desk(store):
    profile = Profile(id="CP", policy=Policy(timezone="Europe/Helsinki", silence_detection=False))
    made = Desk(store, lambda _: profile, lambda: at("2026-10-27T12:00"))
    made.store.append([*frames()])
    projector_of(made).refresh("CP")
    return made


def test_hours_and_sockets_are_what_they_come_to_by_hand(desk):
    week = desk.evidence.week("CP", SUNDAY)
    cells = {cell.hour: cell for cell in week.cells if cell.weekday == 7}

    def told(hour):
        cell = cells[hour]
        return cell.in_use_s, cell.available_s, cell.attempts, cell.failed, cell.energy_wh

    assert told(2) == (0, 3600, 0, 0, 0)
    assert told(3) == (7200, 7200, 1, 0, 20_000)
    assert cells[3].use_pct == 100
    assert told(12) == (1800, 7200, 1, 0, 3_000)
    assert told(13) == (1800, 7200, 0, 0, 3_000)
    assert told(17) == (0, 7200, 1, 1, 0)
    assert told(22) == (0, 7200, None, None, None)
    assert (cells[22].use_pct, cells[22].known_s) == (None, 0)
    assert {cell.available_s for cell in week.cells if cell.weekday != 7} == {0}

    one, two = week.sockets
    assert (one.socket, one.available_s, one.known_s, one.in_use_s) == (1, 25 * 3600, 24 * 3600, 7200)
    # hour 3 is its own; of hours 12 and 13 it is half of what was known
    assert (one.use_pct, one.expected_use_pct) == (8, pytest.approx(10))
    assert (two.use_pct, two.expected_use_pct) == (pytest.approx(100 / 12), pytest.approx(100 / 24))
    assert (one.attempts, one.expected_attempts, two.attempts, two.expected_attempts) == (1, 2, 2, 1)
    assert (one.success_pct, one.expected_success_pct) == (100, 100)
    assert (two.success_pct, two.expected_success_pct) == (50, 50)
    assert (one.energy_wh, one.expected_energy_wh) == (20_000, 23_000)
    assert (two.energy_wh, two.expected_energy_wh) == (6_000, 3_000)


def test_the_page_writes_a_dash_where_nothing_is_known_and_a_figure_in_each_shade(desk):
    use, failed, energy = page(desk.evidence.week("CP", SUNDAY)).maps
    assert [(one.rows[22].cells[6].text, one.rows[22].cells[6].shade) for one in (use, failed, energy)] == [
        ("–", None)
    ] * 3
    assert [(use.rows[hour].cells[6].text, use.rows[hour].cells[6].shade) for hour in (2, 3, 12)] == [
        ("0%", 0),
        ("100%", 5),
        ("25%", 2),
    ]
    assert [failed.rows[hour].cells[6].text for hour in (2, 3, 17)] == ["0", "0/1", "1/1"]
    assert energy.rows[13].cells[6].text == "3.0"


def test_a_span_before_it_was_observed_has_no_figure_at_all(desk):
    week = desk.evidence.week("CP", SPRING)
    assert week.total.use_pct is week.total.attempts is week.total.energy_wh is None
    assert week.sockets == []

"""
What do 1,878 real fast-charging sessions come to?

EPFL publishes two plugs' sessions of 15 months as a table. Here each becomes the two messages of a charger,
and everything that the board adds up is compared with sums made of the table alone. The table's times name no
zone and are taken as UTC.
"""

import csv
import json
from collections import Counter
from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest
from real_reader import instant

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy
from chargeboard.time.instants import SECOND

AT, FIRST, END = "2023-07-06T00:00:00Z", "2022-04-12", "2023-07-06"
PLUGS = {"CCS1": 1, "CCS2": 2}


class Row:
    """One line of the table."""

    def __init__(self, said):
        self.plug = PLUGS[said["CCS"]]
        self.number = int(said["Session"])
        self.arrival = datetime.fromisoformat(said["Arrival"])
        self.departure = datetime.fromisoformat(said["Departure"])
        self.minutes = int(said["Stay (min)"])
        self.energy_wh = Decimal(said["Energy (Wh)"])

    @property
    def seconds(self):
        return (self.departure - self.arrival).total_seconds()

    def by_day(self):
        """Date, seconds and energy of each part, the energy even in time."""
        begin = self.arrival
        while begin < self.departure:
            midnight = datetime.combine(begin.date() + timedelta(days=1), time())
            end = min(midnight, self.departure)
            seconds = (end - begin).total_seconds()
            yield begin.date(), seconds, self.energy_wh * int(seconds) / int(self.seconds)
            begin = end


@pytest.fixture
def rows(shared):
    with (shared / "epfl-level3" / "Session_data.csv").open() as file:
        return [Row(said) for said in csv.DictReader(file)]


@pytest.fixture
def board(rows, reader):
    def asked(policy):
        reader.take(frames(rows), policy)
        return reader.board("EPFL", AT, FIRST, END)

    return asked


def frames(rows):
    """StartTransaction and StopTransaction of each row; a plug's register goes on from session to session."""
    registers = dict.fromkeys(PLUGS.values(), Decimal(1000))
    told = []
    for row in sorted(rows, key=lambda row: row.arrival):
        begin = registers[row.plug]
        end = registers[row.plug] = begin + row.energy_wh
        arrival, departure = (f"{one.isoformat()}Z" for one in (row.arrival, row.departure))
        start = {"connectorId": row.plug, "idTag": "T", "meterStart": float(begin), "timestamp": arrival}
        stop = {"transactionId": row.number, "meterStop": float(end), "timestamp": departure}
        accepted = {"transactionId": row.number, "idTagInfo": {"status": "Accepted"}}
        told += [
            (arrival, "in", [2, f"b{row.number}", "StartTransaction", start]),
            (arrival, "out", [3, f"b{row.number}", accepted]),
            (departure, "in", [2, f"e{row.number}", "StopTransaction", stop]),
        ]
    told.sort(key=lambda one: one[0])
    return [Frame("EPFL", instant(at), way, json.dumps(message), "A", "ocpp1.6") for at, way, message in told]


def test_the_table_counts_both_end_minutes_of_a_stay(rows):
    assert len(rows) == 1878
    assert all(row.minutes * 60 == row.seconds + 60 for row in rows)


@pytest.mark.parametrize("policy", [Policy(silence_detection=False), Policy()], ids=["links", "silence"])
def test_everything_that_is_added_up_is_the_sum_of_the_table(rows, board, policy):
    found = board(policy)
    total_wh = sum(row.energy_wh for row in rows)
    seconds = [row.seconds for row in rows]
    view = found.overview
    assert view.total_sessions == len(found.sessions) == len(rows)
    assert view.total_consumption_wh == pytest.approx(float(total_wh)) == pytest.approx(60_441_935.575)
    assert view.avg_consumption_wh == pytest.approx(float(total_wh) / len(rows))
    assert view.avg_duration_s == pytest.approx(sum(seconds) / len(rows))
    assert view.median_duration_s == (sorted(seconds)[938] + sorted(seconds)[939]) / 2
    assert view.days == (datetime.fromisoformat(END) - datetime.fromisoformat(FIRST)).days

    ended = Counter(row.departure.date() for row in rows)
    assert {day: n for day, n in found.sessions_per_day.items() if n} == ended
    energy, used = Counter(), Counter()
    for row in rows:
        for day, part_s, part_wh in row.by_day():
            energy[day] += float(part_wh)
            used[day] += part_s
    # between sessions there is no contact for hours; a session that its stop proves is use all the same (P2)
    assert {day: wh for day, wh in found.energy_per_day_wh.items() if wh} == pytest.approx(energy)
    assert {day.date: day.in_use_s for day in found.utilization if day.in_use_s} == dict(used)
    assert found.success_headline.numerator == found.success_headline.denominator == len(rows)


def test_each_session_is_its_row(rows, board):
    found = board(Policy())
    told = {row.number: row for row in rows}
    for session in found.sessions:
        row = told[int(session.transaction_ids[0])]
        assert session.socket == row.plug
        assert session.end - session.start == row.seconds * SECOND
        assert session.energy_wh == pytest.approx(float(row.energy_wh), abs=1e-6)
        assert session.completed


def test_the_file_itself_comes_to_the_published_figures(shared, board_of):
    """1,878 sessions and 60,441.94 kWh, by an import that is told what the file does not say."""
    table, how = shared / "epfl-level3" / "Session_data.csv", ("--station", "EPFL", "--tz", "UTC", "--yes")
    board = board_of(table, "EPFL", AT, how, from_=FIRST, to=END)
    assert board["overview"]["total_sessions"] == 1_878
    assert round(board["overview"]["total_consumption_wh"] / 1000, 2) == 60_441.94
    assert sum(n or 0 for n in board["sessions_per_day"].values()) == 1_878
    assert set(board["untold"]) == {"attempts", "links", "statuses"}
    assert board["success_headline"]["denominator"] == 0

"""Fourteen days of two chargers, against what kwwhat makes of them; docs/explanation/kwwhat.md tells why."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import datetime

import pytest

SPANS = {
    "from_": "2025-10-01",
    "to": "2025-10-15",
    "timeline_from": "2025-10-01T00:00:00Z",
    "timeline_to": "2025-10-15T00:00:00Z",
}


@pytest.fixture
def seen(logs, board_of):
    log = logs / "kwwhat" / "ocpp_1_6_synthetic_logs_14d.csv"
    return lambda charger: board_of(log, charger, "2025-10-15T12:00:00Z", **SPANS)


@pytest.fixture
def theirs(logs):
    def rows(name):
        with (logs / "kwwhat" / "expected" / f"{name}.csv").open() as file:
            return list(csv.DictReader(file))

    return rows


def counted(board):
    return sum(day["attempts"] for day in board["success"]), sum(day["successes"] for day in board["success"])


def test_every_transaction_of_theirs_is_a_session_of_ours(seen, theirs):
    ours = {
        (row["transaction_ids"][0], datetime.fromisoformat(row["start"]), datetime.fromisoformat(row["end"]))
        for row in seen("CH-001")["sessions"]
    }
    assert ours == {
        (
            row["transaction_id"],
            datetime.fromisoformat(row["transaction_start_ts"] + "+00:00"),
            datetime.fromisoformat(row["transaction_stop_ts"] + "+00:00"),
        )
        for row in theirs("int_transactions")
    }


def test_attempts_differ_in_the_one_plug_in_that_had_two_transactions(seen, theirs):
    attempts = [row for row in theirs("fact_charge_attempts") if row["charger_id"] == "CH-001"]
    by_success = Counter(row["is_successful"] for row in attempts)
    assert by_success == {"true": 38, "false": 1}
    # theirs cuts the failed one off at the end of a batch; its transaction delivered 1.6 kWh
    cut_off = next(row for row in attempts if row["is_successful"] == "false")
    sessions = {row["transaction_ids"][0]: row for row in seen("CH-001")["sessions"]}
    assert sessions[cut_off["transaction_id"]]["energy_wh"] == 1600
    # 1021 and 1023 overlap while the cable stays in: one attempt of ours
    assert sessions["1023"]["start"] < sessions["1021"]["end"]
    assert counted(seen("CH-001")) == (38, 38)


def test_the_101_attempts_that_a_stuck_lock_ended_are_the_same(seen, theirs):
    board = seen("CH-002")
    attempts = [row for row in theirs("fact_charge_attempts") if row["charger_id"] == "CH-002"]
    assert Counter(row["is_successful"] for row in attempts) == {"false": 101}
    assert counted(board) == (101, 0)
    by_day = Counter(row["charge_attempt_start_ts"][:10] for row in attempts)
    assert {day["date"]: day["attempts"] for day in board["success"] if day["attempts"]} == by_day
    assert {name for day in board["success"] for name in day["failures"]} == {"ev_or_connector_fault"}


def test_a_fault_lasts_until_the_charger_says_that_it_is_over(seen, theirs):
    (fault,) = theirs("int_faulted_outages")
    assert (fault["from_ts"], fault["duration_minutes"]) == ("2025-10-01 08:11:07", "333")
    states = seen("CH-002")["states"]
    faults = [(start, end) for start, end, state in states["1"] if state == "faulted"]
    # the first of them is theirs; the log says Available 90 s later, and 100 faults more follow
    assert faults[0] == ("2025-10-01T08:11:07Z", "2025-10-01T08:12:37Z")
    lengths = {datetime.fromisoformat(end) - datetime.fromisoformat(start) for start, end in faults}
    assert (len(faults), {length.total_seconds() for length in lengths}) == (101, {90.0})


def test_ten_minutes_of_silence_are_not_yet_offline(seen, theirs):
    outages = theirs("int_offline_outages")
    assert {row["duration_minutes"] for row in outages} == {"480.0", "10.0"}
    for charger in ("CH-001", "CH-002"):
        # heartbeats every 300 s: a missing one makes 600 s, which is not longer than two intervals (O3); the
        # 480 min lie before the first frame, when the charger is not observed yet (T4)
        board = seen(charger)
        assert board["offline_gaps"] == []
        assert sum(day["outage_s"] for day in board["uptime"]) == {"CH-001": 0, "CH-002": 102 * 90}[charger]

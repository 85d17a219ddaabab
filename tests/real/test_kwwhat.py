"""
Where do kwwhat's own figures and ours differ on kwwhat's own log, and why?

Its expected files are read here and compared row by row; whatever is not equal must be in one of the named
groups. docs/explanation/kwwhat.md tells the same in prose.
"""

import csv
from collections import Counter
from datetime import date

import pytest
from msgspec.structs import replace
from real_reader import EVER, instant

from chargeboard.domain.policy import Policy
from chargeboard.official.success.rules.kwwhat_visits import Try, succeeds, visits
from chargeboard.time.instants import MINUTE, SECOND
from chargeboard.time.spans import Span
from projecting import projector_of

LOG = "ocpp-logs/kwwhat/ocpp_1_6_synthetic_logs_14d.csv"
END = "2025-10-15T08:00:00Z"
DAYS = [f"2025-10-{day:02d}" for day in range(1, 16)]

AS_KWWHAT = Policy(
    sockets=(1, 3),  # connectors.csv: a port is a pair of connectors
    socket_groups=((1, 2), (3, 4)),
    heartbeat_interval_s=300,  # how often both chargers send one
    offline_k=1,  # an outage begins with the first heartbeat that is late
)


@pytest.fixture
def kwwhat(shared):
    def rows(name, charger=None):
        with (shared / f"ocpp-logs/kwwhat/expected/{name}.csv").open() as file:
            return [row for row in csv.DictReader(file) if charger is None or row["charger_id"] == charger]

    return rows


@pytest.fixture
def ours(shared, reader):
    """Conclusions over the whole log by our own defaults."""
    reader.read(shared / LOG)
    return reader


@pytest.fixture
def as_kwwhat(shared, reader):
    """The same with kwwhat's ports and its idea of an outage as our settings."""
    reader.read(shared / LOG, **{"CH-001": AS_KWWHAT, "CH-002": AS_KWWHAT})
    return reader


def test_all_39_transactions_agree_in_id_start_end_energy_and_reason(ours, kwwhat):
    theirs = {
        (
            row["transaction_id"],
            instant(row["transaction_start_ts"]),
            instant(row["transaction_stop_ts"]),
            1000 * float(row["energy_transferred_kwh"]),
            row["transaction_stop_reason"],
        )
        for row in kwwhat("int_transactions", "CH-001")
    }
    sessions = ours.store.sessions("CH-001", EVER)
    assert theirs == {(s.transaction_ids[0], s.start, s.end, float(s.energy_wh), s.reason) for s in sessions}
    assert (len(theirs), sum(energy_wh for *_, energy_wh, _ in theirs)) == (39, 62_400)
    assert not kwwhat("int_transactions", "CH-002")
    assert not ours.store.sessions("CH-002", EVER)


def test_attempts_agree_but_for_two_groups(ours, kwwhat):
    groups = Counter()
    for charger in ("CH-001", "CH-002"):
        attempts = {one.plugged_at: one for one in ours.store.attempts(charger, EVER)}
        theirs = {
            instant(row["preparing_ingested_ts"]): row for row in kwwhat("fact_charge_attempts", charger)
        }
        assert attempts.keys() <= theirs.keys()
        for plugged_at, row in theirs.items():
            one = attempts.get(plugged_at)
            said = row["is_successful"] == "true"
            if one is None:
                # Preparing while the connector was charging: no plug-in, and its transaction one of two in
                # the same attempt (A4, "two transactions within one plug-in are one attempt")
                assert row["previous_status"] == "Charging"
                groups["the cable was in already"] += 1
            elif said == (one.outcome == "success"):
                groups["agree"] += 1
            else:
                # its batch ends at this Preparing: the transaction behind it is not looked at again
                assert row["incremental_ts"] == row["preparing_ingested_ts"]
                assert (row["transaction_id"], row["energy_transferred_kwh"]) == ("1037", "")
                groups["cut by the edge of a batch"] += 1
    assert groups == {"agree": 138, "the cable was in already": 1, "cut by the edge of a batch": 1}


def test_the_attempt_that_counts_for_two_has_both_transactions(ours, kwwhat):
    (both,) = [one for one in ours.store.attempts("CH-001", EVER) if len(one.session_keys) > 1]
    of = {session.key: session.transaction_ids[0] for session in ours.store.sessions("CH-001", EVER)}
    (row,) = [row for row in kwwhat("fact_charge_attempts") if row["previous_status"] == "Charging"]
    assert row["transaction_id"] in {of[key] for key in both.session_keys}
    # 17:29:01.2 to 17:34:01.7 and 17:33:01.2 to 17:38:01.7 on one connector: 60.5 s of use count once
    seconds = ours.board("CH-001", END, "2025-10-08", "2025-10-09").utilization[0].in_use_s
    sessions = [s for s in ours.store.sessions("CH-001", EVER) if s.start // (86_400 * SECOND) == 20_369]
    assert sum(session.duration for session in sessions) / SECOND - seconds == 60.5


def test_why_attempts_failed_is_the_lock_in_both(ours, kwwhat):
    theirs = Counter(row["error_codes"] for row in kwwhat("fact_charge_attempts", "CH-002"))
    attempts = ours.store.attempts("CH-002", EVER)
    assert theirs == {"[NoError, ConnectorLockFailure]": 101}
    assert Counter(one.outcome for one in attempts) == {"ev_or_connector_fault": 101}
    # kwwhat's attempt ends where the fault is reported, ours where the connector is free again
    by_plug = {one.plugged_at: one.end for one in attempts}
    later = Counter(
        by_plug[instant(row["preparing_ingested_ts"])] - instant(row["charge_attempt_stop_ts"])
        for row in kwwhat("fact_charge_attempts", "CH-002")
    )
    assert later == {90 * SECOND: 101}


def test_visits_differ_by_five_successes_that_followed_a_success(ours, kwwhat):
    rows = kwwhat("fact_visits")
    attempts = Counter((row["charger_ids"], int(row["charge_attempt_count"])) for row in rows)
    assert attempts == {("[CH-002]", 1): 101, ("[CH-001]", 1): 29, ("[CH-001]", 2): 5}
    ours.policies |= {name: Policy(grouping="visit") for name in ("CH-001", "CH-002")}
    for name in ours.policies:
        projector_of(ours.desk).rebuild(name)
    visits = {name: ours.store.attempts(name, EVER) for name in ours.policies}
    # ours joins failed attempts to the success that they led to (2.3): here no failure leads to one
    assert {name: len(found) for name, found in visits.items()} == {"CH-001": 38, "CH-002": 101}
    # kwwhat joins whatever one card does within a while: four pairs of successes, and the two transactions
    # of one plug-in that are one attempt of ours anyway
    (twice,) = [row for row in kwwhat("fact_charge_attempts") if row["previous_status"] == "Charging"]
    pairs = [row["charge_attempt_ids"] for row in rows if row["charge_attempt_count"] == "2"]
    assert sum(twice["charge_attempt_id"] in pair for pair in pairs) == 1
    assert len(pairs) == 4 + 1


def test_visits_over_the_location_are_kwwhats_own_but_for_three_groups(ours, kwwhat):
    rows = {
        (row["first_charger_id"], instant(row["visit_start_ts"])): (
            int(row["charge_attempt_count"]),
            row["is_successful"] == "true",
            row["last_charger_id"],
        )
        for row in kwwhat("fact_visits")
    }
    attempts = [Try(name, one) for name in ("CH-001", "CH-002") for one in ours.store.attempts(name, EVER)]

    def differing(tried):
        # a visit of theirs begins at Preparing
        told = {
            (visit[0].charger, visit[0].attempt.plugged_at): (len(visit), succeeds(visit), visit[-1].charger)
            for visit in visits(tried)
        }
        return {key: (rows.get(key), told.get(key)) for key in rows | told if rows.get(key) != told.get(key)}

    assert len(rows) == 135
    # a card that is shown a second before the plug-in is ours to join, and nobody's there; and their failed
    # attempts end where the fault is reported, ours 90 s later where the connector is free
    as_theirs = [
        Try(name, replace(one, token="", end=one.end - 90 * SECOND))
        if one.outcome == "ev_or_connector_fault"
        else Try(name, one)
        for name, one in attempts
    ]
    one_attempt, cut = (
        ("CH-001", instant("2025-10-08T17:29:00Z")),
        ("CH-001", instant("2025-10-14T20:33:00Z")),
    )
    # of the two groups of attempts: two transactions of one plug-in, and one that their batch cut off
    left = {
        one_attempt: ((2, True, "CH-001"), (1, True, "CH-001")),
        cut: ((1, False, "CH-001"), (1, True, "CH-001")),
    }
    assert differing(as_theirs) == left
    merged = {key: pair for key, pair in differing(attempts).items() if key not in left}
    assert {key[0] for key in merged} == {"CH-002"}
    # with their card, those within half an hour are one visit of ours: 101 visits of theirs are fewer
    assert {pair[0][:2] for pair in merged.values()} == {(1, False)}
    assert sum(pair[1][0] for pair in merged.values() if pair[1]) == len(merged)
    assert (len(merged), sum(pair[1] is not None for pair in merged.values())) == (37, 17)
    assert len(visits(attempts)) == 115


def test_by_default_no_silence_of_ten_minutes_is_an_outage(ours, kwwhat):
    # nobody boots in this log, so no interval is known and 900 s of silence are allowed (O3)
    assert {row["duration_minutes"] for row in kwwhat("int_offline_outages")} == {"480.0", "10.0"}
    for charger in ("CH-001", "CH-002"):
        assert not [gap for gap in ours.store.gaps(charger, EVER) if gap.kind != "collector"]


def test_with_kwwhats_limit_offline_outages_agree_but_for_the_night_before_the_log(as_kwwhat, kwwhat):
    begin = instant("2025-10-01T08:00:00Z")
    for charger in ("CH-001", "CH-002"):
        theirs = {
            (instant(row["from_ts"]), instant(row["to_ts"])) for row in kwwhat("int_offline_outages", charger)
        }
        before = {span for span in theirs if span[1] <= begin}
        gaps = {(gap.start, gap.end) for gap in as_kwwhat.store.gaps(charger, EVER)}
        assert theirs - before == gaps
        # its processing starts at a date; ours knows nothing of a charger before its first frame (T4)
        assert [end - start for start, end in before] == ([480 * MINUTE] if charger == "CH-002" else [])


def test_the_one_faulted_outage_of_333_minutes_was_90_seconds(as_kwwhat, kwwhat):
    (row,) = kwwhat("int_faulted_outages")
    assert (row["charger_id"], row["port_id"], row["duration_minutes"]) == ("CH-002", "1", "333")
    faults = [
        (one.socket, one.start, one.end)
        for one in as_kwwhat.store.segments("CH-002", EVER)
        if one.state == "faulted"
    ]
    # connector 1 is faulted from 08:11:07 to 08:12:37, connector 2 one second later each; before that second
    # nothing was ever heard of connector 2, so the port is what connector 1 is.
    # kwwhat counts an interval whose edges merely touch a fault: the calm from 08:12:38 to 13:44:07 touches
    # the end of one fault of connector 2 and the begin of the next of connector 1, and so became an outage
    assert faults == [(1, instant("2025-10-01T08:11:07Z"), instant("2025-10-01T08:12:37Z"))]
    assert (instant(row["from_ts"]), instant(row["to_ts"])) == (
        instant("2025-10-01T08:11:07Z"),
        instant("2025-10-01T13:44:07Z"),
    )


def test_without_ports_each_of_the_102_faults_takes_its_own_connector_out_for_90_seconds(ours):
    faults = [one for one in ours.store.segments("CH-002", EVER) if one.state == "faulted"]
    assert Counter((one.socket, one.end - one.start) for one in faults) == {
        (1, 90 * SECOND): 101,
        (2, 90 * SECOND): 1,
    }


def test_downtime_by_day_and_port_agrees_but_for_those_two(as_kwwhat, kwwhat):
    theirs = Counter()
    for row in kwwhat("fact_downtime_daily"):
        key = row["charger_id"], 2 * int(row["port_id"]) - 1, row["date_id"][:10]
        theirs[key] += int(row["duration_minutes"]) * 60
    found = Counter()
    for charger in ("CH-001", "CH-002"):
        for day in as_kwwhat.board(charger, END, DAYS[0], "2025-10-16").uptime:
            for socket, figures in day.by_socket.items():
                found[charger, socket, day.date.isoformat()] += figures.outage_s
    differing = {key: theirs[key] - found[key] for key in theirs | found if theirs[key] != found[key]}
    assert differing == {
        ("CH-002", 1, "2025-10-01"): 480 * 60 + 333 * 60 - 90,
        ("CH-002", 3, "2025-10-01"): 480 * 60,
    }
    assert (sum(theirs.values()), sum(found.values())) == (1413 * 60, 7290)
    # and so does their rule among the official ones
    ruled = [
        as_kwwhat.desk.official.figures(charger, date(2025, 10, 1), instant(END)).months[0].rules["kwwhat"]
        for charger in ("CH-001", "CH-002")
    ]
    assert sum(one.down_s for one in ruled) == 7290


def test_uptime_by_day_and_port_follows(as_kwwhat, kwwhat):
    theirs = {
        (row["charger_id"], 2 * int(row["port_id"]) - 1, row["date_id"][:10]): float(row["uptime"])
        for row in kwwhat("fact_uptime")
    }
    # it writes a row a day until today for a charger without an end, and one for the days before the log
    outside = {key: up for key, up in theirs.items() if key[2] not in DAYS}
    assert set(outside.values()) == {1.0}
    assert {key[0] for key in outside} == {"CH-002"}
    groups = Counter()
    for charger in ("CH-001", "CH-002"):
        for day in as_kwwhat.board(charger, END, DAYS[0], "2025-10-16").uptime:
            for socket, figures in day.by_socket.items():
                said = theirs[charger, socket, day.date.isoformat()]
                down_s = figures.outage_s
                if socket == 3:
                    # up to kwwhat; to us unknown but for the gaps, and unknown is in no denominator (2.8)
                    assert figures.total_s == down_s
                    groups["nothing was ever heard of the port"] += 1
                elif 1 - down_s / figures.total_s == pytest.approx(said):
                    groups["agree"] += 1
                elif charger == "CH-001":
                    # the same 20 minutes, of 960 since it was commissioned or of 942 since its first status
                    assert said == pytest.approx(1 - down_s / (960 * 60))
                    assert figures.total_s == 942 * 60
                    groups["unknown before its first status"] += 1
                else:
                    # 1440 less 480 before the log, 10 offline and 333 in the outage that was none
                    assert said == pytest.approx((1440 - 480 - 10 - 333) / 1440)
                    assert down_s == 10 * 60 + 90
                    groups["downtime that was none"] += 1
    assert groups == {
        "agree": 28,
        "nothing was ever heard of the port": 30,
        "unknown before its first status": 1,
        "downtime that was none": 1,
    }


def test_the_ports_of_kwwhat_are_in_no_other_state_than_their_connectors(as_kwwhat):
    span = Span(instant("2025-10-01T08:00:00Z"), instant(END))
    for charger in ("CH-001", "CH-002"):
        board = as_kwwhat.board(charger, END, DAYS[0], "2025-10-16", timeline=span)
        assert list(board.states) == [1, 3]
        assert {state for *_, state in board.states[3]} <= {"unknown", "offline"}

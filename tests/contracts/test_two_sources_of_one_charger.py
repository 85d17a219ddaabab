"""
What two sources tell of one charger, worked out by hand (definitions B1-B4).

On Monday 2 November 2026 in Helsinki a charger is heard by its own messages, by what SteVe wrote down of it,
and by what a party of OCPI billed.
"""

from datetime import date, datetime

import msgspec
import pytest

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.answering.list_filters import ListFilter, ListScope
from chargeboard.run.desk import Desk
from chargeboard.time.instants import MINUTE, SECOND, datetime_of, instant_of
from chargeboard.time.spans import Span

MONDAY, TUESDAY = date(2026, 11, 2), date(2026, 11, 3)
WHOLE_DAY = ListScope(window=(MONDAY, TUESDAY))
EVENING = "20:00:00"
EVERY = ListFilter()


def at(clock):
    return instant_of(datetime.fromisoformat(f"2026-11-02T{clock}+02:00"))


def utc(clock):
    return datetime_of(at(clock)).isoformat()


def framed(moment, direction, said):
    return Frame("CP", moment, direction, msgspec.json.encode(said).decode(), "", "ocpp1.6")


def asked(clock, number, action, **payload):
    return framed(at(clock), "in", [2, number, action, payload])


def status(clock, said, code="NoError"):
    told = {"connectorId": 1, "status": said, "errorCode": code, "timestamp": utc(clock)}
    return asked(clock, f"status {clock}", "StatusNotification", **told)


def charged(first, last, number, meter, card="A", reason="EVDisconnected"):
    """A session of the charger's own messages: from when to when, its transaction, its registers in Wh."""
    begun = {"connectorId": 1, "idTag": card, "meterStart": meter[0], "timestamp": utc(first)}
    yield asked(first, f"start {number}", "StartTransaction", **begun)
    accepted = {"transactionId": number, "idTagInfo": {"status": "Accepted"}}
    yield framed(at(first) + 1, "out", [3, f"start {number}", accepted])
    if last is not None:
        ended = {"transactionId": number, "meterStop": meter[1], "timestamp": utc(last), "reason": reason}
        yield asked(last, f"stop {number}", "StopTransaction", **ended)
        yield framed(at(last) + 1, "out", [3, f"stop {number}", {}])


def heartbeats():
    for hour in range(6, 20):
        yield asked(f"{hour:02}:00:30", f"beat {hour}", "Heartbeat")


def row(clock, system, table, **columns):
    return framed(at(clock), "row", [system, table, columns])


def in_steve(first, last, number, meter, card="A", reason="EVDisconnected"):
    """The same as SteVe's rows have it."""
    begun = {"transaction_pk": number, "connector_id": 1, "id_tag": card}
    yield row(
        first,
        "steve",
        "transaction_start",
        **begun,
        start_timestamp=utc(first),
        event_timestamp=utc(first),
        start_value=str(meter[0]),
    )
    if last is not None:
        yield row(
            last,
            "steve",
            "transaction_stop",
            transaction_pk=number,
            connector_id=1,
            event_actor="station",
            stop_timestamp=utc(last),
            event_timestamp=utc(last),
            stop_value=str(meter[1]),
            stop_reason=reason,
        )


def billed(clock, first, last, name, kwh, session=""):
    """A CDR of OCPI, and when it was updated."""
    return row(
        clock,
        "ocpi",
        "cdr",
        socket=1,
        country_code="FI",
        party_id="ABC",
        id=name,
        transaction_id=session or name,
        start_date_time=utc(first),
        end_date_time=utc(last),
        total_energy=kwh,
    )


@pytest.fixture
def told(store):
    """What is told of the frames, at an instant."""

    def of(*parts, clock=EVENING, scope=WHOLE_DAY, chosen=EVERY):
        frames = [one for part in parts for one in ([part] if isinstance(part, Frame) else part)]
        store.append(sorted(frames, key=lambda frame: frame.received_at))
        policy = Policy(timezone="Europe/Helsinki", silence_detection=False)
        desk = Desk(store, lambda station: Profile(id=station, policy=policy), lambda: at(clock))
        desk.refresh("CP")
        return desk.evidence.sources("CP", scope, chosen)

    return of


def test_rows_that_say_what_the_messages_say_are_alike(told):
    sessions = (("08:00:00", "09:00:00", 1, (1000, 6000)), ("10:00:00", "10:30:00", 2, (6000, 9000)))
    found = told(heartbeats(), *(charged(*one) for one in sessions), *(in_steve(*one) for one in sessions))
    (steve,) = found.sources
    assert (steve.source, steve.sessions, steve.alike, steve.differing) == ("steve", 2, 2, 0)
    assert (steve.added, steve.missing, steve.cannot_tell) == (0, 0, ["attempts", "links"])
    assert (found.has_messages, found.is_cut, found.sessions, found.states) == (True, False, [], [])


def test_each_difference_of_a_session_is_listed_with_how_much_it_is(told):
    found = told(
        heartbeats(),
        charged("08:00:00", "09:00:00", 1, (1000, 6000)),
        in_steve("08:00:06", "08:59:50", 1, (1000, 5900), card="B", reason="Remote"),
    )
    (one,) = found.sessions
    assert one.differs == ["start", "end", "energy", "reason", "card"]
    assert (one.start, one.source_start, one.start_later_s) == (at("08:00:00"), at("08:00:06"), 6)
    assert (one.end, one.source_end, one.end_later_s) == (at("09:00:00"), at("08:59:50"), -10)
    assert (one.energy_wh, one.source_energy_wh, one.energy_more_wh) == (5000, 4900, -100)
    assert (one.reason, one.source_reason) == ("EVDisconnected", "Remote")
    assert (one.transaction_id, one.socket) == ("1", 1)


def test_five_seconds_and_ten_watt_hours_are_no_difference(told):
    found = told(
        heartbeats(),
        charged("08:00:00", "09:00:00", 1, (1000, 6000)),
        in_steve("08:00:05", "08:59:55", 1, (1000, 5990)),
    )
    assert [(one.alike, one.differing) for one in found.sources] == [(1, 0)]


def test_what_only_one_of_both_knows_is_told_with_which(told):
    found = told(
        heartbeats(),
        in_steve("07:00:00", "07:10:00", 1, (0, 500)),
        charged("07:00:00", "07:10:00", 1, (0, 500)),
        charged("08:00:00", "09:00:00", 2, (1000, 6000)),
        in_steve("12:00:00", "13:00:00", 3, (6000, 9000)),
    )
    assert [(one.differs, one.start, one.source_start) for one in found.sessions] == [
        (["added"], None, at("12:00:00")),
        (["missing"], at("08:00:00"), None),
    ]
    assert [(one.alike, one.added, one.missing) for one in found.sources] == [(1, 1, 1)]
    added, missing = found.sessions
    assert (added.session, added.source_energy_wh, added.transaction_id) == (None, 3000, "3")
    assert (missing.session is not None, missing.transaction_id) == (True, None)


def test_sessions_behind_its_last_row_a_source_cannot_know(told):
    found = told(
        heartbeats(),
        in_steve("07:00:00", "07:10:00", 1, (0, 500)),
        charged("07:00:00", "07:10:00", 1, (0, 500)),
        charged("08:00:00", "09:00:00", 2, (1000, 6000)),
    )
    assert [(one.sessions, one.missing) for one in found.sources] == [(1, 0)]


def test_a_bill_is_found_by_its_time_where_its_id_is_another_one(told):
    found = told(
        heartbeats(),
        charged("08:00:00", "09:00:00", 1, (1000, 6000)),
        charged("10:00:00", "11:00:00", 2, (6000, 9000)),
        billed("12:00:00", "08:00:00", "09:00:00", "CDR-7", 5.02),
    )
    (ocpi,), (one,) = found.sources, found.sessions
    assert (one.differs, one.energy_more_wh, one.transaction_id) == (["energy"], 20, "CDR-7")
    assert (one.source_reason, one.source_socket) == (None, 1)
    # it has the sessions that are shared with us: nobody knows whether it should have the other one
    assert (ocpi.sessions, ocpi.differing, ocpi.missing) == (1, 1, None)


def test_an_end_that_was_inferred_is_nobodys_word(told):
    found = told(
        heartbeats(),
        charged("08:00:00", None, 1, (1000, 0)),
        status("09:00:00", "Available"),
        in_steve("08:00:00", "09:10:00", 1, (1000, 6000)),
    )
    assert [(one.alike, one.differing) for one in found.sources] == [(1, 0)]


def test_that_a_session_goes_on_is_a_word(told):
    found = told(
        heartbeats(),
        charged("18:50:00", None, 1, (1000, 0)),
        in_steve("18:50:00", "19:10:00", 1, (1000, 6000)),
        clock="19:20:00",
    )
    (one,) = found.sessions
    assert (one.differs, one.end, one.source_end, one.end_later_s) == (["end"], None, at("19:10:00"), None)


def test_that_a_socket_is_out_of_service_by_one_of_both_is_listed_from_a_quarter_of_an_hour_on(told):
    def steve(clock, said):
        return row(
            clock,
            "steve",
            "connector_status",
            connector_id=1,
            status_timestamp=utc(clock),
            status=said,
            error_code="NoError",
        )

    found = told(
        heartbeats(),
        *(status("06:01:00", "Available"), steve("06:01:00", "Available")),
        *(status("10:00:00", "Faulted", "GroundFailure"), status("11:00:00", "Available")),
        *(steve("14:00:00", "Unavailable"), steve("14:14:00", "Available")),
        *(steve("15:00:00", "Unavailable"), steve("15:15:00", "Available")),
    )
    assert [(one.start, one.duration_s, one.is_out, one.source_state) for one in found.states] == [
        (at("15:00:00"), 900, False, "unavailable"),
        (at("10:00:00"), 3600, True, "available"),
    ]


def test_of_a_charger_that_one_source_tells_of_nothing_differs(told):
    found = told(in_steve("08:00:00", "09:00:00", 1, (1000, 6000)))
    assert (found.has_messages, len(found.sources), found.total) == (False, 1, 0)


def test_what_was_learned_later_is_not_told_of_a_moment_of_the_past(told):
    parts = charged("08:00:00", "09:00:00", 1, (1000, 6000)), heartbeats()
    bill = billed("12:00:00", "08:00:00", "09:00:00", "CDR-7", 5.02)
    past = ListScope(at=at("11:59:59"), window=(MONDAY, TUESDAY))
    assert told(*parts, bill, scope=past).sources == []


def test_a_list_comes_by_pages_newest_first(told):
    hours = range(7, 12)
    found = told(
        heartbeats(),
        *(charged(f"{n:02}:00:00", f"{n:02}:30:00", n, (0, 5000)) for n in hours),
        *(in_steve(f"{n:02}:00:00", f"{n:02}:31:00", n, (0, 5000)) for n in hours),
        chosen=ListFilter(offset=1, limit=2),
    )
    assert (found.total, [one.transaction_id for one in found.sessions]) == (5, ["10", "9"])


def test_rows_of_a_source_are_read_without_the_messages_wherever_they_are_kept(store):
    rows = [*in_steve("08:00:00", "09:00:00", 1, (1000, 6000))]
    frames = [*heartbeats(), *rows]
    store.append(sorted(frames, key=lambda frame: frame.received_at))
    span = Span(at("06:00:00"), at("20:00:00"))
    assert store.rows_in("CP", span) == rows
    store.pack("CP", at("08:30:00"))
    assert store.rows_in("CP", span) == rows
    assert store.rows_in("CP", Span(rows[0].received_at + SECOND, span.end)) == rows[1:]
    assert store.rows_in("CP", Span(span.start, at("08:00:00") + MINUTE)) == rows[:1]

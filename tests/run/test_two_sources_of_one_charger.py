"""
What two sources tell of one charger, worked out by hand (B1, B2, B3, B4).

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
from chargeboard.time.instants import HOUR, datetime_of, instant_of
from projecting import projector_of

SUNDAY, MONDAY, TUESDAY = date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 3)
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


def in_steve(first, last, number, meter, card="A", reason="EVDisconnected", *, socket=1):
    """The same as SteVe's rows have it."""
    begun = {"transaction_pk": number, "connector_id": socket, "id_tag": card}
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
            connector_id=socket,
            event_actor="station",
            stop_timestamp=utc(last),
            event_timestamp=utc(last),
            stop_value=str(meter[1]),
            stop_reason=reason,
        )


def billed(clock, first, last, name, kwh, session="", *, socket=1):
    """A CDR of OCPI, and when it was updated."""
    return row(
        clock,
        "ocpi",
        "cdr",
        socket=socket,
        country_code="FI",
        party_id="ABC",
        id=name,
        transaction_id=session or name,
        start_date_time=utc(first),
        end_date_time=utc(last),
        total_energy=kwh,
    )


def of_file(first, last, wh, socket=1):
    """A session as a file has it, learned when it ended."""
    columns = {"start": utc(first), "end": utc(last), "energy_wh": str(wh)}
    return row(last, "session_file", "session", **columns, **({"socket": socket} if socket else {}))


def desk_of(store, clock=EVENING):
    policy = Policy(timezone="Europe/Helsinki", silence_detection=False)
    return Desk(store, lambda station: Profile(id=station, policy=policy), lambda: at(clock))


@pytest.fixture
def told(store):
    """What is told of the frames, at an instant."""

    def of(*parts, clock=EVENING, scope=WHOLE_DAY, chosen=EVERY):
        frames = [one for part in parts for one in ([part] if isinstance(part, Frame) else part)]
        store.append(sorted(frames, key=lambda frame: frame.received_at))
        desk = desk_of(store, clock)
        projector_of(desk).refresh("CP")
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


def test_a_session_that_a_source_has_on_another_socket_differs_in_that(told):
    found = told(
        heartbeats(),
        charged("08:00:00", "09:00:00", 1, (1000, 6000)),
        in_steve("08:00:00", "09:00:00", 1, (1000, 6000), socket=2),
    )
    assert [(one.differs, one.socket, one.source_socket) for one in found.sessions] == [(["socket"], 1, 2)]
    assert [(one.differing, one.added, one.missing) for one in found.sources] == [(1, 0, 0)]


@pytest.mark.parametrize(
    ("number", "first"), [pytest.param(2, "08:00:00", id="time"), pytest.param(1, "08:31:00", id="number")]
)
def test_on_two_sockets_neither_the_time_nor_a_number_alone_makes_them_the_same(told, number, first):
    found = told(
        heartbeats(),
        charged("08:00:00", "09:00:00", 1, (1000, 6000)),
        in_steve(first, "10:00:00", number, (1000, 6000), socket=2),
    )
    assert [(one.differing, one.added) for one in found.sources] == [(0, 1)]


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


def test_of_two_that_fit_it_is_the_one_whose_start_is_nearest_in_whatever_order_they_come(told):
    found = told(
        heartbeats(),
        charged("08:00:00", "09:00:00", 1, (1000, 6000)),
        *(of_file(first, "09:00:00", 5000, socket=None) for first in ("07:50:00", "08:00:00")),
    )
    assert [(one.differs, one.source_start) for one in found.sessions] == [(["added"], at("07:50:00"))]


def test_a_session_that_began_the_next_day_by_the_page_is_not_only_there(told):
    began = "2026-11-01T23:59:58+02:00"
    columns = {"start": began, "end": utc("01:00:00"), "energy_wh": "5000", "socket": 1}
    found = told(
        charged("00:00:02", "01:00:00", 1, (1000, 6000)),
        row("01:00:00", "session_file", "session", **columns),
        scope=ListScope(window=(SUNDAY, MONDAY)),
    )
    assert [(one.sessions, one.added) for one in found.sources] == [(0, 0)]


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


def test_until_its_last_row_a_source_is_judged_and_not_an_instant_longer(told):
    sentence = {"status_timestamp": utc("06:01:00"), "status": "Available", "error_code": "NoError"}
    found = told(
        heartbeats(),
        *(status("06:01:00", "Available"), status("10:00:00", "Faulted", "GroundFailure")),
        row("06:01:00", "steve", "connector_status", connector_id=1, **sentence),
        in_steve("10:10:00", "10:20:00", 1, (0, 500)),
    )
    assert [(one.start, one.end) for one in found.states] == [(at("10:00:00"), at("10:20:00"))]


def test_of_a_charger_that_one_source_tells_of_nothing_differs(told):
    found = told(in_steve("08:00:00", "09:00:00", 1, (1000, 6000)))
    assert (found.has_messages, len(found.sources), found.total) == (False, 1, 0)


@pytest.mark.parametrize(
    ("beats", "seen_at", "has_messages"),
    [
        pytest.param([-25, 25], 40, False, id="long before and after"),
        pytest.param([-24], 40, True, id="a day before"),
        pytest.param([23, 25], 40, True, id="in it"),
        pytest.param([20], 13, False, id="after the moment"),
    ],
)
def test_messages_tell_of_days_until_a_day_after_the_last(told, beats, seen_at, has_messages):
    begin = at("00:00:00") - 24 * HOUR
    found = told(
        [framed(begin + hour * HOUR, "in", [2, f"{hour}", "Heartbeat", {}]) for hour in sorted(beats)],
        framed(begin + 12 * HOUR, "row", ["steve", "connector_status", {"connector_id": 1}]),
        scope=ListScope(at=begin + seen_at * HOUR, window=(SUNDAY, MONDAY)),
    )
    assert (found.has_messages, [one.source for one in found.sources]) == (has_messages, ["steve"])


@pytest.mark.parametrize("day", [SUNDAY, TUESDAY])
def test_of_days_before_its_first_row_and_after_its_last_a_source_does_not_tell(told, day):
    steve = in_steve("08:00:00", "09:00:00", 1, (1000, 6000))
    window = (SUNDAY, MONDAY) if day == SUNDAY else (TUESDAY, date(2026, 11, 4))
    assert told(heartbeats(), steve, scope=ListScope(window=window)).sources == []


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


def energies(store, clock=EVENING):
    desk = desk_of(store, clock)
    projector_of(desk).refresh("CP")
    return [one.energy_wh for one in desk.board("CP").sessions]


def test_a_session_of_which_two_systems_have_rows_counts_once_as_the_better_one_tells_it(told, store):
    bills = (
        billed("12:00:00", "08:00:00", "09:00:00", "CDR-7", 5.02),
        billed("12:00:01", "10:00:00", "10:30:00", "CDR-8", 2),
    )
    found = told(in_steve("08:00:00", "09:00:00", 1, (1000, 6000)), *bills)
    assert energies(store) == [5000, 2000]
    assert [(one.source, one.alike, one.differing, one.added) for one in found.sources] == [
        ("ocpi", 1, 1, 0),
        ("steve", 1, 0, 0),
    ]
    assert [(one.source, one.differs, one.energy_more_wh) for one in found.sessions] == [
        ("ocpi", ["energy"], 20)
    ]


@pytest.mark.parametrize(("last", "count"), [("09:00:00", 1), ("08:20:00", 2)])
def test_one_number_on_two_sockets_counts_once_if_it_is_at_the_same_time(told, store, last, count):
    bill = billed("12:00:00", "08:40:00", "08:50:00", "CDR-7", 5.02, session="1", socket=2)
    told(in_steve("08:00:00", last, 1, (1000, 6000)), bill)
    assert energies(store) == [5000, 5020][:count]


def test_of_two_that_tell_sessions_whole_a_bill_counts_and_not_the_file(told, store):
    told(
        billed("12:00:00", "08:00:00", "09:00:00", "CDR-7", 5.02),
        of_file("08:01:00", "09:01:00", 5000, socket=None),
        of_file("10:00:00", "10:30:00", 2000),
    )
    assert energies(store) == [5020, 2000]


def test_what_the_better_one_does_not_tell_is_what_the_other_has_and_the_session_says_so(told, store):
    system, table, columns = msgspec.json.decode(of_file("08:00:00", "09:00:00", 4990, socket=None).text)
    told(
        going_on("08:30:00", "08:01:00", kwh=2),
        row("09:00:00", system, table, **columns, reason="EVDisconnected"),
        of_file("10:00:00", "10:30:00", 2000, socket=None),
    )
    desk = desk_of(store)
    projector_of(desk).refresh("CP")
    found = desk.board("CP").sessions
    assert [(one.energy_wh, one.socket, one.reason, one.flags) for one in found] == [
        (4990, 1, "EVDisconnected", ["filled_in"]),
        (2000, None, None, []),
    ]


def test_a_card_and_a_reason_that_a_bill_does_not_tell_are_those_of_the_file(told, store):
    system, table, columns = msgspec.json.decode(of_file("08:00:00", "09:00:00", 5000).text)
    bill = billed("12:00:00", "08:00:00", "09:00:00", "CDR-7", 5.02)
    found = told(bill, row("09:00:00", system, table, **columns, reason="Local", id_tag="CARD"))
    (one,) = desk_of(store).board("CP").sessions
    assert (one.energy_wh, one.reason, one.flags) == (5020, "Local", ["filled_in"])
    assert [(each.differs, each.energy_more_wh) for each in found.sessions] == [(["energy"], -20)]


def test_one_that_goes_on_has_no_reason_of_another_telling(told, store):
    system, table, columns = msgspec.json.decode(of_file("18:01:00", "18:50:00", 5000).text)
    file = row("18:50:00", system, table, **columns, reason="Local")
    told(in_steve("18:00:00", None, 1, (1000, 0)), file, clock="19:00:00")
    desk = desk_of(store, "19:00:00")
    assert [(one.end, one.reason, one.flags) for one in desk.board("CP").sessions] == [(None, None, [])]


def test_sessions_of_one_system_that_overlap_are_two(told, store):
    told(of_file("08:00:00", "09:00:00", 5000), of_file("08:01:00", "09:00:00", 4000))
    assert energies(store) == [5000, 4000]


def test_two_at_once_on_two_sockets_are_two_whatever_a_source_says_of_sockets(told, store):
    told(
        in_steve("08:00:00", "09:00:00", 1, (1000, 6000)),
        *(of_file(first, "09:00:00", 5000, socket=None) for first in ("08:00:00", "08:02:00")),
    )
    assert energies(store) == [5000, 5000]


def test_a_bill_that_comes_days_later_is_the_session_that_was_settled_long_ago(store):
    session = [*in_steve("08:00:00", "09:00:00", 1, (1000, 6000))]
    later = [*in_steve("18:00:00", "18:30:00", 2, (6000, 7000))]
    store.append([*session, *later])
    assert energies(store) == [5000, 1000]
    store.append([billed("19:00:00", "08:10:00", "09:00:00", "CDR-7", 5.02)])
    assert energies(store) == [5000, 1000]
    store.forget("CP")
    assert energies(store) == [5000, 1000]


def going_on(clock, first, kwh=1):
    """A session of OCPI that is not over."""
    columns = {"transaction_id": first, "start_date_time": utc(first), "status": "ACTIVE", "kwh": kwh}
    return row(clock, "ocpi", "session", socket=1, **columns)


def test_one_that_goes_on_is_the_same_if_both_begin_within_a_quarter_of_an_hour(told, store):
    told(in_steve("18:00:00", None, 1, (1000, 0)), going_on("19:00:00", "18:14:00"), clock="19:10:00")
    assert energies(store, "19:10:00") == [0]


@pytest.mark.parametrize("clock", ["08:30:00", "19:00:00"])
def test_of_two_that_tell_sessions_whole_one_that_is_over_counts_and_not_one_that_goes_on(told, store, clock):
    told(going_on(clock, "08:01:00", kwh=2), of_file("08:00:00", "09:00:00", 4990))
    assert energies(store) == [4990]


def test_a_bill_whose_periods_tell_when_energy_flowed_is_not_spread_evenly(store):
    bill = billed("12:00:00", "08:00:00", "09:00:00", "CDR-7", 5)
    system, table, columns = msgspec.json.decode(bill.text)
    periods = [
        {"start_date_time": utc("08:00:00"), "dimensions": [{"type": "ENERGY", "volume": 4}]},
        {"start_date_time": utc("08:15:00"), "dimensions": [{"type": "ENERGY", "volume": 1}]},
    ]
    store.append([row("12:00:00", system, table, **columns, charging_periods=periods)])
    desk = desk_of(store)
    projector_of(desk).refresh("CP")
    store.pack_facts("CP", at(EVENING))
    desk = desk_of(store)
    (session,) = desk.board("CP").sessions
    found = desk.evidence.session("CP", session.key)
    read = [(one.at, one.energy_wh) for one in found.session.readings]
    assert read == [(at("08:00:00"), 0), (at("08:15:00"), 4000), (at("09:00:00"), 5000)]

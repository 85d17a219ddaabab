"""
Once: what several systems have rows of counts once, however the rows arrive (B1, B2, B5).

What is settled between two rows, and what comes days later, gives what all rows at once give.
"""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.history.opening import Histories
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, MINUTE, datetime_of
from chargeboard.time.spans import Span
from projecting import projector_of

T0 = 1_770_000_000_000_000
DAY = 24 * HOUR
PROFILE = Profile(id="CP", policy=Policy(silence_detection=False))
SOCKETS = st.sampled_from([1, 1, 2])
SYSTEMS = st.sets(st.sampled_from(["steve", "ocpi", "ongoing", "file"]), min_size=1)
STATUSES = (
    ("steve", "connector_status", {"status": "Charging", "error_code": "NoError"}),
    ("steve", "connector_status", {"status": "Faulted", "error_code": "GroundFailure"}),
    ("ocpi", "evse", {"status": "AVAILABLE"}),
    ("ocpi", "evse", {"status": "OUTOFORDER"}),
)
SHIFTS = st.integers(-20, 30).map(lambda minutes: minutes * MINUTE)


def row(at, system, table, **columns):
    told = {name: said for name, said in columns.items() if said is not None}
    return Frame("CP", at, "row", msgspec.json.encode([system, table, told]).decode(), "", "ocpp1.6")


def stamp(at):
    return datetime_of(at).isoformat()


@st.composite
def lives(draw):
    """Rows of sessions and statuses, with how much later than it was told each of them arrives."""
    rows, at = [], T0
    for number in range(draw(st.integers(1, 5))):
        at += draw(st.integers(10, 900)) * MINUTE
        end = at + draw(st.integers(1, 300)) * MINUTE
        first = at + draw(SHIFTS)
        last = max(first, end + draw(SHIFTS))
        socket, systems = draw(SOCKETS), draw(SYSTEMS)
        named = draw(st.sampled_from([socket, None, 3 - socket]))
        name = draw(st.sampled_from([f"S{number}", f"{number}"]))
        for place in draw(st.sets(st.integers(0, len(STATUSES) - 1))):
            system, table, said = STATUSES[place]
            where = {"connector_id" if system == "steve" else "socket": socket}
            rows.append(row(at + draw(SHIFTS) + place, system, table, **where, **said))
        if "steve" in systems:
            begun = {"start_timestamp": stamp(at), "id_tag": "A", "start_value": "1000"}
            own = {"transaction_pk": number, "connector_id": socket}
            rows.append(row(at, "steve", "transaction_start", **own, **begun))
            if draw(st.booleans()):
                ended = {"event_actor": "station", "stop_timestamp": stamp(end), "stop_value": "6000"}
                rows.append(row(end, "steve", "transaction_stop", **own, **ended))
        known = {"socket": named, "transaction_id": name, "start_date_time": stamp(first)}
        if "ongoing" in systems:
            rows.append(row(first + MINUTE, "ocpi", "session", **known, status="ACTIVE", kwh=1))
        if "ocpi" in systems:
            bill = {"country_code": "FI", "party_id": "A", "id": f"c{number}", "total_energy": 5}
            rows.append(row(last + HOUR, "ocpi", "cdr", **known, **bill, end_date_time=stamp(last)))
        if "file" in systems:
            told = {"start": stamp(first), "end": stamp(last), "energy_wh": "5000", "socket": named}
            rows.append(row(last, "session_file", "session", **told))
    days = st.sampled_from([0, 0, 1, 3])
    return [(one, one.received_at + draw(days) * DAY) for one in rows]


def known(store, now):
    history = Histories(store, lambda _: PROFILE).of("CP", now)
    span = Span(T0 - DAY, now)
    return history.sessions(span), history.states(span)


@given(lives(), st.integers(1, 4))
@settings(max_examples=6)
def test_it_is_the_same_however_its_rows_arrive(life, at_once):
    arriving = [one for one, _ in sorted(life, key=lambda told: told[1])]
    now = T0
    live, whole = open_store(":memory:"), open_store(":memory:")
    for first in range(0, len(arriving), at_once):
        part = sorted(arriving[first : first + at_once], key=lambda one: one.received_at)
        now = max([now, *(one.received_at for one in part)]) + HOUR
        live.append(part)
        projector_of(Desk(live, lambda _: PROFILE, lambda at=now: at)).refresh("CP")
    now += 4 * DAY
    whole.append(sorted(arriving, key=lambda one: one.received_at))
    for store in (live, whole):
        projector_of(Desk(store, lambda _: PROFILE, lambda: now)).refresh("CP")
    assert known(live, now) == known(whole, now)
    for store in (live, whole):
        store.close()

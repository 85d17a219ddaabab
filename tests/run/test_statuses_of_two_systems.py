"""Of a socket whose statuses several systems have rows of, one alone tells them: the better one (B5)."""

import msgspec
import pytest

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.history.opening import Histories
from chargeboard.run.answering.list_filters import ListFilter, ListScope
from chargeboard.run.desk import Desk
from chargeboard.time.instants import HOUR
from chargeboard.time.spans import Span
from projecting import projector_of

T0 = 1_770_000_000_000_000
PROFILE = Profile(id="CP", policy=Policy(silence_detection=False))


def row(hour, system, table, **columns):
    text = msgspec.json.encode([system, table, columns]).decode()
    return Frame("CP", T0 + int(hour * HOUR), "row", text, "", "ocpp1.6")


def steve(hour, said, *, socket=1):
    return row(hour, "steve", "connector_status", connector_id=socket, status=said, error_code="NoError")


def core(hour, said):
    return row(hour, "ocpp_core", "connector_status", connector_id=1, last_status=said)


def ocpi(hour, said, *, socket=1):
    return row(hour, "ocpi", "evse", socket=socket, status=said)


@pytest.fixture
def desk(store):
    return Desk(store, lambda _: PROFILE, lambda: T0 + 60 * HOUR)


@pytest.fixture
def states(store, desk):
    """From which hour on a socket was how, as rows told it."""

    def of(*rows, socket=1):
        store.append(sorted(rows, key=lambda one: one.received_at))
        projector_of(desk).refresh("CP")
        history = Histories(store, lambda _: PROFILE).of("CP", desk.now())
        told = history.states(Span(T0, T0 + 60 * HOUR))[socket]
        return [((start - T0) / HOUR, state) for start, _, state in told]

    return of


def test_while_the_better_system_tells_the_others_statuses_change_no_state(states):
    told = states(steve(0, "Available"), ocpi(1, "OUTOFORDER"), steve(2, "Charging"), ocpi(3, "AVAILABLE"))
    assert told == [(0, "available"), (2, "charging")]


def test_a_status_that_does_not_count_is_no_error_and_is_listed_where_it_differs(states, desk):
    states(steve(0, "Available"), ocpi(1, "AVAILABLE"), ocpi(2, "OUTOFORDER"), ocpi(5, "AVAILABLE"))
    assert desk.board("CP", at=T0 + 6 * HOUR).errors == []
    found = desk.evidence.sources("CP", ListScope(at=T0 + 6 * HOUR), ListFilter())
    assert [(one.source, one.source_state, one.is_out, one.duration_s) for one in found.states] == [
        ("ocpi", "faulted", False, 3 * 3600)
    ]


def test_what_the_other_told_before_the_better_one_began_counts_until_then(states):
    told = states(ocpi(0, "OUTOFORDER"), steve(2, "Available"), ocpi(3, "OUTOFORDER"))
    assert told == [(0, "faulted"), (2, "available")]


@pytest.mark.parametrize(("hour", "counts"), [(23.99, False), (24, True)])
def test_once_the_better_one_fell_silent_for_a_day_the_others_statuses_count(states, hour, counts):
    told = states(steve(0, "Available"), ocpi(hour, "OUTOFORDER"))
    assert told == [(0, "available"), (hour, "faulted")][: 1 + counts]


def test_any_row_of_the_charger_says_that_a_system_still_tells(states):
    reading = row(20, "steve", "connector_meter_value", connector_id=2, value="7")
    told = states(steve(0, "Available"), reading, ocpi(30, "OUTOFORDER"), ocpi(44, "CHARGING"))
    assert told == [(0, "available"), (44, "charging")]


def test_the_better_one_has_a_socket_back_once_it_tells_its_status(states):
    rows = (
        *(steve(0, "Available"), ocpi(24, "OUTOFORDER"), steve(25, "Charging", socket=2)),
        *(ocpi(26, "CHARGING"), steve(27, "Available"), ocpi(28, "OUTOFORDER")),
    )
    assert states(*rows) == [(0, "available"), (24, "faulted"), (26, "charging"), (27, "available")]


def test_of_a_socket_that_the_better_one_does_not_know_the_other_tells(states):
    rows = steve(0, "Available"), ocpi(1, "OUTOFORDER", socket=2), ocpi(2, "CHARGING", socket=2)
    assert states(*rows, socket=2) == [(1, "faulted"), (2, "charging")]


def test_each_change_is_better_than_the_last_one_and_that_is_better_than_what_another_tells(states):
    assert states(
        *(ocpi(0, "OUTOFORDER"), core(1, "Available"), ocpi(2, "OUTOFORDER")),
        *(steve(3, "Charging"), core(4, "Unavailable"), ocpi(5, "OUTOFORDER")),
    ) == [(0, "faulted"), (1, "available"), (3, "charging")]


def test_what_comes_days_later_gives_what_all_at_once_gives(states):
    late = [ocpi(1, "OUTOFORDER"), steve(2, "Available"), steve(30, "Charging")]
    in_time = [steve(0, "Charging"), ocpi(27, "CHARGING"), ocpi(40, "AVAILABLE")]
    told = [(0, "charging"), (2, "available"), (27, "charging")]
    states(*in_time)
    assert states(*late) == told

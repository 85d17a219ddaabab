"""In which state is a socket at an instant? (definitions 1.3, 1.4: P1 to P6, P5a)"""

import pytest

from chargeboard.domain.facts import Sampled, StatusReported, StopReported
from chargeboard.domain.policy import Policy
from chargeboard.metrics.sessions.transaction import Transaction
from chargeboard.metrics.timeline.socket_states import Socket
from chargeboard.metrics.timeline.status_log import StatusLog
from chargeboard.time.spans import Span


def status(at, word, socket=1, connector=0):
    return StatusReported(at, at, socket, word, is_v2=connector > 0, connector=connector)


def transaction(start, end=None, *, raw=1, socket=1, course=None, samples=(), inferred=False):
    return Transaction(
        key=f"{start}",
        start=start,
        is_v2=course is not None,
        raw_socket=raw,
        socket=socket,
        end=end,
        course=list(course or ()),
        end_inferred=inferred,
        samples=[Sampled(at, at, raw) for at in samples],
    )


def socket(*told, transactions=(), offline=(), away=(), last_end=None, last=None, **policy):
    rules = Policy(**policy)
    return Socket(
        1,
        list(transactions),
        StatusLog(told, last or {}, rules),
        offline=[Span(*gap) for gap in offline],
        collector=[Span(*gap) for gap in away],
        last_end=last_end,
        policy=rules,
    )


def states(found, *instants):
    return [found.state_at(at) for at in instants]


def test_without_a_transaction_the_state_is_the_last_status_from_its_instant_on():
    found = socket(status(11, "Available"), status(21, "Faulted"), status(31, "Magic"))
    assert states(found, 10, 11, 20, 21, 31) == ["unknown", "available", "available", "faulted", "unknown"]


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Available", "charging"),
        ("Preparing", "charging"),
        ("Charging", "charging"),
        ("SuspendedEV", "suspended"),
        ("SuspendedEVSE", "suspended"),
        ("Finishing", "finishing"),
        ("Reserved", "charging"),
        ("Unavailable", "unavailable"),
        ("Faulted", "faulted"),
    ],
)
def test_in_a_transaction_of_1_6_suspended_finishing_and_out_of_service_count(word, state):
    """P3, P4."""
    found = socket(status(15, word), transactions=[transaction(11, 41)])
    assert states(found, 11, 15, 40) == ["charging", state, state]


@pytest.mark.parametrize(
    ("word", "before", "with_it"),
    [
        ("SuspendedEV", "charging", "suspended"),
        ("Finishing", "charging", "charging"),
        ("Faulted", "charging", "faulted"),
        ("Unavailable", "charging", "unavailable"),
    ],
)
def test_what_was_said_before_the_transaction_began_does_not_count_in_it(word, before, with_it):
    for at, expected in ((10, before), (11, with_it)):
        assert socket(status(at, word), transactions=[transaction(11, 41)]).state_at(20) == expected


@pytest.mark.parametrize("word", ["Charging", "SuspendedEV", "SuspendedEVSE", "Preparing"])
def test_what_is_not_newer_than_the_end_of_the_last_transaction_means_finishing(word):
    """P5."""
    over = [transaction(11, 21)]
    assert socket(status(21, word), transactions=over).state_at(25) == "finishing"
    later = {"Charging": "charging", "Preparing": "preparing"}.get(word, "suspended")
    assert socket(status(22, word), transactions=over).state_at(25) == later
    assert socket(status(21, word), last_end=21).state_at(25) == "finishing"


def test_occupied_is_as_old_as_the_run_of_equal_words():
    for begun, state in ((21, "finishing"), (22, "preparing")):
        found = socket(
            status(begun, "Occupied", connector=1),
            status(30, "Occupied", connector=1),
            transactions=[transaction(11, 21, course=[])],
        )
        assert found.state_at(35) == state


@pytest.mark.parametrize("word", ["SuspendedEV", "SuspendedEVSE", "Finishing"])
def test_after_charging_without_any_charging_is_only_occupied(word):
    """P5a."""
    free, taken = status(5, "Available"), status(21, word)
    state = "finishing" if word == "Finishing" else "suspended"
    assert socket(free, taken).state_at(25) == "preparing"
    assert socket(free, status(15, "Charging"), taken).state_at(25) == state
    assert socket(free, status(15, "Charging"), status(18, "Available"), taken).state_at(25) == "preparing"
    assert socket(free, taken, status(30, "Charging")).state_at(25) == state


def test_a_transaction_in_the_plug_in_makes_finishing_true_before_it_or_behind_it():
    free, taken, out = status(5, "Available"), status(21, "Finishing"), status(50, "Available")
    for end, state in ((4, "preparing"), (5, "finishing"), (15, "finishing")):
        assert socket(free, taken, out, transactions=[transaction(1, end)]).state_at(25) == state
    for start, state in ((49, "finishing"), (50, "preparing")):
        assert socket(free, taken, out, transactions=[transaction(start, 60)]).state_at(25) == state
    assert socket(taken, last_end=1).state_at(25) == "finishing", "nobody saw the plug-in begin"


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("Charging", "charging"),
        ("SuspendedEV", "suspended"),
        ("SuspendedEVSE", "suspended"),
        ("EVConnected", "preparing"),
        ("Idle", "preparing"),
        ("Magic", "charging"),
    ],
)
def test_in_a_transaction_of_2x_the_charging_state_counts_from_its_instant_on(said, state):
    """1.3."""
    found = socket(
        status(5, "Occupied", connector=1), transactions=[transaction(11, 41, course=[(21, said)])]
    )
    assert states(found, 20, 21, 40) == ["charging", state, state]


def test_idle_after_charging_is_finishing():
    course = [(11, "EVConnected"), (15, "Charging"), (21, "Idle")]
    found = socket(status(5, "Occupied", connector=1), transactions=[transaction(11, 41, course=course)])
    assert states(found, 11, 15, 21) == ["preparing", "charging", "finishing"]


def test_of_several_open_transactions_the_latest_started_counts():
    """Q14."""
    found = socket(
        status(5, "Occupied", connector=1),
        transactions=[
            transaction(11, 61, course=[(11, "SuspendedEV")]),
            transaction(21, 31, course=[(21, "Charging")]),
            transaction(41, 51, course=[(41, "EVConnected")]),
        ],
    )
    assert states(found, 20, 21, 31, 41, 51, 60) == [
        "suspended",
        "charging",
        "suspended",
        "preparing",
        "suspended",
        "suspended",
    ]


def test_out_of_reach_and_while_we_were_away_only_a_proof_tells_more():
    """P1, P2."""
    gaps = {"offline": [(21, 31)], "away": [(41, 51)]}
    nothing = socket(status(5, "Available"), **gaps)
    assert states(nothing, 20, 21, 30, 31, 41, 50, 51) == [
        "available",
        "offline",
        "offline",
        "available",
        "unknown",
        "unknown",
        "available",
    ]
    proved = socket(status(5, "Available"), transactions=[transaction(11, 26)], **gaps)
    assert states(proved, 21, 25, 26) == ["charging", "charging", "offline"]
    read = socket(status(5, "Available"), transactions=[transaction(11, samples=[45])], **gaps)
    assert states(read, 21, 44, 45, 50, 51) == ["charging", "charging", "unknown", "unknown", "charging"]
    inferred = socket(status(5, "Available"), transactions=[transaction(11, 26, inferred=True)], **gaps)
    assert inferred.state_at(25) == "offline"


def test_our_absence_comes_before_the_chargers():
    assert socket(status(5, "Available"), offline=[(21, 31)], away=[(21, 31)]).state_at(25) == "unknown"


def test_a_fault_is_not_heard_out_of_reach():
    found = socket(
        status(5, "Available"), status(22, "Faulted"), transactions=[transaction(11, 26)], offline=[(21, 31)]
    )
    assert states(found, 25, 31) == ["charging", "faulted"]


def test_unavailable_of_the_charger_reaches_its_sockets_only_where_that_is_set():
    """1.4 a."""
    told = [status(5, "Available"), status(15, "Unavailable", socket=0)]
    assert socket(*told).state_at(20) == "available"
    assert socket(*told, charger_unavailable_propagates=True).state_at(20) == "unavailable"
    fault = [status(5, "Available"), status(15, "Faulted", socket=0)]
    assert socket(*fault, charger_unavailable_propagates=True).state_at(20) == "available"
    for start, state in ((15, "unavailable"), (16, "charging")):
        running = socket(*told, transactions=[transaction(start, 41)], charger_unavailable_propagates=True)
        assert running.state_at(20) == state


@pytest.mark.parametrize(
    ("words", "state"),
    [
        (("Faulted", "Faulted"), "faulted"),
        (("Faulted", "Available"), "available"),
        (("Unavailable", "Faulted"), "unavailable"),
        (("Unavailable", "Available"), "available"),
        (("Reserved", "Available"), "reserved"),
        (("Preparing", "Reserved"), "preparing"),
        (("Charging", "Preparing"), "charging"),
    ],
)
def test_a_socket_of_several_plugs_shows_the_busiest_and_is_faulted_only_if_all_are(words, state):
    """1.1."""
    for turned in (words, words[::-1]):
        told = [status(11, word, socket=n) for n, word in enumerate(turned, 1)]
        assert socket(*told, socket_groups=((1, 2),)).state_at(20) == state


def test_segments_tile_a_span_and_neighbours_differ():
    found = socket(
        status(5, "Available"), status(11, "Available"), status(15, "Charging"), status(21, "Faulted")
    )
    shown = [(one.start, one.end, one.state) for one in found.segments(Span(11, 21))]
    assert shown == [(11, 15, "available"), (15, 21, "charging")]
    assert found.segments(Span(11, 11)) == []
    assert [(one.start, one.end) for one in found.segments(Span(15, 16))] == [(15, 16)]
    gapped = socket(status(5, "Available"), offline=[(11, 13)], transactions=[transaction(15, 17)])
    assert [(one.start, one.end, one.state) for one in gapped.segments(Span(5, 21))] == [
        (5, 11, "available"),
        (11, 13, "offline"),
        (13, 15, "available"),
        (15, 17, "charging"),
        (17, 21, "available"),
    ]


def test_a_log_tells_statuses_of_a_span_from_its_first_instant_on():
    stop = StopReported(12, 12, "1", None)
    log = StatusLog(
        [
            status(11, "Available"),
            stop,
            status(15, "Charging"),
            status(15, "Faulted"),
            status(21, "Available"),
        ],
        {},
        Policy(),
    )
    assert [one.status for one in log.between((1, 0), 11, 21)] == ["Available", "Charging", "Faulted"]
    assert [one.at for one in log.between((1, 0), 12, 15)] == []
    assert log.latest((1, 0), 10) is None
    assert [log.latest((1, 0), at).status for at in (11, 14, 15, 20, 21)] == [
        "Available",
        "Available",
        "Faulted",
        "Faulted",
        "Available",
    ]
    assert (list(log.of((2, 0))), list(log.between((2, 0), 0, 99)), log.members(2)) == ([], [], [])


def test_what_is_said_of_a_whole_evse_holds_for_each_of_its_connectors():
    """Q35."""
    told = [status(11, "Available", connector=1), status(12, "Available", connector=2), status(15, "Faulted")]
    log = StatusLog(told, {}, Policy())
    assert log.members(1) == [(1, 1), (1, 2)]
    assert [log.latest((1, connector), 20).status for connector in (1, 2)] == ["Faulted", "Faulted"]
    before = StatusLog(told[2:], {(1, 1): told[0]}, Policy())
    assert [one.at for one in before.of((1, 1))] == [11, 15]


def test_segments_turn_where_the_charger_itself_becomes_unavailable():
    told = [status(5, "Available"), status(15, "Unavailable", socket=0), status(18, "Available", socket=0)]
    for propagates, expected in (
        (True, [(11, 15, "available"), (15, 18, "unavailable"), (18, 21, "available")]),
        (False, [(11, 21, "available")]),
    ):
        found = socket(*told, charger_unavailable_propagates=propagates)
        assert [(one.start, one.end, one.state) for one in found.segments(Span(11, 21))] == expected


def test_segments_turn_where_a_proof_a_charging_state_or_an_absence_ends():
    course = [(11, "EVConnected"), (15, "Charging")]
    found = socket(
        status(5, "Occupied", connector=1),
        transactions=[transaction(11, course=course, samples=[25])],
        offline=[(21, 31)],
        away=[(41, 45)],
    )
    assert [(one.start, one.end, one.state) for one in found.segments(Span(11, 50))] == [
        (11, 15, "preparing"),
        (15, 25, "charging"),
        (25, 31, "offline"),
        (31, 41, "charging"),
        (41, 45, "unknown"),
        (45, 50, "charging"),
    ]


def test_a_transaction_is_one_of_its_own_socket():
    for mine, theirs in ((2, 1), (1, 2)):
        rules = Policy()
        told = [status(5, "Available", socket=n) for n in (1, 2)]
        found = Socket(
            mine,
            [transaction(11, 41, raw=theirs, socket=theirs)],
            StatusLog(told, {}, rules),
            offline=[],
            collector=[],
            last_end=None,
            policy=rules,
        )
        assert found.state_at(20) == "available"

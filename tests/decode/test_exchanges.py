"""Does each answer stand beside its call, and is every frame shown?"""

from hypothesis import given
from hypothesis import strategies as st

from chargeboard.decode.exchanges import exchanges
from chargeboard.domain.frame import Frame
from chargeboard.domain.records import Stored


def stored(*told, apart=10):
    return [
        Stored(n, Frame("A", n * apart, direction, text, "c", "ocpp1.6"))
        for n, (direction, text) in enumerate(told, 1)
    ]


def test_an_answer_stands_beside_the_call_of_the_other_side_with_its_id():
    [first, second] = exchanges(
        stored(
            ("in", '[2,"1","Heartbeat",{}]'),
            ("out", '[2,"1","Reset",{"type":"Soft"}]'),
            ("out", '[3,"1",{"currentTime":"x"}]'),
            ("in", '[4,"1","NotSupported","",{}]'),
        )
    )
    assert (first.action, first.answer.kind, first.answer.frame.direction) == ("Heartbeat", "answer", "out")
    assert (second.action, second.answer.kind, second.answer.frame.direction) == ("Reset", "error", "in")


def test_of_one_instant_an_answer_may_come_before_its_call():
    told = ("out", '[3,"1",{"transactionId":77}]'), ("in", '[2,"1","StartTransaction",{"connectorId":2}]')
    [start] = exchanges(stored(*told, apart=0))
    assert (start.answer.frame.direction, start.transaction_id, start.socket) == ("out", "77", 2)
    assert [one.answer for one in exchanges(stored(*told))] == [None, None]


def test_a_stop_is_at_the_socket_that_its_transaction_was_started_on():
    start, stop = exchanges(
        stored(
            ("in", '[2,"1","StartTransaction",{"connectorId":2,"idTag":"x"}]'),
            ("out", '[3,"1",{"transactionId":77}]'),
            ("in", '[2,"2","StopTransaction",{"transactionId":77}]'),
        )
    )
    assert start.transaction_id == stop.transaction_id == "77"
    assert start.socket == stop.socket == 2


def test_a_socket_of_2_is_its_evse_also_in_later_events_that_leave_it_out():
    said = '"triggerReason":"MeterValuePeriodic","transactionInfo":{"transactionId":"t-1"}'
    event = '[2,"%d","TransactionEvent",{%s' + said + "}]"
    first, then = exchanges(
        stored(("in", event % (1, '"evse":{"connectorId":1,"id":3},')), ("in", event % (2, "")))
    )
    assert first.is_metering
    assert then.socket == first.socket == 3
    [status] = exchanges(stored(("in", '[2,"1","StatusNotification",{"connectorId":2,"evseId":1}]')))
    assert status.socket == 1, "the connector is a part of it"


def test_what_cannot_be_read_and_what_answers_nothing_stands_alone():
    kinds = [
        one.kind
        for one in exchanges(
            stored(
                ("ws", '["open","c"]'),
                ("in", "[2,broken"),
                ("out", '[3,"9",{}]'),
                ("in", "[7]"),
                ("in", '[6,"1","NotifyPeriodicEventStream",{}]'),
            )
        )
    ]
    assert kinds == ["link", "unreadable", "answer", "unreadable", "send"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["in", "out", "ws"]),
            st.one_of(
                st.text(max_size=40),
                st.builds(
                    '[{},"{}","Heartbeat",{{}}]'.format, st.integers(0, 7), st.sampled_from(["1", "2", "3"])
                ),
            ),
        ),
        max_size=30,
    )
)
def test_every_frame_is_shown_once(told):
    found = exchanges(stored(*told))
    shown = [half.stored.seq for one in found for half in (one, one.answer) if half is not None]
    assert sorted(shown) == list(range(1, len(told) + 1))

"""Heard of: where nothing can come after a transaction's end, its newest signs tell what all of them do."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from chargeboard.domain.facts import Gathered, Register, Sampled, StatusReported
from chargeboard.domain.policy import Policy
from chargeboard.metrics.sessions.lost_stops import heard_of, heard_one_by_one
from chargeboard.metrics.sessions.transaction import Transaction
from chargeboard.metrics.timeline.status_log import StatusLog
from chargeboard.time.instants import HOUR, MINUTE, NEVER
from chargeboard.time.spans import Span

BEGIN = 1_760_299_200_000_000
DAY = 24 * HOUR
steps = st.sampled_from([0, MINUTE, HOUR, HOUR, DAY, 3 * DAY, 3 * DAY])
maybe = st.sampled_from([None, Decimal(0), Decimal(5), Decimal(10)])


@st.composite
def heard(draw):
    is_v2 = draw(st.sampled_from([False, False, True]))
    transaction = Transaction("k", BEGIN, is_v2, raw_socket=draw(st.sampled_from([1, 1, None])), socket=1)
    transaction.transaction_ids = ["7"]
    transaction.begin_wh = draw(maybe)
    at, statuses = BEGIN, []
    for _ in range(draw(st.integers(0, 8))):
        at += draw(steps)
        kind = draw(
            st.sampled_from(["sample", "sample", "gathered", "status", "status", "status", "told", "state"])
        )
        if kind == "status":
            said = draw(st.sampled_from(["Charging", "Charging", "Finishing", "Available", "Available"]))
            again_at = draw(st.sampled_from([0, 0, at + HOUR]))
            statuses.append(StatusReported(at, at, socket=1, status=said, repeated_at=again_at))
        elif kind == "told":
            transaction.told_at.append(at)
        elif kind == "state":
            transaction.charging_states.append((at, draw(st.sampled_from(["Charging", "Idle"]))))
        else:
            told = {
                "socket": 1,
                "transaction_id": draw(st.sampled_from(["7", "7", "7", ""])),
                "register_wh": draw(maybe),
                "power_w": draw(st.sampled_from([None, 0.0, 7.0])),
                "export_wh": draw(st.sampled_from([None, None, Decimal(1), Decimal(2)])),
            }
            if kind == "gathered":
                transaction.samples.append(Gathered(at, at, **told, course=(Register(at - 1, Decimal(7)),)))
            else:
                transaction.samples.append(Sampled(at, at, **told))
    transaction.not_ongoing_at = draw(st.sampled_from([None, None, BEGIN + DAY]))
    return transaction, StatusLog(statuses, {}, Policy())


@given(heard(), st.sampled_from([NEVER, BEGIN + HOUR, BEGIN + 2 * DAY]), st.booleans())
@settings(max_examples=settings().max_examples * 4)
def test_the_newest_signs_tell_what_all_do_one_by_one(given_, until, is_away):
    transaction, log = given_
    unheard = [Span(BEGIN + HOUR, BEGIN + DAY)] if is_away else []
    asked = (transaction, log, until, unheard, Policy())
    assert heard_of(*asked) == heard_one_by_one(*asked)

"""Which sockets are there, and since when is each observed? (1.1, T4)"""

from decimal import Decimal

import pytest

from chargeboard.domain.facts import (
    Booted,
    Sampled,
    StartReported,
    StatusReported,
    TokenShown,
    TransactionTold,
)
from chargeboard.domain.policy import Policy
from chargeboard.metrics.timeline.sockets import first_evidence, socket_of

GROUPED = Policy(socket_groups=((2, 3), (5, 4)))


def test_a_connector_of_a_group_belongs_to_the_first_of_it():
    assert [socket_of(raw, GROUPED) for raw in range(7)] == [0, 1, 2, 2, 5, 5, 6]


@pytest.mark.parametrize(
    "fact",
    [
        StatusReported(11, 20, 1, "Available"),
        StartReported(11, 20, "r", "k", 1, "T", Decimal(0)),
        TransactionTold(11, 20, "r", "A", "Started", 0, socket=1),
        Sampled(11, 20, 1),
    ],
)
def test_a_socket_is_observed_since_a_status_a_start_or_a_reading(fact):
    assert first_evidence([fact], {}, Policy()) == {1: 11}


@pytest.mark.parametrize(
    "fact",
    [
        StatusReported(11, 20, 0, "Available"),
        Sampled(11, 20, 0),
        TransactionTold(11, 20, "r", "A", "Started", 0),
        TokenShown(11, 20, "r", "T", 1),
        Booted(11, 20),
    ],
)
def test_the_charger_itself_a_card_and_what_names_none_make_no_socket(fact):
    assert first_evidence([fact], {}, Policy()) == {}


def test_the_first_evidence_counts_and_what_was_known_before():
    told = [
        StatusReported(at, at, socket, "Available") for at, socket in ((11, 3), (12, 1), (13, 2), (14, 1))
    ]
    assert first_evidence(told, {}, Policy()) == {1: 12, 2: 13, 3: 11}
    assert first_evidence(told, {1: 5, 2: 99, 9: 7}, Policy()) == {1: 5, 2: 13, 3: 11, 9: 7}
    assert list(first_evidence(told, {}, GROUPED).items()) == [(1, 12), (2, 11)]


def test_a_declared_socket_is_there_since_the_first_message():
    told = [StatusReported(15, 15, 1, "Available"), Booted(20, 12)]
    declared = Policy(sockets=(1, 2))
    assert first_evidence(told, {}, declared) == {1: 12, 2: 12}
    assert first_evidence(told, {1: 5}, declared) == {1: 5, 2: 12}
    assert first_evidence([StatusReported(5, 15, 1, "Available")], {}, declared) == {1: 5, 2: 15}
    assert first_evidence([], {}, declared) == {}

"""
When does a 2.x transaction charge whose events never say so (definitions 1.3a)?

A transaction may begin with a car in the bay or a plugged cable, long before anybody is allowed to charge.
"""

from __future__ import annotations

from chargeboard.domain.policy import Policy
from chargeboard.metrics.sessions.metering import imported
from chargeboard.metrics.sessions.transaction import Transaction
from chargeboard.time.instants import Instant

_BEFORE_ANY_CARD = frozenset({"EVDetected", "CablePluggedIn"})


def course(transaction: Transaction, policy: Policy) -> list[tuple[Instant, str]]:
    """
    Its charging states, and before the first of them those that follow from its other events.

    A transaction that begins with a car or a cable waits until a token is accepted for it, or until energy,
    power or a changed rate shows that it charges; any other one that says nothing charges from its start.
    """
    told = transaction.charging_states
    if transaction.begun_by not in _BEFORE_ANY_CARD or (told and told[0][0] <= transaction.start):
        return told
    before = told[0][0] if told else transaction.until
    signs = [*_accepted(transaction), *_flowing(transaction, policy)]
    charges = min((at for at in signs if at < before), default=None)
    if charges is None:
        return [(transaction.start, "EVConnected"), *told]
    return [(transaction.start, "EVConnected"), (max(charges, transaction.start), "Charging"), *told]


def _accepted(transaction: Transaction) -> list[Instant]:
    return [at for at, ref in transaction.cards if transaction.answers.get(ref, "Accepted") == "Accepted"]


def _flowing(transaction: Transaction, policy: Policy) -> list[Instant]:
    """When power, energy and a changed rate were first told of."""
    power = [sample.at for sample in transaction.samples if (sample.power_w or 0) > 0]
    energy = [reading.at for reading in imported(transaction, policy).readings if reading.energy_wh > 0]
    rate = [] if transaction.rate_changed_at is None else [transaction.rate_changed_at]
    return [*power[:1], *energy[:1], *rate]

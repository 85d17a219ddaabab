"""
Did the driver who came get energy, and if not, why?

The outcome of one attempt: success, one of seven failure classes (first match wins), pending, or none at
all (2.3 with A4, A5, A8 and the clarifications).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from chargeboard.domain.codes import Outcome
from chargeboard.domain.conclusions import Session
from chargeboard.domain.policy import Policy
from chargeboard.metrics.attempts.open_attempt import OpenAttempt
from chargeboard.metrics.errors.reports import STOP_ERRORS, Report
from chargeboard.metrics.errors.words import NO_CODE
from chargeboard.time.instants import SECOND, Instant, micros_of
from chargeboard.words.formats import duration, energy

EV_SIDE: Final = frozenset(
    {
        "EVCommunicationError",
        "EVCommunicationLost",
        "ConnectorLockFailure",
        "InvalidVehicleMode",
        "PilotFault",
        "EVContactorFault",
        "PartialInsertion",
        "ProximityFault",
        "EVShiftPosition",
    }
)
"""Codes that speak of the car or the connector: MREC 001, 010, 014, 016, 020, 023 by name, and CharIN's."""

CHARGER_STOPS: Final = STOP_ERRORS | {"SoftReset", "ImmediateReset"}
"""Stop reasons that are the charger's fault."""

USER_STOPS: Final = frozenset(
    {
        "",
        "Local",
        "Remote",
        "EVDisconnected",
        "UnlockCommand",
        "StoppedByEV",
        "MasterPass",
        "LocalOutOfCredit",
    }
)
"""Stop reasons by which a driver gives up."""

NOT_THE_CHARGERS: Final = frozenset(
    {Outcome.AUTH_REJECTED, Outcome.START_REJECTED, Outcome.USER_CANCELLED, Outcome.PREPARING_TIMEOUT}
)
"""Classes that the charger success rate leaves out."""

_TIMEOUT: Final = "AuthorizationTimeout"
_REFUSED_BY_EV: Final = "ReqEnergyTransferRejected"
_NO_ATTEMPT: Final = (None, "")
_NEVER_AUTHORISED: Final = "plugged in, but never authorised"
_BEFORE_ANY_CARD: Final = frozenset({"CablePluggedIn", "EVDetected"})
_BY_DRIVER: Final = frozenset({"Authorized", "RemoteStart", "StopAuthorized"})
"""Triggers of 2.x that tell of a card or an app, also where no token is sent."""


def end_of(found: OpenAttempt, policy: Policy) -> Instant | None:
    """When the attempt was over: with its last transaction, its cable or waiting; None while it goes on."""
    if found.sessions:
        ends = [session.end for session in found.sessions]
        return None if None in ends else max(end for end in ends if end is not None)
    if found.is_refused:
        return found.last
    if found.plugged_at is not None:
        return found.unplugged_at
    if found.is_rejected or (found.remote_refused and not found.answers):
        return found.last
    return found.last + micros_of(policy.attempt_match_window_s)


def outcome_of(  # one way out per rule
    found: OpenAttempt, near: Sequence[Report], *, now: Instant, policy: Policy
) -> tuple[Outcome | None, str]:
    """
    The outcome and the evidence for it in words; None for what is no attempt.

    `near` are the reports on the socket between the attempt's start and its end + 60 s (A8).
    """
    if reason := _success(found, policy):
        return Outcome.SUCCESS, reason
    if any(session.is_open for session in found.sessions):
        return Outcome.PENDING, "the transaction runs and has not delivered enough yet"
    if not (found.sessions or found.is_refused):
        if found.is_plugged:
            return Outcome.PENDING, "still plugged in"
        if _is_glimpse(found, policy):
            return _NO_ATTEMPT
    failure = _failure(found, _codes(found, near, policy), policy)
    if failure[0] == Outcome.PREPARING_TIMEOUT and not found.sessions:
        if found.has_charged:
            return _NO_ATTEMPT  # energy without any transaction: free vend, no attempt (4b)
        end = end_of(found, policy)
        if end is None or now < end:
            return Outcome.PENDING, "waiting for the plug or the start"
    return failure


def _success(found: OpenAttempt, policy: Policy) -> str:
    """Why the attempt is a success, or nothing."""
    for session in found.sessions:
        if policy.success == "transaction":
            return "a transaction started"
        if policy.success == "charging_state":
            if found.has_charged:
                return "charging began"
        elif session.energy_wh is not None and session.energy_wh >= policy.min_success_energy_wh:
            return f"{energy(session.energy_wh)} delivered"
        elif session.export_wh and session.export_wh >= policy.min_success_energy_wh:
            return f"{energy(session.export_wh)} fed back by the vehicle"
        elif session.energy_wh is None and session.is_completed:
            if session.end_inferred:
                return "energy unknown, but the next start in the plug-in stands higher"
            return f"energy unknown, but the transaction lasted {_lasted(session)}"
    return ""


def _is_glimpse(found: OpenAttempt, policy: Policy) -> bool:
    """A plug-in too short to be an attempt, with no other signal (A4)."""
    return (
        found.plugged_at is not None
        and found.unplugged_at is not None
        and found.unplugged_at - found.plugged_at < micros_of(policy.plug_only_min_s)
        and not (found.tokens or found.answers or found.remote_refused)
        and found.plugged_at <= found.start
    )


def _failure(  # noqa: PLR0911  # one way out per class, in the order of the table
    found: OpenAttempt, codes: Sequence[str], policy: Policy
) -> tuple[Outcome, str]:
    """The failure class: the first that matches."""
    sessions, triggers = found.sessions, {told.fact.trigger for told in found.told}
    reasons = [session.reason or "" for session in sessions]
    has_timed_out = _TIMEOUT in codes
    codes = [code for code in codes if code != _TIMEOUT]
    listed = ", ".join(codes)
    broken = [reason for reason in reasons if reason in CHARGER_STOPS]
    if found.is_rejected:
        what = "start" if found.is_refused else "authorisation"
        return Outcome.AUTH_REJECTED, f"{what} answered {found.answers[-1]}"
    if "DeAuthorized" in reasons:
        return Outcome.AUTH_REJECTED, "stopped as DeAuthorized"
    if reason := _start_rejected(found, triggers):
        return Outcome.START_REJECTED, reason
    if codes and EV_SIDE.issuperset(codes):
        return Outcome.EV_OR_CONNECTOR_FAULT, f"{listed} during the attempt"
    if _REFUSED_BY_EV in reasons:
        return Outcome.EV_OR_CONNECTOR_FAULT, f"stopped by {_REFUSED_BY_EV}"
    if codes or broken:
        return Outcome.CHARGER_FAULT, f"{listed} during the attempt" if codes else f"stopped by {broken[0]}"
    if not sessions:
        return Outcome.PREPARING_TIMEOUT, _without_transaction(found)
    if has_timed_out or "EVConnectTimeout" in triggers or "Timeout" in reasons:
        return Outcome.PREPARING_TIMEOUT, "timed out before charging"
    if _was_never_authorised(found):
        return Outcome.PREPARING_TIMEOUT, _NEVER_AUTHORISED
    if all(_gave_up(session, policy) for session in sessions):
        return (
            Outcome.USER_CANCELLED,
            f"ended after {_lasted(sessions[-1])} by {reasons[-1] or 'no given reason'}",
        )
    return Outcome.ZERO_ENERGY, f"ended after {_lasted(sessions[-1])} with too little energy"


def _start_rejected(found: OpenAttempt, triggers: Collection[str]) -> str:
    """Why a start was turned down although no card was, or nothing."""
    if found.remote_refused:
        return f"remote start answered {found.remote_refused}"
    if found.start_failed:
        return "start answered with an error"
    return "the tariff was not accepted" if "TariffNotAccepted" in triggers else ""


def _codes(found: OpenAttempt, near: Sequence[Report], policy: Policy) -> list[str]:
    """The error codes of the attempt, each once; a code-less fault beside a coded one is that one (E5)."""
    said = [report for report in near if report.group in {"fault", "warning"}]
    coded = [report for report in said if report.code != NO_CODE]
    merge = micros_of(policy.error_merge_s)
    bare = [
        report
        for report in said
        if report.code == NO_CODE and all(abs(report.at - other.last_at) > merge for other in coded)
    ]
    told = [told.fact.trigger for told in found.told if told.fact.trigger == "EVCommunicationLost"]
    return list(dict.fromkeys([*(report.code for report in (*coded, *bare)), *told]))


def _was_never_authorised(found: OpenAttempt) -> bool:
    """In 2.x it may begin with the car or the plug; without a card, an app or any charging it led nowhere."""
    triggers = {told.fact.trigger for told in found.told}
    return (
        not triggers.isdisjoint(_BEFORE_ANY_CARD)
        and not found.tokens
        and not found.has_charged
        and triggers.isdisjoint(_BY_DRIVER)
    )


def _gave_up(session: Session, policy: Policy) -> bool:
    return (session.reason or "") in USER_STOPS and (session.duration or 0) <= micros_of(
        policy.user_cancel_max_s
    )


def _without_transaction(found: OpenAttempt) -> str:
    if found.plugged_at is None:
        return "authorised, but nothing was plugged in" if found.tokens else "no start followed"
    if found.authorised_at is None:
        return _NEVER_AUTHORISED
    return "plugged in and authorised, but no transaction started"


def _lasted(session: Session) -> str:
    return duration((session.duration or 0) // SECOND)

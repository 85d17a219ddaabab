"""
Did the driver who came get energy, and if not, why?

The outcome of one attempt: success, one of seven failure classes (first match wins), pending, or none at
all (2.3 with A4, A5, A8 and the clarifications).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final, TypeAlias

from chargeboard.domain.codes import ErrorGroup, Outcome
from chargeboard.domain.conclusions import Session
from chargeboard.domain.policy import Policy
from chargeboard.domain.reasons import Because, Reason
from chargeboard.metrics.attempts.open_attempt import OpenAttempt
from chargeboard.metrics.errors.reports import STOP_ERRORS, Report
from chargeboard.time.instants import SECOND, Instant, micros_of
from chargeboard.vocabularies.ocpp.words import NO_CODE

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

Why: TypeAlias = Reason[Because]

_TIMEOUT: Final = "AuthorizationTimeout"
_REFUSED_BY_EV: Final = "ReqEnergyTransferRejected"
_NO_ATTEMPT: Final = (None, None)
_BEFORE_ANY_CARD: Final = frozenset({"CablePluggedIn", "EVDetected"})
_BY_DRIVER: Final = frozenset({"Authorized", "RemoteStart", "StopAuthorized"})
"""Triggers of 2.x that tell of a card or an app, also where no token is sent."""


def end_of(open_attempt: OpenAttempt, policy: Policy) -> Instant | None:
    """When the attempt was over: with its last transaction, its cable or waiting; None while it goes on."""
    if open_attempt.sessions:
        ends = [session.end for session in open_attempt.sessions]
        return None if None in ends else max(end for end in ends if end is not None)
    if open_attempt.is_refused:
        return open_attempt.last
    if open_attempt.plugged_at is not None:
        return open_attempt.unplugged_at
    if open_attempt.is_rejected or (open_attempt.remote_refused and not open_attempt.answers):
        return open_attempt.last
    return open_attempt.last + micros_of(policy.attempt_match_window_s)


def outcome_of(  # one way out per rule
    open_attempt: OpenAttempt, near: Sequence[Report], *, now: Instant, policy: Policy
) -> tuple[Outcome, Why] | tuple[None, None]:
    """
    The outcome and the evidence for it; None for what is no attempt.

    `near` are the reports on the socket between the attempt's start and its end + 60 s (A8).
    """
    if reason := _success(open_attempt, policy):
        return Outcome.SUCCESS, reason
    if any(session.is_open for session in open_attempt.sessions):
        return Outcome.PENDING, Reason(Because.RUNNING)
    if not (open_attempt.sessions or open_attempt.is_refused):
        if open_attempt.is_plugged:
            return Outcome.PENDING, Reason(Because.PLUGGED_IN)
        if _is_glimpse(open_attempt, policy):
            return _NO_ATTEMPT
    failure = _failure(open_attempt, _codes(open_attempt, near, policy), policy)
    if failure[0] == Outcome.PREPARING_TIMEOUT and not open_attempt.sessions:
        if open_attempt.has_charged:
            return _NO_ATTEMPT  # energy without any transaction: free vend, no attempt (4b)
        end = end_of(open_attempt, policy)
        if end is None or now < end:
            return Outcome.PENDING, Reason(Because.WAITING)
    return failure


def _success(open_attempt: OpenAttempt, policy: Policy) -> Why | None:
    """Why the attempt is a success; None: it is none."""
    for session in open_attempt.sessions:
        if policy.success == "transaction":
            return Reason(Because.STARTED)
        if policy.success == "charging_state":
            if open_attempt.has_charged:
                return Reason(Because.CHARGED)
        elif session.energy_wh is not None and session.energy_wh >= policy.min_success_energy_wh:
            return Reason(Because.DELIVERED, {"energy_wh": float(session.energy_wh)})
        elif session.export_wh and session.export_wh >= policy.min_success_energy_wh:
            return Reason(Because.FED_BACK, {"energy_wh": float(session.export_wh)})
        elif session.energy_wh is None and session.is_completed:
            if session.end_inferred:
                return Reason(Because.NEXT_START_HIGHER)
            return Reason(Because.LASTED, {"duration_s": _lasted_s(session)})
    return None


def _is_glimpse(open_attempt: OpenAttempt, policy: Policy) -> bool:
    """A plug-in too short to be an attempt, with no other signal (A4)."""
    return (
        open_attempt.plugged_at is not None
        and open_attempt.unplugged_at is not None
        and open_attempt.unplugged_at - open_attempt.plugged_at < micros_of(policy.plug_only_min_s)
        and not (open_attempt.tokens or open_attempt.answers or open_attempt.remote_refused)
        and open_attempt.plugged_at <= open_attempt.start
    )


def _failure(  # noqa: PLR0911  # one way out per class, in the order of the table
    open_attempt: OpenAttempt, codes: Sequence[str], policy: Policy
) -> tuple[Outcome, Why]:
    """The failure class: the first that matches."""
    sessions, triggers = open_attempt.sessions, open_attempt.triggers
    reasons = [session.reason or "" for session in sessions]
    has_timed_out = _TIMEOUT in codes
    codes = [code for code in codes if code != _TIMEOUT]
    during = Reason(Because.ERRORS, {"codes": ", ".join(codes)})
    broken = [reason for reason in reasons if reason in CHARGER_STOPS]
    if open_attempt.is_rejected:
        answered = Because.START_ANSWERED if open_attempt.is_refused else Because.AUTHORISATION_ANSWERED
        return Outcome.AUTH_REJECTED, Reason(answered, {"status": open_attempt.answers[-1]})
    if "DeAuthorized" in reasons:
        return Outcome.AUTH_REJECTED, Reason(Because.DEAUTHORISED)
    if reason := _start_rejected(open_attempt, triggers):
        return Outcome.START_REJECTED, reason
    if codes and EV_SIDE.issuperset(codes):
        return Outcome.EV_OR_CONNECTOR_FAULT, during
    if _REFUSED_BY_EV in reasons:
        return Outcome.EV_OR_CONNECTOR_FAULT, _stopped_by(_REFUSED_BY_EV)
    if codes or broken:
        return Outcome.CHARGER_FAULT, during if codes else _stopped_by(broken[0])
    if not sessions:
        return Outcome.PREPARING_TIMEOUT, Reason(_without_transaction(open_attempt))
    if has_timed_out or "EVConnectTimeout" in triggers or "Timeout" in reasons:
        return Outcome.PREPARING_TIMEOUT, Reason(Because.TIMED_OUT)
    if _was_never_authorised(open_attempt):
        return Outcome.PREPARING_TIMEOUT, Reason(Because.NEVER_AUTHORISED)
    lasted_s = _lasted_s(sessions[-1])
    if all(_gave_up(session, policy) for session in sessions):
        return Outcome.USER_CANCELLED, _ended(lasted_s, reasons[-1])
    return Outcome.ZERO_ENERGY, Reason(Because.TOO_LITTLE, {"duration_s": lasted_s})


def _stopped_by(reason: str) -> Why:
    return Reason(Because.STOPPED_BY, {"reason": reason})


def _ended(lasted_s: int, reason: str) -> Why:
    if not reason:
        return Reason(Because.ENDED, {"duration_s": lasted_s})
    return Reason(Because.ENDED_BY, {"duration_s": lasted_s, "reason": reason})


def _start_rejected(open_attempt: OpenAttempt, triggers: Collection[str]) -> Why | None:
    """Why a start was turned down although no card was; None: it was not."""
    if open_attempt.remote_refused:
        return Reason(Because.REMOTE_START_ANSWERED, {"status": open_attempt.remote_refused})
    if open_attempt.start_failed:
        return Reason(Because.START_FAILED)
    return Reason(Because.TARIFF_REFUSED) if "TariffNotAccepted" in triggers else None


def _codes(open_attempt: OpenAttempt, near: Sequence[Report], policy: Policy) -> list[str]:
    """The error codes of the attempt, each once; a code-less fault beside a coded one is that one (E5)."""
    said = [report for report in near if report.group in {ErrorGroup.FAULT, ErrorGroup.WARNING}]
    coded = [report for report in said if report.code != NO_CODE]
    merge = micros_of(policy.error_merge_s)
    bare = [
        report
        for report in said
        if report.code == NO_CODE and all(abs(report.at - other.last_at) > merge for other in coded)
    ]
    told = [trigger for trigger in open_attempt.triggers if trigger == "EVCommunicationLost"]
    return list(dict.fromkeys([*(report.code for report in (*coded, *bare)), *told]))


def _was_never_authorised(open_attempt: OpenAttempt) -> bool:
    """In 2.x it may begin with the car or the plug; without a card, an app or any charging it led nowhere."""
    triggers = frozenset(open_attempt.triggers)
    return (
        not triggers.isdisjoint(_BEFORE_ANY_CARD)
        and not open_attempt.tokens
        and not open_attempt.has_charged
        and triggers.isdisjoint(_BY_DRIVER)
    )


def _gave_up(session: Session, policy: Policy) -> bool:
    return (session.reason or "") in USER_STOPS and (session.duration or 0) <= micros_of(
        policy.user_cancel_max_s
    )


def _without_transaction(open_attempt: OpenAttempt) -> Because:
    if open_attempt.plugged_at is None:
        return Because.NOT_PLUGGED_IN if open_attempt.tokens else Because.NO_START
    return Because.NEVER_AUTHORISED if open_attempt.authorised_at is None else Because.NO_TRANSACTION


def _lasted_s(session: Session) -> int:
    return (session.duration or 0) // SECOND

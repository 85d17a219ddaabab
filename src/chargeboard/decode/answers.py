"""What was a call answered?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import msgspec
from msgspec import Raw

from chargeboard.decode import settings
from chargeboard.decode.forms import Form, Whole
from chargeboard.decode.framing import UNREADABLE
from chargeboard.decode.intervals import (
    Setting,
    VariableData,
    tell_configuration,
    tell_interval,
    tell_variables,
)
from chargeboard.decode.notes import Notes
from chargeboard.decode.pairing import OpenCall
from chargeboard.decode.spelling import AUTHORISATION, CERTIFICATE
from chargeboard.decode.v2.monitored_events import note_monitors
from chargeboard.decode.v2.payloads import IdToken, Monitor
from chargeboard.decode.v16.plug_and_charge import carried_in
from chargeboard.domain.facts import Answered, TransactionAsked


class TokenInfo(msgspec.Struct, rename="camel"):
    """idTagInfo of 1.6, idTokenInfo of 2.x."""

    status: str | None = None
    parent_id_tag: str | None = None
    group_id_token: IdToken | None = None

    @property
    def group(self) -> str:
        """The group of tokens that this one belongs to, "" if none is named."""
        return self.parent_id_tag or (self.group_id_token or _NO_TOKEN).id_token or ""


class Answer(msgspec.Struct, rename="camel"):
    """What matters in any answer; each has the part that its call asked for."""

    status: str | None = None
    interval: Whole | None = None
    id_tag_info: TokenInfo | None = None
    id_token_info: TokenInfo | None = None
    certificate_status: str | None = None
    data: Any = None
    transaction_id: str | int | None = None
    ongoing_indicator: bool | None = None
    messages_in_queue: bool | None = None
    set_monitoring_result: list[Monitor] | None = None
    configuration_key: list[Setting] | None = None
    set_variable_result: list[VariableData] | None = None
    get_variable_result: list[VariableData] | None = None
    custom_data: Any = None


class Verdict(msgspec.Struct):
    """What an answer says of its call as a whole."""

    status: str | None = None


Teller: TypeAlias = Callable[[Answer, OpenCall, Notes], None]

_ANSWER = Form(Answer)
_NO_TOKEN = IdToken()
_VERDICT = msgspec.json.Decoder(Verdict)
_REFUSALS = frozenset(
    {
        "Rejected",
        "NotSupported",
        "NotImplemented",
        "UnknownMessageId",
        "UnknownVendorId",
        "Failed",
        "UnlockFailed",
        "VersionMismatch",
    }
)
"""By which OCPP lets an answer refuse its call; a card that is turned down is told elsewhere in it."""


def tell_answer(payload: Raw, call: OpenCall, notes: Notes) -> None:
    """The call was answered."""
    said = _ANSWER.read(payload, notes)
    if said is not None:
        _TELLERS[call.action](said, call, notes)


def refusal(payload: Raw, text: str) -> str:
    """The status by which an answer refuses its call, "" where it does not (H3); `text`: all of it."""
    if '"status"' not in text:
        return ""
    try:
        status = _VERDICT.decode(payload).status
    except UNREADABLE:
        return ""
    return status if status in _REFUSALS else ""


def tell_refusal(call: OpenCall, notes: Notes) -> None:
    """The call was answered with an error."""
    if _TELLERS.get(call.action) in _DECIDING:
        notes.tell(Answered(call.at, notes.received_at, call.ref, "CallError"))


def _tell_boot(said: Answer, call: OpenCall, notes: Notes) -> None:  # noqa: ARG001 - a boot has one interval
    if notes.spelled(AUTHORISATION, said.status) == "Accepted":
        tell_interval(said.interval, notes)


def _tell_change(said: Answer, call: OpenCall, notes: Notes) -> None:
    settings.tell_change(said.status, call.about, notes)


def _tell_set(said: Answer, call: OpenCall, notes: Notes) -> None:
    settings.tell_set(said.set_variable_result, call.about, notes)


def _tell_configuration(said: Answer, call: OpenCall, notes: Notes) -> None:  # noqa: ARG001 - keys name themselves
    tell_configuration(said.configuration_key, notes)


def _tell_variables(said: Answer, call: OpenCall, notes: Notes) -> None:  # noqa: ARG001 - results name themselves
    tell_variables(said.get_variable_result, notes)


def _tell_decision(said: Answer, call: OpenCall, notes: Notes) -> None:
    info = said.id_token_info or said.id_tag_info
    status = notes.spelled(AUTHORISATION, said.status if info is None else info.status)
    if said.certificate_status and status in _YES:
        # a contract certificate that is not accepted refuses its token (A7a)
        status = notes.spelled(CERTIFICATE, said.certificate_status)
    given = call.action == "StartTransaction" and said.transaction_id is not None
    transaction_id = str(said.transaction_id) if given else ""
    group = "" if info is None else info.group
    is_master = bool(group) and group == notes.pairing.master_group
    notes.tell(Answered(call.at, notes.received_at, call.ref, status, transaction_id, group, is_master))


def _tell_transaction(said: Answer, call: OpenCall, notes: Notes) -> None:
    if said.id_token_info is not None:
        _tell_decision(said, call, notes)
    else:
        # nobody was judged, and the event was taken: a repeat of a start that an error had answered (S7)
        notes.tell(Answered(call.at, notes.received_at, call.ref))


def _tell_ongoing(said: Answer, call: OpenCall, notes: Notes) -> None:
    now = notes.received_at
    notes.tell(
        TransactionAsked(now, now, call.about, said.ongoing_indicator, said.messages_in_queue or False)
    )


def _note_monitors(said: Answer, call: OpenCall, notes: Notes) -> None:  # noqa: ARG001 - results name monitors
    note_monitors(said.set_monitoring_result, notes)


def _tell_transfer(said: Answer, call: OpenCall, notes: Notes) -> None:
    """An Authorize of 2.x in a DataTransfer of 1.6: refused where either of the two answers says no (A7a)."""
    status = notes.spelled(AUTHORISATION, said.status)
    carried = None if status not in _YES else _ANSWER.read(carried_in(said.data), notes)
    if carried is None or carried.id_token_info is None:
        notes.tell(Answered(call.at, notes.received_at, call.ref, status))
    else:
        _tell_decision(carried, call, notes)


_YES = frozenset({"", "Accepted"})
_DECIDING = frozenset({_tell_decision, _tell_transaction, _tell_transfer})
_TELLERS: dict[str, Teller] = {
    "BootNotification": _tell_boot,
    "Authorize": _tell_decision,
    "DataTransfer": _tell_transfer,
    "StartTransaction": _tell_decision,
    "RemoteStartTransaction": _tell_decision,
    "RequestStartTransaction": _tell_decision,
    "TransactionEvent": _tell_transaction,
    "GetTransactionStatus": _tell_ongoing,
    "SetVariableMonitoring": _note_monitors,
    "ChangeConfiguration": _tell_change,
    "GetConfiguration": _tell_configuration,
    "SetVariables": _tell_set,
    "GetVariables": _tell_variables,
}

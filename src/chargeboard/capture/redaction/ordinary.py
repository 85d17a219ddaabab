"""
Which frames can hold nothing that is to be hidden?

Those whose names are all among the few that make up nearly all traffic. A decoder in C sees to it; of such a
frame no more than the values of tokens is looked at.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import Any, Literal, TypeAlias

import msgspec

TOKENS = ("idTag", "parentIdTag", "idToken", "groupIdToken")
"""Names of fields whose values are tokens; an object's value is under such a name again."""
NAMES = (
    "attributeStatus cause chargeBoxSerialNumber chargePointModel chargePointSerialNumber "
    "chargePointVendor chargingState chargingStation connectorId connectorStatus connectorType context "
    "currentTime errorCode eventType evse evseId expiryDate expiryDateTime firmwareVersion format iccid "
    "id idTagInfo idTokenInfo imsi info interval listVersion location measurand meterSerialNumber "
    "meterStart meterStop meterType meterValue model modem multiplier numberOfPhasesUsed offline phase "
    "power reason remoteStartId requestId reservationId sampledValue seqNo status stoppedReason "
    "timeSpentCharging timestamp totalCost transactionData transactionId transactionInfo triggerReason "
    "type unit unitOfMeasure value vendorErrorCode vendorId vendorName"
)
"""Names of fields whose values are kept as they are."""
_DEEPEST = 5
"""Objects inside each other: a payload's meter value's sampled value's unit is the fourth."""
_Scalar: TypeAlias = str | int | float | bool | None


class Ordinary:
    """Told by a decoder that is made at first use."""

    def __init__(self, hidden: Collection[str]) -> None:
        """`hidden`: names that this installation hides, as they are written together."""
        self._names = tuple(name for name in (*NAMES.split(), *TOKENS) if name.lower() not in hidden)

    def __call__(self, text: str) -> bool:
        """Whether nothing in the text has to be looked at, but for tokens."""
        # what a value might hold: an address, an escape, evidence
        if "\\" in text or "@" in text or "igned" in text or "IGNED" in text:
            return False
        try:
            self._decoder.decode(text)
        except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
            return False
        return True

    @cached_property
    def _decoder(self) -> msgspec.json.Decoder[Any]:
        name: Any = Literal[self._names]
        below: Any = _Scalar
        for _ in range(_DEEPEST):
            one = dict[name, below]
            below = _Scalar | one | list[_Scalar | one]
        return msgspec.json.Decoder(list[below])

"""
Which frames can hold nothing that is to be hidden?

Those whose names are all among the few that make up nearly all traffic. A decoder in C sees to it; of such a
frame no more than the values of tokens is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
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


def ordinary(hidden: Collection[str]) -> Callable[[str], object]:
    """
    Reads a frame of such names; `hidden` are names that an installation decides on, written together.

    Raises: one of UNREADABLE for any other text.
    """
    name: Any = Literal[tuple(one for one in (*NAMES.split(), *TOKENS) if one.lower() not in hidden)]
    below: Any = _Scalar
    for _ in range(_DEEPEST):
        one = dict[name, below]
        below = _Scalar | one | list[_Scalar | one]
    return msgspec.json.Decoder(list[below]).decode

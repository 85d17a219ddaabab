"""Which plug does a socket have, and how much may flow through it?"""

from __future__ import annotations

import msgspec


class Connector(msgspec.Struct, frozen=True):
    """What the operator says of the plug of a socket, in the words of OCPI."""

    standard: str
    """Such as IEC_62196_T2."""
    format: str
    """SOCKET or CABLE."""
    power_type: str
    """Such as AC_3_PHASE or DC."""
    max_voltage: int
    """Of a phase against neutral, in volts."""
    max_amperage: int
    """Of a phase, in amperes."""

    def __str__(self) -> str:
        return f"{self.standard} {self.format} {self.power_type} {self.max_voltage} V {self.max_amperage} A"

"""
Which words do parties of OCPI use among each other?

Those of 2.2.1 and 2.3.0, which do not differ here. Source: ocpi/ocpi, mod_locations, mod_sessions,
version_information_endpoint and status_codes.
"""

from __future__ import annotations

from typing import Final

from chargeboard.domain.codes import Code

VERSIONS: Final = ("2.3.0", "2.2.1")
"""Those that are spoken, the best first."""
NOT_AVAILABLE: Final = "#NA"
"""What stands for an id that is not known yet."""
SUCCESS: Final = 1000
INVALID: Final = 2001
"""Parameters are missing or invalid."""
UNKNOWN_OBJECT: Final = 2003
"""The standard speaks of a location."""
FAILED: Final = 3000
"""Whoever was asked could not do it."""
NOT_REACHED: Final = 3001
"""Who registers could not be asked in turn."""
NO_VERSION: Final = 3002
"""No version is spoken by both."""


class Module(Code):
    """What is asked for, by the identifier of its endpoints."""

    LOCATIONS = "locations"
    SESSIONS = "sessions"
    CDRS = "cdrs"
    CREDENTIALS = "credentials"


class Role(Code):
    """At which end of a module an endpoint is."""

    SENDER = "SENDER"
    """It owns the objects, and is asked for them."""
    RECEIVER = "RECEIVER"
    """Objects are pushed to it."""


class EvseStatus(Code):
    """How an EVSE is."""

    AVAILABLE = "AVAILABLE"
    BLOCKED = "BLOCKED"
    """Something bars the way, a car perhaps."""
    CHARGING = "CHARGING"
    """In use."""
    INOPERATIVE = "INOPERATIVE"
    """Not active yet, or not available for a while, but not broken."""
    OUTOFORDER = "OUTOFORDER"
    PLANNED = "PLANNED"
    REMOVED = "REMOVED"
    RESERVED = "RESERVED"
    UNKNOWN = "UNKNOWN"
    """Also where it is offline."""


class SessionStatus(Code):
    """How far a session is."""

    ACTIVE = "ACTIVE"
    COMPLETED = "COMPLETED"
    INVALID = "INVALID"
    """It will not be billed."""
    PENDING = "PENDING"
    """It has not started, and might never."""
    RESERVATION = "RESERVATION"
    """It is reserved, and charging might never start."""

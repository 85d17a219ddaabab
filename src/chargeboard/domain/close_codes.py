"""Which codes of a WebSocket's end say something (RFC 6455, 7.4)?"""

from __future__ import annotations

from typing import Final

CLOSE_CODES: Final = range(1000, 5000)
"""All that there may be."""
ABNORMAL: Final = 1006
"""No goodbye came: the connection was cut, or lost on its way (H6)."""
NO_GOODBYE: Final = frozenset({None, ABNORMAL})
"""Codes of ends at which nobody is known to have said one; None: an end without a code."""

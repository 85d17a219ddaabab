"""
How does what many are sent reach each of them at little cost?

An answer that is under way is written straight into its connection, in the form that HTTP has for it; the
form is made once for all who are sent the same. Whoever does not keep up is left to the usual way, which
waits.
"""

from __future__ import annotations

import asyncio
from functools import lru_cache

from uvicorn.protocols.http.h11_impl import RequestResponseCycle

_CHUNKED_SINCE = b"1.1"


class Straight:
    """The way to who asked, behind the begin of the answer."""

    def __init__(self, cycle: RequestResponseCycle, transport: asyncio.Transport) -> None:
        self._cycle, self._transport = cycle, transport
        version = cycle.conn.their_http_version
        self._is_chunked = version is not None and version >= _CHUNKED_SINCE

    def put(self, event: bytes) -> bool:
        """Send it at once; False where what was sent before is still on its way, or nobody is there."""
        if self._cycle.disconnected or self._transport.is_closing():
            return False
        if self._transport.get_write_buffer_size():
            return False
        self._transport.write(_chunk(event) if self._is_chunked else event)
        return True


@lru_cache(maxsize=8)
def _chunk(event: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(event), event)

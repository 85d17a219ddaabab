"""Of which chargers does SteVe say now that they are of another make, model or firmware than before?"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from chargeboard.capture.feeds.steve import rows
from chargeboard.capture.feeds.steve.rows import Told
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import Instant


class ChargeBoxes:
    """What was last read of them. A row has neither number nor time, so a look compares all."""

    def __init__(self) -> None:
        self._known: dict[str, Told] = {}

    def news(self, found: Iterable[Told], at: Instant, digest: str) -> tuple[list[Frame], str]:
        """
        Those that changed since the look that gave the digest, and the digest of this one.

        Who did not look before, and finds another digest, takes all for changed.
        """
        told = {one[0]: one for one in sorted(found, key=str) if any(one[2:])}
        now = blake2b(repr(told).encode(), digest_size=8).hexdigest()
        known, self._known = self._known, told
        if now == digest:
            return [], now
        return [rows.charge_box(one, at) for name, one in told.items() if known.get(name) != one], now

"""
How is a charger's clock to be read, and what did it say last?

`decode` corrects each stamp as it reads it, the one border at which the charger's time becomes ours
(definitions 4c T8); everything behind it compares corrected instants.
"""

from __future__ import annotations

import msgspec

from chargeboard.domain.instants import Instant, Micros


class Stamps(msgspec.Struct):
    """The correction in force, and the latest stamp of the message that is being read."""

    offset: Micros = 0
    """Added to each stamp of the charger; positive where its clock is behind."""
    latest: Instant | None = None
    """As the charger said it. None: it bore none that tells of its clock (no zone, unusable, or queued)."""

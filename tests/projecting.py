"""Who has understood what a desk of a test answers by."""

from __future__ import annotations

from chargeboard.run.desk import Desk
from chargeboard.run.understanding.projector import Projector


def projector_of(desk: Desk, **options) -> Projector:
    """A projector over the store of a desk, which remembers what it concludes."""
    return Projector(desk.histories, desk.now, **options)

"""By which schema and code does this program store, read and compute?"""

from __future__ import annotations

from chargeboard import __version__
from chargeboard.domain.members import Knows
from chargeboard.domain.readings import Reading
from chargeboard.metrics.conclude import METRICS_VERSION
from chargeboard.pipeline import CODE_VERSION
from chargeboard.store import newest_schema


def knows() -> Knows:
    """As others are told of it."""
    return Knows(newest_schema(), CODE_VERSION, METRICS_VERSION)


def build_reading() -> Reading:
    """As a scraper is told of it."""
    ours = knows()
    return Reading("chargeboard_build_info", 1.0, (__version__, str(ours.schema), ours.fold, ours.metrics))

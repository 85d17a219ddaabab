"""
Which numbers are there? Named as Prometheus wants it: in base units, what only grows with `_total`.

None is of a charger: how many there are does not depend on how many chargers are. What each means is said by
`words.py` under its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from chargeboard.domain.figures.impairment import Impairment
from chargeboard.domain.readings import WRITING_S, Reading

ANSWERING_S: Final = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)


class Measure(NamedTuple):
    """How a number is to be read."""

    kind: Literal["counter", "gauge", "histogram"]
    labels: tuple[str, ...] = ()
    bounds: tuple[float, ...] = ()


MEASURES: Final[Mapping[str, Measure]] = {
    "chargeboard_build_info": Measure("gauge", ("version", "schema", "fold", "metrics")),
    "chargeboard_trouble": Measure("gauge", ("part", "kind")),
    "process_cpu_seconds_total": Measure("counter", ("part",)),
    "process_resident_memory_bytes": Measure("gauge", ("part",)),
    "process_start_time_seconds": Measure("gauge", ("part",)),
    # who listens
    "chargeboard_chargers_connected": Measure("gauge"),
    "chargeboard_frames_kept_total": Measure("counter"),
    "chargeboard_answers_total": Measure("counter"),
    "chargeboard_frames_waiting": Measure("gauge"),
    "chargeboard_write_seconds": Measure("histogram", (), WRITING_S),
    "chargeboard_write_failures_total": Measure("counter"),
    # who understands
    "chargeboard_shares_held": Measure("gauge"),
    "chargeboard_chores_held": Measure("gauge"),
    "chargeboard_chargers_waiting": Measure("gauge"),
    "chargeboard_understanding_lag_seconds": Measure("gauge"),
    "chargeboard_frames_understood_total": Measure("counter"),
    # who shows
    "chargeboard_http_requests_total": Measure("counter", ("status",)),
    "chargeboard_http_answer_seconds": Measure("histogram", (), ANSWERING_S),
    "chargeboard_pages_open": Measure("gauge"),
    "chargeboard_viewers": Measure("gauge"),
    # who alerts
    "chargeboard_alerts_sent_total": Measure("counter"),
    "chargeboard_alert_failures_total": Measure("counter"),
}
"""By name."""


def of_impairment(part: str, impairment: Impairment) -> list[Reading]:
    """What is wrong at the moment, as that part knows it: 1, or 0."""
    found = {
        "keeping": impairment.why,
        "log": impairment.log,
        "understanding": impairment.behind or impairment.stopped_since is not None,
        "database": impairment.damage,
        "backup": impairment.backup,
        "alerts": impairment.alerts,
        "feeds": impairment.feeds,
        "disk": impairment.days_left is not None,
    }
    return [Reading("chargeboard_trouble", float(bool(is_so)), (part, kind)) for kind, is_so in found.items()]

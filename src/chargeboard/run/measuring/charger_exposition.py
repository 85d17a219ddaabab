"""How are the numbers of chargers put for a scraper, however many chargers there are?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from chargeboard.domain.figures.fleet import FleetInNumbers, FleetNumbers
from chargeboard.run.measuring.charger_measures import (
    CHARGER_MEASURES,
    FLEET_MEASURES,
    INFO,
    OMITTED,
    labels_of,
)
from chargeboard.run.measuring.words import say


class ChargerExposition(Collector):
    """
    The chargers of a list.

    Of each number all chargers are told or none, so that nothing is summed over a part of them: in the order
    of the table, until there are `most` series. Where there are more chargers than that, the first number is
    told of those that the list has first.
    """

    def __init__(self, fleet: FleetInNumbers, wanted: Collection[str], most: int) -> None:
        """`wanted`: which numbers; empty: all."""
        self._fleet, self._most = fleet, most
        self._wanted = [name for name in CHARGER_MEASURES if not wanted or name in wanted]

    def text(self) -> bytes:
        """In Prometheus' text format 0.0.4; the newer one costs half as much again, and says no more."""
        registry = CollectorRegistry()
        registry.register(self)
        return generate_latest(registry)

    def collect(self) -> Iterator[Metric]:
        """A family for each number that is told."""
        for name, counted in FLEET_MEASURES.items():
            yield GaugeMetricFamily(name, say(name), value=counted(self._fleet.counts))
        room, omitted = self._most, 0
        for name in self._wanted:
            values = [*map(CHARGER_MEASURES[name], self._fleet.rows)]
            known = len(values) - values.count(None)
            if known > room:
                fitting = room if room == self._most else 0
                omitted += known - fitting
                known, room = fitting, 0
            else:
                room -= known
            if known:
                yield _family(name, islice(_told(name, self._fleet.rows, values), known))
        yield GaugeMetricFamily(OMITTED, say(OMITTED), value=omitted)


def _told(
    name: str, rows: Iterable[FleetNumbers], values: Iterable[float | None]
) -> Iterator[tuple[tuple[str, ...], float]]:
    for row, value in zip(rows, values, strict=True):
        if value is not None:
            yield (row.id, row.name, row.site) if name == INFO else (row.id,), value


def _family(name: str, told: Iterable[tuple[tuple[str, ...], float]]) -> Metric:
    family = GaugeMetricFamily(name, say(name), labels=labels_of(name))
    for labels, value in told:
        family.add_metric(labels, value)
    return family

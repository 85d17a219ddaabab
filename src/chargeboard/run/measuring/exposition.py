"""How are numbers put for a scraper?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from chargeboard.domain.readings import Reading
from chargeboard.run.measuring.measures import MEASURES, Measure
from chargeboard.run.measuring.told import Readings
from chargeboard.run.measuring.words import say


class Exposition(Collector):
    """The registry of a process: what its parts told last."""

    def __init__(self, readings: Readings, of_build: Reading) -> None:
        self._readings, self._of_build = readings, of_build
        self._registry = CollectorRegistry()
        self._registry.register(self)

    def text(self, accepts: str) -> tuple[bytes, str]:
        """In the newest format that is accepted, and how that is called."""
        encode, kind = choose_encoder(accepts)
        return encode(self._registry), kind

    def collect(self) -> Iterator[Metric]:
        """A family for each number that is told."""
        told = [self._of_build, *(one for said in self._readings.told.values() for one in said.readings)]
        for name, measure in MEASURES.items():
            found = [one for one in told if one.name == name]
            if found:
                yield _FAMILIES[measure.kind](name, measure, found)


def _counter(name: str, measure: Measure, found: Iterable[Reading]) -> Metric:
    family = CounterMetricFamily(name, say(name), labels=measure.labels)
    for one in found:
        family.add_metric(one.labels, one.value)
    return family


def _gauge(name: str, measure: Measure, found: Iterable[Reading]) -> Metric:
    family = GaugeMetricFamily(name, say(name), labels=measure.labels)
    for one in found:
        family.add_metric(one.labels, one.value)
    return family


def _histogram(name: str, measure: Measure, found: Iterable[Reading]) -> Metric:
    family = HistogramMetricFamily(name, say(name), labels=measure.labels)
    bounds = [*map(str, measure.bounds), "+Inf"]
    for one in found:
        buckets = list(zip(bounds, map(float, accumulate(one.counts)), strict=True))
        family.add_metric(one.labels, buckets, one.value)
    return family


_FAMILIES: dict[str, Callable[[str, Measure, Iterable[Reading]], Metric]] = {
    "counter": _counter,
    "gauge": _gauge,
    "histogram": _histogram,
}

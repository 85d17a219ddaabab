"""What processes tell of themselves, as Prometheus reads it."""

import multiprocessing
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parsed_openmetrics
from prometheus_client.parser import text_string_to_metric_families as parsed

from chargeboard.domain.figures.impairment import Behind, Impairment
from chargeboard.domain.readings import Distribution, Reading
from chargeboard.run.measuring import told as module
from chargeboard.run.measuring.exposition import Exposition
from chargeboard.run.measuring.measures import MEASURES, of_impairment
from chargeboard.run.measuring.told import PARTS, Readings, Telling
from chargeboard.run.measuring.words import say

BUILD = Reading("chargeboard_build_info", 1.0, ("0.1", "38", "12", "38"))
OPEN = "application/openmetrics-text; version=1.0.0"


@pytest.fixture
def readings():
    return Readings(multiprocessing.get_context("spawn"))


def families(readings, accepts=""):
    text, kind = Exposition(readings, BUILD).text(accepts)
    parse = parsed_openmetrics if "openmetrics" in kind else parsed
    return {one.name: one for one in parse(text.decode())}


def everything():
    """A reading of each measure."""
    for name, measure in MEASURES.items():
        counts = tuple(range(len(measure.bounds) + 1)) if measure.bounds else ()
        yield Reading(name, 2.5, measure.labels, counts)


@pytest.mark.parametrize("accepts", ["", OPEN])
def test_a_scraper_reads_each_number_by_its_name_and_kind(readings, accepts):
    readings.tell("gateway", [one for one in everything() if one.name != BUILD.name])
    found = families(readings, accepts)
    assert found.keys() == {name.removesuffix("_total") for name in MEASURES}
    for name, measure in MEASURES.items():
        family = found[name.removesuffix("_total")]
        assert (family.type, family.documentation) == (measure.kind, say(name))


def test_names_are_as_prometheus_wants_them():
    for name, measure in MEASURES.items():
        assert name.startswith(("chargeboard_", "process_"))
        assert name.endswith("_total") == (measure.kind == "counter"), name
        assert bool(measure.bounds) == (measure.kind == "histogram"), name
        assert not name.endswith(("_ms", "_milliseconds", "_count", "_sum", "_bucket")), name


def test_numbers_of_all_parts_are_told_together_and_none_twice(readings):
    for part in PARTS:
        readings.tell(
            part, [Reading("process_cpu_seconds_total", 1.5, (part,)), *of_impairment(part, Impairment())]
        )
    samples = [
        (one.name, *one.labels.items()) for family in families(readings).values() for one in family.samples
    ]
    assert len(samples) == len(set(samples))
    cpu = families(readings)["process_cpu_seconds"].samples
    assert {one.labels["part"] for one in cpu} == set(PARTS)


@given(st.lists(st.floats(0, 10), max_size=50))
def test_a_distribution_is_read_as_what_was_seen(seen):
    bounds = MEASURES["chargeboard_write_seconds"].bounds
    found = Distribution(bounds)
    for one in seen:
        found.add(one)
    reading = found.reading("chargeboard_write_seconds")
    assert sum(reading.counts) == len(seen)
    assert reading.value == pytest.approx(sum(seen))
    for n, bound in enumerate(bounds):
        assert sum(reading.counts[: n + 1]) == sum(one <= bound for one in seen)


def test_buckets_only_grow_to_the_count(readings):
    readings.tell("gateway", [Reading("chargeboard_write_seconds", 9.0, counts=(1,) * 11)])
    samples = families(readings)["chargeboard_write_seconds"].samples
    buckets = [one.value for one in samples if one.name.endswith("_bucket")]
    assert all(before <= after for before, after in pairwise(buckets))
    assert buckets[-1] == 11 == next(one.value for one in samples if one.name.endswith("_count"))


def test_what_is_wrong_is_one_and_what_is_well_is_zero():
    told = Impairment(why="the disk is full", behind=Behind(3, 5, "A"))
    found = {one.labels[1]: one.value for one in of_impairment("gateway", told)}
    assert {kind for kind, is_so in found.items() if is_so} == {"keeping", "understanding"}
    assert len(found) == 8


def test_who_tells_its_own_tells_the_process_too_and_not_too_often(readings, monkeypatch):
    at = [100.0]
    monkeypatch.setattr(module, "monotonic", lambda: at[0])
    calls = []
    telling = Telling(readings, "web", lambda: calls.append(1) or [Reading("chargeboard_viewers", 3)])
    telling.tell()
    telling.tell()
    assert len(calls) == 1
    found = families(readings)
    assert found["chargeboard_viewers"].samples[0].value == 3
    assert found["process_cpu_seconds"].samples[0].value > 0
    assert found["process_resident_memory_bytes"].samples[0].value > 1e7
    assert readings.silent == []
    at[0] += 31
    assert readings.silent == ["web"]
    telling.tell()
    assert readings.silent == []

"""No question about a span of a station may read its whole history."""

import re

import pytest

from chargeboard.store import open_store

OVERLAPS = {
    "session_rows": "session",
    "stays": "session",
    "sessions": "session",
    "attempts": "attempt",
    "segments": "segment",
    "gaps": "gap",
    "episodes": "station_error",
}
RANGES = [
    "facts",
    "oddities",
    "orphans",
    "checkpoint",
    "attempts_in_brief",
    "days",
    "totals_before",
    "frames_behind",
    "frames_before",
    "frames_since",
    "frames_until",
    "blocks_behind",
    "drop_frames",
    "fact_places",
    "facts_placed",
    "facts_to_pack",
    "fact_blocks",
    "fact_blocks_before",
    "replace_facts",
]


@pytest.fixture(scope="module")
def plan():
    store = open_store(":memory:")

    def plan(name):
        sql = getattr(store._db.sql, name).sql
        names = dict.fromkeys(re.findall(r":(\w+)", sql), 1)
        return [row[3] for row in store._db.connection.execute(f"explain query plan {sql}", names)]

    yield plan
    store.close()


@pytest.mark.parametrize("name", RANGES)
def test_a_range_is_one_search_in_order(plan, name):
    steps = plan(name)
    assert len(steps) == 1
    assert steps[0].startswith("SEARCH")
    assert re.search(r"\(station=\? AND .*[<>]", steps[0])


@pytest.mark.parametrize(("name", "table"), OVERLAPS.items())
def test_what_overlaps_a_span_is_a_day_of_starts_and_the_few_long_ones(plan, name, table):
    steps = [step for step in plan(name) if table in step.split()]
    assert len(steps) == 2
    way = rf"(PRIMARY KEY|COVERING INDEX {table}_list)"
    assert re.fullmatch(
        rf"SEARCH {table} USING {way} \(station=\? AND start_at>\? AND start_at<\?\)", steps[0]
    )
    assert re.fullmatch(
        rf"SEARCH {table} USING (COVERING )?INDEX {table}_long \(station=\? AND \S+>\?\)", steps[1]
    )


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("session_totals", "session_list"),
        ("sessions_by_start", "session_list"),
        ("sessions_by_start_newest_first", "session_list"),
        ("sessions_by", "session_list"),
        ("attempt_counts", "attempt_list"),
        ("attempts_newest_first", "attempt_list"),
    ],
)
def test_a_list_passes_by_an_index_alone_and_reads_the_rows_of_its_page_by_key(plan, name, index):
    steps = [step for step in plan(name) if step.startswith("SEARCH")]
    table = index.removesuffix("_list")
    assert (
        steps[0] == f"SEARCH {table} USING COVERING INDEX {index} (station=? AND start_at>? AND start_at<?)"
    )
    assert all(
        re.fullmatch(rf"SEARCH {table} USING PRIMARY KEY \(station=\? AND start_at=\? AND \w+=\?\)", step)
        for step in steps[1:]
    )
    if "by_start" in name or name == "attempts_newest_first":
        assert "USE TEMP B-TREE FOR ORDER BY" not in plan(name)


@pytest.mark.parametrize("name", ["changed_credentials", "waiting_credentials", "drop_waiting"])
def test_of_many_chargers_that_may_connect_the_few_that_are_news_are_read(plan, name):
    steps = [step for step in plan(name) if "credential" in step.split()]
    assert all("INDEX credential_" in step or "PRIMARY KEY (station=?)" in step for step in steps), steps


def test_frames_to_fold_are_looked_for_among_the_chargers_that_may_have_some(plan):
    assert [step for step in plan("unfolded_since") if step.startswith("SCAN")] == ["SCAN unfolded"]


@pytest.mark.parametrize("name", ["compared", "reported"])
def test_chargers_over_any_dates_take_searches_alone_besides_their_lines(plan, name):
    steps = [step for step in plan(name) if " own" in step or "thr" in step or "bef" in step]
    assert len(steps) >= 6
    assert all(step.startswith(("SEARCH", "CORRELATED")) for step in steps)

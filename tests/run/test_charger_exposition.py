"""What a scraper is told of chargers, and how much of it."""

from itertools import cycle, islice

import pytest
import sample_boards as sample
from msgspec.structs import replace
from prometheus_client.parser import text_string_to_metric_families as parsed

from chargeboard.domain.figures.fleet import FleetWanted
from chargeboard.run.measuring.charger_exposition import ChargerExposition
from chargeboard.run.measuring.charger_measures import CHARGER_MEASURES, FLEET_MEASURES, MOST_SERIES, OMITTED
from chargeboard.run.measuring.words import say
from chargeboard.time.instants import SECOND

MEGABYTE = 1_000_000


def page(*boards):
    return sample.fleet_page(boards, replace(FleetWanted(), limit=1_000))


def told(found, wanted=(), most=MOST_SERIES):
    """Samples by family."""
    text = ChargerExposition(sample.in_numbers(found), wanted, most).text().decode()
    return {one.name: one.samples for one in parsed(text)}


def values(found, name, **how):
    return {sample.labels["charger"]: sample.value for sample in told(found, **how).get(name, [])}


@pytest.fixture
def town():
    return page(*sample.town())


def test_each_number_of_a_charger_is_that_of_its_line(town):
    found = told(town)
    by_id = {row.id: row for row in sample.in_numbers(town).rows}
    for name, measured in CHARGER_MEASURES.items():
        got = {one.labels["charger"]: one.value for one in found[name]}
        assert got == pytest.approx(
            {key: value for key, row in by_id.items() if (value := measured(row)) is not None}
        )
    row = next(row for row in town.rows if row.energy_today_wh and row.success.pct and row.last_contact)
    assert values(town, "charger_energy_today_joules")[row.id] == pytest.approx(row.energy_today_wh * 3600)
    assert values(town, "charger_success_ratio")[row.id] == pytest.approx(row.success.pct / 100)
    assert values(town, "charger_last_contact_timestamp_seconds")[row.id] == pytest.approx(
        row.last_contact / SECOND
    )


def test_what_is_not_known_is_no_series(town):
    unknown = [row.id for row in town.rows if row.success.pct is None]
    assert unknown
    assert not {*unknown} & values(town, "charger_success_ratio").keys()


def test_an_imported_log_is_neither_out_of_contact_nor_faulted():
    board = sample.offline()
    assert values(page(board), "charger_online") == {board.charger.id: 0.0}
    rows = [replace(row, is_history=True) for row in page(board).rows]
    imported = replace(page(board), rows=rows)
    assert values(imported, "charger_online") == {}
    assert values(imported, "charger_sockets_faulted") == {board.charger.id: 0.0}


def test_an_id_may_be_anything_a_charger_says():
    board = sample.empty('quote " back \\ line\nend')
    assert values(page(board), "charger_attention").keys() == {board.charger.id}


def test_all_numbers_say_what_they_mean_and_are_in_base_units():
    for name in (*CHARGER_MEASURES, *FLEET_MEASURES, OMITTED):
        assert say(name)
        assert name.startswith("charger")
        assert not name.endswith(("_total", "_wh", "_kwh", "_percent", "_count", "_sum", "_bucket"))


def test_only_the_numbers_that_are_asked_for_are_told(town):
    names = {name for name in told(town, wanted={"charger_online"}) if name in CHARGER_MEASURES}
    assert names == {"charger_online"}


def test_of_a_number_all_chargers_are_told_or_none(town):
    whole = told(town)
    first, second, third = list(CHARGER_MEASURES)[:3]
    room = len(whole[first]) + len(whole[second]) + 1
    found = told(town, most=room)
    assert [name for name in CHARGER_MEASURES if name in found] == [first, second]
    left_out = sum(len(whole[name]) for name in CHARGER_MEASURES) - len(whole[first]) - len(whole[second])
    assert found[OMITTED][0].value == left_out
    assert whole[OMITTED][0].value == 0
    assert found["chargers"][0].value == len(town.rows)
    assert len(whole[third]) > 1


def test_of_more_chargers_than_series_those_come_that_the_list_has_first(town):
    known = [row.id for row in town.rows if row.is_online is not None]
    found = told(town, most=2)
    assert [one.labels["charger"] for one in found["charger_online"]] == known[:2]
    assert set(found) & {*CHARGER_MEASURES} == {"charger_online"}


def test_ten_thousand_chargers_stay_within_three_megabytes():
    found = page(*sample.town())
    many = [replace(row, id=f"LINZ-{n:06}") for n, row in enumerate(islice(cycle(found.rows), 10_000))]
    text = ChargerExposition(sample.in_numbers(replace(found, rows=many)), (), MOST_SERIES).text()
    assert len(text) < 3 * MEGABYTE
    assert text.count(b"\ncharger_attention{") == 10_000
    assert 30_000 < text.count(b"\ncharger_") - text.count(OMITTED.encode()) <= MOST_SERIES

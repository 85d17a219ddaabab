"""Which session is a reading of, and what does its row tell of readings? (definitions S3a, S3c, S6)"""

import pytest
from session_story import Told, at

H = 3600


def by_start(told):
    """The energy of each session that got any, by the second of its start."""
    return {(row.start - at(0)) // 1_000_000: row.energy_wh for row in told.rows(now=2 * H) if row.energy_wh}


def test_a_reading_that_names_nothing_is_of_the_session_that_runs_and_not_of_one_just_over():
    told = Told().start(0, 1000, name="1").start(600, 1000, name="2").stop(1800, name="2")
    told.read(1830, 1900, name="").stop(3600, name="1")
    assert by_start(told) == {0: 900}


@pytest.mark.parametrize(
    ("second", "energy"),
    [(-1, {}), (0, {0: 900}), (300, {0: 900}), (360, {0: 900}), (361, {})],
)
def test_a_session_takes_unnamed_readings_from_its_start_to_a_minute_after_its_end(second, energy):
    told = Told().start(0, 1000).stop(300).read(second, 1900, name="")
    assert by_start(told) == energy


@pytest.mark.parametrize(
    ("second", "energy"),
    [(-61, {}), (-60, {0: 900}), (0, {0: 900}), (360, {0: 900}), (361, {})],
)
def test_a_reading_that_names_its_session_may_be_a_minute_early_too(second, energy):
    assert by_start(Told().start(0, 1000).stop(300).read(second, 1900)) == energy


def test_without_a_stop_the_next_start_ends_who_takes_unnamed_readings():
    told = Told().start(0, 1000, name="1").start(600, 1000, name="2").read(700, 1900, name="")
    assert by_start(told) == {600: 900}


def test_a_reading_of_two_sessions_with_one_id_is_of_its_connector_and_of_the_latest():
    """Q14."""
    told = Told().start(0, 1000, socket=1, name="7").start(10, 1000, socket=2, name="7")
    assert by_start(told.read(60, 1900, name="7", socket=1)) == {0: 900}
    told = Told().start(0, 1000, socket=1, name="7").start(10, 1000, socket=2, name="7")
    assert by_start(told.read(60, 1900, name="7", socket=2)) == {10: 900}
    told = (
        Told()
        .start(0, 1000, name="7")
        .stop(100, name="7")
        .start(120, 1000, name="7")
        .read(110, 1900, name="7")
    )
    assert by_start(told) == {0: 900}


def test_of_two_registers_side_by_side_the_one_that_gained_most_over_the_session_counts():
    """S3c: neither is known to be the session's, as no start was read."""
    told = Told().start(0, None)
    for minute, first, second in ((10, 0, 5000), (20, 1000, 5100), (30, 1100, 5600)):
        told.read(60 * minute, first, also=second)
    assert told.row(now=2 * H).energy_wh == 1100
    turned = Told().start(0, None)
    for minute, first, second in ((10, 5000, 0), (20, 5100, 1000), (30, 5600, 1100)):
        turned.read(60 * minute, first, also=second)
    assert turned.row(now=2 * H).energy_wh == 1100


def test_how_often_is_sampled_is_the_usual_time_between_readings_of_different_instants():
    told = Told().start(0, 0)
    for n in range(1, 6):
        told.read(600 * n, 100 * n).read(600 * n, power_w=600.0)
    assert told.row(now=H).sampled_every == 600_000_000
    assert Told().start(0, 0).read(60, 5).read(60.000001, 6).row(now=H).sampled_every == 1
    assert Told().start(0, 0).read(60, 5).row(now=H).sampled_every is None
    assert Told().start(0, 0).read(60, 5).read(60, power_w=5.0).row(now=H).sampled_every is None


@pytest.mark.parametrize(
    ("seconds", "wh", "rated_kw", "is_suspicious"),
    [
        (0, 10, None, False),  # there is no mean power over no time
        (0.000001, 10, None, True),
        (3600, 1_000_000, None, False),
        (3600, 1_000_001, None, True),
        (3600, 12_500, 10.0, False),
        (3600, 12_501, 10.0, True),
        (1800, 6_251, 10.0, True),
    ],
)
def test_energy_is_suspicious_above_a_quarter_more_than_is_rated_else_above_a_megawatt(
    seconds, wh, rated_kw, is_suspicious
):
    row = Told(rated_kw=rated_kw).start(0, 1000).stop(seconds, 1000 + wh).row(now=2 * H)
    assert ("energy_suspicious" in row.flags) is is_suspicious
    assert row.energy_wh == wh


def test_suspicious_energy_leaves_the_sums_only_where_the_operator_says_so():
    def counts(wh, **policy):
        return Told(rated_kw=10.0, **policy).start(0, 1000).stop(3600, 1000 + wh).row(now=2 * H).counts_energy

    assert (counts(99_000), counts(99_000, drop_suspicious_energy=True)) == (True, False)
    assert (counts(9000), counts(9000, drop_suspicious_energy=True)) == (True, True)


def test_a_running_session_is_suspicious_by_the_time_of_its_last_reading():
    told = Told(rated_kw=10.0).start(0, 1000).read(1800, 7_251)
    assert "energy_suspicious" in told.row(now=2 * H).flags
    assert (
        "energy_suspicious" not in Told(rated_kw=10.0).start(0, 1000).read(1800, 7_250).row(now=2 * H).flags
    )


def test_the_latest_power_and_charge_are_told_with_their_instant():
    told = Told().start(0, 0).read(60, 10, power_w=7000.0, soc_pct=40.0).read(120, 20, power_w=0.0)
    row = told.read(180, 30).row(now=H)
    assert (row.power_w, row.power_at, row.soc_pct) == (0.0, at(120), 40.0)
    assert row.powers == ((at(60), 7000.0), (at(120), 0.0))
    assert told.stop(200, 40).row(now=H).powers == ()


def test_a_session_settles_when_its_late_readings_are_in():
    assert Told().start(0, 0).stop(300, 900).row(now=H).settles_at == at(360)
    assert Told(late_meter_s=600).start(0, 0).stop(300, 900).row(now=H).settles_at == at(900)
    assert Told().start(0, 0).row(now=H).settles_at is None


def test_energy_is_unknown_only_of_what_has_ended():
    assert "energy_unknown" not in Told().start(0, None).row(now=60).flags
    assert "energy_unknown" in Told().start(0, None).stop(50).row(now=60).flags
    assert "energy_unknown" not in Told().start(0, 0).stop(50, 0).row(now=60).flags


@pytest.mark.parametrize(("received_days", "is_revised"), [(0, False), (1, True)])
def test_a_session_that_is_told_on_a_later_day_is_revised(received_days, is_revised):
    row = Told().start(0, 0).stop(300, 900, rx=300 + 86_400 * received_days).row()
    assert ("revised" in row.flags) is is_revised
    late_reading = Told().start(0, 0).stop(300, 900).read(200, 500, rx=200 + 86_400 * received_days).row()
    assert ("revised" in late_reading.flags) is is_revised


def test_where_readings_are_of_another_meter_those_at_the_next_place_shape_the_session():
    """S3a."""
    told = Told().start(0, 1001).stop(3600, 6001)
    for second, outlet, inlet in ((600, 900_000, 1501), (1800, 903_000, 5501)):
        told.read(second, outlet, name="").read(second, inlet, location="Inlet")
    readings = told.row(now=2 * H).readings
    assert [(float(one.energy_wh), (one.at - at(0)) // 1_000_000) for one in readings] == [
        (0, 0),
        (500, 600),
        (4500, 1800),
        (5000, 3600),
    ]


def test_a_stop_below_the_start_tells_nothing_of_whose_the_readings_are():
    told = Told().start(0, 1000).read(600, 1100, name="").read(1200, 1200, name="").stop(1800, 500)
    row = told.row(now=H)
    assert (row.energy_wh, row.flags) == (700, ("meter_reset",))


@pytest.mark.parametrize(
    ("read", "stop", "energy", "flags"),
    [
        (2000, 0, 1000, ()),
        (None, 0, None, ("energy_unknown",)),
        (0, 0, 0, ("meter_reset",)),
        (2000, 1500, 500, ()),
    ],
)
def test_a_stop_of_0_behind_readings_is_none(read, stop, energy, flags):
    """S3."""
    told = Told().start(0, 1000)
    if read is not None:
        told.read(600, read)
    row = told.stop(1800, stop).row(now=H)
    assert (row.energy_wh, row.flags) == (energy, flags)

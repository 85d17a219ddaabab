"""Thinned: what is left of a long transaction's words leads on as all of them do."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from chargeboard.domain.facts import Gathered, Sampled, TransactionTold
from chargeboard.metrics.sessions.gathered import apart_again, gathered
from chargeboard.metrics.sessions.thinned import thinned, thinned_events
from chargeboard.time.instants import HOUR, MINUTE, SECOND

BEGIN = 1_760_299_200 * SECOND
ZONES = ["UTC", "Europe/Helsinki", "Australia/Lord_Howe", "Asia/Kolkata"]
steps = st.sampled_from([SECOND, MINUTE, 5 * MINUTE, 11 * MINUTE, HOUR, 7 * HOUR, 26 * HOUR])
runs = st.tuples(
    st.integers(1, 40), steps, st.sampled_from([0, 0, 1, 50, -30]), st.sampled_from([None, 0.0, 7000.0])
)
wiggles = st.sampled_from([0, 0, 0, 1, -1, 40])


@st.composite
def samples(draw):
    at, wh, told = BEGIN, 1000, []
    for count, step, rise, power in draw(st.lists(runs, min_size=1, max_size=7)):
        for n in range(count):
            at, wh = at + step, max(0, wh + rise)
            late = draw(st.sampled_from([0, 0, 0, 0, 2 * HOUR])) if n % 7 == 0 else 0
            register = draw(st.sampled_from([Decimal(wh)] * 5 + [None])) if n % 5 == 0 else Decimal(wh)
            told_w = None if power is None else max(0.0, power + draw(wiggles))
            soc = draw(st.sampled_from([None, 20.0, 20.4, 55.0])) if n % 4 == 0 else None
            told.append(
                Sampled(
                    at,
                    at + late,
                    socket=1,
                    transaction_id="7",
                    register_wh=register,
                    power_w=told_w,
                    soc_pct=soc,
                )
            )
    return told


@st.composite
def events(draw):
    at, told = BEGIN, []
    triggers = st.sampled_from(["MeterValuePeriodic"] * 4 + ["ChargingStateChanged"])
    for count, step in draw(st.lists(st.tuples(st.integers(1, 30), steps), min_size=1, max_size=6)):
        for n in range(count):
            at += step
            state = draw(st.sampled_from(["", "Charging", "SuspendedEV"])) if n % 6 == 0 else ""
            late = draw(st.sampled_from([0, 0, 2 * HOUR])) if n % 7 == 0 else 0
            told.append(
                TransactionTold(
                    at, at + late, f"m{len(told)}", "X1", "Updated", len(told), draw(triggers), state
                )
            )
    return told


@given(samples(), st.sampled_from(ZONES), st.lists(st.integers(0, 300), max_size=4))
def test_thinned_meter_values_are_thinned_on_as_all_of_them_are(told, zone, cuts):
    known = []
    for begin, end in zip([0, *sorted(cuts)], [*sorted(cuts), len(told)], strict=True):
        known = thinned([*known, *told[begin:end]], zone)
    assert known == thinned(told, zone)


@given(samples(), st.sampled_from(ZONES), st.lists(st.integers(0, 300), max_size=4))
def test_gathered_meter_values_are_gathered_on_as_all_of_them_are(told, zone, cuts):
    known = []
    for begin, end in zip([0, *sorted(cuts)], [*sorted(cuts), len(told)], strict=True):
        known = gathered(thinned([*known, *told[begin:end]], zone))
    assert known == gathered(thinned(told, zone))


@given(samples(), st.sampled_from(ZONES))
def test_no_register_is_lost_where_meter_values_are_gathered(told, zone):
    kept = thinned(told, zone)
    few = gathered(kept)
    assert registers(apart_again(few)) == registers(kept)
    assert [one for one in few if one in kept] == [one for one in few if not isinstance(one, Gathered)]


@given(samples(), st.sampled_from(ZONES))
def test_the_highest_power_and_the_first_and_highest_charge_are_not_thinned_away(told, zone):
    few = gathered(thinned(told, zone))
    assert max(powers(few), default=None) == max(powers(told), default=None)
    assert charges(few)[:1] == charges(told)[:1]
    assert max(charges(few), default=0) // 1 == max(charges(told), default=0) // 1


def powers(told):
    return [one.power_w for one in told if one.power_w is not None]


def charges(told):
    return [one.soc_pct for one in told if one.soc_pct is not None]


def registers(told):
    return [(one.at, one.register_wh) for one in told if one.register_wh is not None]


@given(events(), st.lists(st.integers(1, 180), max_size=4))
def test_thinned_events_are_thinned_on_as_all_of_them_are(told, cuts):
    known = []
    for begin, end in zip([0, *sorted(cuts)], [*sorted(cuts), len(told)], strict=True):
        if known or told[begin:end]:
            known = thinned_events([*known, *told[begin:end]])
    assert known == thinned_events(told)

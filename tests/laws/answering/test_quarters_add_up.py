"""Quarters of an hour add up to the energy of their days, and those of chargers to their site (G4)."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lives import lives
from msgspec.structs import replace
from standing_desk import CHOICES

from chargeboard.domain.policy import Profile
from chargeboard.run.answering.list_filters import ListScope
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.days import day_of
from chargeboard.time.instants import MINUTE
from projecting import projector_of

DELIVERED = [policy for policy in CHOICES if policy.energy_per_day == "delivered"]


@given(lives(), st.sampled_from(DELIVERED), st.integers(0, 3), st.integers(1, 9))
def test_quarters_add_up_to_days_and_chargers_to_their_site(frames, policy, before, length):
    at = frames[-1].received_at
    first = day_of(at, policy.timezone) - timedelta(days=before)
    dates = (first, first + timedelta(days=length))
    store = open_store(":memory:")
    profile = Profile(id="", site="Yard", policy=policy)
    desk = Desk(store, lambda station: replace(profile, id=station), lambda: at)
    try:
        desk.store.append([*frames, *(replace(frame, station="CP2") for frame in frames)])
        for station in ("CP1", "CP2"):
            projector_of(desk).refresh(station)
        days = desk.evidence.days("CP1", ListScope(at, dates)).days
        own, site = desk.loads.of_charger("CP1", dates, at), desk.loads.of_site("Yard", dates)
    finally:
        store.close()
    sessions = 1e-6 * len(frames)
    assert own.energy_wh + own.spread_wh == pytest.approx(
        sum(day.energy_wh or 0 for day in days), abs=sessions
    )
    (part,) = own.chargers
    assert (part.energy_wh, part.spread_wh, part.lost) == (own.energy_wh, own.spread_wh, own.lost)
    assert own.energy_wh == pytest.approx(sum(one.energy_wh or 0 for one in own.quarters if one.energy_wh))
    # what is kept beside a charger's line tells the same as the charger itself
    assert [replace(one, id="", name="") for one in site.chargers] == [replace(part, id="", name="")] * 2
    assert site.energy_wh == pytest.approx(2 * own.energy_wh)
    assert site.spread_wh == pytest.approx(2 * own.spread_wh)
    assert site.known_pct == own.known_pct
    assert [one.known_pct for one in site.quarters] == [one.known_pct for one in own.quarters]
    for one in own.quarters:
        assert one.known_pct is None or 0 <= one.known_pct <= 100
    if own.peak is not None:
        assert own.peak.power_w == pytest.approx(sum(one.power_w for one in own.peak.sockets))
        assert site.peak.power_w == pytest.approx(2 * own.peak.power_w)
        assert site.peak.start == own.peak.start


@given(lives(), st.sampled_from(CHOICES), st.integers(1, 9), st.integers(0, 90))
def test_who_looks_again_is_told_of_quarters_what_a_first_look_tells(frames, policy, every, later):
    now = [0]
    with closing(open_store(":memory:")) as store:
        again = Desk(store, lambda name: Profile(id=name, policy=policy), lambda: now[0])
        for begin in range(0, len(frames), every):
            some = frames[begin : begin + every]
            again.store.append(some)
            projector_of(again).refresh("CP1")
            for at in (some[-1].received_at, some[-1].received_at + later * MINUTE):
                now[0] = at
                told = again.loads.of_charger("CP1")
        first = Desk(store, lambda name: Profile(id=name, policy=policy), lambda: now[0])
        assert told == first.loads.of_charger("CP1")

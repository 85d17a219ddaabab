"""When did a transaction end whose stop never came, and which stop is whose? (definitions S4, S5)"""

import pytest
from session_story import Told, at

H = 3600
TWO_DAYS = 48 * H


def settled_at(told, **more):
    """When the inferred end became certain, in seconds."""
    return (told.row(**more).settles_at - at(60)) / 1_000_000


@pytest.mark.parametrize(
    ("unheard", "certain"),
    [
        ((), 2 * H + TWO_DAYS),
        # what was over before its last sign takes nothing from the two days
        (((0.5 * H, H),), 2 * H + TWO_DAYS),
        (((0.5 * H, 2 * H),), 2 * H + TWO_DAYS),
        (((H, 3 * H),), 3 * H + TWO_DAYS),
        (((10 * H, 11 * H), (20 * H, 25 * H)), 8 * H + TWO_DAYS),
        (((10 * H, 11 * H), (51 * H, 90 * H)), 51 * H),
        (((10 * H, 11 * H), (50 * H, 90 * H)), 91 * H),
    ],
)
def test_two_days_without_any_sign_count_only_while_the_charger_can_be_heard(unheard, certain):
    """S5c."""
    told = Told().start(0).read(H, 500).read(2 * H, 1000)
    assert settled_at(told, unheard=unheard) == certain
    assert told.ended_at(now=certain - 1, unheard=unheard) is None
    assert told.ended_at(now=certain, unheard=unheard) == 2 * H


def test_an_available_that_stood_five_minutes_ends_a_session_where_it_began():
    """S5b."""
    told = Told().start(0).read(60, 500).status(100, "Available")
    assert [told.ended_at(now=now) for now in (399, 400)] == [None, 100]
    assert settled_at(told) == 400


@pytest.mark.parametrize(
    ("then", "end"), [(399, None), (400, 100)], ids=["taken back in time", "taken back too late"]
)
def test_an_available_that_is_taken_back_within_five_minutes_ends_nothing(then, end):
    told = Told().start(0).read(60, 500).status(100, "Available").status(then, "Preparing")
    assert told.ended_at(now=5000) == end


def test_an_available_that_is_said_twice_stands_since_the_first():
    told = Told().start(0).read(60, 500).status(100, "Available").status(250, "Available")
    assert [told.ended_at(now=now) for now in (399, 400)] == [None, 100]


def test_energy_takes_an_available_back_and_a_register_that_stands_does_not():
    rose = Told().start(0).read(60, 500).status(100, "Available").read(200, 501)
    stood = Told().start(0).read(60, 500).status(100, "Available").read(200, 500)
    assert (rose.ended_at(now=450), stood.ended_at(now=450)) == (None, 100)


@pytest.mark.parametrize(
    "sign",
    [
        {"register": 501},
        {"power_w": 1.0},
        {"interval_wh": 1},
        {"export_w": 1.0},
    ],
)
def test_a_higher_register_power_or_an_interval_are_signs_that_energy_flows(sign):
    told = Told().start(0).read(60, 500, export_wh=5).status(100, "Available").read(200, **sign)
    assert told.ended_at(now=450) is None
    nothing = {key: 500 if key == "register" else 0 for key in sign}
    still = Told().start(0).read(60, 500, export_wh=5).status(100, "Available").read(200, **nothing)
    assert still.ended_at(now=450) == 100


@pytest.mark.parametrize(("export_wh", "end"), [(6, None), (5, 100)])
def test_what_is_given_back_is_a_sign_too(export_wh, end):
    told = Told().start(0).read(60, 500, export_wh=5).status(100, "Available").read(200, export_wh=export_wh)
    assert told.ended_at(now=450) == end


@pytest.mark.parametrize("idle", ["Available", "Finishing", "Preparing", "Unavailable"])
def test_the_next_start_ends_a_session_at_the_first_idle_status_behind_its_last_sign(idle):
    """S5a."""
    told = Told().start(0).read(60, 500).status(100, idle).status(110, "Finishing").start(200, name="2")
    assert (told.rows()[0].end, told.rows()[0].end_inferred) == (at(100), True)


@pytest.mark.parametrize("other", ["Faulted", "Reserved"])
def test_other_statuses_tell_no_end(other):
    told = Told().start(0).read(60, 500).status(100, other).start(200, name="2")
    assert told.rows()[0].end == at(60)


def test_an_idle_status_with_the_next_start_does_not_prolong_the_session():
    told = Told().start(0).read(60, 500).status(200, "Preparing").start(200, name="2")
    assert told.rows()[0].end == at(60)


def test_a_charging_that_stands_lasts_until_the_next_start():
    stands = Told().start(0).status(10, "Charging").start(200, name="2")
    assert stands.rows()[0].end == at(200)
    behind = Told().start(0).status(10, "Charging").read(60, 500).start(200, name="2")
    assert behind.rows()[0].end == at(60)
    before = Told().status(-10, "Charging").start(0).start(200, name="2")
    assert before.rows()[0].end == at(0)


@pytest.mark.parametrize(("state", "end"), [("Charging", 200), ("SuspendedEV", 10)])
def test_in_2x_a_charging_state_that_stands_lasts_until_the_next_start(state, end):
    told = Told().event(0, "Started").event(10, "Updated", 1, state=state).event(200, "Started", 0, "B")
    assert told.rows()[0].end == at(end)


def test_a_session_that_the_charger_says_is_over_is_over_since_its_last_sign():
    told = Told().event(0, "Started", state="Charging").event(60, "Updated", 1, state="SuspendedEV").over(500)
    assert [told.ended_at(now=now) for now in (499, 500)] == [None, 60]


def test_a_stop_without_its_id_is_of_the_session_that_was_open_then():
    """S4."""

    def stopped_at(s, **more):
        told = Told().start(0, 1000, token="T").stop(s, more.pop("end", 1500), name="-1", **more)
        return told.row(now=H).end, len(told.heard(now=H).orphans)

    assert stopped_at(300) == stopped_at(300, token="T") == (at(300), 0)
    assert stopped_at(0) == (at(0), 0)
    assert stopped_at(-1) == (None, 1)
    assert stopped_at(300, token="U") == (None, 1)
    assert stopped_at(300, end=1000) == (at(300), 0)
    assert stopped_at(300, end=999) == (None, 1)
    assert stopped_at(300, end=None) == (at(300), 0)


def test_a_stop_without_its_id_fits_a_session_whose_end_was_only_inferred_later():
    def orphans(s):
        told = Told().start(0).read(60, 500).start(200, name="2", token="U").stop(900, 900, name="2")
        return len(told.stop(s, 600, name="-1", token="T").heard(now=H).orphans)

    assert (orphans(199), orphans(200), orphans(201)) == (0, 1, 1)


def test_a_stop_that_fits_two_sessions_is_of_neither():
    told = Told().start(0, socket=1).start(5, socket=2, name="2").stop(300, 900, name="-1")
    assert len(told.heard(now=H).orphans) == 1


@pytest.mark.parametrize(("second", "wh", "orphans"), [(360, 900, 0), (361, 900, 1), (360, 901, 1)])
def test_the_same_stop_a_minute_later_is_the_same_stop(second, wh, orphans):
    """Q07."""
    told = Told().start(0).stop(300, 900, name="-1").stop(second, wh, name="-1")
    assert len(told.heard(now=H).orphans) == orphans
    assert told.row(now=H).end == at(300)
    assert told.row(now=H).duplicate_stops == (not orphans)


@pytest.mark.parametrize(
    ("told", "waits"),
    [
        (Told().start(0, 1000).stop(50), True),
        # its energy is known, though it is none
        (Told().start(0, 1000).stop(50, 1000), False),
        (Told().start(0, 1000).stop(60), False),
        (Told().start(0, None).stop(50), False),
        (Told().start(0, 1000), True),
        *((Told().start(0, 1000).stop(50).status(55, out), False) for out in ("Available", "Unavailable")),
        (Told().status(-5, "Available").start(0, 1000).stop(50), True),
        (Told().start(0, 1000).stop(50).status(55, "Finishing"), True),
        (Told().start(0, 1000).stop(50).start(3600, 1000, name="2"), False),
        (Told().start(0, 1000).stop(50).start(3600, 1000, name="2", socket=2), True),
    ],
)
def test_a_short_session_of_unknown_energy_waits_for_what_the_next_start_of_its_plug_in_shows(told, waits):
    """S2a."""
    assert (told.rows(now=2 * H)[0].settles_at is None) is waits


@pytest.mark.parametrize(
    ("begin", "between", "is_completed"),
    [(1100, None, True), (1099, None, False), (None, None, False), (1100, 60, False), (1100, 40, True)],
)
def test_energy_flowed_where_the_next_start_of_the_plug_in_stands_higher_by_a_session(
    begin, between, is_completed
):
    told = Told().start(0, 1000).stop(50).start(90, begin, name="2")
    if between:
        told.status(between, "Available")
    assert told.rows()[0].is_completed is is_completed


@pytest.mark.parametrize(
    ("until", "is_completed"), [(40, True), (41, False)], ids=["a minute is left", "less is left"]
)
def test_of_a_session_of_unknown_energy_the_time_in_a_fault_does_not_count(until, is_completed):
    told = Told().status(-5, "Faulted").start(0, None).status(until, "Charging").stop(100)
    assert told.row().is_completed is is_completed
    behind = Told().start(0, None).status(100 - until, "Faulted").stop(100)
    assert behind.row().is_completed is is_completed


@pytest.mark.parametrize(
    "sign",
    [
        lambda told: told.event(72 * H, "Updated", 1),
        lambda told: told.event(72 * H, "Updated", 1, state="SuspendedEV"),
        lambda told: told.read(72 * H, 500, name="A"),
    ],
    ids=["an event", "a state", "a reading"],
)
def test_after_two_days_of_silence_what_names_a_session_brings_it_back(sign):
    told = sign(Told().event(0, "Started", state="Charging"))
    assert told.ended_at(now=72 * H + TWO_DAYS - 1) is None


def test_after_two_days_of_silence_a_reading_that_names_none_does_not():
    told = Told().start(0, 0).read(72 * H, 500, name="")
    assert told.ended_at(now=73 * H) == 0
    assert Told().start(0, 0).read(72 * H, 500).ended_at(now=73 * H) is None


def test_of_two_days_in_which_the_charger_could_not_be_heard_all_along_nothing_follows():
    told = Told().start(0, 0).read(50 * H, 500, name="")
    assert told.ended_at(now=51 * H, unheard=((10 * H, 20 * H),)) is None
    assert told.ended_at(now=97 * H, unheard=((10 * H, 20 * H),)) is None
    assert told.ended_at(now=51 * H, unheard=((10 * H, 11 * H),)) == 0


@pytest.mark.parametrize("energetic", ["Charging", "SuspendedEV", "SuspendedEVSE"])
def test_a_status_that_energy_may_flow_is_a_sign_of_the_session_as_long_as_it_is_said(energetic):
    once = Told().start(0).status(100, energetic).status(110, "Faulted").start(200, name="2")
    assert once.rows()[0].end == at(100)
    again = Told().start(0).status(100, energetic, repeats=3, repeated_at=at(150)).status(160, "Faulted")
    assert again.start(200, name="2").rows()[0].end == at(150)
    elsewhere = Told().start(0).status(100, energetic, socket=2).start(200, name="2")
    assert elsewhere.rows()[0].end == at(0)


def test_an_end_is_looked_for_among_the_words_of_the_sessions_own_connectors():
    told = Told().event(0, "Started", state="SuspendedEV")
    told.status(50, "Available", is_v2=True, connector=1).event(200, "Started", 0, "B")
    assert told.rows()[0].end == at(50)
    merged = Told(socket_groups=((1, 2),)).start(0).status(100, "Available", socket=2).start(200, name="2")
    assert merged.rows()[0].end == at(0)
    own = Told(socket_groups=((1, 2),)).start(0, socket=2).status(100, "Available", socket=2)
    assert own.start(200, name="2").rows()[0].end == at(100)


def test_whatever_was_said_before_it_an_available_that_stands_ends_a_session():
    told = Told().start(0).read(5, 500).status(10, "Reserved").status(20, "Faulted").status(100, "Available")
    assert [told.ended_at(now=now) for now in (399, 400)] == [None, 100]


def test_a_charging_that_comes_with_the_next_start_is_none_of_the_session_before():
    told = Told().start(0).status(10, "SuspendedEV").status(200, "Charging").start(200, name="2")
    assert told.rows()[0].end == at(10)
    just_before = (
        Told().start(0).status(10, "SuspendedEV").status(199.999999, "Charging").start(200, name="2")
    )
    assert just_before.rows()[0].end == at(200)

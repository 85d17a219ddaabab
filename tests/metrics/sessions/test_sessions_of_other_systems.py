"""A session that another system concluded is one of ours, by what was learned of it last."""

from decimal import Decimal

from session_story import Told, at

from chargeboard.domain.facts import SessionTold
from chargeboard.metrics.sessions.energy import energy_at


class Whole(Told):
    def session(self, s, *, end=None, energy=None, rx=0, key="S1", **more):
        """A whole session from `s` to `end`, as it was known at `rx`."""
        last = None if end is None else at(end)
        energy_wh = None if energy is None else Decimal(energy)
        self.facts.append(SessionTold(at(s), at(rx), key, 1, last, energy_wh, **more))
        return self


def test_it_has_the_start_the_end_the_energy_and_the_token_that_were_told():
    row = Whole().session(0, end=3600, energy=9000, rx=3600, token="T", reason="EVDisconnected").row()
    assert (row.start, row.end, row.energy_wh, row.token) == (at(0), at(3600), Decimal(9000), "T")
    assert (row.reason, row.is_completed, row.end_inferred) == ("EVDisconnected", True, False)
    assert energy_at(row.readings, at(1200)) == 3000


def test_what_was_learned_last_holds_also_where_the_energy_falls():
    told = Whole().session(0, energy=43_860, rx=600).session(0, end=1800, energy=15_450, rx=1900)
    row = told.row()
    assert (row.end, row.energy_wh) == (at(1800), Decimal(15_450))


def test_one_that_goes_on_has_so_much_energy_as_was_told_last():
    row = Whole().session(0, energy=500, rx=600).session(0, energy=900, rx=900).row(now=1000)
    assert (row.end, row.energy_wh, row.is_completed) == (None, Decimal(900), False)


def test_one_that_nobody_speaks_of_any_more_ended_when_it_was_last_spoken_of():
    row = Whole().session(0, energy=500, rx=600).row()
    assert (row.end_inferred, row.energy_wh, row.is_completed) == (True, Decimal(500), True)


def test_energy_that_was_not_told_is_unknown_and_the_session_counts_by_its_length():
    long, short = (Whole().session(0, end=end, rx=end).row() for end in (3600, 5))
    assert (long.energy_wh, long.is_completed) == (None, True)
    assert (short.energy_wh, short.is_completed) == (None, False)


def test_sessions_without_a_socket_and_of_other_keys_stand_beside_each_other():
    told = Whole().session(0, end=60, energy=500, key="a").session(0, end=60, energy=700, key="b")
    assert [row.energy_wh for row in told.rows()] == [500, 700]


def test_of_two_systems_whose_session_goes_on_the_one_counts_whose_name_comes_first():
    told = Whole()
    for name, energy in (("b", 700), ("a", 500)):
        told.session(0, energy=energy, rx=600, key=name, source=name)
    assert [row.energy_wh for row in told.rows(now=1000)] == [500]


def test_what_was_written_down_step_by_step_counts_although_it_goes_on():
    told = Whole().start(0, 1000).session(0, end=600, energy=700, rx=600, source="a")
    assert [(row.end, row.energy_wh) for row in told.rows(now=1000)] == [(None, 0)]


def test_where_it_is_told_when_energy_flowed_it_is_not_spread_evenly():
    charged = (at(0), Decimal(0)), (at(900), Decimal(8000)), (at(3600), Decimal(9000))
    row = Whole().session(0, end=3600, energy=9000, rx=3600, charged=charged, peak_w=32_000.0).row()
    assert [energy_at(row.readings, at(s)) for s in (450, 900, 2250, 3600)] == [4000, 8000, 8500, 9000]
    assert (row.energy_wh, row.peak_w) == (Decimal(9000), 32_000)

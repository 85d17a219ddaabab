"""What is done of all chargers together now and then, such as to find firmware that does worse (V6)."""

import pytest

from chargeboard.domain.records import Away
from chargeboard.run.understanding import rounds
from chargeboard.run.understanding.rounds import OfAll


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(rounds, "monotonic", lambda: now[0])
    return now


def test_it_is_done_once_it_is_due_and_again_when_that_is_over(clock):
    done = []
    one = OfAll("no_cohorts", lambda: done.append(clock[0]), every_s=60, first_after_s=10)
    found = []
    for now in (105.0, 110.0, 111.0, 169.0, 170.0, 171.0):
        clock[0] = now
        found.append(one.work(None))
    assert found == [False, True, False, False, True, False]
    assert done == [110, 170]


def test_what_fails_is_told_and_due_again(clock, caplog):
    def fails():
        raise ValueError("a secret of the store")

    one = OfAll("no_cohorts", fails, every_s=60, first_after_s=0)
    assert one.work(None)
    assert "Chargers could not be compared by their firmware" in caplog.text
    clock[0] += 60
    assert one.work(None)


def test_a_store_that_is_away_is_not_waited_for_here(clock):
    def is_away():
        raise Away("postgresql")

    one = OfAll("no_cohorts", is_away, every_s=60, first_after_s=0)
    with pytest.raises(Away):
        one.work(None)
    with pytest.raises(Away):
        one.work(None)

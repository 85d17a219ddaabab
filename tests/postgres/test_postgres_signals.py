"""What one process tells is heard by each other one."""

from contextlib import closing

import pytest

from chargeboard.store import store_at

PATIENCE = 60


@pytest.fixture
def signals(postgres, tmp_path):
    return lambda: closing(store_at(postgres, str(tmp_path)).signals())


def heard(ear, count):
    """What is told until so many were named."""
    found = {}
    for _ in range(PATIENCE):
        told = ear.hear(0.5)
        if told is not None:
            found.setdefault(told[0], set()).update(told[1])
        if sum(map(len, found.values())) >= count:
            break
    return {kind: names for kind, names in found.items() if names}


def test_each_hears_who_was_heard_and_whom_somebody_looks_at(signals):
    with signals() as mouth, signals() as one, signals() as other:
        # who begins to hear may have missed something
        assert (one.hear(0), other.hear(0)) == (None, None)
        mouth.tell(["A", "B"])
        mouth.tell(["C"], "routine")
        mouth.look(["D"])
        wanted = {"heard": {"A", "B"}, "routine": {"C"}, "looked_at": {"D"}}
        assert (heard(one, 4), heard(other, 4)) == (wanted, wanted)
        assert one.hear(0) == ("heard", [])


def test_many_names_are_told_in_several_notices(signals):
    names = {f"Ladesäule {n:05}" for n in range(2_000)}
    with signals() as mouth, signals() as ear:
        ear.hear(0)
        mouth.tell(names)
        assert heard(ear, len(names)) == {"heard": names}


def test_who_was_cut_off_is_told_that_something_may_have_been_missed(signals, postgres_server):
    with signals() as mouth, signals() as ear:
        ear.hear(0)
        postgres_server.asked(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where application_name = 'chargeboard signals'"
        )
        # it is cut off a moment after the server was told to do so
        assert None in (ear.hear(0.5) for _ in range(PATIENCE))
        mouth.tell(["A"])
        mouth.tell(["A"])
        assert heard(ear, 1) == {"heard": {"A"}}

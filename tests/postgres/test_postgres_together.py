"""Many chargers that are understood in one go are what each is alone, on PostgreSQL, too."""

from chargeboard.demo.load.life import life
from chargeboard.demo.load.mix import Mix, id_of
from chargeboard.domain.policy import Policy
from chargeboard.run.understanding.together import fold_together
from chargeboard.store import open_store, store_at
from chargeboard.time.instants import SECOND
from chargeboard.time.spans import Span

T0 = 1_760_000_000 * SECOND
FOREVER = Span(-(2**62), 2**62)
MIX = Mix(utilization=1, losses_a_day=48, loss_s=300, faults=0.5, slow_clocks=0.5, slow_by_s=4_000)
STATIONS = [id_of(number) for number in range(4)]


def test_their_frames_are_read_in_order(postgres, tmp_path):
    stories = [life(number, MIX, T0) for number in range(len(STATIONS))]
    frames = [next(story) for story in stories for _ in range(160)]
    found = []
    for store in (open_store("sqlite://"), store_at(postgres, str(tmp_path)).open()):
        store.append(frames)
        assert set(fold_together(store, STATIONS, lambda _: Policy())) == set(STATIONS)
        found.append([store.facts(station, FOREVER) for station in STATIONS])
        store.close()
    assert found[0] == found[1]

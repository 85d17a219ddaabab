"""`make bench-cluster`: what it injects is believable, and its counts are right, at whatever speed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INJECTED = """
import json
import bench.cluster.__main__
from bench.cluster.injecting import said
from bench.cluster.watching import Seen
from chargeboard.domain.policy import Policy
from chargeboard.pipeline import begun, step
state, facts, begin = begun(b""), [], 1_800_000_000_000_000
frames = [frame for n in range(120) for frame in said(7, n, begin + 4_000_000 * n).frames]
for seq, frame in enumerate(frames, 1):
    facts += step(state, frame, Policy(), seq)
seen = Seen()
for so_far, at in ((10, 12), (10, 13), (20, 21)):
    seen.add("A", so_far, at)
lags = [round(1e6 * seen.lag_s("A", at)) for at in (9, 10, 11)]
print(json.dumps([[type(fact).__name__ for fact in facts], lags, seen.lag_s("A", 21)]))
"""


@pytest.fixture(scope="module")
def lines(tmp_path_factory):
    out = tmp_path_factory.mktemp("cluster") / "cluster.json"
    command = [sys.executable, "-m", "bench.cluster", "--quick", "--out", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return json.loads(out.read_bytes())["lines"]


@pytest.mark.soak
@pytest.mark.parametrize("phase", ["sockets", "injected"])
def test_nothing_that_was_answered_is_lost_or_kept_twice(lines, phase):
    found = {line["figure"]["name"]: line["figure"] for line in lines if line["phase"] == phase}
    assert found["frames offered a second"]["value"] > 0
    assert found["calls answered and not kept"]["met"], found
    assert found["calls kept twice"]["met"], found


def test_what_is_injected_is_whole_visits_with_nothing_odd_and_its_lag_is_until_it_was_seen_first():
    ended = subprocess.run([sys.executable, "-c", INJECTED], cwd=ROOT, check=True, capture_output=True)
    facts, lags, unseen = json.loads(ended.stdout)
    assert "OddityFound" not in facts
    assert facts.count("StartReported") == facts.count("StopReported") == 3
    assert (lags, unseen) == ([3, 2, 10], float("inf"))

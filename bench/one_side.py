"""
Decode and fold of one revision, for against.py: its `chargeboard` is the one that PYTHONPATH names.

Arguments are logs of chargeboard's own form. A line with a log's number has it understood once; the processor
seconds that took are printed. It ends with its input.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from time import process_time

import msgspec

from chargeboard.capture.formats import FORMATS, reading
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy
from chargeboard.pipeline import StationState, step

_NOTES = getattr(reading, "LogNotes", None) or reading.Source  # type: ignore[attr-defined]  # older revisions


def main(*logs: str) -> None:
    """Answer each line."""
    read = [_frames(Path(log)) for log in logs]
    gc.freeze()
    policy = Policy()
    for line in sys.stdin:
        frames = read[int(line)]
        gc.collect()
        states: dict[str, StationState] = {frame.station: StationState() for frame in frames}
        begin = process_time()
        for frame in frames:
            step(states[frame.station], frame, policy)
        print(msgspec.json.encode(process_time() - begin).decode(), flush=True)


def _frames(log: Path) -> list[Frame]:
    with log.open("rb") as lines:
        return [one for one in FORMATS["jsonl"](lines, _NOTES(log.name)) if isinstance(one, Frame)]


if __name__ == "__main__":
    main(*sys.argv[1:])

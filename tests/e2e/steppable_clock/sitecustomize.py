"""A machine whose clock can be set: it differs from ours by the seconds in the file that STEPPED_BY names."""

import os
import time
from pathlib import Path

_REAL_NS, _FILE = time.time_ns, Path(os.environ["STEPPED_BY"])


def _stepped_ns():
    return _REAL_NS() + int(_FILE.read_text() or 0) * 1_000_000_000


time.time_ns = _stepped_ns
time.time = lambda: _stepped_ns() / 1e9  # noqa: TID251 - it is replaced

from __future__ import annotations

import os
import signal

from hypothesis import HealthCheck, settings

settings.register_profile(
    "quick",
    derandomize=True,
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile("soak", settings.get_profile("quick"), derandomize=False, max_examples=2_000)
settings.register_profile("brief", settings.get_profile("quick"), max_examples=12)
settings.load_profile(os.environ.get("CHARGEBOARD_LAWS", "quick"))


if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # a shell starts what it puts into the background so, and programs under test would hear no Ctrl-C either
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser):
    parser.addoption(
        "--scenarios",
        action="append",
        default=None,
        metavar="DIR",
        help="a folder of scenario files to run instead of the usual ones; may be repeated",
    )

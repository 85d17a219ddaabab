from __future__ import annotations


def pytest_addoption(parser):
    parser.addoption(
        "--scenarios",
        action="append",
        default=None,
        metavar="DIR",
        help="a folder of scenario files to run instead of the usual ones; may be repeated",
    )

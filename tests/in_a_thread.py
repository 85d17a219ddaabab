"""
Runs what waits on the loop that `serve` has, in a thread of its own.

The main one of a process with a browser has a loop already.
"""

from __future__ import annotations

from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import uvloop

T = TypeVar("T")


def run(story: Coroutine[Any, Any, T]) -> T:
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(uvloop.run, story).result()

"""Runs what waits, in a thread of its own: the main one of a process with a browser has a loop already."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def run(story: Coroutine[Any, Any, T], on: Callable[[Coroutine[Any, Any, T]], T] = asyncio.run) -> T:
    """What comes of it, on a loop of that kind."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(on, story).result()

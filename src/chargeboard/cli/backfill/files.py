"""
Which files are meant, and is a file one that was there before?

A folder stands for the files in it, in the order in which a person would put them: what comes first is kept
first. A file is known by what is in it, whatever it is called.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from chargeboard.cli.export.mark import MARK

_DIGITS = re.compile(r"(\d+)")
_HASHED_AT_ONCE = 1 << 20


def files_of(paths: Iterable[str]) -> Iterator[str]:
    """The files that are named, and those of folders; of a folder that an export made those of frames."""
    for path in paths:
        if not Path(path).is_dir():
            yield path
            continue
        folder = Path(path) / "frames" if (Path(path) / MARK).is_file() else Path(path)
        yield from sorted(map(str, _within(folder)), key=_in_order)


def _within(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (
            Path(place, name) for name in names if not name.startswith(".") and Path(place, name).is_file()
        )


def _in_order(path: str) -> list[tuple[int, str]]:
    """`month=10` is behind `month=9`."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in _DIGITS.split(path)]


def size_of(path: str) -> int:
    """Of a file in bytes; nothing where it cannot be told."""
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def key_of(path: str, read_as: str) -> str:
    """Names what is in a file, and how it is read. Raises: OSError."""
    digest = hashlib.blake2b(read_as.encode(), digest_size=16)
    with Path(path).open("rb") as file:
        while block := file.read(_HASHED_AT_ONCE):
            digest.update(block)
    return digest.hexdigest()

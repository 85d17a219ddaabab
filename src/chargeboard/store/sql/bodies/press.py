"""
How is the body of a row kept in little room?

Bodies are short and much alike, so that each by itself hardly shrinks: zstd with a dictionary of what they
have in common. The dictionary is part of what the form means and never changes; a better one would be another
file with another number, which each body names. `bench/dictionary.py` made it from the demo's town.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import zstandard

DICTIONARY = Path(__file__).parent / "bodies-1.zdict"
_LEVEL = 3
"""Of the bodies of a busy charger 9 makes a fiftieth less, and takes five times as long."""
_USUAL_BYTES = 512


class Press:
    """Of one connection: used by one thread at a time."""

    def __init__(self) -> None:
        words = zstandard.ZstdCompressionDict(DICTIONARY.read_bytes())
        form = zstandard.ZstdCompressionParameters.from_level(
            _LEVEL,
            source_size=_USUAL_BYTES,
            dict_size=len(words),
            format=zstandard.FORMAT_ZSTD1_MAGICLESS,
        )
        self.pressed: Callable[..., bytes] = zstandard.ZstdCompressor(
            dict_data=words, compression_params=form
        ).compress
        """A body as it is kept."""
        self.opened: Callable[..., bytes] = zstandard.ZstdDecompressor(
            dict_data=words, format=zstandard.FORMAT_ZSTD1_MAGICLESS
        ).decompress
        """The body that is kept so."""

"""
How is the body of a row kept in little room?

Bodies are short and much alike, so that each by itself hardly shrinks: zstd with a dictionary of what they
have in common. The dictionary is part of what the form means and never changes; a better one would be another
file with another number, which each body names. `bench/dictionary.py` made it from the demo's town.
"""

from __future__ import annotations

from pathlib import Path

from chargeboard import zstd

DICTIONARY = Path(__file__).parent / "bodies-1.zdict"
_FORM: dict[int, int] = {
    zstd.CompressionParameter.compression_level: 3,  # 9 makes a fiftieth less, and takes five times as long
    zstd.CompressionParameter.dict_id_flag: 0,
}


class Press:
    """Of one connection: used by one thread at a time. A frame is kept without its magic number."""

    def __init__(self) -> None:
        words = zstd.ZstdDict(DICTIONARY.read_bytes())
        self._words = words.as_digested_dict
        self._compressor = zstd.ZstdCompressor(options=_FORM, zstd_dict=words)

    def pressed(self, body: bytes) -> bytes:
        """A body as it is kept."""
        self._compressor.set_pledged_input_size(len(body))
        return self._compressor.compress(body, zstd.ZstdCompressor.FLUSH_FRAME)[len(zstd.MAGIC) :]

    def opened(self, kept: bytes) -> bytes:
        """The body that is kept so. Raises: ZstdError."""
        return zstd.decompress(zstd.MAGIC + kept, self._words)

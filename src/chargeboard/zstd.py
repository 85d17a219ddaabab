"""
How is something kept in less room? By Zstandard, of the standard library; before Python 3.14, of the package
that brings the same module along.
"""

from __future__ import annotations

import sys

if sys.version_info >= (3, 14):
    from compression.zstd import *  # noqa: F403 - the same names
else:
    from backports.zstd import *  # noqa: F403 - the same names

MAGIC = b"\x28\xb5\x2f\xfd"
"""What every frame begins with."""

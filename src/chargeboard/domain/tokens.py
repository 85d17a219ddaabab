"""
How does a token stand in what is kept?

Never in clear: as `t:` and sixteen hexadecimal digits, its hash under the key of the installation, or, once
it was to be forgotten, as `f:` and as many digits that lead back to nobody.
"""

from __future__ import annotations

import re

NAMED = re.compile(r"\b[tf]:[0-9a-f]{16}\b")
"""A token in a text, as it is kept."""
FORGOTTEN = re.compile(r"\bf:[0-9a-f]{16}\b")

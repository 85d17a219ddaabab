"""
How does a message reach somebody?

A folder a channel: `__init__.py` with its `CHANNEL`, and the words of its fields. Nothing else names it.
"""

import logging

for _library in ("httpx", "httpcore"):
    # they would tell each address, and secrets in it
    logging.getLogger(_library).setLevel(logging.WARNING)

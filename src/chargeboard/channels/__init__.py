"""
How does a message reach somebody?

A folder a channel: `__init__.py` with its `CHANNEL`, and the words of its fields. Nothing else names it.
"""

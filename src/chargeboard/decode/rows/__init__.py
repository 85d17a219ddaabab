"""
What do rows of other systems tell?

A row is a conclusion of whoever wrote it: the mapping of each of its columns stands here, a folder a system
(`SYSTEM` in its `__init__.py`) and a module a table. Nothing else names it.
"""

from chargeboard.decode.rows.telling import system_of, systems, table_of, tell_row

__all__ = ["system_of", "systems", "table_of", "tell_row"]

"""`chargeboard people` with all that belongs to it."""

from __future__ import annotations

from chargeboard.cli.people.people_commands import people
from chargeboard.cli.people.token_commands import token

people.add_command(token)

__all__ = ["people"]

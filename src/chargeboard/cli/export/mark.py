"""How is a folder known that holds an export?"""

from __future__ import annotations

import msgspec

from chargeboard.cli.export.words import say
from chargeboard.documents.tables import SCHEMA

MARK = "chargeboard-export.json"
"""The file in it that says what it is an export of."""


class Mark(msgspec.Struct):
    """What a folder is an export of."""

    schema: int = SCHEMA
    charger: str = ""
    """Empty: of all."""

    def __str__(self) -> str:
        return say("folder_of", schema=self.schema, charger=self.charger or say("of_all"))

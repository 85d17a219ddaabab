"""What does the envelope of a message say, whatever is in it?"""

from __future__ import annotations

from typing import Literal

import msgspec


class Envelope(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """
    A call with its action, an answer to a call, or an objection to an answer (2.1).

    `refused` is by what an answer refuses: the code of an error, or a status; "" where it does not.
    """

    kind: Literal["call", "answer", "objection"]
    id: str
    action: str = ""
    refused: str = ""

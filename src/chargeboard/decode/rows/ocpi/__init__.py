"""
What do the objects of a party of OCPI tell?

An EVSE tells how it is, a Session and a CDR what was charged; each row is an object as the party gave it,
with the socket that its EVSE is here. Of attempts, connections and errors OCPI has no words.
"""

from __future__ import annotations

from typing import Final

from chargeboard.decode.rows.ocpi.evses import tell_evse
from chargeboard.decode.rows.ocpi.sessions import tell_cdr, tell_session
from chargeboard.decode.rows.telling import System
from chargeboard.domain.codes import Untold

SYSTEM: Final = System(
    tables={"evse": tell_evse, "session": tell_session, "cdr": tell_cdr},
    cannot_tell=(Untold.ATTEMPTS, Untold.LINKS),
)

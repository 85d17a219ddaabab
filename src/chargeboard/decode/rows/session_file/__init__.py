"""
What do rows of a file of sessions tell?

One row is one session, as whoever exported the file concluded it. How the file's columns became those of a
row was settled when it was read (`capture/session_files/`): instants are UTC, energy is Wh.
"""

from __future__ import annotations

from typing import Final

from chargeboard.decode.rows.session_file.sessions import tell_session
from chargeboard.decode.rows.telling import System
from chargeboard.domain.codes import Untold

SYSTEM: Final = System(
    tables={"session": tell_session}, cannot_tell=(Untold.ATTEMPTS, Untold.LINKS, Untold.STATUSES)
)

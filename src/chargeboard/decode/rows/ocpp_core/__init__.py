"""
What do the rows of OCPP.Core tell?

It writes down transactions of OCPP 1.6, 2.0.1 and 2.1, those that it allowed, and of each connector how it is
now. Energies are kWh. Times of transactions are UTC, those of connectors have lost their zone.
"""

from __future__ import annotations

from typing import Final

from chargeboard.decode.rows.ocpp_core.connectors import tell_connector
from chargeboard.decode.rows.ocpp_core.transactions import tell_transaction
from chargeboard.decode.rows.telling import System
from chargeboard.domain.codes import Untold

SYSTEM: Final = System(
    tables={"transactions": tell_transaction, "connector_status": tell_connector},
    cannot_tell=(Untold.ATTEMPTS, Untold.LINKS, Untold.STATUSES),
    repeats_charger=True,
)

"""
What do the rows of SteVe tell?

SteVe writes down what it made of OCPP 1.6; columns are those of its tables, in both generations of the schema
(`connector_id` is `evse_id` since 3.13). All stamps are the charger's, but for `event_timestamp`.
"""

from __future__ import annotations

from typing import Final

from chargeboard.decode.rows.steve.charge_boxes import tell_charge_box
from chargeboard.decode.rows.steve.readings import tell_readings
from chargeboard.decode.rows.steve.statuses import tell_status
from chargeboard.decode.rows.steve.transactions import tell_failed_stop, tell_start, tell_stop
from chargeboard.decode.rows.telling import System
from chargeboard.domain.codes import Untold

SYSTEM: Final = System(
    tables={
        "charge_box": tell_charge_box,
        "connector_status": tell_status,
        "connector_meter_value": tell_readings,
        "transaction_start": tell_start,
        "transaction_stop": tell_stop,
        "transaction_stop_failed": tell_failed_stop,
    },
    cannot_tell=(Untold.ATTEMPTS, Untold.LINKS),
    repeats_charger=True,
)

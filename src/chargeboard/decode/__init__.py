"""Frames into events: OCPP-J framing, pairing of call and answer, both generations, units and clocks."""

from chargeboard.decode.reading import read
from chargeboard.domain.pairing import Pairing

__all__ = ["Pairing", "read"]

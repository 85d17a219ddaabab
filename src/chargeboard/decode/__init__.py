"""Frames into events: OCPP-J framing, pairing of call and answer, both generations, units and clocks."""

from chargeboard.decode.pairing import Pairing
from chargeboard.decode.reading import read

__all__ = ["Pairing", "read"]

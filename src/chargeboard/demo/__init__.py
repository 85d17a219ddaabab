"""
What would a town of chargers have said?

Invented people and chargers; the frames are what real ones exchange, and go the way that real frames go.
"""

from chargeboard.demo.build import Feed, name_town
from chargeboard.demo.clients import call_in
from chargeboard.demo.frames import told
from chargeboard.demo.pace import Pace
from chargeboard.demo.sample import SAMPLE, SIMULATED, sample_log, simulated
from chargeboard.demo.town import TOWN

__all__ = [
    "SAMPLE",
    "SIMULATED",
    "TOWN",
    "Feed",
    "Pace",
    "call_in",
    "name_town",
    "sample_log",
    "simulated",
    "told",
]

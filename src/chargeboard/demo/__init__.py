"""
What would a town of chargers have said?

Invented people and chargers; the frames are what real ones exchange, and go the way that real frames go.
"""

from chargeboard.demo.build import Feed, name_town
from chargeboard.demo.clients import call_in
from chargeboard.demo.frames import told
from chargeboard.demo.pace import Pace
from chargeboard.demo.town import TOWN

__all__ = ["TOWN", "Feed", "Pace", "call_in", "name_town", "told"]

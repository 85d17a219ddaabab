"""
What would a town of chargers have said?

Invented people and chargers; the frames are what real ones exchange, and go the way that real frames go.
"""

from chargeboard.demo.build import Feed, build, live
from chargeboard.demo.frames import told
from chargeboard.demo.town import TOWN

__all__ = ["TOWN", "Feed", "build", "live", "told"]

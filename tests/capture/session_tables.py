"""Files of sessions as a test writes them, and what is read of them."""

import json
from zoneinfo import ZoneInfo

from chargeboard.capture.formats.reading import LogNotes, Rejected
from chargeboard.capture.session_files.columns import is_heading
from chargeboard.capture.session_files.sessions import Sessions
from chargeboard.capture.session_files.settling import settle
from chargeboard.capture.session_files.tables import opened
from chargeboard.capture.session_files.told import told_by

BERLIN = ZoneInfo("Europe/Berlin")


class Read:
    """What was read of a file."""

    def __init__(self, settled, notes, found):
        self.settled, self.notes = settled, notes
        self.questions = list(settled.questions)
        self.rejected = [one for one in found if isinstance(one, Rejected)]
        self.frames = [one for one in found if not isinstance(one, Rejected)]
        self.rows = [json.loads(frame.text)[2] for frame in self.frames]

    @property
    def row(self):
        (row,) = self.rows
        return row

    @property
    def columns(self):
        return {str(role): self.settled.table.heading[place] for role, place in self.settled.columns.items()}


def read(path, told=None, station="CP-1", zone=BERLIN, zone_of=lambda _: None, clock=None):
    """What a file gives; nothing where something has to be told."""
    wanted = told_by(told or {}, station, zone)
    settled = settle(opened(path, is_heading, wanted.sheet), wanted, zone_of)
    notes = LogNotes(path.name, clock=clock)
    return Read(settled, notes, [] if settled.questions else list(Sessions(settled, notes, zone_of)))

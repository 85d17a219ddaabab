"""A server that is set up in the page, met by shape: what it was asked for stays to be looked at."""

from __future__ import annotations

import shutil

from chargeboard.domain.doorstep import Doorstep
from chargeboard.web.setup.server import FeedShown, FeedTried, LogTaken, TapPlace


class StandInServer:
    def __init__(self, doorstep=None, *, is_said=False, address_in_network=""):
        self.doorstep = doorstep or Doorstep()
        self.is_said, self.address_in_network = is_said, address_in_network
        self.tap = TapPlace("board.db", "")
        self.certificate_doubts = []
        self.choice = None
        self.log = None
        self.is_busy = False
        self.text = None
        self.told = None
        self.reads_feeds = True
        self.feeds = []
        self.asked_feed = None
        self.can_show_town = True
        self.town_port = 0

    def choose(self, choice):
        self.choice = choice
        self.doorstep = Doorstep(host="::" if choice.is_for_network else "127.0.0.1", port=9000)

    def take_log(self, path, form, station, zone):
        if self.is_busy:
            return False
        self.told, self.text = (path.name, form, station, zone and zone.key), path.read_bytes()
        shutil.rmtree(path.parent)  # it is whoever's took it
        self.log = LogTaken(path.name, is_over=True, is_whole=True, lines=("1 new frame",), stations=("A",))
        return True

    def read_sessions(self, told, station, zone):
        if self.log is None or self.log.sessions is None:
            return False
        self.told = (told, station, zone and zone.key)
        self.log = LogTaken(
            self.log.file, is_over=True, is_whole=True, lines=("1 new session",), stations=("A",)
        )
        return True

    def try_feed(self, *asked):
        self.asked_feed = asked
        return FeedTried("It can be read: there is 1 row, of A.", is_fine=True)

    def add_feed(self, *asked):
        kind, url, _ = asked
        if not url.startswith("postgresql:"):
            return "its address is not one of this kind of feed"
        self.feeds.append(FeedShown(f"{kind} {url}", "not read yet", is_wrong=False, is_chosen=True))
        return ""

    def remove_feed(self, name):
        self.feeds = [one for one in self.feeds if one.name != name]

    def show_town(self):
        self.town_port = 8123

    def remove_town(self):
        self.town_port = 0

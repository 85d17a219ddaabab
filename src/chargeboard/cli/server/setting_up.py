"""What is done where a server is set up in the page: listening otherwise, logs, and the town."""

from __future__ import annotations

import multiprocessing
import shutil
import socket
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.context import SpawnContext
from pathlib import Path
from zoneinfo import ZoneInfo

from chargeboard.capture.feeds.health import health_line
from chargeboard.capture.feeds.kind import FeedError
from chargeboard.capture.feeds.trying import tried
from chargeboard.cli.children import end_child, start_child
from chargeboard.cli.feeds.chosen import ChosenFeeds, checked, name_of
from chargeboard.cli.place import Place
from chargeboard.cli.server.addresses import doubts_of_certificates
from chargeboard.cli.server.feeding_process import feeds_of
from chargeboard.cli.server.several import Told
from chargeboard.cli.server.town_process import show_town
from chargeboard.cli.server.uploaded import Upload, Uploads
from chargeboard.config import Settings
from chargeboard.domain.addresses import is_loopback
from chargeboard.domain.doorstep import Doorstep, ListeningChoice
from chargeboard.ports.store import Store
from chargeboard.run.clock import now
from chargeboard.web.setup.server import FeedShown, FeedTried, LogTaken, TapPlace
from chargeboard.web.setup.words import say as say_setup

_FAR_AWAY = ("192.0.2.1", 9)
"""An address that is nobody's: nothing is sent there, only the way to it is looked up."""


@contextmanager
def set_up(place: Place, store: Store, health: Told, *, reads_feeds: bool) -> Iterator[SettingUp]:
    """A server that may be set up in the page; what that began ends with it."""
    server = SettingUp(place, store, health, reads_feeds=reads_feeds)
    try:
        yield server
    finally:
        server.stop()


class SettingUp:
    """The running server, as the page sets it up."""

    def __init__(self, place: Place, store: Store, health: Told, *, reads_feeds: bool) -> None:
        self._place, self._store, self._health = place, store, health
        self._chosen = ChosenFeeds(place, store)
        self.reads_feeds = reads_feeds
        """Whether a process beside this one does."""
        self._context = multiprocessing.get_context("spawn")
        self._uploads = Uploads(place.settings, self._context)
        self._town: _Town | None = None

    @property
    def doorstep(self) -> Doorstep:
        """Where chargers are listened to, and who was turned away."""
        return self._health.doorstep

    @property
    def is_said(self) -> bool:
        """Whether the settings say how chargers are listened to."""
        return bool(self._place.settings.csms.authorize)

    @property
    def tap(self) -> TapPlace:
        """What a tap has to be told."""
        server = self._place.settings.server
        return TapPlace(server.db, server.ingest_socket)

    @property
    def certificate_doubts(self) -> list[str]:
        """What is wrong with certificates that are shown, or soon will be."""
        return list(doubts_of_certificates(self._place.settings))

    @property
    def address_in_network(self) -> str:
        """Of the card that leads out of this machine."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect(_FAR_AWAY)
            except OSError:
                return ""
            return str(probe.getsockname()[0])

    @property
    def choice(self) -> ListeningChoice | None:
        """What was chosen on the page before."""
        return self._store.listening_choice()

    def choose(self, choice: ListeningChoice) -> None:
        """The process that listens looks there."""
        self._store.put_listening_choice(choice)

    @property
    def log(self) -> LogTaken | None:
        """The log that was brought in last."""
        return self._uploads.log

    def take_log(self, path: Path, form: str, station: str, zone: ZoneInfo | None) -> bool:
        """Read by a process of its own, as `chargeboard import` does."""
        return self._uploads.take(Upload(path, form, station, zone))

    def read_sessions(self, told: Mapping[str, str], station: str, zone: ZoneInfo | None) -> bool:
        """Likewise."""
        return self._uploads.confirm(told, station, zone)

    @property
    def feeds(self) -> list[FeedShown]:
        """Those of the settings and those that were chosen, each with how it does."""
        known = {feed.name: feed for feed in self._store.feeds()}
        chosen = {name_of(one) for one in self._store.chosen_feeds()}
        wanted = {kind.called(url) for kind, url in feeds_of(self._place.settings)} | chosen
        # who reads by `chargeboard feed` is seen as well
        read = {name for name, feed in known.items() if feed.looked_at is not None or feed.wrong}
        shown = []
        for name in sorted(wanted | read):
            feed = known.get(name)
            health = say_setup("feed_not_yet") if feed is None else health_line(feed, now())
            is_wrong = feed is not None and (bool(feed.wrong) or not feed.is_read(now()))
            shown.append(FeedShown(name, health, is_wrong, is_chosen=name in chosen))
        return shown

    def try_feed(self, kind: str, url: str, password: str) -> FeedTried:
        """Test the connection."""
        try:
            known, whole = checked(kind, url, password)
        except FeedError as error:
            return FeedTried(str(error), is_fine=False)
        found = tried(known, whole, now())
        return FeedTried(found.text, found.is_fine)

    def add_feed(self, kind: str, url: str, password: str) -> str:
        """The process that reads feeds looks there."""
        try:
            self._chosen.add(kind, url, password)
        except FeedError as error:
            return str(error)
        return ""

    def remove_feed(self, name: str) -> None:
        """Likewise."""
        self._chosen.remove(name)

    @property
    def can_show_town(self) -> bool:
        """Who reaches this page from elsewhere does not reach the town."""
        server = self._place.settings.server
        return is_loopback(server.host) and not (server.hosts or server.root_path)

    @property
    def town_port(self) -> int:
        """Where the town is shown."""
        if self._town is not None and not self._town.is_there:
            self._town = None
        return 0 if self._town is None else self._town.port

    def show_town(self) -> None:
        """In processes of its own, over a database of its own."""
        if not self.town_port:
            self._town = _Town(self._context, self._place.settings)

    def remove_town(self) -> None:
        """Nothing of it is left."""
        town, self._town = self._town, None
        if town is not None:
            town.stop()

    def stop(self) -> None:
        """The server ends."""
        self._uploads.stop()
        self.remove_town()


class _Town:
    """The invented town, while it is shown."""

    def __init__(self, context: SpawnContext, settings: Settings) -> None:
        self.port = _free_port(settings.server.host)
        self._folder = tempfile.mkdtemp(prefix="chargeboard-town-")
        self._process = context.Process(
            target=show_town,
            args=(settings.server.host, self.port, settings.server.language, self._folder),
            name="town",
        )
        start_child(self._process)

    @property
    def is_there(self) -> bool:
        """Whether it goes on."""
        return self._process.is_alive()

    def stop(self) -> None:
        """End it, and forget it."""
        end_child(self._process)
        shutil.rmtree(self._folder, ignore_errors=True)


def _free_port(host: str) -> int:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])

"""
Who reads feeds while this is served?

A process of its own with a thread for each, which is started again where it ends: whatever another system's
database does, it delays no charger and no page. It begins anew when other feeds are chosen on the set-up
page.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.context import SpawnContext

import click

from chargeboard.capture.feeds.kind import FeedError, Kind
from chargeboard.capture.feeds.registry import kind_of
from chargeboard.capture.feeds.taking import Taking
from chargeboard.cli.children import begin_child, collect_seldom
from chargeboard.cli.ending import Ending
from chargeboard.cli.feeds.chosen import ChosenFeeds
from chargeboard.cli.place import Place
from chargeboard.cli.server.awaited import store_awaited
from chargeboard.cli.server.kept_going import kept_going
from chargeboard.cli.server.words import say
from chargeboard.config import Settings
from chargeboard.domain.feeds import ChosenFeed
from chargeboard.domain.records import Unavailable
from chargeboard.run.clock import now
from chargeboard.run.receiving.feeding import Feeding
from chargeboard.run.understanding.news import News
from chargeboard.run.upkeep.packing import old_before
from chargeboard.store import OwnedStore

_log = logging.getLogger(__name__)


def feeds_of(settings: Settings) -> list[tuple[Kind, str]]:
    """
    The feeds that the settings name, each with its address.

    Raises: ClickException that says which of them cannot be meant.
    """
    found = []
    for text in settings.server.feeds:
        name, _, url = text.strip().partition(" ")
        try:
            kind = kind_of(name)
            kind.called(url.strip())
        except FeedError as error:
            raise click.ClickException(say("no_such_feed", kind=name, why=error)) from error
        found.append((kind, url.strip()))
    return found


@contextmanager
def feeding(context: SpawnContext, place: Place, news: News) -> Iterator[None]:
    """The feeds of the settings, and those that are chosen on the page, are read while this is open."""
    with place.store(read_only=True) as store:
        wanted = _Wanted(place, store)
        with kept_going(
            lambda: context.Process(
                target=_feed, args=(place.settings, news, wanted.feeds), name="feeding", daemon=True
            ),
            lambda code: say("feeding_restarted", code=code),
            wanted=wanted,
        ):
            yield


class _Wanted:
    """Which feeds are to be read."""

    def __init__(self, place: Place, store: OwnedStore) -> None:
        self._set = [(kind.name, url) for kind, url in feeds_of(place.settings)]
        self._store, self._chosen = store, ChosenFeeds(place, store)
        self._seen: list[ChosenFeed] = []
        self.feeds = self._set
        """Kind and address of each, as they were wanted last."""

    def __call__(self) -> list[tuple[str, str]]:
        try:
            if (seen := self._store.chosen_feeds()) != self._seen:
                self._seen, self.feeds = seen, [*self._set, *self._chosen.opened()]
        except Unavailable:
            pass  # whoever opened it tells
        except FeedError as error:
            _log.error("%s", error)
        return self.feeds


def _feed(settings: Settings, news: News, feeds: Sequence[tuple[str, str]]) -> None:
    """The child's life."""
    ending = Ending(signal.SIGTERM)
    begin_child("feeding")
    collect_seldom()
    place = Place(settings)
    place.begin_log("feeding")
    place.speak()
    threads = [
        threading.Thread(target=_read, args=(place, news, ending, kind_of(kind), url), name=kind)
        for kind, url in dict.fromkeys(feeds)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _read(place: Place, news: News, ending: Ending, kind: Kind, url: str) -> None:
    """The life of a thread: a feed, over a connection to our database of its own."""
    with store_awaited(place, gives_way=True, rests=ending.wait) as store:
        place.begin_keeping(store)
        feeding = Feeding(store, kind.called(url), kind.name, now, news.tell, lambda: old_before(now()))
        taking = Taking(
            kind, url, feeding, redact=place.redactor(), rejects=place.rejects(), clock=now, wait=ending.wait
        )
        try:
            taking.run()
        finally:
            feeding.ended()

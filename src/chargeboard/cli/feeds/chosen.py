"""
Which feeds does `serve` read that no setting names?

Those that were chosen on the set-up page. Their passwords are sealed by the key beside the database. What can
be chosen there is less than what can be set: nothing that reads a file of this machine, and no address that
leads to no service of the operator's.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, unquote, urlsplit, urlunsplit

from chargeboard.capture.feeds.kind import FeedError, Kind
from chargeboard.capture.feeds.registry import kind_of
from chargeboard.capture.redaction import key_in
from chargeboard.cli.feeds.words import say
from chargeboard.cli.place import Place
from chargeboard.domain.addresses import is_refused
from chargeboard.domain.feeds import ChosenFeed
from chargeboard.ports.feeds import FeedsPort
from chargeboard.sealing import Sealer, SealError

_OPTIONS = frozenset({"sslmode", "exchange", "every", "charger"})
"""What may stand behind the `?` of an address that is chosen; others name files of this machine."""


class ChosenFeeds:
    """Those of one database."""

    def __init__(self, place: Place, store: FeedsPort) -> None:
        self._place, self._store = place, store

    def add(self, kind: str, url: str, password: str) -> None:
        """From now on it is read. Raises: FeedError where it cannot be meant."""
        known, whole = checked(kind, url, password)
        name = known.called(whole)
        bare, secret = _without_password(known, whole)
        sealed = self._sealer().sealed(name, secret) if secret else ""
        others = [one for one in self._store.chosen_feeds() if name_of(one) != name]
        self._store.put_chosen_feeds([*others, ChosenFeed(kind=kind, url=bare, sealed=sealed)])

    def remove(self, name: str) -> None:
        """It is not read any more."""
        left = [one for one in self._store.chosen_feeds() if name_of(one) != name]
        self._store.put_chosen_feeds(left)

    def opened(self) -> list[tuple[str, str]]:
        """Kind and address of each, its password in it. Raises: FeedError where the key is another one."""
        return [(one.kind, self._opened(one)) for one in self._store.chosen_feeds()]

    def _opened(self, one: ChosenFeed) -> str:
        if not one.sealed:
            return one.url
        try:
            return _with_password(one.url, self._sealer().opened(name_of(one), one.sealed))
        except SealError as error:
            raise FeedError(say("cannot_unseal", feed=name_of(one)), is_lasting=True) from error

    def _sealer(self) -> Sealer:
        return Sealer(key_in(self._place.address.beside.key), b"passwords of feeds")


def name_of(chosen: ChosenFeed) -> str:
    """What it is called, as `feeds` of the store calls it."""
    try:
        return kind_of(chosen.kind).called(chosen.url)
    except FeedError:
        return f"{chosen.kind} {chosen.url}"


def checked(kind: str, url: str, password: str) -> tuple[Kind, str]:
    """
    The kind, and the address with the password in it.

    Raises: FeedError where it cannot be chosen on a page.
    """
    known = kind_of(kind)
    if not known.is_for_pages:
        raise FeedError(say("not_on_a_page", kind=kind), is_lasting=True)
    known.called(url)
    parts = urlsplit(url)
    # a database may have several hosts, and each may be written with percents
    refused = [host for host in unquote(parts.hostname or "").split(",") if is_refused(host)]
    if refused and not known.listens:
        raise FeedError(say("address_refused", address=refused[0]), is_lasting=True)
    if others := {key for key, _ in parse_qsl(parts.query, keep_blank_values=True)} - _OPTIONS:
        raise FeedError(say("option_refused", options=", ".join(sorted(others))), is_lasting=True)
    return known, _with_password(url, password) if password else url


def _with_password(url: str, password: str) -> str:
    parts = urlsplit(url)
    login, _, host = parts.netloc.rpartition("@")
    user = login.partition(":")[0]
    return urlunsplit(parts._replace(netloc=f"{user}:{quote(password, safe='')}@{host}"))


def _without_password(kind: Kind, url: str) -> tuple[str, str]:
    return kind.called(url).removeprefix(f"{kind.name} "), unquote(urlsplit(url).password or "")

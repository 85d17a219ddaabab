"""
Which database and which settings does a command work on?

Every command takes `--db` and `--config`; here they become an opened store, and a desk that answers of it or
a projector that has it understood.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cache, partial, wraps
from typing import Any

import click

from chargeboard.capture.log_lines import begin_log
from chargeboard.capture.redaction import Redactor, Rules, key_in, version_of
from chargeboard.capture.rejects import Rejects
from chargeboard.cli.terminal import tell
from chargeboard.cli.words import say
from chargeboard.config import Settings, SettingsError, from_environment
from chargeboard.config.language import language_of
from chargeboard.domain.doorstep import ListeningChoice
from chargeboard.domain.exclusions import with_exclusions
from chargeboard.domain.figures.evidence import RejectedLine
from chargeboard.domain.policy import Profile
from chargeboard.domain.price import NO_PRICE, Price, price_in
from chargeboard.domain.records import NotKeptError
from chargeboard.domain.terminal import shell_word
from chargeboard.history.names import UnknownChargerError
from chargeboard.history.opening import Histories
from chargeboard.ports.privacy import HidingPort, HidingRules
from chargeboard.ports.store import Store
from chargeboard.run.alerting.watch import Watch
from chargeboard.run.clock import now
from chargeboard.run.desk import Desk
from chargeboard.run.understanding.alone import StationFailedError
from chargeboard.run.understanding.projector import Projector
from chargeboard.store import OwnedStore, StoreAddress, StoreError, store_at
from chargeboard.stream.errors import LogError
from chargeboard.words.languages import SPOKEN

_AT_ONCE = 3
_REMEMBERED_BYTES = 72 << 20
"""Of what desks that only read have found, in all of them."""
_DB_HELP = say("db_option")
_CONFIG_HELP = say("config_option")


class Place:
    """Settings, and the way to the database that they name."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.address = lasting(settings.server.db, settings.server.data_folder)

    @contextmanager
    def store(
        self, *, is_made: bool = False, read_only: bool = False, gives_way: bool = False
    ) -> Iterator[OwnedStore]:
        """
        The store, opened; it is made only by commands that put something in.

        `gives_way`: nobody waits for what is written here, so who keeps frames goes first.
        """
        if not is_made and not self.has_database:
            raise click.ClickException(
                say("no_database", database=self.database, word=shell_word(self.database))
            )
        store = self.address.open(read_only=read_only, gives_way=gives_way)
        store.rules = HidingRules(version_of(self._rules), self.redactor)
        try:
            yield store
        finally:
            store.close()

    def alone(self, name: str) -> AbstractContextManager[None]:
        """No other process serves or replaces the database while this is open; `name` is ours."""
        return self.address.alone(name, say("stop_first"))

    def with_database(self, path: str, *, unless_named: bool) -> Place:
        """These settings over another file; `unless_named` leaves one that the operator chose."""
        if unless_named and self.settings.installation()["db"].origin != "default":
            return self
        return Place(self.settings.with_options(db=path))

    def with_choice(self, choice: ListeningChoice | None) -> Place:
        """These settings and, where they do not say whose card may charge, what was chosen in the page."""
        csms, said = self.settings.csms, self.settings.installation()
        if choice is None or csms.authorize:
            return self
        values: dict[str, object] = {}
        if choice.is_for_network:
            values = {"host": "0.0.0.0", "new_chargers": "wait"}  # noqa: S104 - that is what was chosen
        left_open = {key: value for key, value in values.items() if said[f"csms.{key}"].origin == "default"}
        chosen = self.settings.with_csms(say("set_up_page"), authorize=choice.authorize, **left_open)
        return Place(chosen)

    @property
    def database(self) -> str:
        """What people are told of where everything is kept."""
        return self.address.shown

    def rejects(self) -> Rejects:
        """Lines that could not be read."""
        return Rejects(self.address.beside.rejected)

    def begin_log(
        self, process: str, *, level: int = logging.INFO, form: str = "%(levelname)s %(message)s"
    ) -> None:
        """From now on this process logs, as the settings say."""
        begin_log(process, self.settings.server.log_format, level=level, form=form)

    def speak(self) -> None:
        """From now on this process speaks the language of the settings."""
        SPOKEN.set(language_of(self.settings.server.language))

    @property
    def has_database(self) -> bool:
        """Whether it is there."""
        return self.address.exists

    def redactor(self) -> Redactor:
        """Hides secrets and people by the key that belongs to the database, and as the settings say."""
        return Redactor(key_in(self.address.beside.key), self._rules)

    def begin_keeping(self, store: HidingPort) -> None:
        """Frames are kept from now on: all are to be hidden alike, and the files to be their owner's."""
        store.begin_hiding()
        self.address.keep_to_owner()

    def hide_rejected(self) -> int:
        """Hide the same in the lines that could not be read; how many changed."""
        return self.rejects().hide(self.redactor())

    @property
    def _rules(self) -> Rules:
        privacy = self.settings.privacy
        return Rules(
            privacy.hide,
            privacy.leave,
            privacy.tokens_in_clear,
            keep_signed=privacy.signed_meter_values == "keep",
        )

    def profile(self, store: Store, station: str) -> Profile:
        """Who a charger is: settings, what the shell stored, and what was declared."""
        shared = store.shared()
        profile = self.settings.profile_of(station, store.charger(station), shared)
        return with_exclusions(profile, shared.exclusions)

    @contextmanager
    def desk(
        self, *, is_made: bool = False, look: Callable[[Iterable[str]], None] | None = None
    ) -> Iterator[Desk]:
        """A desk over the store; `look` is told at whom somebody looks."""
        with self.store(is_made=is_made) as store:
            yield self.desk_over(store, look)

    @contextmanager
    def reading_desks(self, look: Callable[[Iterable[str]], None] | None) -> Iterator[list[Desk]]:
        """
        Desks that only read, each over a connection of its own: as many answers are computed at once.

        `look` tells who understands that somebody looks at chargers.
        """
        with ExitStack() as opened:
            stores = [opened.enter_context(self.store(read_only=True)) for _ in range(_AT_ONCE)]
            each_bytes = _REMEMBERED_BYTES // _AT_ONCE
            yield [self.desk_over(store, look, most_bytes=each_bytes) for store in stores]

    def has_accounts(self) -> bool:
        """Whether anybody has one, and so is asked who they are."""
        if not self.has_database:
            return False
        with self.store() as store:
            return store.has_accounts()

    def desk_over(
        self,
        store: OwnedStore,
        look: Callable[[Iterable[str]], None] | None = None,
        *,
        most_bytes: int = 96 << 20,
    ) -> Desk:
        """A desk over a store that is open."""
        _keep_what_was_imported()
        return Desk(
            store,
            partial(self.profile, store),
            now,
            self._rejected,
            declared=self.settings.chargers,
            look=look,
            price_of=partial(self._price, store),
            most_bytes=most_bytes,
        )

    def projector_over(self, store: OwnedStore, *, alerts: bool = False) -> Projector:
        """What has chargers of an open store understood; `alerts`: they are looked at for them."""
        _keep_what_was_imported()
        return Projector(
            Histories(store, partial(self.profile, store), self.settings.chargers),
            now,
            retention=self.settings.retention,
            watch=self._watch(store) if alerts else None,
        )

    def _price(self, store: Store, site: str) -> Price:
        """What a kWh brings at a site, by what was set for it or for all."""
        own = store.shared().site(site)
        text = (own.price_per_kwh if own else "") or self.settings.server.price_per_kwh
        return price_in(text) or NO_PRICE

    def _watch(self, store: OwnedStore) -> Watch:
        return Watch(
            store,
            partial(self.profile, store),
            now,
            rules=self.settings.rules,
            url=self.url,
        )

    @property
    def url(self) -> str:
        """Where the page is, as links in alerts name it."""
        server = self.settings.server
        host = f"[{server.host}]" if ":" in server.host else server.host
        return self.settings.alerts.url or f"http://{host}:{server.port}{server.root_path}"

    def _rejected(self) -> Iterator[RejectedLine]:
        """Lines of imports into this database that could not be read."""
        return (
            RejectedLine(file=reject.file, line=reject.line, reason=reject.reason, text=reject.text)
            for reject in self.rejects()
        )


def lasting(place: str, data_folder: str = "") -> StoreAddress:
    """
    The store of a URL or path, which is there for the next command, too.

    Raises: StoreError.
    """
    address = store_at(place, data_folder)
    if not address.is_lasting:
        raise StoreError(say("in_memory"), place, say("name_a_file"))
    return address


def endpoint_address(place: Place, url: str | None = None) -> str:
    """Where chargers connect, without their id: at `url`, or where `serve` listens with these settings."""
    csms = place.settings.csms
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(csms.host, csms.host)  # noqa: S104 - nobody listens there
    scheme = "wss" if csms.tls_certificate else "ws"
    ours = f"{scheme}://{f'[{host}]' if ':' in host else host}:{csms.port}/ocpp/"
    return (url or ours).rstrip("/") + "/"


def located(command: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command `--db` and `--config`, and hands it the place that they name."""

    @click.option("--db", metavar="PATH", help=_DB_HELP)
    @click.option("--config", metavar="TOML", help=_CONFIG_HELP)
    @wraps(command)
    def run(*arguments: object, db: str | None, config: str | None, **options: object) -> object:
        with told_plainly():
            place = Place(from_environment(config).with_options(db=db))
            place.speak()
            return command(place, *arguments, **options)

    return run


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turns what a user can put right into one message without a traceback."""
    try:
        yield
    except (SettingsError, StoreError, LogError) as error:
        raise click.ClickException(str(error)) from error
    except UnknownChargerError as error:
        raise click.ClickException(say("no_usable_data", station=repr(error.station))) from error
    except NotKeptError as error:
        raise click.ClickException(say("no_longer_kept", station=error.station, since=error.since)) from error
    except BrokenPipeError:
        raise  # the reader of our output has seen enough; click ends quietly
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        raise click.ClickException(f"{name}{error.strerror or error}") from error


def refreshed(projector: Projector, station: str) -> bool:
    """Have what is new of a station understood; where that fails, say so and leave the others alone."""
    try:
        projector.refresh(station)
    except StationFailedError as error:
        tell_failed(error)
        return False
    return True


def tell_failed(error: Exception) -> None:
    """Say which charger's frames could not be understood, and why."""
    tell(failure(error), aside=True)


def failure(error: Exception) -> str:
    """Which charger's frames could not be understood, and why."""
    return say("failed", error=error, cause=repr(error.__cause__))


@cache
def _keep_what_was_imported() -> None:
    """Once: it stays, and to look through it for garbage takes longer than an answer."""
    gc.freeze()

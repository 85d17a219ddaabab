"""A town of two chargers whose settings may be changed, served."""

from __future__ import annotations

from staff import staff

from chargeboard.config import Settings, Value
from chargeboard.config.charger_book import ChargerBook
from chargeboard.config.charger_sheet import ChargerSheet
from chargeboard.config.policy_book import PolicyBook
from chargeboard.config.site_book import SiteBook
from chargeboard.domain.exclusions import with_exclusions
from chargeboard.domain.frame import Frame
from chargeboard.domain.people import Role
from chargeboard.domain.records import Charger
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR
from chargeboard.web.access.guard import COOKIE
from chargeboard.web.app import create_app
from chargeboard.web.setting.books import Books
from projecting import projector_of

NOW = 1_760_313_600_000_000 + 12 * HOUR
SETTINGS = Settings(
    policy={"timezone": Value("Europe/Berlin", "board.toml [policy]")},
    chargers={"OF-FILE": {"name": Value("By file", 'board.toml [chargers."OF-FILE"]')}},
)
BOOT = '[2,"1","BootNotification",{"chargePointVendor":"ACME","chargePointModel":"X1"}]'


class Town:
    """A store, its desk, and who works there."""

    def __init__(self, settings: Settings = SETTINGS) -> None:
        self.store = open_store(":memory:")
        self.now = NOW
        self.settings = settings
        self.desk = Desk(self.store, self.profile_of, lambda: self.now, declared=settings.chargers)
        self.people = staff(lambda: self.now, store=self.store)
        book = ChargerBook(settings, self.store, lambda: self.now)
        self.books = Books(
            chargers=book,
            sheet=ChargerSheet(book, self.store),
            sites=SiteBook(settings, self.store),
            policy=PolicyBook(settings, self.store),
        )
        for station, site in (("CP1", "Harbour"), ("CP2", "Market")):
            self.store.save_charger(Charger(id=station, name=f"Name of {station}", site=site))
            self.desk.store.append([Frame(station, NOW - HOUR, "in", BOOT, "c", "ocpp1.6")])
            projector_of(self.desk).refresh(station)

    def profile_of(self, station):
        stored, shared = self.store.charger(station), self.store.shared()
        return with_exclusions(self.settings.profile_of(station, stored, shared), shared.exclusions)

    def app(self, token=None):
        return create_app(
            self.desk,
            token=token,
            now=lambda: self.now,
            people=self.people,
            books=self.books,
        )

    def log_in(self, client, name, role=Role.OPERATOR, sites=None):
        """From here on the client is somebody's browser."""
        if name not in {one.name for one in self.people.accounts.all()}:
            self.people.accounts.add(name, role, sites)
        account = self.people.accounts.of(name)
        client.cookies.set(COOKIE, self.people.log_ins.begin(account, "192.0.2.1", "a test"))

    def close(self):
        self.store.close()

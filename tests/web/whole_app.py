"""The pages and the API with all that they may consist of, over a desk."""

from __future__ import annotations

from multiprocessing import get_context

from server_stand_in import StandInServer

from chargeboard.capture.redaction import Redactor
from chargeboard.capture.rejects import Rejects
from chargeboard.channels.sealing import Seal
from chargeboard.config import Settings, Value
from chargeboard.config.charger_book import ChargerBook
from chargeboard.config.charger_sheet import ChargerSheet
from chargeboard.config.outlet_book import OutletBook
from chargeboard.config.policy_book import PolicyBook
from chargeboard.config.site_book import SiteBook
from chargeboard.domain.readings import Reading
from chargeboard.run.alerting.book import AlertBook
from chargeboard.run.excluding import Exclusions
from chargeboard.run.measuring.told import Readings
from chargeboard.run.reporting.book import ReportBook
from chargeboard.web.alerting.needed import Alerts
from chargeboard.web.api.frames_in import Door
from chargeboard.web.api.metrics_route import MetricsShown
from chargeboard.web.app import create_app
from chargeboard.web.setting.books import Books


def whole_app(desk, people, now, folder, *, named, token=None, oidc=None):
    """`folder`: for what is rejected; `named`: name and site of each charger, by id, as a file says them."""

    async def send(stored, message):
        pass

    said = {
        station: {"name": Value(name, "a file"), "site": Value(site, "a file")}
        for station, (name, site) in named.items()
    }
    party = {"country_code": Value("DE", "a file"), "party_id": Value("ABC", "a file")}
    settings = Settings(chargers=said, tables={"ocpi": party})
    book = ChargerBook(settings, desk.store, now)
    return create_app(
        desk,
        token=token,
        now=now,
        door=Door(
            lambda frames: None,
            redact=Redactor(b"k" * 32),
            rejects=Rejects(folder / "rejected.jsonl"),
            impairment=lambda: "",
            clock=now,
        ),
        alerts=Alerts(
            AlertBook(desk.store, now),
            Seal(lambda: b"k" * 32),
            send,
            "https://board.example",
            Exclusions(
                desk.store, desk.profile_of, {station: site for station, (_, site) in named.items()}, now
            ),
        ),
        reports=ReportBook(desk.store, now),
        people=people,
        server=StandInServer(),
        oidc=oidc,
        books=Books(
            chargers=book,
            sheet=ChargerSheet(book, desk.store),
            sites=SiteBook(settings, desk.store),
            policy=PolicyBook(settings, desk.store),
        ),
        outlets=OutletBook(settings, desk.store, "https://board.example"),
        metrics=MetricsShown(
            Readings(get_context("spawn")), Reading("chargeboard_build_info", 1.0, ("0",) * 4)
        ),
    )

"""A yard with alerts, served: one lasts, one was over within minutes."""

from __future__ import annotations

from chargeboard.alerts.rule import Kind, Rule
from chargeboard.channels.registry import channel_of
from chargeboard.channels.sealing import Seal
from chargeboard.run.alerting.book import AlertBook
from chargeboard.run.excluding import Exclusions
from chargeboard.web.alerting.needed import Alerts
from chargeboard.web.app import create_app
from watching import Yard

OF_FILE = Rule(name="of-file", kind=Kind.NO_SESSION)


def a_yard():
    yard = Yard(
        Rule(name="contact", kind=Kind.OUT_OF_CONTACT, after_s=1800), Rule(name="heat", kind=Kind.DANGER)
    )
    yard.status(0, "Available")
    yard.status(10, "Faulted", "GroundFailure")
    yard.status(13, "Available")
    yard.until(90)
    return yard


def app_of(yard, token=None, people=None):
    seal = Seal(lambda: b"k" * 32)

    async def send(stored, message):
        await channel_of(stored.kind).deliver(seal.opened(stored), message, 0)

    book = AlertBook(yard.store, lambda: yard.now, [OF_FILE])
    sites = {one: yard.profile_of(one).site for one in yard.stations}
    windows = Exclusions(yard.store, yard.profile_of, sites, lambda: yard.now)
    alerts = Alerts(book, seal, send, "https://board.example.org", windows)
    return create_app(yard.desk, token=token, now=lambda: yard.now, alerts=alerts, people=people)

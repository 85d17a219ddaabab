"""`chargeboard config`: what is in force, and where it was set."""

from __future__ import annotations

import click
import msgspec

from chargeboard.capture.feeds.kind import FeedError
from chargeboard.capture.feeds.registry import kind_of
from chargeboard.cli.database.words import say
from chargeboard.cli.paper import paper, plain_table
from chargeboard.cli.place import Place, located
from chargeboard.config import ABOUT_FIELDS, POLICY_FIELDS, Value
from chargeboard.config.choices import choices
from chargeboard.domain.policy import Profile
from chargeboard.domain.sites import NOTHING_SHARED

_SECRET = frozenset({"token", "oidc.client_secret"})


@click.command(help=say("config_help"))
@click.option("--charger", metavar="ID", help=say("config_charger_option"))
@located
def config(place: Place, charger: str | None) -> None:
    """The command `config`."""
    table = plain_table(say("setting"), say("value"), say("set_by"), say("one_of"))
    if charger is None:
        for key, value in place.settings.installation().items():
            shown = "(set)" if key in _SECRET and value.value else str(value.value)
            if key == "feeds":
                shown = str(tuple(_without_password(feed) for feed in place.settings.server.feeds))
            if key == "db" and "@" in shown:
                shown = place.database  # without the password
            table.add_row(key, shown, value.origin, _choices(key))
    profile, effective = _in_force(place, charger)
    for key in ABOUT_FIELDS if charger else ():
        said = str(effective[key].value) if key in effective else ""
        shown = ", ".join(profile.tags) if key == "tags" else said
        table.add_row(key, shown, _origin(effective, key))
    for key in POLICY_FIELDS:
        shown = msgspec.json.encode(getattr(profile.policy, key)).decode()
        table.add_row(key, shown, _origin(effective, key), _choices(key))
    if charger is None:
        for station in place.settings.chargers:
            table.add_row(f'chargers."{station}"', "see --charger", "")
    paper().print(table)


def _without_password(feed: str) -> str:
    name, _, url = feed.strip().partition(" ")
    try:
        return kind_of(name).called(url.strip())
    except FeedError:
        return name


def _choices(key: str) -> str:
    return ", ".join(word or '""' for word in choices(key))


def _in_force(place: Place, charger: str | None) -> tuple[Profile, dict[str, Value]]:
    stored, shared = None, NOTHING_SHARED
    if place.has_database:
        with place.store(read_only=True) as store:
            stored, shared = store.charger(charger) if charger else None, store.shared()
    station = charger or ""
    profile = place.settings.profile_of(station, stored, shared)
    return profile, place.settings.effective(station, stored, shared)


def _origin(effective: dict[str, Value], key: str) -> str:
    return effective[key].origin if key in effective else "default"

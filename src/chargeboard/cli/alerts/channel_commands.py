"""`chargeboard alerts channel` and `test`: where alerts are sent."""

from __future__ import annotations

import asyncio
import secrets
import sys
from collections.abc import Sequence

import click

from chargeboard.channels.channel import ChannelError
from chargeboard.channels.registry import channel_of, channels
from chargeboard.cli.alerts.sending import seal_of, send
from chargeboard.cli.alerts.words import say
from chargeboard.cli.noting import noted
from chargeboard.cli.pairs_given import pairs_given
from chargeboard.cli.paper import paper, plain_table
from chargeboard.cli.place import Place, located
from chargeboard.cli.terminal import tell
from chargeboard.documents.alerts import trial_message
from chargeboard.domain.terminal import command
from chargeboard.run.alerting.post import PATIENCE_S
from chargeboard.run.clock import now
from chargeboard.run.people.audited import CHANNEL


@click.group(help=say("channel_help"))
def channel() -> None:
    """The command `channel`."""


@channel.command("list", help=say("channel_list_help"))
@located
def list_(place: Place) -> None:
    """The command `list`."""
    table = plain_table(say("name"), say("kind"), say("settings"), say("secrets"))
    with place.store() as store:
        for one in store.alert_channels():
            said = " ".join(f"{key}={value}" for key, value in one.settings.items())
            hidden = say("sealed", names=", ".join(one.secrets)) if one.secrets else ""
            table.add_row(one.name, one.kind, said, hidden)
    paper().print(table)


@channel.command("add", help=say("channel_add_help", kinds=", ".join(channels())))
@click.argument("name")
@click.argument("kind")
@click.argument("values", metavar="[KEY=VALUE]...", nargs=-1)
@located
def add(place: Place, name: str, kind: str, values: Sequence[str]) -> None:
    """The command `add`."""
    pairs = pairs_given(values, "url=https://example.org/hook")
    given = {key: sys.stdin.readline().strip() if text == "-" else text for key, text in pairs.items()}
    with place.store(is_made=True) as store:
        before = next((one for one in store.alert_channels() if one.name == name), None)
        try:
            channel_of(kind)
            stored = seal_of(place).stored(name, kind, given, before)
        except ChannelError as error:
            raise click.UsageError(say("bad_channel", name=name, error=error)) from error
        with noted(place, store, "channel_kept", CHANNEL, name):
            store.save_alert_channel(stored)
    tell(say("channel_kept", name=name, command=command("chargeboard alerts test", name)))


@channel.command("remove", help=say("channel_remove_help"))
@click.argument("name")
@located
def remove(place: Place, name: str) -> None:
    """The command `remove`."""
    with place.store() as store, noted(place, store, "channel_removed", CHANNEL, name):
        if not store.drop_alert_channel(name):
            raise click.ClickException(say("no_such_channel", name=name))
    tell(say("channel_removed", name=name))


@click.command(help=say("test_help"))
@click.argument("name")
@located
def test(place: Place, name: str) -> None:
    """The command `test`."""
    with place.store() as store:
        stored = next((one for one in store.alert_channels() if one.name == name), None)
    if stored is None:
        raise click.ClickException(say("no_such_channel", name=name))
    message = trial_message(name, secrets.token_hex(8), now(), place.url)
    try:
        asyncio.run(asyncio.wait_for(send(place, stored, message), PATIENCE_S))
    except Exception as error:
        why = str(error) or type(error).__name__
        raise click.ClickException(say("test_not_sent", name=name, why=why)) from error
    tell(say("test_sent", name=name))

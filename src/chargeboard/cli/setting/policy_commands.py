"""`chargeboard policy`: what holds for all chargers."""

from __future__ import annotations

from collections.abc import Sequence

import click

from chargeboard.cli.noting import noted
from chargeboard.cli.pairs_given import pairs_given
from chargeboard.cli.paper import paper, plain_table
from chargeboard.cli.place import Place, located
from chargeboard.cli.setting.words import say
from chargeboard.cli.terminal import tell
from chargeboard.config.policy_book import PolicyBook
from chargeboard.domain.setting import Origin, SettingError
from chargeboard.run.people.audited import POLICY


@click.group(help=say("policy_help"))
def policy() -> None:
    """The command `policy`."""


@policy.command("list", help=say("policy_list_help"))
@located
def list_(place: Place) -> None:
    """The command `list`."""
    table = plain_table(say("key"), say("value"), say("set_by"))
    with place.store() as store:
        for one in PolicyBook(place.settings, store).settings():
            is_said = one.origin in {Origin.DEFAULT, Origin.OF_ALL}
            table.add_row(one.key, one.holds, say(f"origin_{one.origin}") if is_said else one.where)
    paper().print(table)


@policy.command("set", help=say("policy_set_help"))
@click.argument("values", metavar="KEY=VALUE...", nargs=-1, required=True)
@located
def set_(place: Place, values: Sequence[str]) -> None:
    """The command `set`."""
    given = pairs_given(values, "timezone=Europe/Amsterdam")
    with place.store(is_made=True) as store:
        try:
            with noted(place, store, "policy_set", POLICY, "policy"):
                PolicyBook(place.settings, store).change(given)
        except SettingError as error:
            raise click.UsageError(str(error)) from error
        tell(say("policy_set", n=len(store.stations())), aside=True)

"""`chargeboard ocpi`: which parties of OCPI know us, and by which tokens."""

from __future__ import annotations

import os
import re

import click

from chargeboard.capture.feeds.kind import FeedError
from chargeboard.capture.feeds.ocpi.ocpi import KIND, options_of
from chargeboard.capture.feeds.ocpi_receiver.ocpi_receiver import KIND as RECEIVER
from chargeboard.cli.feeds.words import say
from chargeboard.cli.place import Place, located
from chargeboard.cli.terminal import tell
from chargeboard.config.addresses import check_address

_PARTY = re.compile(r"([A-Za-z]{2})\*([A-Za-z0-9]{3})")
_LEAST_TOKEN = 16


@click.group(help=say("ocpi_help"))
def ocpi() -> None:
    """The command `ocpi`."""


@ocpi.command("register", help=say("register_help"))
@click.argument("url")
@click.option("--our-url", required=True, help=say("our_url_option"))
@click.option("--party", required=True, help=say("party_option"))
@click.option("--name", default="chargeboard", help=say("business_option"))
@located
def register_(_: Place, url: str, our_url: str, party: str, name: str) -> None:
    """The command `register`."""
    from chargeboard.capture.feeds.ocpi.credentials import Own, register  # noqa: PLC0415 - few need HTTP
    from chargeboard.capture.feeds.ocpi.partner import Partner  # noqa: PLC0415 - as above

    found = _PARTY.fullmatch(party)
    if found is None:
        raise click.UsageError(say("bad_party", party=party))
    own_token = os.environ.get(RECEIVER.variable, "")
    if len(own_token) < _LEAST_TOKEN:
        raise click.UsageError(say("no_own_token", least=_LEAST_TOKEN))
    try:
        KIND.called(url)
        bare, token = options_of(url)[:2]
        for address in (bare.partition("?")[0], our_url):
            _check(address)
        partner = Partner(bare, token)
        try:
            told = register(partner, Own(our_url, found[1].upper(), found[2].upper(), name, own_token))
        finally:
            partner.close()
    except FeedError as error:
        raise click.ClickException(f"{KIND.name}: {error}") from error
    tell(say("registered", parties=", ".join(map(str, told.roles or ())) or bare))
    tell(told.token)


def _check(address: str) -> None:
    """Tokens of both sides go by these addresses."""
    try:
        check_address(address)
    except ValueError as error:
        raise click.UsageError(str(error)) from None

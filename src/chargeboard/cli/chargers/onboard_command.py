"""`chargeboard charger onboard`: passwords for many chargers at once, or for none of them."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from chargeboard.capture.csms.admission import new_password
from chargeboard.capture.onboarding import Listed, read_list
from chargeboard.cli.chargers.words import say
from chargeboard.cli.noting import noted
from chargeboard.cli.place import Place, located
from chargeboard.cli.terminal import stream, tell
from chargeboard.domain.records import Credential
from chargeboard.domain.terminal import command
from chargeboard.ports.store import Store
from chargeboard.run.people.audited import CHARGER

_OWNER_ALONE = 0o600


@click.command(help=say("onboard_help"))
@click.argument("file", type=click.Path(allow_dash=True))
@click.option(
    "--out",
    metavar="CSV",
    help=say("onboard_out_option"),
)
@click.option("--replace", "is_replaced", is_flag=True, help=say("onboard_replace_option"))
@located
def onboard(place: Place, file: str, out: str | None, *, is_replaced: bool) -> None:
    """The command `onboard`."""
    with click.open_file(file, "rb") as opened:
        onboarding = read_list(opened.read())
    with place.store(is_made=True) as store:
        complaints = [
            *onboarding.complaints,
            *_not_to_be_had(store, onboarding.chargers, is_replaced=is_replaced),
        ]
        if complaints:
            tell(*(f"{file}:{line}: {why}" for line, why in sorted(complaints)), aside=True)
            raise click.ClickException(say("onboard_not_done", n=len(complaints)))
        made = [new_password(charger.station) for charger in onboarding.chargers]
        with _written(out) as target:
            rows = csv.writer(target, lineterminator="\n")
            rows.writerow(("id", "password"))
            rows.writerows((credential.station, key) for key, credential in made)
            target.flush()
            if out is not None:
                os.fsync(target.fileno())
            ids = [charger.station for charger in onboarding.chargers]
            with noted(place, store, "charger_password", CHARGER, *ids):
                _keep(store, [credential for _, credential in made], is_replaced=is_replaced)
    tell(say("onboarded", n=len(made)), aside=True)


def _not_to_be_had(
    store: Store, chargers: Sequence[Listed], *, is_replaced: bool
) -> Iterator[tuple[int, str]]:
    """Chargers that are not given a password, with their lines."""
    known = {credential.station: credential for credential in store.credentials()}
    for charger in chargers:
        why = _why_not(known.get(charger.station), is_replaced=is_replaced)
        if why:
            yield charger.line, f"{charger.station} {why}"


def _why_not(known: Credential | None, *, is_replaced: bool) -> str:
    if known is None:
        return ""
    if known.withdrawn_at is not None:
        return say("onboard_kept_out", command=command("chargeboard charger approve", known.station))
    if known.digest and not is_replaced:
        return say("onboard_has_password")
    return ""


def _keep(store: Store, made: Sequence[Credential], *, is_replaced: bool) -> None:
    """All in one transaction, after a last look: somebody may have been faster."""
    with store.together():
        for credential in made:
            known = store.credential(credential.station)
            why = _why_not(known, is_replaced=is_replaced)
            if why:
                raise click.ClickException(say("onboard_void", station=credential.station, why=why))
            kept = None if known is None else known.certificates_after
            store.save_credential(
                Credential(
                    station=credential.station,
                    approved=True,
                    salt=credential.salt,
                    digest=credential.digest,
                    certificates_after=kept,
                )
            )


@contextmanager
def _written(path: str | None) -> Iterator[TextIO]:
    """Where the passwords go, before anything is kept: a file that is gone again where that fails."""
    if path is None:
        yield stream()
        return
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ALONE)
    try:
        with open(number, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123 - its number
            yield file
    except BaseException:
        Path(path).unlink(missing_ok=True)
        raise

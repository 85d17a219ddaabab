"""`chargeboard doctor`: what is wrong with a database, a set-up, or processes that serve together?"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator, Sequence

import click
import msgspec

from chargeboard.capture.feeds.health import health_line
from chargeboard.capture.feeds.kind import FeedError, see_that_it_is_there
from chargeboard.capture.feeds.registry import kind_of
from chargeboard.capture.tap.upstream import why_out_of_reach
from chargeboard.cli.cluster.judging import judged_processes, judged_server
from chargeboard.cli.cluster.judging_log import judged_log
from chargeboard.cli.cluster.seen import Cluster, cluster_seen
from chargeboard.cli.database.judging_outlets import judged_outlets
from chargeboard.cli.database.words import say
from chargeboard.cli.feeds.chosen import name_of
from chargeboard.cli.place import Place, located
from chargeboard.cli.reports.judging import judged_reports
from chargeboard.cli.server.addresses import doubts, front_of
from chargeboard.cli.server.feeding_process import feeds_of
from chargeboard.cli.server.logged.log_of import log_of
from chargeboard.cli.server.tapped import manner_of, routes_of
from chargeboard.cli.terminal import say_json, tell
from chargeboard.config import ABOUT_FIELDS, checked
from chargeboard.documents.forms import encoded
from chargeboard.domain.terminal import command
from chargeboard.run.clock import now
from chargeboard.run.upkeep.retention import holds_back
from chargeboard.store import Finding, OwnedStore, store_at
from chargeboard.stream.errors import LogError
from chargeboard.time.instants import SECOND
from chargeboard.words.formats import duration

_NAMED = 5
_MARKS = {"ok": "ok     ", "warning": "warning", "error": "error  "}


class Told(msgspec.Struct, frozen=True):
    """What is said to programs."""

    findings: Sequence[Finding]
    cluster: Cluster | None = None


@click.command(help=say("doctor_help"))
@click.option("--cluster", "is_of_cluster", is_flag=True, help=say("doctor_cluster_option"))
@click.option("--json", "as_json", is_flag=True, help=say("doctor_json_option"))
@located
def doctor(place: Place, *, is_of_cluster: bool, as_json: bool) -> None:
    """The command `doctor`."""
    with place.store() as store:
        log, away = log_of(place) if is_of_cluster else None, ""
        try:
            seen = cluster_seen(store, now, log)
        except LogError as error:
            seen, away = cluster_seen(store, now), str(error)
        findings = (
            [*judged_processes(seen), *judged_server(seen.server), *_log(seen, away)]
            if is_of_cluster
            else [*_alone(place, store), *(judged_processes(seen) if seen.processes else ())]
        )
    if as_json:
        told = Told(findings, seen if is_of_cluster else None)
        say_json(msgspec.json.format(encoded(told)))
    else:
        if is_of_cluster and seen.processes:
            from chargeboard.cli.cluster.telling import tell_table  # noqa: PLC0415 - what draws loads slowly

            tell_table(seen)
        _tell(findings)
    if any(finding.level == "error" for finding in findings):
        sys.exit(1)


def _tell(findings: Sequence[Finding]) -> None:
    for finding in findings:
        tell(f"{_MARKS[finding.level]} {finding.text}")
        if finding.what_to_do:
            tell(f"        {finding.what_to_do}")


def _log(seen: Cluster, away: str) -> Iterator[Finding]:
    if away:
        what, _, what_to_do = away.partition("\n")
        yield Finding("error", what, what_to_do)
    if seen.log is not None:
        yield from judged_log(seen.log, seen.at)


def _alone(place: Place, store: OwnedStore) -> list[Finding]:
    """What is told of whatever serves it."""
    return [
        *store.findings(now()),
        *_settings(place, store),
        *_guard(place, store),
        *_tapped(place),
        *_retention(place, store),
        *_hidden(store),
        *_owned(place),
        *_key(place),
        *_rejected(place),
        *judged_reports(place, store),
        *_feeds(place, store),
        *_unshown(store),
        *judged_outlets(place, store),
    ]


def _first(stations: Sequence[str]) -> str:
    """The first few of them by their ids."""
    return ", ".join(stations[:_NAMED]) + (" ..." if len(stations) > _NAMED else "")


def _settings(place: Place, store: OwnedStore) -> Iterator[Finding]:
    stations = set(store.stations())
    for station in place.settings.chargers:
        if station not in stations:
            yield Finding(
                "warning",
                say("unknown_charger_in_settings", station=station),
                say("compare_ids"),
            )
    for charger in store.chargers():
        for key, value in charger.settings.items():
            if key in ABOUT_FIELDS:
                continue
            try:
                checked(key, value)
            except ValueError as error:
                yield Finding(
                    "warning",
                    say("setting_not_used", charger=charger.id, key=key, error=error),
                    command("chargeboard charger set", charger.id, f"{key}="),
                )
    known = {
        f"CHARGEBOARD_{key.upper().replace('.', '_')}" for key in (*place.settings.installation(), "config")
    }
    for name in sorted(os.environ):
        if (
            name.startswith("CHARGEBOARD_")
            and not name.startswith("CHARGEBOARD_POLICY_")
            and name not in known
        ):
            yield Finding("warning", say("no_such_setting", name=name), say("see_config"))
    alone = sorted(stations - store.heads().keys())
    nameless = [station for station in alone if place.profile(store, station).timezone_is_default]
    if nameless:
        yield Finding(
            "warning",
            say("no_time_zone", n=len(nameless), chargers=_first(nameless)),
            say("set_time_zone"),
        )


def _guard(place: Place, store: OwnedStore) -> Iterator[Finding]:
    csms = place.settings.csms
    if csms.authorize and csms.unguarded:
        yield Finding("warning", csms.unguarded, csms.advice)
    for charger in store.chargers():
        said = store.credential(charger.id) if charger.deleted else None
        if charger.deleted and (said is None or said.approved):
            yield Finding(
                "warning",
                say("hidden_not_kept_out", charger=charger.id),
                command("chargeboard charger withdraw", charger.id),
            )
    try:
        front_of(place.settings.server)
    except click.ClickException as error:
        yield Finding("error", error.message, say("will_not_start"))
    for doubt, what_to_do in doubts(place.settings, has_accounts=store.has_accounts()):
        yield Finding("warning", doubt, what_to_do)


def _tapped(place: Place) -> Iterator[Finding]:
    """Whether the management systems that a tap leads to can be reached from here."""
    tap = place.settings.tap
    if not tap.upstream and not tap.paths:
        return
    try:
        routes = routes_of(tap)
        manner_of(tap)
    except click.ClickException as error:
        yield Finding("error", error.message, say("will_not_start"))
        return
    for upstream in routes.all:
        if why := asyncio.run(why_out_of_reach(upstream)):
            yield Finding("warning", say("csms_not_reached", csms=upstream.shown, why=why), say("mend_tap"))


def _retention(place: Place, store: OwnedStore) -> Iterator[Finding]:
    keeps = place.settings.retention
    held = [
        station
        for station in store.stations()
        if holds_back(store, place.profile(store, station), keeps, now())
    ]
    if held:
        yield Finding(
            "warning",
            say("kept_too_long", chargers=_first(held)),
            say("retain_deletes"),
        )


def _hidden(store: OwnedStore) -> Iterator[Finding]:
    left = len(store.unhidden())
    if left:
        yield Finding(
            "warning",
            say("not_hidden_yet", n=left),
            say("hide_now"),
        )
    elif not store.is_wiped:
        yield Finding(
            "warning",
            say("not_wiped_yet"),
            say("wipe_now"),
        )
    else:
        yield Finding("ok", say("all_hidden"))


def _owned(place: Place) -> Iterator[Finding]:
    backups = place.settings.backup.folder
    copies = map(store_at, place.address.backups_in(backups)) if backups else ()
    for file in [file for address in (place.address, *copies) for file in address.readable_by_others()]:
        yield Finding("warning", say("readable_by_others", file=file), command("chmod 600", str(file)))


def _key(place: Place) -> Iterator[Finding]:
    key = place.address.beside.key
    if key is None:
        return
    if not key.is_file():
        yield Finding(
            "warning",
            say("key_missing", key=key),
            say("restore_key"),
        )
    elif key.stat().st_mode & 0o077:
        yield Finding("warning", say("key_readable", key=key), command("chmod 600", str(key)))


def _rejected(place: Place) -> Iterator[Finding]:
    rejects = place.rejects()
    rejected = rejects.left_out + sum(1 for _ in rejects)
    if rejected:
        yield Finding(
            "warning",
            say("lines_rejected", n=rejected),
            say("see_rejected", path=rejects.path),
        )


def _feeds(place: Place, store: OwnedStore) -> Iterator[Finding]:
    try:
        wanted = {kind.called(url): kind for kind, url in feeds_of(place.settings)}
    except click.ClickException as error:
        yield Finding("error", error.message, say("will_not_start"))
        return
    wanted |= {name_of(one): kind_of(one.kind) for one in store.chosen_feeds()}
    known = {feed.name: feed for feed in store.feeds()}
    for name, kind in sorted(wanted.items()):
        try:
            see_that_it_is_there(kind)
        except FeedError as error:
            yield Finding("error", say("feed_cannot_be_read", feed=name), str(error))
            continue
        if name not in known:
            yield Finding("warning", say("feed_never_read", feed=name), say("feed_read_by"))
    for name, feed in known.items():
        told = say("feed_told", feed=name, health=health_line(feed, now()))
        if feed.is_read(now()):
            yield Finding("ok", told)
        elif feed.wrong or feed.looked_at is not None or name in wanted:
            yield Finding("warning", told, "" if feed.wrong else say("feed_read_by"))


def _unshown(store: OwnedStore) -> Iterator[Finding]:
    for channel, told in store.unshown().items():
        lasting = duration(max(0, now() - told.since) // SECOND)
        yield Finding(
            "warning",
            say("not_shown", channel=channel, lasting=lasting, why=told.why),
            command("chargeboard alerts test", channel),
        )

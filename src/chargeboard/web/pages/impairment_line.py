"""Is what this page shows still up to date, as far as we ourselves are concerned?"""

from __future__ import annotations

from msgspec.structs import replace

from chargeboard.domain.figures.impairment import Behind, Filling, Impairment
from chargeboard.domain.people import Reader
from chargeboard.time.instants import Instant
from chargeboard.web.pages.words import say
from chargeboard.words.wall_clock import Local


def told_to(reader: Reader, impairment: Impairment) -> Impairment:
    """
    What of it is that reader's to know.

    Who sees some sites hears that figures are not up to date, and of no charger and no machine. Nobody else
    hears anything.
    """
    if reader.sees_all:
        return impairment
    if not reader.sites:
        return Impairment()
    hidden = replace(impairment.behind, slowest="") if impairment.behind else impairment.behind
    return Impairment(
        why=say("not_told") if impairment.why else "",
        since=impairment.since,
        stopped_since=impairment.stopped_since,
        behind=hidden,
    )


def impairment_line(told: Impairment, now: Instant) -> str:
    """One sentence for every page; empty while all is well."""
    local = Local("UTC", now)

    def since(moment: Instant | None) -> str:
        return "" if moment is None else say("since_moment", moment=local.moment(moment))

    if told.why:
        # what to do, and where, is in the log and for who asks after our health
        why = told.why.splitlines()[0].partition(": ")[0].rstrip(".")
        return say("cannot_keep", since=since(told.since), why=why[:1].lower() + why[1:])
    if told.damage or told.log:
        return say("database_damaged", damage=told.damage) if told.damage else told.log
    if told.stopped_since is not None:
        return say("computing_stopped", since=since(told.stopped_since))
    if told.behind:
        return _behind_line(told.behind, since(told.behind.since))
    if told.backup:
        return say("no_backup", why=" ".join(told.backup.split()))
    if told.feeds or told.alerts or told.unshown:
        return told.feeds or _channels_line(told)
    if told.days_left is not None:
        return say("little_room", n=told.days_left)
    return _filling_line(told.filling) if told.filling else ""


def _channels_line(told: Impairment) -> str:
    if told.alerts:
        return say("alerts_given_up", why=told.alerts)
    return say("not_shown", why=told.unshown)


def _behind_line(behind: Behind, since: str) -> str:
    if not behind.slowest:
        return say("computing_behind_somewhere", since=since)
    others = behind.chargers - 1
    who = behind.slowest + (say("and_others", n=others) if others else "")
    return say("computing_behind", charger=who, since=since)


def _filling_line(filling: Filling) -> str:
    whole, waiting = len(filling.whole), "; ".join(filling.waiting)
    return say(
        "filling", whole=whole, chargers=say("chargers", n=whole + len(filling.waiting)), waiting=waiting
    )

"""Is what this page shows still up to date, as far as we ourselves are concerned?"""

from __future__ import annotations

from chargeboard.domain.trouble import Filling, Trouble
from chargeboard.time.instants import Instant
from chargeboard.view.when import Local
from chargeboard.words.formats import several


def trouble_line(told: Trouble, now: Instant) -> str:
    """One sentence for every page; empty while all is well."""
    local = Local("UTC", now)

    def since(moment: Instant | None) -> str:
        return "" if moment is None else f" since {local.moment(moment)} UTC"

    if told.why:
        # what to do, and where, is in the log and for who asks after our health
        why = told.why.splitlines()[0].partition(": ")[0].rstrip(".")
        return (
            f"chargeboard cannot keep what chargers say{since(told.since)}: {why[:1].lower()}{why[1:]}."
            " Figures are frozen since then."
        )
    if told.damage:
        return (
            "The database is damaged, so figures may be wrong or missing: restore the last backup."
            f" SQLite says: {told.damage}."
        )
    if told.stopped_since is not None:
        return (
            f"What chargers said{since(told.stopped_since)} is kept and not yet in the figures: the part of"
            " chargeboard that makes them ended. It is started again; why it ended is in the log."
        )
    if told.behind:
        others = told.behind.chargers - 1
        who = told.behind.slowest + (f" and {several(others, 'other charger')}" if others else "")
        return (
            f"What {who} said{since(told.behind.since)} is kept and not yet in the figures: chargeboard is"
            " behind; see the server log."
        )
    if told.backup:
        return f"The last backup that was due could not be made: {' '.join(told.backup.split())}"
    return _filling_line(told.filling) if told.filling else ""


def _filling_line(filling: Filling) -> str:
    whole, waiting = len(filling.whole), "; ".join(filling.waiting)
    return (
        f"The history is still being filled in: {whole} of {several(whole + len(filling.waiting), 'charger')}"
        f" {'has' if whole == 1 else 'have'} all of it. Only the last days are known yet of: {waiting}."
        " Their figures are of those days and will change by themselves."
    )

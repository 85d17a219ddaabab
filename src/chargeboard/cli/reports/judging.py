"""What is wrong with reports that are sent again and again?"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

from chargeboard.channels.registry import carriers
from chargeboard.cli.place import Place
from chargeboard.cli.reports.printing import NotPrintedError, printer
from chargeboard.cli.reports.words import say
from chargeboard.domain.report_orders import FileForm, ReportOrder
from chargeboard.run.clock import now
from chargeboard.run.reporting.book import ReportBook
from chargeboard.store import Finding, OwnedStore


def judged_reports(place: Place, store: OwnedStore) -> Iterator[Finding]:
    """An order that cannot be carried out as it was said."""
    known = {one.name for one in carriers(store.alert_channels())}
    for one in ReportBook(store, now, place.settings.orders).orders():
        order = one.order
        for channel in order.channels:
            if channel not in known:
                told = say("order_without_channel", name=order.name, channel=channel)
                yield Finding("warning", told, say("add_channel"))
        yield from _forms(place, order)


def _forms(place: Place, order: ReportOrder) -> Iterator[Finding]:
    if FileForm.PDF in order.forms:
        try:
            printer(place.settings.reports.chromium)
        except NotPrintedError as error:
            told = say("prints_nothing", name=order.name, why=error)
            yield Finding("warning", told, say("page_instead"))
    if FileForm.PARQUET in order.forms and find_spec("pyarrow") is None:
        told = say("needs_parquet", name=order.name, why=say("needs_pyarrow"))
        yield Finding("warning", told, say("page_instead"))

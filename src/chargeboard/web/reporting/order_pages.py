"""How does an operator have reports sent again and again? By a form that needs no script."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, timedelta

import msgspec
from litestar import Response, get, post
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Redirect
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER

from chargeboard.channels.registry import carriers
from chargeboard.domain.periods import Every
from chargeboard.domain.report_orders import FileForm
from chargeboard.run.reporting.book import KnownOrder, NoSuchOrderError, ReportBook, last_over
from chargeboard.run.reporting.checking import OrderError, checked_order
from chargeboard.run.reporting.saying import about as said_about
from chargeboard.run.reporting.saying import when
from chargeboard.time.instants import Instant
from chargeboard.web.access.reading import about
from chargeboard.web.reporting.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import page
from chargeboard.web.urls.mount import rooted
from chargeboard.web.urls.paths import station_of
from chargeboard.web.urls.reports import report_url
from chargeboard.words.dates import whole_weekday
from chargeboard.words.wall_clock import Local

_MANY = frozenset({"forms", "channels"})
_MONDAY = date(2026, 1, 5)


class OrderLine(msgspec.Struct, frozen=True):
    """A report that is sent."""

    name: str
    about: str
    when: str
    where: str
    following: str
    lately: tuple[str, ...]
    last: str
    """The address of the last one that is over."""
    is_of_file: bool


def order_pages(book: ReportBook, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """The page, and where its forms lead."""

    def shown(
        request: PageRequest,
        asked: Mapping[str, object],
        wrong: OrderError | None = None,
        said: str = "",
    ) -> Response[str]:
        return page(
            request,
            "web/reporting/orders.html",
            status=200 if wrong is None else 400,
            lines=[_line(one, now()) for one in book.orders()],
            asked=asked,
            wrong="" if wrong is None else str(wrong),
            wrong_key="" if wrong is None else wrong.key,
            said_aside=said,
            channels=_carriers(book),
            forms=[str(form) for form in FileForm],
            periods=[(str(one), say(f"every_{one}")) for one in Every],
            weekdays=[whole_weekday(_MONDAY + timedelta(days=n)) for n in range(7)],
        )

    def usual() -> dict[str, object]:
        return {"every": "month", "day": "1", "hour": "6", "zone": book.zone, "forms": [str(FileForm.HTML)]}

    @get("/reports", include_in_schema=False)
    async def show(request: PageRequest) -> Response[str]:
        return shown(request, usual())

    @post("/reports/orders", include_in_schema=False, status_code=HTTP_200_OK)
    async def keep(request: PageRequest) -> Response[str] | Redirect:
        form = await request.form()
        about(name := str(form.get("name", "")).strip())
        asked: dict[str, object] = {
            key: [str(one) for one in form.getall(key)] if key in _MANY else str(value)
            for key, value in form.multi_items()
        }
        given = {"zone": book.zone} | {key: one for key, one in asked.items() if key != "name" and one}
        try:
            book.save(checked_order(name, given, _carriers(book)))
        except OrderError as error:
            return shown(request, asked, error)
        except NoSuchOrderError:
            return shown(request, asked, OrderError("name", say("of_file")))
        return _back()

    @post("/reports/orders/{name:str}/send", include_in_schema=False, status_code=HTTP_200_OK)
    async def send(request: PageRequest, name: str) -> Response[str]:
        try:
            copies = book.send_now(own := station_of(name))
        except NoSuchOrderError:
            return shown(request, usual())
        return shown(request, usual(), said=say("sent_now", name=own, n=copies))

    @post("/reports/orders/{name:str}/remove", include_in_schema=False, status_code=HTTP_303_SEE_OTHER)
    async def drop(name: str) -> Redirect:
        with suppress(NoSuchOrderError):  # somebody was faster
            book.drop(station_of(name))
        return _back()

    return [show, keep, send, drop]


def _carriers(book: ReportBook) -> list[str]:
    return [one.name for one in carriers(book.store.alert_channels())]


def _back() -> Redirect:
    return Redirect(rooted("/reports"), status_code=HTTP_303_SEE_OTHER)


def _line(known: KnownOrder, now: Instant) -> OrderLine:
    order = known.order
    return OrderLine(
        name=order.name,
        about=said_about(order),
        when=when(order),
        where=", ".join((*order.channels, *order.to)),
        following=Local(order.zone, now).in_full(known.following.at),
        lately=known.lately,
        last=report_url(order.of, order.about, last_over(order, now).period),
        is_of_file=known.is_of_file,
    )

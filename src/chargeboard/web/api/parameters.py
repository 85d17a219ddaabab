"""What may a program say in an address, and in which form?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from litestar.openapi.spec import OpenAPIFormat, OpenAPIType, Operation, Parameter, Reference, Schema

from chargeboard.web.urls.filters import LARGEST_NUMBER, MOST

_OF_OUR_YEARS = r"^2[0-9]{3}-"
"""No charger spoke before, and none will behind."""
_MONTH = rf"{_OF_OUR_YEARS}(0[1-9]|1[0-2])$"
_PERIOD = rf"{_OF_OUR_YEARS}(0[1-9]|1[0-2]|W(0[1-9]|[1-4][0-9]|5[0-3]))$"
_TEXT = Schema(type=OpenAPIType.STRING)
_DATE = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.DATE)
_DAY = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.DATE, pattern=_OF_OUR_YEARS)
_INSTANT = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.DATE_TIME, pattern=_OF_OUR_YEARS)
_END = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.DATE_TIME)
_CURSOR = Schema(type=OpenAPIType.STRING, pattern=r"^-?[0-9]{1,18}\.[0-9]{1,18}$")
_NOTHING = Schema(type=OpenAPIType.STRING, max_length=0)
"""What a form sends that was not filled in; it says as much as a parameter that is left out."""


def asking(*parameters: Parameter) -> type[Operation]:
    """
    The kind of operation that takes them, beside what its path names, for the `operation_class` of a route.

    They are said in the document alone: who answers reads them of the address, as the pages do.
    """

    @dataclass
    class Asking(Operation):
        def __post_init__(self) -> None:
            said = {one.name for one in parameters}
            named = [one for one in self.parameters or () if not _is_among(one, said)]
            self.parameters = [*named, *parameters]

    return Asking


def text(name: str, description: str, *, is_needed: bool = False) -> Parameter:
    """Any text."""
    form = Schema(type=OpenAPIType.STRING, pattern=r"\S") if is_needed else _TEXT
    return Parameter(name, "query", schema=form, description=description, required=is_needed)


def instant(name: str, description: str) -> Parameter:
    """An instant with its zone."""
    return _of_some(name, description, _INSTANT)


def day(name: str, description: str) -> Parameter:
    """A date of the charger, or of most chargers."""
    return _of_some(name, description, _DAY)


def end_of_dates(name: str, description: str) -> Parameter:
    """A date with which a span begins or ends; what is known of no charger is cut off."""
    return _of_some(name, description, _DATE)


def end_of_span(name: str, description: str) -> Parameter:
    """An instant or a date with which a span begins or ends; what is known of no charger is cut off."""
    return _of_some(name, description, _END, _DATE)


def cursor(name: str, description: str) -> Parameter:
    """Where a page goes on."""
    return _of_some(name, description, _CURSOR)


def month(description: str) -> Parameter:
    """The `month`."""
    return _of_some("month", description, Schema(type=OpenAPIType.STRING, pattern=_MONTH))


def number(name: str, description: str, most: int = LARGEST_NUMBER) -> Parameter:
    """A whole number, at most `most`."""
    return _of_some(name, description, Schema(type=OpenAPIType.INTEGER, minimum=0, maximum=most))


def choice(name: str, what: str, known: Iterable[str], usual: str = "all") -> Parameter:
    """One word of some."""
    words = [*filter(None, known)]
    form = Schema(type=OpenAPIType.STRING, enum=[*words, ""])
    return Parameter(name, "query", schema=form, description=f"{what}: {', '.join(words)}. Default: {usual}.")


def several(name: str, description: str) -> Parameter:
    """Texts, each by itself."""
    form = Schema(type=OpenAPIType.ARRAY, items=_TEXT)
    return Parameter(name, "query", schema=form, description=description)


def day_in_path(name: str) -> Parameter:
    """A date that is a part of the path."""
    return Parameter(name, "path", schema=_DAY, required=True)


def period_in_path(name: str) -> Parameter:
    """A month or an ISO week that is a part of the path."""
    form = Schema(type=OpenAPIType.STRING, pattern=_PERIOD)
    return Parameter(name, "path", schema=form, description="`2026-10`, or `2026-W44`.", required=True)


def page_of_rows(
    usual: int, most: int = MOST, most_left_out: int = LARGEST_NUMBER
) -> tuple[Parameter, Parameter]:
    """Which rows of a list."""
    return (
        number("offset", "Rows to leave out. Default: 0.", most_left_out),
        number("limit", f"Rows, at most {most}. Default: {usual}."),
    )


def dates(usual: str) -> tuple[Parameter, Parameter, Parameter]:
    """A span of local dates; `usual` says which it is where none are named."""
    return (
        end_of_dates("from", f"First local date, with `through`. Default: {usual}."),
        end_of_dates("through", "Last local date, included."),
        end_of_dates("to", "Older form of `through`: the local date after the last one."),
    )


def _of_some(name: str, description: str, *forms: Schema) -> Parameter:
    return Parameter(name, "query", schema=Schema(any_of=[*forms, _NOTHING]), description=description)


def _is_among(one: Parameter | Reference, names: set[str]) -> bool:
    return isinstance(one, Parameter) and one.name in names


AT = instant(
    "at",
    "Instant of the query (RFC 3339 with its zone); nothing received after it is used. Default: now.",
)
DATES = (AT, *dates("thirty days and today"))
SOCKET = number("socket", "Only this socket.")
TEXT = text("text", "Only what contains this text.")
OF_WORDS = text("text", "Only where name, id, site or tags have these words.")
TAG = text("tag", "Only those that have the tag.")
SITE = text("site", "Only chargers of that site.")
NEEDED_SITE = text("site", "Which site.", is_needed=True)
LAST_MONTH = month("The month, `2026-10`. Default: the last that is over.")
LAST_OF_TWELVE = month("The last of the twelve months, `2026-10`. Default: the last that is over.")

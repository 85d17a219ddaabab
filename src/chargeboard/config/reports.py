"""What did the operator set about reports?"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from chargeboard.config.checking import typed
from chargeboard.config.words import say
from chargeboard.domain.report_orders import ReportOrder
from chargeboard.run.reporting.checking import checked_order

ORDERS = "orders"
"""The key of `[reports]` that holds a table for each report that is sent again and again."""


class ReportSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for all reports."""

    chromium: str = ""
    """The program that prints them as PDF, by name or path; empty: Chromium or Chrome, where there is one."""


REPORT_FIELDS: Mapping[str, msgspec.structs.FieldInfo] = {
    field.name: field for field in msgspec.structs.fields(ReportSettings)
}


def checked_reports(key: str, value: object) -> object:
    """
    The value of a key of `[reports]`, in its type.

    Raises: ValueError that says what is wrong and what to do.
    """
    found: object = typed(key, value, REPORT_FIELDS)
    return found


def orders_from(value: object, where: str) -> list[ReportOrder]:
    """
    The reports that the tables of a settings file make.

    Raises: ValueError that says where, what is wrong, and what to do.
    """
    if not isinstance(value, dict):
        raise ValueError(say("should_be_table", where=where))  # noqa: TRY004 - as every wrong setting
    orders = []
    for name, table in value.items():
        if not isinstance(table, dict):
            raise ValueError(say("should_be_table", where=f"{where}.{name}"))  # noqa: TRY004
        try:
            orders.append(checked_order(name, table))
        except ValueError as error:
            raise ValueError(f"{where}.{name}: {error}") from error
    return orders

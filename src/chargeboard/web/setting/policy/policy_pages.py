"""By which rules are the figures of all chargers computed, and where does each come from?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec
from litestar import Response, get, post
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Redirect
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER

from chargeboard.domain.setting import Setting, SettingError
from chargeboard.web.access.reading import about
from chargeboard.web.desk import Desk
from chargeboard.web.requests import PageRequest
from chargeboard.web.setting.books import Books
from chargeboard.web.setting.fields import Field, field_of
from chargeboard.web.setting.given import changed_in
from chargeboard.web.setting.policy.words import say
from chargeboard.web.setting.words import say as say_of_settings
from chargeboard.web.templating import page
from chargeboard.web.urls.mount import rooted

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "group_place": ("timezone", "opening_hours", "rated_kw", "sockets", "socket_groups"),
    "group_use": ("utilization_basis", "utilization_denominator", "charger_unavailable_propagates"),
    "group_success": (
        "success",
        "min_success_energy_wh",
        "success_excludes",
        "grouping",
        "visit_window_s",
        "user_cancel_max_s",
        "attempt_match_window_s",
        "plug_only_min_s",
        "auth_retry_dedup_s",
    ),
    "group_sessions": ("min_session_s", "stop_grace_s", "stale_tx_s", "late_meter_s"),
    "group_energy": ("energy_per_day", "energy_factor", "drop_suspicious_energy"),
    "group_contact": (
        "silence_detection",
        "heartbeat_interval_s",
        "offline_k",
        "offline_min_s",
        "offline_default_s",
        "reconnect_grace_s",
        "list_communication_errors",
    ),
    "group_clock": ("clock_skew_max_s", "clock_offset_min_s", "clock_offset_span_s", "clock_warn_s"),
    "group_errors": ("error_merge_s",),
}
"""The keys of each part of the page."""


class Group(msgspec.Struct, frozen=True):
    """A part of the page."""

    title: str
    fields: list[Field]
    is_wrong: bool
    """A field of it cannot be kept."""


def policy_pages(desk: Desk, books: Books) -> list[BaseRouteHandler]:
    """The page of what holds for all chargers, and where its form leads."""
    book = books.policy

    def shown(
        request: PageRequest, form: Mapping[str, str], wrong: SettingError | None = None
    ) -> Response[str]:
        known = {one.key: one for one in book.settings()}
        return page(
            request,
            "web/setting/policy/policy.html",
            status=200 if wrong is None else 400,
            groups=[
                Group(
                    say(title),
                    [_field(known[key], form) for key in keys],
                    wrong is not None and wrong.key in keys,
                )
                for title, keys in GROUPS.items()
            ],
            chargers=desk.charger_count(),
            wrong=""
            if wrong is None
            else say_of_settings("wrong", what=say(f"label_{wrong.key}"), why=wrong.why),
            wrong_key="" if wrong is None else wrong.key,
            is_saved="saved" in request.query_params and wrong is None,
        )

    @get("/settings", include_in_schema=False)
    async def show(request: PageRequest) -> Response[str]:
        return shown(request, {})

    @post("/settings", include_in_schema=False, status_code=HTTP_200_OK)
    async def change(request: PageRequest) -> Response[str] | Redirect:
        form = {key: str(value) for key, value in (await request.form()).items()}
        about("policy")
        try:
            if given := changed_in(form, book.settings()):
                book.change(given)
        except SettingError as error:
            return shown(request, form, error)
        return Redirect(rooted("/settings?saved"), status_code=HTTP_303_SEE_OTHER)

    return [show, change]


def _complaint(wrong: SettingError) -> str:
    return say_of_settings("wrong", what=say(f"label_{wrong.key}"), why=wrong.why)


def _field(one: Setting, form: Mapping[str, str]) -> Field:
    return field_of(one, form, say(f"label_{one.key}"), f"{say(f'hint_{one.key}')} ({one.key})")

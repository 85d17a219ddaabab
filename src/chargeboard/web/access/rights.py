"""
Who may do what? Every route has a row here; one without a row is refused to everybody.

What a reader sees of what a route shows is another question: that is asked of the desk, charger by charger.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec
from msgspec.structs import replace

from chargeboard.domain.people import Reader, Role


class Right(msgspec.Struct, frozen=True):
    """What a route asks of whoever asks for it."""

    role: Role | None
    """At least; None: anybody, logged in or not."""
    is_whole: bool = False
    """It is about the whole installation: only for who sees the chargers of all sites."""
    is_bearers: bool = False
    """Where anybody is asked who they are, it takes a token; a cookie is not enough."""

    is_own: bool = False
    """It is about whoever logged in; no API token of theirs is enough, which may do less than they."""

    does: str = ""
    """The code of what it changes, for the audit trail; empty: nothing of ours."""
    kind: str = ""
    """What that is about."""

    leads_on: bool = False
    """Once it is done it leads to another page; a page in answer means that it was only tried, or wrong."""

    is_shared: bool = False
    """It is also for who has no account and looks by a share, as far as that shows what it is about."""

    def is_given_to(self, reader: Reader) -> bool:
        """Whether this one may."""
        if self.role is None:
            return True
        return reader.role.covers(self.role) and (reader.sees_all or not self.is_whole)


_ANYBODY: Final = Right(None)
_STATIC: Final = Right(None, is_shared=True)
_VIEWER: Final = Right(Role.VIEWER)
_SHARED: Final = Right(Role.VIEWER, is_shared=True)
_ONESELF: Final = Right(Role.VIEWER, is_own=True)
_OPERATOR: Final = Right(Role.OPERATOR)
_ADMIN: Final = Right(Role.ADMIN, is_whole=True)
_WHOLE: Final = Right(Role.VIEWER, is_whole=True)
_WHOLE_OPERATOR: Final = Right(Role.OPERATOR, is_whole=True)
_BY_OPERATORS_TOKEN: Final = Right(Role.OPERATOR, is_whole=True, is_bearers=True)
_BY_A_VIEWERS_TOKEN: Final = Right(Role.VIEWER, is_bearers=True)
_BY_A_TOKEN: Final = Right(Role.OPERATOR, is_bearers=True)
_BY_A_TOKEN_OF_SITES: Final = Right(Role.OPERATOR, is_bearers=True)
_BY_ADMINS_TOKEN: Final = Right(Role.ADMIN, is_whole=True, is_bearers=True)


def _to(right: Right, does: str, kind: str = "", *, leads_on: bool = False) -> Right:
    """A right to change something."""
    return replace(right, does=does, kind=kind, leads_on=leads_on)


RIGHTS: Final[Mapping[str, Right]] = {
    # in and out
    "GET /login": _ANYBODY,
    "POST /login": _to(_ANYBODY, "logged_in", "account"),
    "GET /login/oidc": _ANYBODY,
    "GET /login/oidc/back": _to(_ANYBODY, "logged_in", "account", leads_on=True),
    "POST /logout": _to(_ANYBODY, "logged_out", "account"),
    "GET /invitation/{secret}": _ANYBODY,
    "POST /invitation/{secret}": _to(_ANYBODY, "password_chosen", "account"),
    "GET /healthz": _ANYBODY,
    "GET /metrics": _WHOLE,
    "GET /metrics/chargers": _VIEWER,
    "GET /static/{digest}/{name}": _STATIC,
    "GET /s/{secret}": _ANYBODY,
    "POST /s/{secret}": _ANYBODY,
    # oneself
    "GET /account": _ONESELF,
    "POST /account/language": _to(_ONESELF, "language_changed", "account", leads_on=True),
    "POST /account/password": _to(_ONESELF, "password_changed", "account"),
    "POST /account/second-factor": _to(_ONESELF, "second_factor_set", "account"),
    "POST /account/second-factor/remove": _to(_ONESELF, "second_factor_removed", "account"),
    "POST /account/tokens": _to(_ONESELF, "token_made", "account"),
    "POST /account/tokens/{name}/revoke": _to(_ONESELF, "token_revoked", "account"),
    "POST /account/log-ins/{digest}/end": _to(_ONESELF, "log_in_ended"),
    # people
    "GET /people": _ADMIN,
    "POST /people": _to(_ADMIN, "account_added", "account"),
    "POST /people/{name}": _to(_ADMIN, "account_changed", "account"),
    "POST /people/{name}/invite": _to(_ADMIN, "account_invited", "account"),
    "POST /people/{name}/log-ins/{digest}/end": _to(_ADMIN, "browser_logged_out", "account"),
    "POST /people/{name}/remove": _to(_ADMIN, "account_removed", "account"),
    "GET /audit": _ADMIN,
    "GET /audit.csv": _ADMIN,
    "GET /api/v1/audit": _ADMIN,
    "GET /api/v1/people": _ADMIN,
    "POST /api/v1/people": _to(_BY_ADMINS_TOKEN, "account_added", "account"),
    "PATCH /api/v1/people/{name}": _to(_BY_ADMINS_TOKEN, "account_changed", "account"),
    "DELETE /api/v1/people/{name}": _to(_BY_ADMINS_TOKEN, "account_removed", "account"),
    "POST /api/v1/people/{name}/invitation": _to(_BY_ADMINS_TOKEN, "account_invited", "account"),
    "GET /api/v1/people/{name}/log-ins": _ADMIN,
    "DELETE /api/v1/people/{name}/log-ins": _to(_BY_ADMINS_TOKEN, "account_logged_out", "account"),
    "DELETE /api/v1/people/{name}/log-ins/{digest}": _to(_BY_ADMINS_TOKEN, "browser_logged_out", "account"),
    "GET /api/v1/people/{name}/tokens": _ADMIN,
    "POST /api/v1/people/{name}/tokens": _to(_BY_ADMINS_TOKEN, "token_made", "account"),
    "DELETE /api/v1/people/{name}/tokens/{token}": _to(_BY_ADMINS_TOKEN, "token_revoked", "account"),
    # the list
    "GET /": _VIEWER,
    "GET /search": _VIEWER,
    "GET /fleet.csv": _VIEWER,
    "GET /comparison": _VIEWER,
    "GET /comparison.csv": _VIEWER,
    "GET /comparison/live": _VIEWER,
    "GET /api/v1/comparison": _VIEWER,
    "GET /comparison/cohorts": _VIEWER,
    "GET /api/v1/comparison/cohorts": _VIEWER,
    "GET /protocol": _VIEWER,
    "GET /protocol.csv": _VIEWER,
    "GET /api/v1/protocol": _VIEWER,
    "GET /reports": _WHOLE,
    "POST /reports/orders": _to(_WHOLE_OPERATOR, "report_kept", "report", leads_on=True),
    "POST /reports/orders/{name}/send": _to(_WHOLE_OPERATOR, "report_sent", "report"),
    "POST /reports/orders/{name}/remove": _to(_WHOLE_OPERATOR, "report_removed", "report"),
    "GET /reports/chargers/{station}/{period}": _SHARED,
    "GET /reports/chargers/{station}/{period}/report.csv": _SHARED,
    "GET /api/v1/reports/chargers/{station}/{period}": _SHARED,
    "GET /reports/sites/{name}/{period}": _SHARED,
    "GET /reports/sites/{name}/{period}/report.csv": _SHARED,
    "GET /api/v1/reports/sites/{name}/{period}": _SHARED,
    "GET /reports/all/{period}": _VIEWER,
    "GET /reports/all/{period}/report.csv": _VIEWER,
    "GET /api/v1/reports/all/{period}": _VIEWER,
    "GET /live": _VIEWER,
    "GET /api": _VIEWER,
    "GET /api/v1/openapi.json": _VIEWER,
    "GET /api/v1": _VIEWER,
    "GET /api/v1/{path}": _VIEWER,
    "GET /api/v1/chargers": _VIEWER,
    # a charger
    "GET /chargers/{station}": _SHARED,
    "GET /chargers/{station}/live": _SHARED,
    "GET /chargers/{station}/attempts": _SHARED,
    "GET /chargers/{station}/attempts.csv": _SHARED,
    "GET /chargers/{station}/days": _SHARED,
    "GET /chargers/{station}/days.csv": _SHARED,
    "GET /chargers/{station}/days/{day}": _SHARED,
    "GET /chargers/{station}/days/{day}/states.svg": _SHARED,
    "GET /chargers/{station}/days/comparison": _SHARED,
    "GET /chargers/{station}/days/comparison/live": _SHARED,
    "GET /api/v1/chargers/{station}/days/comparison": _SHARED,
    "GET /chargers/{station}/week": _SHARED,
    "GET /chargers/{station}/week.svg": _SHARED,
    "GET /api/v1/chargers/{station}/week": _SHARED,
    "GET /chargers/{station}/load": _SHARED,
    "GET /chargers/{station}/load.csv": _SHARED,
    "GET /chargers/{station}/load.svg": _SHARED,
    "GET /api/v1/chargers/{station}/load": _SHARED,
    "GET /chargers/{station}/errors": _SHARED,
    "GET /chargers/{station}/errors.csv": _SHARED,
    "GET /chargers/{station}/panels/{panel}": _SHARED,
    "GET /chargers/{station}/panels/{panel}/live": _SHARED,
    "GET /chargers/{station}/frames": _VIEWER,
    "GET /chargers/{station}/frames.jsonl": _VIEWER,
    "GET /chargers/{station}/quality": _VIEWER,
    "GET /chargers/{station}/quality.csv": _VIEWER,
    "GET /chargers/{station}/protocol": _VIEWER,
    "GET /chargers/{station}/protocol.csv": _VIEWER,
    "GET /chargers/{station}/sources": _VIEWER,
    "GET /chargers/{station}/sources.csv": _VIEWER,
    "GET /chargers/{station}/session-at": _SHARED,
    "GET /chargers/{station}/attempt-at": _SHARED,
    "GET /chargers/{station}/error-at": _SHARED,
    "GET /chargers/{station}/sessions": _SHARED,
    "GET /chargers/{station}/sessions.csv": _SHARED,
    "GET /chargers/{station}/sessions/{key}": _SHARED,
    "GET /chargers/{station}/sessions/{key}/live": _SHARED,
    "GET /chargers/{station}/sessions/{key}/curves.svg": _SHARED,
    "GET /chargers/{station}/samples.csv": _SHARED,
    "GET /chargers/{station}/uptime": _SHARED,
    "GET /official": _VIEWER,
    "GET /api/v1/official": _VIEWER,
    "GET /official/differences": _VIEWER,
    "GET /api/v1/official/differences": _VIEWER,
    "GET /official/visits": _VIEWER,
    "GET /api/v1/official/visits": _VIEWER,
    "GET /official/saturation": _VIEWER,
    "GET /api/v1/official/saturation": _VIEWER,
    "GET /chargers/{station}/official": _VIEWER,
    "GET /chargers/{station}/official.csv": _VIEWER,
    "GET /chargers/{station}/official/flags": _VIEWER,
    "GET /api/v1/chargers/{station}/official/flags": _VIEWER,
    "GET /chargers/{station}/official/ev-chart.csv": _VIEWER,
    "GET /chargers/{station}/official/atlas.json": _VIEWER,
    "GET /chargers/{station}/official/uk.csv": _VIEWER,
    "GET /official/uk.csv": _VIEWER,
    "GET /api/v1/chargers/{station}/board": _SHARED,
    "GET /api/v1/chargers/{station}/attempts": _SHARED,
    "GET /api/v1/chargers/{station}/days": _SHARED,
    "GET /api/v1/chargers/{station}/days/{day}": _SHARED,
    "GET /api/v1/chargers/{station}/errors": _SHARED,
    "GET /api/v1/chargers/{station}/frames": _VIEWER,
    "GET /api/v1/chargers/{station}/official": _VIEWER,
    "GET /api/v1/chargers/{station}/official/differences": _VIEWER,
    "GET /api/v1/chargers/{station}/protocol": _VIEWER,
    "GET /api/v1/chargers/{station}/quality": _VIEWER,
    "GET /api/v1/chargers/{station}/sources": _VIEWER,
    "GET /api/v1/chargers/{station}/sessions": _SHARED,
    "GET /api/v1/chargers/{station}/sessions/{key}": _SHARED,
    "GET /chargers/{station}/settings": _VIEWER,
    "POST /chargers/{station}/settings": _to(_OPERATOR, "charger_set", "charger", leads_on=True),
    "GET /api/v1/chargers/{station}/settings": _VIEWER,
    "PATCH /api/v1/chargers/{station}/settings": _to(_BY_A_TOKEN, "charger_set", "charger"),
    "GET /chargers.csv": _VIEWER,
    "GET /settings/chargers": _VIEWER,
    "POST /settings/chargers": _OPERATOR,
    "POST /settings/chargers/apply": _to(_OPERATOR, "charger_set", "charger", leads_on=True),
    "GET /api/v1/chargers.csv": _VIEWER,
    "POST /api/v1/chargers.csv/preview": _BY_A_TOKEN,
    "POST /api/v1/chargers.csv": _to(_BY_A_TOKEN, "charger_set", "charger"),
    "GET /settings": _VIEWER,
    "POST /settings": _to(_ADMIN, "policy_set", "policy", leads_on=True),
    "GET /api/v1/policy": _VIEWER,
    "PATCH /api/v1/policy": _to(_BY_ADMINS_TOKEN, "policy_set", "policy"),
    # links for who has no account
    "GET /settings/shares": _OPERATOR,
    "POST /settings/shares": _to(_OPERATOR, "share_made", "share"),
    "POST /settings/shares/{name}/revoke": _to(_OPERATOR, "share_revoked", "share", leads_on=True),
    "GET /api/v1/shares": _OPERATOR,
    "POST /api/v1/shares": _to(_BY_A_TOKEN, "share_made", "share"),
    "DELETE /api/v1/shares/{name}": _to(_BY_A_TOKEN, "share_revoked", "share"),
    # sites
    "GET /map": _VIEWER,
    "GET /map.svg": _VIEWER,
    "GET /activity": _SHARED,
    "GET /activity.csv": _SHARED,
    "GET /api/v1/activity": _SHARED,
    "GET /sites": _VIEWER,
    "POST /sites": _to(_ADMIN, "site_added", "site", leads_on=True),
    "GET /sites/{name}": _SHARED,
    "GET /sites/{name}/live": _SHARED,
    "GET /sites/{name}/days.csv": _SHARED,
    "GET /sites/{name}/timeline": _SHARED,
    "GET /sites/{name}/timeline.svg": _SHARED,
    "GET /sites/{name}/load": _SHARED,
    "GET /sites/{name}/load.csv": _SHARED,
    "GET /sites/{name}/load.svg": _SHARED,
    "GET /api/v1/sites/{name}/load": _SHARED,
    "GET /api/v1/sites/{name}/board": _SHARED,
    "GET /sites/{name}/panels/{panel}": _SHARED,
    "GET /sites/{name}/panels/{panel}/live": _SHARED,
    "GET /sites/{name}/days": _SHARED,
    "GET /api/v1/sites/{name}/days": _SHARED,
    "GET /sites/{name}/settings": _VIEWER,
    "POST /sites/{name}/settings": _to(_ADMIN, "site_set", "site", leads_on=True),
    "POST /sites/{name}/remove": _to(_ADMIN, "site_removed", "site", leads_on=True),
    "GET /api/v1/sites": _VIEWER,
    "POST /api/v1/sites": _to(_BY_ADMINS_TOKEN, "site_added", "site"),
    "PATCH /api/v1/sites/{name}": _to(_BY_ADMINS_TOKEN, "site_set", "site"),
    "DELETE /api/v1/sites/{name}": _to(_BY_ADMINS_TOKEN, "site_removed", "site"),
    # who may connect
    "POST /chargers/{station}/approve": _to(_OPERATOR, "approved", "charger"),
    "POST /chargers/{station}/dismiss": _to(_OPERATOR, "dismissed", "charger"),
    "POST /chargers/{station}/withdraw": _to(_OPERATOR, "withdrawn", "charger"),
    "POST /waiting/approve": _to(_OPERATOR, "approved", "charger"),
    "POST /waiting/dismiss": _to(_OPERATOR, "dismissed", "charger"),
    # what is brought in
    "POST /api/v1/frames": _BY_OPERATORS_TOKEN,
    # parties who exchange where charging is possible; nothing of it is there without a token
    "GET /ocpi/versions": _BY_A_VIEWERS_TOKEN,
    "GET /ocpi/{version}": _BY_A_VIEWERS_TOKEN,
    "GET /ocpi/{version}/credentials": _BY_A_VIEWERS_TOKEN,
    "POST /ocpi/{version}/credentials": _to(_BY_A_VIEWERS_TOKEN, "party_registered"),
    "PUT /ocpi/{version}/credentials": _to(_BY_A_VIEWERS_TOKEN, "party_renewed"),
    "DELETE /ocpi/{version}/credentials": _to(_BY_A_VIEWERS_TOKEN, "party_left"),
    "GET /ocpi/{version}/locations": _BY_A_VIEWERS_TOKEN,
    "GET /ocpi/{version}/locations/{place}": _BY_A_VIEWERS_TOKEN,
    "GET /ocpi/{version}/locations/{place}/{evse}": _BY_A_VIEWERS_TOKEN,
    "GET /ocpi/{version}/locations/{place}/{evse}/{plug}": _BY_A_VIEWERS_TOKEN,
    "GET /ocpi/{version}/sessions": _BY_A_VIEWERS_TOKEN,
    "GET /datex2/status.xml": _BY_A_VIEWERS_TOKEN,
    # the first steps
    "GET /setup": _WHOLE_OPERATOR,
    "GET /setup/live": _WHOLE_OPERATOR,
    "POST /setup/log": _to(_WHOLE_OPERATOR, "log_uploaded", "log", leads_on=True),
    "POST /setup/listen": _to(_ADMIN, "listening_chosen"),
    "POST /setup/feed": _to(_ADMIN, "feed_chosen", leads_on=True),
    "POST /setup/feed/remove": _to(_ADMIN, "feed_removed"),
    "POST /setup/town": _to(_ADMIN, "town_shown"),
    "POST /setup/town/remove": _to(_ADMIN, "town_removed"),
    "POST /setup/account": _to(_ADMIN, "account_added", "account", leads_on=True),
    # alerts: those that last are by site, rules and channels are of all sites
    "GET /alerts": _VIEWER,
    "POST /alerts/rules": _to(_WHOLE_OPERATOR, "rule_kept", "rule", leads_on=True),
    "POST /alerts/rules/{name}/remove": _to(_WHOLE_OPERATOR, "rule_removed", "rule"),
    "POST /alerts/lasting/{alert}": _to(_OPERATOR, "alert_answered", "alert"),
    "POST /alerts/channels": _to(_ADMIN, "channel_kept", "channel", leads_on=True),
    "POST /alerts/channels/{name}/test": _to(_ADMIN, "channel_tested", "channel"),
    "POST /alerts/channels/{name}/remove": _to(_ADMIN, "channel_removed", "channel"),
    "GET /api/v1/alerts": _VIEWER,
    "GET /api/v1/alerts/log": _VIEWER,
    "GET /api/v1/alerts/rules": _WHOLE,
    "GET /api/v1/alerts/channels": _WHOLE,
    "GET /exclusions": _WHOLE,
    "POST /exclusions": _to(_WHOLE_OPERATOR, "exclusion_declared", "exclusion", leads_on=True),
    "POST /exclusions/{name}/remove": _to(_WHOLE_OPERATOR, "exclusion_removed", "exclusion"),
    "GET /api/v1/exclusions": _WHOLE,
    "POST /api/v1/exclusions": _to(_BY_OPERATORS_TOKEN, "exclusion_declared", "exclusion"),
    "GET /api/v1/exclusions.csv": _WHOLE,
    "POST /api/v1/exclusions.csv/preview": _BY_OPERATORS_TOKEN,
    "POST /api/v1/exclusions.csv": _to(_BY_OPERATORS_TOKEN, "exclusion_declared", "exclusion"),
    "POST /exclusions/list": _to(_WHOLE_OPERATOR, "exclusion_declared", "exclusion", leads_on=True),
    "DELETE /api/v1/exclusions/{name}": _to(_BY_OPERATORS_TOKEN, "exclusion_removed", "exclusion"),
    "POST /api/v1/alerts/{alert}/acknowledge": _to(_BY_A_TOKEN_OF_SITES, "alert_answered", "alert"),
    "POST /api/v1/alerts/{alert}/snooze": _to(_BY_A_TOKEN_OF_SITES, "alert_answered", "alert"),
    "PUT /api/v1/alerts/rules/{name}": _to(_BY_OPERATORS_TOKEN, "rule_kept", "rule"),
    "DELETE /api/v1/alerts/rules/{name}": _to(_BY_OPERATORS_TOKEN, "rule_removed", "rule"),
    "POST /api/v1/alerts/rules/{name}/back-test": _BY_OPERATORS_TOKEN,
    "PUT /api/v1/alerts/channels/{name}": _to(_BY_ADMINS_TOKEN, "channel_kept", "channel"),
    "DELETE /api/v1/alerts/channels/{name}": _to(_BY_ADMINS_TOKEN, "channel_removed", "channel"),
    "POST /api/v1/alerts/channels/{name}/test": _to(_BY_ADMINS_TOKEN, "channel_tested", "channel"),
}
"""By method and path, as the router has it."""


def right_of(method: str, path: str) -> Right | None:
    """What a route asks; None: nobody said, so nobody may."""
    return RIGHTS.get(f"{method} {path}")

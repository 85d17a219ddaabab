"""How is something that may be changed, as the audit trail tells it before and after? Without its secrets."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from chargeboard.ports.store import Store
from chargeboard.time.instants import Instant, text_of

CHARGER, ACCOUNT, RULE, CHANNEL = "charger", "account", "rule", "channel"
ALERT, EXCLUSION, REPORT = "alert", "exclusion", "report"
SITE, POLICY, PERSON, SHARE = "site", "policy", "person", "share"
Told = dict[str, object]


def told_of(store: Store, kind: str, about: str) -> Told | None:
    """What is known of it now; None: there is none, or nothing is told of its kind."""
    tell = _TOLD.get(kind)
    return None if tell is None else tell(store, about)


def _charger(store: Store, station: str) -> Told | None:
    charger, leave = store.charger(station), store.credential(station)
    told: Told = {}
    if charger is not None:
        told |= {
            "name": charger.name,
            "site": charger.site,
            "settings": dict(charger.settings),
            "merged_into": charger.merged_into,
            "deleted": charger.deleted,
        }
    if leave is not None:
        told |= {
            "may_connect": leave.approved,
            "has_password": bool(leave.digest),
            "waits": leave.asked_at is not None and not leave.approved,
        }
    return told or None


def _account(store: Store, name: str) -> Told | None:
    account = store.account(name)
    if account is None:
        return None
    return {
        "role": str(account.role),
        "sites": account.sites,
        "is_off": account.is_off,
        "email": account.email,
        "known_to": [issuer for issuer, _ in store.identities_of(name)],
        "has_password": bool(account.password),
        "has_second_factor": bool(account.second_factor),
        "tokens": {one.name: str(one.role) for one in store.api_tokens(name)},
    }


def _rule(store: Store, name: str) -> Told | None:
    rule = next((one for one in store.alert_rules() if one.name == name), None)
    return None if rule is None else msgspec.to_builtins(rule)


def _channel(store: Store, name: str) -> Told | None:
    channel = next((one for one in store.alert_channels() if one.name == name), None)
    if channel is None:
        return None
    return {"kind": channel.kind, "settings": dict(channel.settings), "secrets": [*channel.secrets]}


def _alert(store: Store, name: str) -> Told | None:
    for rule, group in store.alert_groups():
        for one in group.alerts:
            if one.id == name and one.over_at is None:
                return {
                    "rule": rule,
                    "acknowledged_at": _moment(one.acknowledged_at),
                    "snoozed_until": _moment(one.snoozed_until),
                    "note": one.note,
                }
    return None


def _exclusion(store: Store, name: str) -> Told | None:
    window = next((one for one in store.exclusions() if one.id == name), None)
    if window is None:
        return None
    return {
        "kind": str(window.kind),
        "charger": window.charger,
        "site": window.site,
        "socket": window.socket,
        "from": _moment(window.from_at),
        "until": _moment(window.until_at),
        "reason": window.reason,
        "note": window.note,
        "by": window.by,
    }


def _report(store: Store, name: str) -> Told | None:
    order = next((one for one in store.report_orders() if one.name == name), None)
    return None if order is None else msgspec.to_builtins(order)


def _site(store: Store, name: str) -> Told | None:
    site = store.shared().site(name)
    at_it = [one.id for one in store.chargers_at(name)]
    if site is None and not at_it:
        return None
    told = {} if site is None else msgspec.to_builtins(site)
    return {**told, "chargers": at_it}


def _policy(store: Store, _about: str) -> Told | None:
    return dict(store.shared().policy)


def _share(store: Store, name: str) -> Told | None:
    share = next((one for one in store.all_shares() if one.name == name), None)
    if share is None:
        return None
    return {
        str(share.kind): share.about,
        "page": share.below + (f"?{share.query}" if share.query else ""),
        "is_only": share.is_only,
        "origins": share.origins,
        "has_password": bool(share.password),
        "until": _moment(share.until),
        "by": share.account,
    }


def _moment(at: Instant | None) -> str | None:
    return None if at is None else text_of(at)


_TOLD: Mapping[str, Callable[[Store, str], Told | None]] = {
    CHARGER: _charger,
    ACCOUNT: _account,
    RULE: _rule,
    CHANNEL: _channel,
    ALERT: _alert,
    EXCLUSION: _exclusion,
    REPORT: _report,
    SITE: _site,
    POLICY: _policy,
    SHARE: _share,
}

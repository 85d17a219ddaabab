"""How do operators declare that an outage is excused, and what is wrong where it cannot be?"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

from chargeboard.domain.codes import ExclusionKind
from chargeboard.domain.exclusions import AHEAD, DeclaredExclusion
from chargeboard.domain.policy import Profile
from chargeboard.ports.store import Store
from chargeboard.run.excluded_places import NoSuchPlaceError, Places, near
from chargeboard.run.words import say
from chargeboard.time.days import zone_of
from chargeboard.time.instants import HOUR, Instant, instant_of

FIELDS = ("kind", "from", "until", "charger", "site", "socket", "reason", "note", "by")
"""What is said of a window, as text."""
_NEEDED = ("kind", "from", "until")
_LONGEST = 366 * 24 * HOUR
_LONGEST_TEXT = 500
_MOST_SOCKETS = 1000
_YEARS = range(1970, 9999)
"""Outside of them a clock elsewhere may have no year to show."""


class ExclusionError(ValueError):
    """A window that cannot be declared: which field is wrong, and what would be right."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}" if field else why)
        self.field = field


class NoSuchExclusionError(Exception):
    """There is no window of that id."""


class Exclusions:
    """The windows of a store."""

    def __init__(
        self,
        store: Store,
        profile_of: Callable[[str], Profile],
        declared: Mapping[str, str],
        now: Callable[[], Instant],
    ) -> None:
        """`declared` are the chargers of the file, each with the site that it says; empty: none."""
        self._store, self._profile_of, self._declared, self._now = store, profile_of, declared, now

    def all(self) -> tuple[DeclaredExclusion, ...]:
        """By time."""
        return self._store.exclusions()

    def declare(self, given: Mapping[str, str]) -> DeclaredExclusion:
        """
        Keep a window.

        Raises: ExclusionError.
        """
        window, _ = self.checked(given, self.places())
        self._store.save_exclusion(window)
        return window

    def declare_all(self, windows: Iterable[DeclaredExclusion]) -> None:
        """Keep windows that were checked, all of them or none."""
        with self._store.together():
            for window in windows:
                self._store.save_exclusion(window)

    def places(self) -> Places:
        """Of whom windows may be declared now; for all lines of a list it is asked once."""
        return Places(self._store, self._profile_of, self._declared)

    def checked(self, given: Mapping[str, str], places: Places) -> tuple[DeclaredExclusion, str]:
        """
        The window that is meant, and in which zone its times were read; nothing is kept.

        Raises: ExclusionError.
        """
        return self._checked({key: value.strip() for key, value in given.items() if value.strip()}, places)

    def drop(self, name: str) -> None:
        """Forget a window. Raises: NoSuchExclusionError."""
        if not self._store.drop_exclusion(name):
            raise NoSuchExclusionError(name)

    def zoned(self) -> list[tuple[DeclaredExclusion, str]]:
        """By time, each with the zone of the charger, or of a charger of the site; UTC where none is left."""
        declared = self.all()
        places = self.places()
        return [
            (one, places.zone_of_site(one.site) or "UTC" if one.site else places.zone_of(one.charger))
            for one in declared
        ]

    def _checked(self, said: Mapping[str, str], places: Places) -> tuple[DeclaredExclusion, str]:
        for field in said:
            if field not in FIELDS:
                raise ExclusionError(field, say("exclusion_no_field", fields=", ".join(FIELDS)))
        for field in _NEEDED:
            if field not in said:
                raise ExclusionError(field, say("exclusion_missing"))
        if said["kind"] not in list(ExclusionKind):
            why = say("exclusion_no_kind", kind=said["kind"], kinds=", ".join(ExclusionKind))
            raise ExclusionError("kind", why + near(said["kind"], ExclusionKind))
        charger, site = said.get("charger", ""), said.get("site", "")
        if bool(charger) == bool(site):
            raise ExclusionError("charger", say("exclusion_of_both" if charger else "exclusion_of_whom"))
        try:
            zone = places.zone(charger, site)
        except NoSuchPlaceError as error:
            raise ExclusionError("charger" if charger else "site", str(error)) from None
        window = DeclaredExclusion(
            id=secrets.token_hex(6),
            kind=ExclusionKind(said["kind"]),
            from_at=_moment("from", said["from"], zone),
            until_at=_moment("until", said["until"], zone),
            charger=charger,
            site=site,
            socket=_socket(said.get("socket", ""), charger),
            kept_at=self._now(),
            **{field: _text(field, said) for field in ("reason", "note", "by")},
        )
        self._check_times(window, said, zone)
        return window, zone

    def _check_times(self, window: DeclaredExclusion, said: Mapping[str, str], zone: str) -> None:
        if window.until_at <= window.from_at:
            start, end = said["from"], said["until"]
            why = (
                say("exclusion_skipped", start=start, end=end, zone=zone)
                if _is_skipped(start, zone)
                else say("exclusion_reversed", start=start, end=end)
            )
            raise ExclusionError("until", why)
        if window.until_at - window.from_at > _LONGEST:
            raise ExclusionError("until", say("exclusion_too_long"))
        if window.from_at > self._now() and window.kind not in AHEAD:
            raise ExclusionError("from", say("exclusion_ahead", kinds=", ".join(sorted(AHEAD))))


def _moment(field: str, text: str, zone: str) -> Instant:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ExclusionError(field, say("exclusion_no_time", text=text)) from None
    if moment.year not in _YEARS:
        raise ExclusionError(field, say("exclusion_no_time", text=text))
    return instant_of(moment.replace(microsecond=0, tzinfo=moment.tzinfo or zone_of(zone)))


def _is_skipped(text: str, zone: str) -> bool:
    """Whether the clock on the wall is set forward over it, and never shows it."""
    moment = datetime.fromisoformat(text)
    shown = moment.replace(tzinfo=zone_of(zone)).astimezone(UTC).astimezone(zone_of(zone))
    return moment.tzinfo is None and shown.replace(tzinfo=None) != moment


def _socket(text: str, charger: str) -> int | None:
    if not text:
        return None
    if not charger:
        raise ExclusionError("socket", say("exclusion_socket_of_site"))
    if not text.isdecimal() or not 1 <= int(text[:6]) <= _MOST_SOCKETS:
        raise ExclusionError("socket", say("exclusion_no_socket", text=text))
    return int(text)


def _text(field: str, said: Mapping[str, str]) -> str:
    text = said.get(field, "")
    if len(text) > _LONGEST_TEXT:
        raise ExclusionError(field, say("exclusion_text_too_long", most=_LONGEST_TEXT))
    return text

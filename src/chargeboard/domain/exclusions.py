"""
When was what declared that an outage is to be excused by?

One table: alerts hold their peace meanwhile, and figures of uptime leave it out as their rules allow.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import msgspec

from chargeboard.domain.codes import ExclusionKind
from chargeboard.domain.policy import Exclusion, Profile
from chargeboard.time.instants import Instant, text_of

AHEAD = frozenset(
    {ExclusionKind.PLANNED_MAINTENANCE, ExclusionKind.OUTSIDE_OPENING_HOURS, ExclusionKind.OTHER}
)
"""What may be declared before it begins; what happens to somebody cannot."""


class DeclaredExclusion(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A window, of a charger, of one socket of it, or of all chargers of a site."""

    id: str
    kind: ExclusionKind
    from_at: Instant
    until_at: Instant
    charger: str = ""
    site: str = ""
    """Where it is of a site; then there is no charger."""
    socket: int | None = None
    """None: all."""
    reason: str = ""
    note: str = ""
    by: str = ""
    """Who declared it."""
    kept_at: Instant

    def is_of(self, profile: Profile) -> bool:
        """Whether it is about that charger."""
        if self.site:
            return self.site.strip().casefold() == profile.site.strip().casefold()
        return self.charger == profile.id


def with_exclusions(profile: Profile, declared: Iterable[DeclaredExclusion]) -> Profile:
    """The charger with what was declared for it, beside what its settings say."""
    own = tuple(one for one in declared if one.is_of(profile))
    return _joined(profile, own) if own else profile


@lru_cache(maxsize=4096)
def _joined(profile: Profile, own: tuple[DeclaredExclusion, ...]) -> Profile:
    windows = tuple(
        Exclusion(
            text_of(one.from_at),
            text_of(one.until_at),
            one.reason or one.kind,
            one.note,
            one.socket,
            one.kind,
        )
        for one in sorted(own, key=lambda one: (one.from_at, one.until_at, one.id))
    )
    policy = msgspec.structs.replace(profile.policy, exclusions=profile.policy.exclusions + windows)
    return msgspec.structs.replace(profile, policy=policy)

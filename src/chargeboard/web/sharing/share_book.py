"""Which shares may who asks see, make and revoke?"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from chargeboard.domain.shares import Share, ShareKind
from chargeboard.history.names import UnknownChargerError
from chargeboard.run.people.people import People
from chargeboard.run.people.shares import USUAL_DAYS, NoShareError, ShareError
from chargeboard.web.access.reading import made, reader
from chargeboard.web.access.seen_desk import SeenDesk
from chargeboard.web.sharing.shown import NEWS, is_shown, path_of
from chargeboard.web.sharing.words import say
from chargeboard.web.urls.paths import segmented


class NewShare(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A share to be made: of a charger or of a site."""

    name: str
    charger: str = ""
    site: str = ""
    page: str = ""
    """Below the page of the charger or the site, with what is asked of it: `week`, `panels/energy`."""
    only: bool = False
    """That page alone, and nothing that it leads to."""
    days: int | None = USUAL_DAYS
    """Null: until it is revoked."""
    password: str = ""
    origins: list[str] = []
    """Whose pages may show it in a frame."""


class ShareBook:
    """Those of chargers and sites that who asks may see."""

    def __init__(self, people: People, desk: SeenDesk) -> None:
        self._people, self._desk = people, desk

    def seen(self) -> list[Share]:
        """By name."""
        return [one for one in self._people.shares.all() if self._sees(one)]

    def make(self, asked: NewShare) -> tuple[str, Share]:
        """
        What stands in its address, told once, and the share.

        Raises: ShareError, PasswordError, UnknownChargerError, UnknownSiteError.
        """
        if bool(asked.charger) == bool(asked.site):
            raise ShareError(say("one_of_both"))
        kind = ShareKind.CHARGER if asked.charger else ShareKind.SITE
        about = self._known(asked)
        below, _, query = asked.page.strip().removeprefix("/").partition("?")
        share = Share(
            name=asked.name.strip(),
            kind=kind,
            about=about,
            below=below,
            query=query,
            is_only=asked.only,
            origins=tuple(asked.origins),
            account=reader().name,
        )
        check_page(share)
        secret = self._people.shares.make(share, days=asked.days, password=asked.password)
        made(share.name)
        return secret, self._people.shares.of(share.name)

    def _known(self, asked: NewShare) -> str:
        if asked.site:
            return self._desk.site(asked.site).told.site
        near = self._desk.near(asked.charger)
        if asked.charger not in near:
            raise UnknownChargerError(asked.charger, near)
        return asked.charger

    def revoke(self, name: str) -> None:
        """
        It counts no more, and what is open by it ends.

        Raises: NoShareError.
        """
        share = self._people.shares.of(name)
        if not self._sees(share):
            raise NoShareError(say("no_such_share", name=repr(name)))
        self._people.shares.drop(name)
        self._people.log_ins.look_again()

    def _sees(self, share: Share) -> bool:
        one = reader()
        if one.sees_all:
            return True
        return self._desk.sees(share.charger) if share.charger else one.sees(share.about)


def check_page(share: Share) -> None:
    """Raises: ShareError where there is no such page that may be shared."""
    path = segmented(path_of(share).encode())
    if path.endswith(NEWS) or not is_shown(replace(share, is_only=False), path):
        raise ShareError(say("no_such_page", page=share.below))


def origins_in(text: str) -> Sequence[str]:
    """Those of a field that has one per line."""
    return [line.strip() for line in text.splitlines() if line.strip()]

"""What do the forms of people and their tokens say?"""

from __future__ import annotations

from collections.abc import Sequence

from chargeboard.domain.people import EVERYBODY, Role
from chargeboard.run.people.accounts import AccountError
from chargeboard.web.access.reading import reader
from chargeboard.web.people.words import say
from chargeboard.web.requests import PageRequest


async def fields_of(request: PageRequest) -> dict[str, str]:
    """The fields of a form, as text."""
    return {name: str(value) for name, value in (await request.form()).items()}


def role_in(text: str) -> Role:
    """Raises: AccountError."""
    try:
        return Role(text)
    except ValueError as error:
        raise AccountError(say("bad_role", role=repr(text))) from error


def check_first(role: Role, sites: Sequence[str] | None) -> None:
    """Raises: AccountError where from then on nobody could add people."""
    if reader() is EVERYBODY and (role is not Role.ADMIN or sites is not None):
        raise AccountError(say("first_is_admin"))


def sites_in(text: str) -> list[str] | None:
    """The sites of a field that has one per line; None: it is empty, which means all."""
    return [line.strip() for line in text.splitlines() if line.strip()] or None

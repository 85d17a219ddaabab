"""What do the forms of people and their tokens say?"""

from __future__ import annotations

from chargeboard.domain.people import Role
from chargeboard.run.people.accounts import AccountError
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


def sites_in(text: str) -> list[str] | None:
    """The sites of a field that has one per line; None: it is empty, which means all."""
    return [line.strip() for line in text.splitlines() if line.strip()] or None

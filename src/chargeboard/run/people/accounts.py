"""Who works with us, and who may become so?"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from chargeboard.domain.people import Account, Invitation, Role
from chargeboard.ports.people import PeoplePort
from chargeboard.run.people.passwords import hashed, is_right
from chargeboard.run.people.words import say
from chargeboard.time.instants import HOUR, Instant

INVITED_FOR = 7 * 24 * HOUR
_LONGEST_NAME, _LONGEST_EMAIL = 100, 254


class AccountError(ValueError):
    """What is asked of an account cannot be; says why."""


class NoAccountError(AccountError):
    """There is none of that name."""


def digest_of(secret: str) -> str:
    """What is kept of a secret that was drawn at random."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Accounts:
    """Those of a store, and what may become of them."""

    def __init__(self, store: PeoplePort, now: Callable[[], Instant]) -> None:
        self._store, self._now = store, now

    def all(self) -> list[Account]:
        """By name."""
        return self._store.accounts()

    @property
    def has_admin(self) -> bool:
        """Whether anybody can see to everything."""
        return any(map(_is_admin, self._store.accounts()))

    def of(self, name: str) -> Account:
        """
        The account of that name.

        Raises: NoAccountError.
        """
        found = self._store.account(name)
        if found is None:
            raise NoAccountError(say("no_account", name=repr(name)))
        return found

    def by_password(self, name: str, password: str) -> Account | None:
        """Whose password that is; takes as long where there is no such account. Slow on purpose."""
        account = self._store.account(name)
        kept = "" if account is None or account.is_off else account.password
        return account if is_right(kept, password) else None

    def add(
        self, name: str, role: Role, sites: Sequence[str] | None, password: str = "", *, email: str = ""
    ) -> Account:
        """
        A new account, with a password or to be invited.

        Raises: AccountError, PasswordError.
        """
        if not name.isprintable() or name != name.strip() or not 0 < len(name) <= _LONGEST_NAME:
            raise AccountError(say("bad_name", name=repr(name)))
        if self._store.account(name) is not None:
            raise AccountError(say("name_taken", name=repr(name)))
        made = Account(
            name=name,
            role=role,
            sites=checked_sites(sites),
            email=self._email(name, email),
            password=hashed(password) if password else "",
            created_at=self._now(),
        )
        self._store.save_account(made)
        return made

    def change(
        self,
        name: str,
        *,
        role: Role,
        sites: Sequence[str] | None,
        is_off: bool,
        email: str | None = None,
        by_shell: bool = False,
    ) -> Account:
        """
        Say anew what somebody may do; whoever is logged in as this one may no more than that at once.

        `email` None: as it was.
        Raises: AccountError; by the shell the last admin may go, too.
        """
        before = self.of(name)
        known_as = before.email if email is None else self._email(name, email)
        after = replace(before, role=role, sites=checked_sites(sites), is_off=is_off, email=known_as)
        if not by_shell:
            self._keep_an_admin(before, after)
        self._store.save_account(after)
        if is_off:
            self._store.drop_invitations_of(name)
        return after

    def drop(self, name: str, *, by_shell: bool = False) -> None:
        """
        Forget somebody, and log them out.

        Raises: AccountError; by the shell the last admin may go, too.
        """
        before = self.of(name)
        if not by_shell:
            self._keep_an_admin(before, None)
        self._store.drop_account(name)

    def set_password(self, name: str, password: str) -> None:
        """
        Give somebody another password, which logs out every browser and ends every invitation.

        Raises: AccountError, PasswordError.
        """
        self._store.save_account(replace(self.of(name), password=hashed(password)))
        self._store.drop_log_ins_of(name)
        self._store.drop_invitations_of(name)

    def set_language(self, name: str, tag: str) -> None:
        """
        Answer somebody in that language; empty: as their browser asks.

        Raises: NoAccountError.
        """
        self._store.save_account(replace(self.of(name), language=tag))

    def set_second_factor(self, name: str, sealed: str) -> None:
        """
        Ask for a code of an app besides the password; empty: no more.

        Raises: NoAccountError.
        """
        self._store.save_account(replace(self.of(name), second_factor=sealed))

    def unlink(self, name: str) -> None:
        """
        No other service vouches for somebody any more, until it does anew; they are logged out.

        Raises: NoAccountError.
        """
        self._store.drop_identities_of(self.of(name).name)

    def is_linked(self, name: str) -> bool:
        """Whether another service logs somebody in."""
        return bool(self._store.identities_of(name))

    def by_email(self, email: str) -> Account | None:
        """Whose e-mail address that is, in whatever letters."""
        wanted = email.casefold()
        return next((one for one in self._store.accounts() if wanted and one.email == wanted), None)

    def invite(self, name: str) -> str:
        """
        The secret by which somebody may choose a password, once and within a week.

        Raises: NoAccountError.
        """
        secret = secrets.token_urlsafe(24)
        until = self._now() + INVITED_FOR
        self._store.save_invitation(
            Invitation(digest=digest_of(secret), account=self.of(name).name, until=until)
        )
        return secret

    def invited(self, secret: str) -> Account | None:
        """Who may choose a password by that secret."""
        found = self._store.invitation(digest_of(secret))
        if found is None or found.until <= self._now():
            return None
        account = self._store.account(found.account)
        return None if account is None or account.is_off else account

    def _email(self, name: str, text: str) -> str:
        """Raises: AccountError."""
        email = text.strip().casefold()
        is_one = email.isprintable() and " " not in email and 0 < email.find("@") < len(email) - 1
        if email and (not is_one or len(email) > _LONGEST_EMAIL):
            raise AccountError(say("bad_email", email=repr(text)))
        other = self.by_email(email)
        if other is not None and other.name != name:
            raise AccountError(say("email_taken", email=email, name=repr(other.name)))
        return email

    def _keep_an_admin(self, before: Account, after: Account | None) -> None:
        rest = [one for one in self._store.accounts() if one.name != before.name]
        if after is not None:
            rest.append(after)
        if _is_admin(before) and not any(map(_is_admin, rest)):
            raise AccountError(say("last_admin", name=before.name))


def _is_admin(account: Account) -> bool:
    """Whether this one can see to everything."""
    return account.role is Role.ADMIN and account.sites is None and not account.is_off


def checked_sites(sites: Sequence[str] | None) -> tuple[str, ...] | None:
    """
    The names of sites, each once; None: all.

    Raises: AccountError.
    """
    if sites is None:
        return None
    if not sites or any(not site.strip() for site in sites):
        raise AccountError(say("no_site"))
    return tuple(sorted({site.strip() for site in sites}))

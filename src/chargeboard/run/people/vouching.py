"""
May somebody come in for whom another service vouches (OpenID Connect), and as whom?

Whoever came once is known by the name that the service has for them for good. Who comes first is the account
that an admin gave their e-mail address, where the service says that it is theirs; or a new one, where the
operator lets in anybody whom the service knows.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from chargeboard.domain.people import Account, Role
from chargeboard.ports.store import Store
from chargeboard.run.people.accounts import AccountError, Accounts
from chargeboard.run.people.audit import Audit
from chargeboard.run.people.audited import ACCOUNT
from chargeboard.run.people.words import say

ALL_SITES = "*"
_log = logging.getLogger(__name__)
_LONGEST_NAME, _MOST_NAMESAKES = 90, 1000


class NotLetInError(Exception):
    """The service knows them, and we do not let them in; says why."""


class Vouched(msgspec.Struct, frozen=True, kw_only=True):
    """What a service says of somebody who logged in there."""

    issuer: str
    subject: str
    """What it calls them for good; an e-mail address may be another's tomorrow."""
    email: str = ""
    """Empty where it does not say that it is theirs."""
    name: str = ""
    roles: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    """What it says of both, in its own words."""


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """Whom the operator lets in, and as what."""

    is_for_anybody: bool = False
    """Also whom we do not know yet."""
    default_role: Role | None = Role.VIEWER
    """Of who has none by the service; None: they stay out."""
    default_sites: tuple[str, ...] = ()
    roles: Mapping[str, Role] | None = None
    """By the words of the service; None: it is not asked, and who has an account keeps their role."""
    sites: Mapping[str, str] | None = None
    """By the words of the service, `*` for all; without any these are the sites. None: it is not asked."""


class Vouching:
    """Accounts of those for whom a service vouches."""

    def __init__(self, store: Store, accounts: Accounts, audit: Audit, terms: Terms) -> None:
        self._store, self._accounts, self._audit, self._terms = store, accounts, audit, terms

    def let_in(self, one: Vouched, address: str) -> Account:
        """
        The account of somebody, who asks from an address; what is changed for that is written down.

        Raises: NotLetInError.
        """
        with self._store.together():
            known = self._store.identified(one.issuer, one.subject)
            account = self._first(one, address) if known is None else self._accounts.of(known)
            if account.is_off:
                raise NotLetInError(say("account_is_off", name=account.name))
            return self._as_told(account, one, address)

    def _first(self, one: Vouched, address: str) -> Account:
        account = self._accounts.by_email(one.email)
        if account is not None:
            if any(issuer == one.issuer for issuer, _ in self._store.identities_of(account.name)):
                raise NotLetInError(say("email_of_another", email=one.email))
            change = self._audit.begin("account_linked", ACCOUNT, account.name)
        elif self._terms.is_for_anybody:
            role, sites = self._rights(one, None)
            change = self._audit.begin("account_added", ACCOUNT)
            try:
                account = self._accounts.add(self._free_name(one), role, sites)
            except AccountError as error:
                raise NotLetInError(str(error)) from error
            change.make(account.name)
        else:
            raise NotLetInError(say("not_known_here" if one.email else "no_email_told"))
        self._store.save_identity(one.issuer, one.subject, account.name)
        self._audit.note(change, account.name, one.issuer, address)
        return account

    def _as_told(self, account: Account, one: Vouched, address: str) -> Account:
        """With the rights that the service says they have, where it is asked."""
        role, sites = self._rights(one, account)
        if (role, sites) == (account.role, account.sites):
            return account
        change = self._audit.begin("account_changed", ACCOUNT, account.name)
        try:
            changed = self._accounts.change(account.name, role=role, sites=sites, is_off=False)
        except AccountError as error:
            _log.warning("%s", error)  # the last admin stays one, whatever the service says
            return account
        self._audit.note(change, account.name, one.issuer, address)
        return changed

    def _rights(self, one: Vouched, account: Account | None) -> tuple[Role, tuple[str, ...] | None]:
        terms = self._terms
        role = terms.default_role if account is None else account.role
        if terms.roles is not None:
            told = [terms.roles[word] for word in one.roles if word in terms.roles]
            role = max(told, key=[*Role].index) if told else terms.default_role
        if role is None:
            raise NotLetInError(say("no_role_told"))
        if terms.sites is None:
            return role, (terms.default_sites or None) if account is None else account.sites
        return role, _sites(one.sites, terms.sites, terms.default_sites)

    def _free_name(self, one: Vouched) -> str:
        names = _names(one.name, one.email, one.subject)
        return next(name for name in names if self._store.account(name) is None)


def _sites(told: Sequence[str], sites: Mapping[str, str], usual: tuple[str, ...]) -> tuple[str, ...] | None:
    if any(sites.get(word) == ALL_SITES for word in told):
        return None
    found = {sites[word] for word in told if word in sites} if sites else {word.strip() for word in told}
    known = tuple(sorted(found - {""})) or usual
    if not known:
        raise NotLetInError(say("no_site_told"))
    return known


def _names(*told: str) -> Iterator[str]:
    """What an account may be called: the first that can be, then its namesakes."""
    printable = ("".join(filter(str.isprintable, one)).strip()[:_LONGEST_NAME].strip() for one in told)
    names = [one for one in printable if one]
    yield from names[:2]
    for number in range(2, _MOST_NAMESAKES):
        yield f"{names[0]} {number}"

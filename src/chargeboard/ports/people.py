"""What is asked of a store about those who work with us?"""

from __future__ import annotations

from typing import Protocol

from chargeboard.domain.people import Account, ApiToken, AuditEntry, Invitation, LogIn
from chargeboard.time.instants import Instant


class PeoplePort(Protocol):
    """Accounts by name, the browsers that are logged in, and invitations."""

    def people_changes(self) -> int:
        """How often accounts or log-ins were changed, ever; next to free."""

    def has_accounts(self) -> bool:
        """Whether anybody has one; next to free."""

    def account(self, name: str) -> Account | None: ...

    def accounts(self) -> list[Account]:
        """By name."""

    def save_account(self, account: Account) -> None: ...

    def drop_account(self, name: str) -> bool:
        """Forget it, with its log-ins and invitations; whether there was one."""

    def identified(self, issuer: str, subject: str) -> str | None:
        """The account of whom another service knows by that name of theirs."""

    def identities_of(self, account: str) -> list[tuple[str, str]]:
        """By which services, and names of theirs, somebody is known."""

    def save_identity(self, issuer: str, subject: str, account: str) -> None: ...

    def drop_identities_of(self, account: str) -> None:
        """No other service knows them any more, which logs them out."""

    def log_in(self, digest: str) -> LogIn | None: ...

    def held_log_in(self, digest: str) -> tuple[LogIn, Account | None] | None:
        """A log-in and whose it is, by one look: every request asks."""

    def log_ins(self) -> list[LogIn]:
        """The latest first."""

    def save_log_in(self, log_in: LogIn) -> None: ...

    def seen_log_in(self, digest: str, at: Instant) -> None:
        """It is used; that is no change."""

    def drop_log_in(self, digest: str) -> bool:
        """It counts no more; whether it did."""

    def drop_log_ins_of(self, account: str) -> None:
        """None of an account counts any more."""

    def tidy_people(self, now: Instant) -> None:
        """Forget log-ins, invitations and what counted once, whose time is over."""

    def use_once(self, what: str, until: Instant) -> bool:
        """Whether it counts, which it does no more until then; of several that ask at once, for one."""

    def invitation(self, digest: str) -> Invitation | None: ...

    def save_invitation(self, invitation: Invitation) -> None:
        """Keep it, in the place of any other of its account."""

    def api_token(self, digest: str) -> ApiToken | None: ...

    def api_tokens(self, account: str) -> list[ApiToken]:
        """By name."""

    def save_api_token(self, token: ApiToken) -> None:
        """Keep it, in the place of the account's one of that name."""

    def used_api_token(self, digest: str, at: Instant) -> None: ...

    def drop_api_token(self, account: str, name: str) -> bool:
        """It counts no more; whether there was one."""

    def note_audit(self, entry: AuditEntry) -> None:
        """Write down what was changed; nothing changes it any more."""

    def audit(
        self, *, since: Instant, until: Instant, who: str, about: str, most: int, skipped: int
    ) -> list[AuditEntry]:
        """The latest first, in a half-open span; `who` and `about` empty: of any."""

    def let_go_audit(self, before: Instant) -> None:
        """Forget what is older."""

    def drop_invitations_of(self, account: str) -> None: ...

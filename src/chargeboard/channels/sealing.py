"""
How are the secrets of channels kept?

Encrypted with a key that is drawn from the one beside the database, each bound to its channel and field: who
has the database alone reads none, and who copies one elsewhere gets nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable

from chargeboard.alerts.channel import StoredChannel
from chargeboard.channels.channel import ChannelError, Values
from chargeboard.channels.registry import channel_of
from chargeboard.channels.words import say
from chargeboard.sealing import Sealer, SealError


class Seal:
    """Seals and opens secrets; `key` gives that beside the database when it is asked for first."""

    def __init__(self, key: Callable[[], bytes]) -> None:
        self._key = key
        self._sealer: Sealer | None = None

    def stored(
        self, name: str, kind: str, given: Values, before: StoredChannel | None = None
    ) -> StoredChannel:
        """
        A channel as it is kept; a secret of which nothing is said stays what it was `before`.

        Raises: ChannelError.
        """
        channel = channel_of(kind)
        known = self.opened(before) if before is not None and before.kind == kind else {}
        kept = {field.name for field in channel.fields if field.is_secret and not given.get(field.name)}
        values = channel.checked(
            {
                **{name: value for name, value in known.items() if name in kept},
                **{k: v for k, v in given.items() if v},
            }
        )
        hidden = {field.name for field in channel.fields if field.is_secret}
        return StoredChannel(
            name=name,
            kind=kind,
            settings={key: value for key, value in values.items() if value and key not in hidden},
            secrets={
                key: self._ours().sealed(f"{name}\n{key}", value)
                for key, value in values.items()
                if value and key in hidden
            },
            only_reports=channel.only_reports,
        )

    def opened(self, stored: StoredChannel) -> dict[str, str]:
        """
        What was said of each of its fields, secrets in clear.

        Raises: ChannelError where the key is another one.
        """
        clear = {key: self._opened(f"{stored.name}\n{key}", text) for key, text in stored.secrets.items()}
        usual = {field.name: field.usual for field in channel_of(stored.kind).fields}
        return {**usual, **stored.settings, **clear}

    def _opened(self, place: str, sealed: str) -> str:
        try:
            return self._ours().opened(place, sealed)
        except SealError as error:
            raise ChannelError("", say("cannot_unseal")) from error

    def _ours(self) -> Sealer:
        self._sealer = self._sealer or Sealer(self._key(), b"secrets of channels")
        return self._sealer

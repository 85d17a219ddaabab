"""
As it was in November 2026: what databases of then hold went through it.

How are secrets and people kept out of the journal?

Passwords and keys are masked; an id token becomes a keyed hash, so that the same card stays the same card
and nobody can tell whose it is. Everything works on the text by pattern: a frame that is no JSON is
redacted too, and no other byte of it changes. No pattern looks at a character more often than a few times,
whatever the text: where an attempt fails, the next one begins behind what it has read.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path

MASK = "***"

_PERSONAL = "idTag|parentIdTag|idToken|groupIdToken|additionalIdToken|customerIdentifier"
_GUARDED = r"password|passwd|authorization[ _]?key|private[ _]?key|shared[ _]?key|secret|sim[ _]?pin"
_STRING = r'"(?P<value>(?:[^"\\]++|\\.)*+\\?)(?P<end>"|\Z)'
_NUMBER = r"(?P<number>-?\d[\d.eE+-]*)"

_TOKEN = re.compile(
    rf'(?P<name>"(?:{_PERSONAL})"\s*+:\s*+)(?:{_STRING}|{_NUMBER})', re.IGNORECASE | re.DOTALL
)
_TOKEN_INSIDE_TEXT = re.compile(
    rf'(?P<name>\\"(?:{_PERSONAL})\\++"\s*+:\s*+\\++")(?P<value>[^"\\]*)',
    re.IGNORECASE,
)
_SECRET = re.compile(
    rf'(?P<name>"(?=[^"\\]*?(?:{_GUARDED}))[^"\\]*+"\s*+:\s*+)(?:{_STRING}|{_NUMBER})',
    re.IGNORECASE | re.DOTALL,
)
_SECRET_INSIDE_TEXT = re.compile(
    rf'(?P<name>\\"(?=[^"\\]*?(?:{_GUARDED}))[^"\\]*+\\++"\s*+:\s*+\\++")(?P<value>[^"\\]*)',
    re.IGNORECASE,
)
_SECRET_SETTING = re.compile(
    rf'"(?P<kind>key|name)"\s*:\s*"(?=[^"\\]*?(?:{_GUARDED}))[^"\\]*+(?:"|\Z)', re.IGNORECASE
)
_TOKEN_SETTING = re.compile(r'"(?P<kind>key|name)"\s*:\s*"MasterPassGroupId(?:"|\Z)', re.IGNORECASE)
_SETTING_VALUE = re.compile(
    rf'(?P<name>"(?:value|attributeValue)"\s*+:\s*+)(?:{_STRING}|{_NUMBER})', re.IGNORECASE | re.DOTALL
)
_VPN = re.compile(rf'"vpn"\s*:\s*\{{[^{{}}]*?(?P<name>"key"\s*:\s*){_STRING}', re.IGNORECASE | re.DOTALL)
_URL_LOGIN = re.compile(r'(?P<name>:\\?/\\?/)[^/"\\\s@]++@')
_BRACES = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[{}]', re.DOTALL)


_MOST_HELD = 16 << 20
_KEPT_WITH_IT = 200


class Redactor:
    """Hides what a frame says about people and secrets. Hiding twice is hiding once."""

    def __init__(self, key: bytes) -> None:
        self.key = key
        """Never to be told to anybody but another process of ours."""
        self._hashes: dict[str, str] = {}
        self._held = 0
        """How many characters of tokens are remembered."""

    def __call__(self, text: str) -> str:
        """The same text with its secrets hidden; every other byte as it was."""
        lowered = text.lower()
        if "idtag" in lowered or "idtoken" in lowered or "customerid" in lowered:
            text = _TOKEN.sub(self._hide_token, text)
            if '\\"' in text:
                text = _TOKEN_INSIDE_TEXT.sub(self._hide_token_inside, text)
        if "key" in lowered or "pass" in lowered or "secret" in lowered or "pin" in lowered:
            text = _hide_secrets(text, lowered)
        if "masterpassgroupid" in lowered and _TOKEN_SETTING.search(text):
            text = _hide_settings(text, _TOKEN_SETTING, self._hide_token)
        if "@" in lowered and ":" in lowered:
            text = _URL_LOGIN.sub(rf"\g<name>{MASK}@", text)
        return text

    def hash_of(self, token: str) -> str:
        """
        What stands for a token from now on: `t:` and 16 hexadecimal digits.

        Letter case does not tell tokens apart (OCPP's CiString). The last four digits prove under our key
        that it is a hash already, so that a frame that comes back from our own journal stays what it is.
        """
        known = self._hashes.get(token)
        if known is None:
            known = token if self._is_hash(token) else self._make(token)
            self._held += len(token) + _KEPT_WITH_IT
            if self._held > _MOST_HELD:
                self._hashes.clear()
                self._held = len(token) + _KEPT_WITH_IT
            if self._held <= _MOST_HELD:
                self._hashes[token] = known
        return known

    def _make(self, token: str) -> str:
        digits = self._digest("token", token.strip().casefold(), 6)
        return f"t:{digits}{self._digest('proof', digits, 2)}"

    def _is_hash(self, token: str) -> bool:
        return (
            len(token) == 18
            and token.startswith("t:")
            and token[14:] == self._digest("proof", token[2:14], 2)
        )

    def _digest(self, purpose: str, text: str, size: int) -> str:
        return hashlib.blake2b(
            text.encode("utf-8", "surrogatepass"), key=self.key, digest_size=size, person=purpose.encode()
        ).hexdigest()

    def _hide_token(self, found: re.Match[str]) -> str:
        number = found["number"]
        if number is not None:
            return f'{found["name"]}"{self.hash_of(number)}"'
        value = _unescaped(found["value"])
        return f'{found["name"]}"{self.hash_of(value)}{found["end"]}' if value.strip() else found[0]

    def _hide_token_inside(self, found: re.Match[str]) -> str:
        return f"{found['name']}{self.hash_of(found['value'])}" if found["value"].strip() else found[0]


def key_beside(database: str) -> bytes:
    """The key of a database: `<database>.key`, made at first use and readable by its owner only."""
    if database == ":memory:":
        return secrets.token_bytes(32)
    path = Path(f"{database}.key")
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(32))
        try:
            os.link(draft, path)  # whoever came first has made the key; a link never replaces it
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return bytes.fromhex(path.read_text().strip())


def _hide_secrets(text: str, lowered: str) -> str:
    text = _SECRET.sub(_mask, text)
    if '\\"' in text:
        text = _SECRET_INSIDE_TEXT.sub(
            lambda found: f"{found['name']}{MASK}" if found["value"] else found[0], text
        )
    if '"vpn"' in lowered:
        text = _VPN.sub(
            lambda found: f"{found[0][: found.start('value') - found.start()]}{MASK}{found['end']}", text
        )
    return _hide_settings(text, _SECRET_SETTING, _mask) if _SECRET_SETTING.search(text) else text


def _hide_settings(text: str, named: re.Pattern[str], hide: Callable[[re.Match[str]], str]) -> str:
    """Hides the values of settings of such names; the name may come before its value or after."""
    values = [found.start() for found in _SETTING_VALUE.finditer(text)]
    hidden: list[tuple[int, int]] = []
    for around in _objects_around(text, named):
        for begin, end in around:
            first = bisect_left(values, begin)
            if first < len(values) and values[first] < end:
                hidden.append((begin, end))
                break
    hidden.sort()
    ends = list(accumulate((end for _, end in hidden), max))
    begins = [begin for begin, _ in hidden]

    def hidden_in(found: re.Match[str]) -> str:
        before = bisect_right(begins, found.start())
        return hide(found) if before and found.start() < ends[before - 1] else found[0]

    return _SETTING_VALUE.sub(hidden_in, text)


def _objects_around(text: str, named: re.Pattern[str]) -> list[list[tuple[int, int]]]:
    """
    For each setting of such a name the spans of the objects that its value may be in.

    1.6 names the setting beside its value, 2.x one object further in. A missing brace is at the end.
    """
    opened: list[int] = []
    ends: dict[int, int] = {}
    around: list[list[int]] = []
    settings = named.finditer(text)
    setting = next(settings, None)
    for token in _BRACES.finditer(text):
        while setting and setting.start() <= token.start():
            around.append(opened[-1 if setting["kind"].lower() == "key" else -2 :][::-1])
            setting = next(settings, None)
        if token[0] == "{":
            opened.append(token.start())
        elif token[0] == "}" and opened:
            ends[opened.pop()] = token.end()
    return [[(begin, ends.get(begin, len(text))) for begin in begins] for begins in around]


def _mask(found: re.Match[str]) -> str:
    if found["number"] is not None:
        return f'{found["name"]}"{MASK}"'
    return f'{found["name"]}"{MASK}{found["end"]}' if found["value"] else found[0]


def _unescaped(value: str) -> str:
    if "\\" not in value:
        return value
    try:
        return str(json.loads(f'"{value}"', strict=False))
    except ValueError:
        return value

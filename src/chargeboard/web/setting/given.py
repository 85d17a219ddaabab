"""What did a form ask to be set otherwise?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from chargeboard.domain.setting import Setting, SettingError
from chargeboard.web.setting.words import say

BEFORE = "was-"
"""Before the name of a field: what stood there when the form was made."""


def changed_in(form: Mapping[str, str], known: Iterable[Setting]) -> dict[str, str]:
    """
    The fields that somebody changed, and only those: what others set meanwhile stays.

    Raises: SettingError where the same field was set by somebody else meanwhile.
    """
    found: dict[str, str] = {}
    for one in known:
        if one.key not in form:
            continue
        text, before = _plain(form[one.key]), _plain(form.get(f"{BEFORE}{one.key}", one.own))
        if text == before or text == _plain(one.own):
            continue
        if before != _plain(one.own):
            raise SettingError(one.key, say("set_meanwhile", text=one.own or say("nothing")))
        found[one.key] = text
    return found


def _plain(text: str) -> str:
    """A browser ends lines in its own way."""
    return text.replace("\r\n", "\n").strip()

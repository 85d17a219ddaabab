"""Which charger speaks on this connection?"""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

from chargeboard.capture.csms.words import say

LONGEST = 255
"""OCPP 2.x allows 48 characters; real 1.6 ids are longer, so only the absurd is refused."""


class BadIdentityError(ValueError):
    """The path names no charger; the message says why."""


def charger_id(target: str) -> str:
    """
    The id that a request target names: its last segment that is not empty, percent-decoded once.

    Case is kept; "//CP1", a trailing slash and the absolute form are accepted (Q37).
    Raises: BadIdentityError.
    """
    path = target.split("?", 1)[0].split("#", 1)[0]
    if "://" in path[:16]:
        path = path.partition("://")[2].partition("/")[2]
    segments = [segment for segment in path.split("/") if segment]
    if segments[:1] == ["ocpp"]:
        segments = segments[1:]
    if not segments:
        raise BadIdentityError(say("names_no_charger"))
    try:
        name = unquote_to_bytes(segments[-1]).decode()
    except UnicodeDecodeError as error:
        raise BadIdentityError(say("id_is_not_utf8")) from error
    why = wrong_with(name)
    if why:
        raise BadIdentityError(say("id_is_wrong", why=why))
    return name


def wrong_with(name: str) -> str:
    """Why that cannot be a charger's id, in words; empty where it can."""
    if not name.strip() or not name.isprintable():
        return say("blank_id")
    if len(name) > LONGEST:
        return say("long_id", longest=LONGEST)
    return ""


def password_is_possible(name: str) -> bool:
    """HTTP Basic ends the user name at the first colon."""
    return ":" not in name

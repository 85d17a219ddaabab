"""Whose certificates are believed of a broker or a database that is reached by TLS, and why is one not?"""

from __future__ import annotations

import ssl
from typing import Final
from urllib.parse import SplitResult, parse_qs

from chargeboard.capture.doubts import Doubt, doubt_in
from chargeboard.capture.feeds.kind import FeedError
from chargeboard.capture.feeds.words import say

_NO_TLS: Final = frozenset({"WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "UNEXPECTED_EOF_WHILE_READING"})
"""What OpenSSL says where the other side speaks something else, or breaks off."""


def context_of(parts: SplitResult) -> ssl.SSLContext:
    """
    For an address that may name the file of an authority (`?ca=FILE`), else by those that the system knows.

    Raises: FeedError where that file is none.
    """
    file = parse_qs(parts.query).get("ca", [""])[-1]
    try:
        return ssl.create_default_context(cafile=file or None)
    except (OSError, ValueError) as error:
        raise FeedError(say("no_authority", file=file, said=error), is_lasting=True) from error


def doubt_of(error: BaseException, host: str) -> FeedError | None:
    """Why there is no TLS with it, where it is that."""
    if isinstance(error, ssl.SSLCertVerificationError):
        doubt = doubt_in(error)
        if doubt is Doubt.OF_ANOTHER:
            return FeedError(say("certificate_of_another", host=host), is_lasting=True)
        if doubt in {Doubt.OF_UNKNOWN, Doubt.SELF_SIGNED}:
            return FeedError(say("certificate_of_unknown"), is_lasting=True)
        return FeedError(say("certificate_not_believed", said=error.verify_message), is_lasting=True)
    if isinstance(error, ssl.SSLError) and error.reason in _NO_TLS:
        return FeedError(say("speaks_no_tls"), is_lasting=True)
    return None


def is_of_another(error: BaseException) -> bool:
    """Whether its certificate is believed, but is not of the name by which it was reached."""
    return isinstance(error, ssl.SSLCertVerificationError) and doubt_in(error) is Doubt.OF_ANOTHER

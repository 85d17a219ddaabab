"""What is wrong with a certificate of ours, or soon will be?"""

from __future__ import annotations

import ssl
from pathlib import Path

from cryptography import x509

from chargeboard.capture.csms.words import say
from chargeboard.time.days import day_of
from chargeboard.time.instants import HOUR, Instant, instant_of

_SOON = 14 * 24 * HOUR
_OF_ANOTHER_KEY = "KEY_VALUES_MISMATCH"


def doubt_of(certificate: str, key: str, now: Instant) -> str:
    """Why a certificate and its key, in PEM files, cannot be used or soon not; empty where they can."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key or None)
        first = x509.load_pem_x509_certificates(Path(certificate).read_bytes())[0]
    except ssl.SSLError as error:
        code = "key_of_another" if error.reason == _OF_ANOTHER_KEY else "no_certificate"
        return say(code, file=certificate, key=key or certificate)
    except OSError as error:
        return say("file_not_read", files=", ".join(filter(None, (certificate, key))), why=error.strerror)
    except ValueError:
        return say("no_certificate", file=certificate, key=key or certificate)
    begins, ends = instant_of(first.not_valid_before_utc), instant_of(first.not_valid_after_utc)
    day = day_of(begins if now < begins else ends, "UTC")
    if now < begins:
        return say("certificate_not_yet", file=certificate, day=day)
    if now >= ends:
        return say("certificate_expired", file=certificate, day=day)
    if ends - now < _SOON:
        return say("certificate_ends_soon", file=certificate, day=day)
    return ""

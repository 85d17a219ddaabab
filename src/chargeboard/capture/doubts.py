"""Why is the certificate of another side not believed?"""

from __future__ import annotations

import ssl
from enum import Enum


class Doubt(Enum):
    """By the numbers of OpenSSL's verdict (X509_V_ERR)."""

    NOT_YET = (9,)
    EXPIRED = (10,)
    SELF_SIGNED = (18, 19)
    OF_UNKNOWN = (2, 20, 21)
    """Who signed it is not known."""
    OF_ANOTHER = (62, 64)
    """It is for another name, or another address."""
    OTHER = ()


def doubt_in(error: ssl.SSLCertVerificationError) -> Doubt:
    """Which of them."""
    return next((one for one in Doubt if error.verify_code in one.value), Doubt.OTHER)

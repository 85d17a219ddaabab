"""How is a connection encrypted (OCPP security profiles 2 and 3), and why is it not?"""

from __future__ import annotations

import ssl

from chargeboard.capture.csms.link import HANDSHAKE_S
from chargeboard.capture.csms.words import say

_MODERN = "ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM"
_LEGACY = f"{_MODERN}:AES128-GCM-SHA256:AES256-GCM-SHA384:AES128-SHA256:AES256-SHA256:@SECLEVEL=1"


def server_context(
    certificate: str,
    key: str = "",
    *,
    ca: str = "",
    require_certificate: bool = False,
    legacy_rsa_kx: bool = False,
) -> ssl.SSLContext:
    """
    TLS 1.2 and newer. OCPP 1.6 stations may know RSA key exchange only, which Python leaves out by default.

    Raises: OSError where a file cannot be read or is not what it should be.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(_LEGACY if legacy_rsa_kx else _MODERN)
    context.load_cert_chain(certificate, key or None)
    if ca:
        context.load_verify_locations(ca)
        context.verify_mode = ssl.CERT_REQUIRED if require_certificate else ssl.CERT_OPTIONAL
    return context


_CODES = {
    "HTTP_REQUEST": "tls_plain",
    "WRONG_VERSION_NUMBER": "tls_not_tls",
    "UNSUPPORTED_PROTOCOL": "tls_too_old",
    "TLSV1_ALERT_PROTOCOL_VERSION": "tls_too_old",
    "NO_SHARED_CIPHER": "tls_no_cipher",
    "PEER_DID_NOT_RETURN_A_CERTIFICATE": "tls_no_client_certificate",
    "TLSV1_ALERT_UNKNOWN_CA": "tls_unknown_authority",
    "SSLV3_ALERT_CERTIFICATE_UNKNOWN": "tls_not_accepted",
    "SSLV3_ALERT_BAD_CERTIFICATE": "tls_not_accepted",
    "SSLV3_ALERT_CERTIFICATE_EXPIRED": "tls_expired",
    "SSLV3_ALERT_HANDSHAKE_FAILURE": "tls_no_encryption",
    "UNEXPECTED_EOF_WHILE_READING": "tls_hung_up",
}
"""Of the words for what OpenSSL tells."""


def in_words(error: BaseException) -> str:
    """Why there is no TLS."""
    match error:
        case ssl.SSLCertVerificationError():
            return say("tls_client_certificate", why=error.verify_message)
        case ssl.SSLError():
            reason = getattr(error, "reason", None) or say("tls_fault")
            code = _CODES.get(reason)
            return say(code) if code else reason.replace("_", " ").lower().replace("tls", "TLS")
        case TimeoutError() | ConnectionAbortedError():
            return say("tls_timeout", seconds=f"{HANDSHAKE_S:.0f}")
        case _:
            return say("tls_hung_up")

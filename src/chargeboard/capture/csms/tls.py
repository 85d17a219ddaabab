"""How is a charger's connection encrypted (OCPP security profiles 2 and 3)?"""

from __future__ import annotations

import ssl

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

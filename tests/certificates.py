"""Certificates for the servers of tests."""

import datetime as dt
import ipaddress

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def certificate_in(folder):
    """A certificate of 127.0.0.1 that vouches for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    _written(folder / "cert.pem", _made(key.public_key(), "x", "x", key, is_authority=True, of=address))
    return folder / "cert.pem", _kept(folder, key)


def signed_in(folder, host):
    """A certificate of a host name by an authority of its own: the file of that one, of it, and its key."""
    authority, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    _written(folder / "ca.pem", _made(authority.public_key(), "Own", "Own", authority, is_authority=True))
    signed = _made(key.public_key(), host, "Own", authority, is_authority=False, of=x509.DNSName(host))
    _written(folder / "cert.pem", signed)
    return folder / "ca.pem", folder / "cert.pem", _kept(folder, key)


def _written(path, certificate):
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def _made(public, name, issuer, signer, *, is_authority, of=None):
    subject, by = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one)]) for one in (name, issuer))
    begin = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + dt.timedelta(days=36_500))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
    if of is not None:
        made = made.add_extension(x509.SubjectAlternativeName([of]), critical=False)
    return made.sign(signer, hashes.SHA256())


def _kept(folder, key):
    form = serialization.PrivateFormat.PKCS8
    text = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(text)
    return folder / "key.pem"

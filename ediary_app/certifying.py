"""A certificate authority of the school's own (сертификаты для сети без интернета).

Tablets need https for offline work and the camera, and a school network may have no way to a public
authority. The authority made here may vouch only for the names and addresses it was made for, so a
tablet that trusts it trusts it for nothing else.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

Key = ec.EllipticCurvePrivateKey
AUTHORITY_DAYS, SERVER_DAYS, RENEW_DAYS = 3650, 397, 30
"""How long each lasts, and how long before its end the server's certificate is made anew."""


@dataclass(frozen=True)
class Certificates:
    """Where the server's certificate, its key and the authority's certificate lie."""

    certificate: Path
    key: Path
    authority: Path


def names_here(wanted: str) -> list[str]:
    """The names and addresses to vouch for: the ones that are set, or this machine's own."""
    named = [name.strip() for name in wanted.split(",") if name.strip() not in ("", "*")]
    if named:
        return [*named, "localhost", "127.0.0.1"]
    host = socket.gethostname()
    found = {info[4][0] for info in socket.getaddrinfo(host, None, socket.AF_INET)}
    return [host, f"{host}.local", *sorted(map(str, found)), "localhost", "127.0.0.1"]


def ensure(folder: Path, names: Sequence[str], now: dt.datetime) -> Certificates:
    """The certificates in a folder, made or renewed when they are missing, other or near their end.

    The authority stays as long as it may vouch for all the names; a new one must be trusted anew.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted = list(dict.fromkeys(names))
    made = Certificates(folder / "server.pem", folder / "server.key", folder / "authority.pem")
    authority = _loaded(made.authority)
    if authority is None or not _may_vouch(authority, wanted, now):
        key = _new_key(folder / "authority.key")
        authority = _authority(key, wanted, now)
        _write(made.authority, authority.public_bytes(serialization.Encoding.PEM))
        made.certificate.unlink(missing_ok=True)
    server = _loaded(made.certificate)
    soon = now + dt.timedelta(days=RENEW_DAYS)
    if server is None or server.not_valid_after_utc < soon or _names_of(server) != set(wanted):
        _write(made.certificate, _server(folder, authority, made.key, wanted, now))
    return made


def ends_at(certificate: Path) -> dt.datetime:
    """When a certificate ends, for the administrator's page."""
    return x509.load_pem_x509_certificate(certificate.read_bytes()).not_valid_after_utc


def _loaded(file: Path) -> x509.Certificate | None:
    return x509.load_pem_x509_certificate(file.read_bytes()) if file.exists() else None


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _constraint(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_network(name))
    except ValueError:
        return x509.DNSName(name)


def _names_of(server: x509.Certificate) -> set[str]:
    found = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(name.value) for name in found}


def _may_vouch(authority: x509.Certificate, wanted: Sequence[str], now: dt.datetime) -> bool:
    allowed = authority.extensions.get_extension_for_class(x509.NameConstraints).value
    known = set(allowed.permitted_subtrees or [])
    lasting = authority.not_valid_after_utc > now + dt.timedelta(days=SERVER_DAYS)
    return lasting and {_constraint(name) for name in wanted} <= known


def _new_key(file: Path) -> Key:
    key = ec.generate_private_key(ec.SECP256R1())
    _write(
        file,
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
    )
    return key


def _write(file: Path, body: bytes) -> None:
    fresh = file.with_name(file.name + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(body)
    os.replace(fresh, file)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common[:64])])


def _begun(subject: x509.Name, issuer: x509.Name, key: Key, now: dt.datetime, days: int) -> (
    x509.CertificateBuilder
):  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=days))
    )


def _authority(key: Key, wanted: Sequence[str], now: dt.datetime) -> x509.Certificate:
    name = _name(f"ediary {wanted[0]}")
    usage = x509.KeyUsage(
        digital_signature=False, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=True, crl_sign=True,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
    return (
        _begun(name, name, key, now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.NameConstraints([_constraint(n) for n in wanted], None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _server(
    folder: Path, authority: x509.Certificate, file: Path, wanted: Sequence[str], now: dt.datetime
) -> bytes:
    signer = serialization.load_pem_private_key((folder / "authority.key").read_bytes(), None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    key = _new_key(file)
    made = (
        _begun(_name(wanted[0]), authority.subject, key, now, SERVER_DAYS)
        .add_extension(x509.SubjectAlternativeName([_general(n) for n in wanted]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
        .sign(signer, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    return made.public_bytes(pem) + authority.public_bytes(pem)

"""The school's own authority: it vouches for its names alone, stays, and is renewed in time."""

from __future__ import annotations

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ediary_app import certifying

NOW = datetime.now(UTC)
NAMES = ["diary.school-5.lan", "127.0.0.1"]


def greet(made: certifying.Certificates, name: str) -> str:
    """A TLS handshake as a tablet that trusts the authority makes it; the protocol's name."""
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(made.certificate, made.key)
    client = ssl.create_default_context(cafile=str(made.authority))
    here, there = socket.socketpair()

    def answer() -> None:
        try:
            server.wrap_socket(there, server_side=True).close()
        except OSError:
            there.close()

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        with client.wrap_socket(here, server_hostname=name) as secured:
            return str(secured.version())
    finally:
        here.close()
        thread.join()


def test_a_tablet_that_trusts_the_authority_trusts_the_server(tmp_path: Path) -> None:
    made = certifying.ensure(tmp_path, NAMES, NOW)
    assert greet(made, "diary.school-5.lan") == "TLSv1.3"
    with pytest.raises(ssl.SSLCertVerificationError):
        greet(made, "bank.example")


def test_the_authority_cannot_vouch_for_anybody_else(tmp_path: Path) -> None:
    made = certifying.ensure(tmp_path, NAMES, NOW)
    authority = certifying._loaded(made.authority)
    assert authority is not None
    foreign = certifying._server(tmp_path, authority, made.key, ["bank.example"], NOW)
    made.certificate.write_bytes(foreign)
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree"):
        greet(made, "bank.example")


def test_nothing_is_made_anew_without_need(tmp_path: Path) -> None:
    made = certifying.ensure(tmp_path, NAMES, NOW)
    before = (made.authority.read_bytes(), made.certificate.read_bytes())
    certifying.ensure(tmp_path, NAMES, NOW + timedelta(days=300))
    assert (made.authority.read_bytes(), made.certificate.read_bytes()) == before


def test_a_certificate_near_its_end_is_renewed_under_the_same_authority(tmp_path: Path) -> None:
    made = certifying.ensure(tmp_path, NAMES, NOW)
    before = (made.authority.read_bytes(), certifying.ends_at(made.certificate))
    certifying.ensure(tmp_path, NAMES, NOW + timedelta(days=380))
    assert made.authority.read_bytes() == before[0]
    assert certifying.ends_at(made.certificate) > before[1]


def test_a_new_name_needs_a_new_authority(tmp_path: Path) -> None:
    made = certifying.ensure(tmp_path, NAMES, NOW)
    before = made.authority.read_bytes()
    certifying.ensure(tmp_path, [*NAMES, "journal.school-5.lan"], NOW)
    assert made.authority.read_bytes() != before
    assert greet(made, "journal.school-5.lan") == "TLSv1.3"


def test_keys_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    made = certifying.ensure(tmp_path, NAMES, NOW)
    modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
    assert modes["server.key"] == modes["authority.key"] == 0o600
    assert made.key.name in modes

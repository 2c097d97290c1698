"""The programs beside the product, as ordinary processes of a test: PostgreSQL, Redis, nginx.

Each can be stopped and started again in the same place, as a machine does that is being serviced.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from ediary_app import certifying
from ediary_app.kernel.clock import system_clock
from tests import postgres
from tests.living import ROOT, free_port

HOST = "diary.school5.example"
START_SECONDS = 20


def wait_for_port(port: int) -> None:
    """Wait until somebody listens."""
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


@dataclass
class Postgres:
    """A PostgreSQL of one's own; what it has acknowledged outlives its stop."""

    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="ediary-pg-")))
    port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        """The address of its only database."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"

    def make(self) -> Postgres:
        """Lay its files out."""
        self.folder.chmod(0o755)
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._run(f"initdb -D {self.folder}/data -U postgres -A trust -E UTF8 --locale=C.UTF-8")
        return self

    def start(self) -> Postgres:
        """Start it and wait until it answers."""
        options = (
            f"-p {self.port} -c unix_socket_directories={self.folder} -c max_connections=120"
            " -c listen_addresses=127.0.0.1"
        )
        self._run(f"pg_ctl -D {self.folder}/data -w -o '{options}' -l {self.folder}/log start")
        return self

    def stop(self) -> None:
        """Stop it at once: every connection breaks."""
        self._run(f"pg_ctl -D {self.folder}/data -m fast -w stop")

    def remove(self) -> None:
        """Stop it if it runs, and clear its files away."""
        if (self.folder / "data" / "postmaster.pid").exists():
            self._run(f"pg_ctl -D {self.folder}/data -m immediate stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, command: str) -> None:
        owner = "postgres" if os.geteuid() == 0 else ""
        postgres.run(owner, f"{postgres.binaries()}/{command}")


@dataclass
class Process:
    """A program that runs until it is stopped."""

    command: list[str]
    port: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> Process:
        """Start it and wait until it listens."""
        self.process = subprocess.Popen(
            self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_for_port(self.port)
        return self

    def stop(self) -> None:
        """Stop it and wait for its end."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=15)
            self.process = None


def redis(folder: Path) -> Process:
    """A Redis that keeps nothing on the disk, as the product wants it."""
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
    return Process([*command, "--save", "", "--appendonly", "no"], port)


def certificates(folder: Path) -> certifying.Certificates:
    """A certificate of the made-up name, by an authority of the school's own."""
    return certifying.ensure(folder, [HOST, "127.0.0.1"], system_clock())


def nginx(folder: Path, upstream: int, made: certifying.Certificates) -> Process:
    """The nginx of `deploy/nginx.conf`, with the names and ports of a test."""
    port = free_port()
    block = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for ours, there in (
        ("server 127.0.0.1:8000;", f"server 127.0.0.1:{upstream};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        ("diary.school.example", HOST),
        ("/etc/ediary/server.pem", str(made.certificate)),
        ("/etc/ediary/server.key", str(made.key)),
    ):
        assert ours in block, f"deploy/nginx.conf no longer says {ours!r}"
        block = block.replace(ours, there)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"    {kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    whole = (
        f"daemon off;\nmaster_process off;\npid {folder}/nginx.pid;\n"
        f"error_log {folder}/nginx-error.log;\nevents {{ worker_connections 4096; }}\n"
        f"http {{\n    access_log off;\n{temporary}{block}\n}}\n"
    )
    settings = folder / "nginx.conf"
    settings.write_text(whole, encoding="utf-8")
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or "nginx"
    return Process([program, "-p", str(folder), "-c", str(settings)], port)

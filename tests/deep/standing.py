"""A school on two web processes and two workers, with PostgreSQL, Redis, and nginx for https."""

from __future__ import annotations

import json
import os
import signal
import ssl
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import psutil
from aiohttp.abc import AbstractResolver, ResolveResult

from ediary_app import certifying, migrating
from ediary_app.access.performing import Runtime, use_runtime
from ediary_app.kernel.clock import ShiftedClock
from ediary_app.kernel.db import Database
from tests.deep import neighbours
from tests.deep.neighbours import HOST, Postgres, Process
from tests.living import EDIARY, ROOT, WEDNESDAY, Served, seconds_to

WEB, WORKERS = 2, 2


class HomeResolver(AbstractResolver):
    """Finds the made-up name on this machine."""

    async def resolve(self, host: str, port: int = 0, family: Any = 0) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host, host="127.0.0.1", port=port, family=family or 2, proto=0, flags=0
            )
        ]

    async def close(self) -> None:
        """Nothing is held open."""


@dataclass
class Standing:
    """The whole: its parts can be stopped, killed and started while people work."""

    folder: Path
    postgres: Postgres = field(default_factory=Postgres)
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _runtime: Runtime | None = None

    def __post_init__(self) -> None:
        self.redis = neighbours.redis(self.folder)
        self.served = Served(self.postgres.url, self.folder, shift=seconds_to(WEDNESDAY))
        self.certificates: certifying.Certificates = neighbours.certificates(self.folder / "tls")
        self.nginx: Process = neighbours.nginx(self.folder, self.served.port, self.certificates)
        self.served.more = {
            "EDIARY_REDIS_URL": f"redis://127.0.0.1:{self.redis.port}/0",
            "EDIARY_PROCESSES": str(WEB),
            "EDIARY_WITH_WORKER": "false",
            "EDIARY_WORKER_THREADS": "8",
            "EDIARY_TRUSTED_PROXIES": "127.0.0.1",
            "EDIARY_TRUSTED_HOSTS": f"{HOST},127.0.0.1",
            "EDIARY_SECURE_COOKIES": "true",
        }

    @property
    def url(self) -> str:
        """The address people type."""
        return f"https://{HOST}:{self.nginx.port}"

    @property
    def runtime(self) -> Runtime:
        """What this test process performs with beside the product."""
        assert self._runtime is not None
        return self._runtime

    def start(self) -> Standing:
        """Start everything, and make the empty database."""
        self.postgres.make().start()
        self.redis.start()
        migrating.migrate(self.postgres.url)
        clock = ShiftedClock(timedelta(seconds=self.served.shift))
        self._runtime = Runtime(database=Database(self.postgres.url, pool_size=4), clock=clock)
        use_runtime(self._runtime)
        self.served.start()
        self.workers += [self._worker() for _number in range(WORKERS)]
        self.nginx.start()
        return self

    def _worker(self) -> subprocess.Popen[bytes]:
        with (self.folder / "worker.log").open("ab") as log:
            environment = self.served.environment
            return subprocess.Popen(
                [EDIARY, "worker"], cwd=ROOT, env=environment, stdout=log, stderr=log
            )

    def renew_workers(self) -> None:
        """Kill the workers and start others."""
        for worker in self.workers:
            worker.kill()
            worker.wait()
        self.workers[:] = [self._worker() for _number in range(WORKERS)]

    def workers_said(self) -> str:
        """What the workers have written so far."""
        return (self.folder / "worker.log").read_text(encoding="utf-8")

    def stop(self) -> None:
        """Stop everything that still runs."""
        for worker in self.workers:
            worker.kill()
        self.served.stop()
        self.nginx.stop()
        self.redis.stop()
        if self._runtime is not None:
            self._runtime.database.dispose()
        self.postgres.remove()

    def web_processes(self) -> list[psutil.Process]:
        """The processes that serve pages, eldest first."""
        assert self.served.process is not None
        children = psutil.Process(self.served.process.pid).children()
        return [p for p in children if "spawn_main" in _command(p)]

    def lines_of(self, process: psutil.Process) -> int:
        """How many connections of nginx a web process holds."""
        port = self.served.port
        found = process.net_connections("tcp")
        return sum(c.status == psutil.CONN_ESTABLISHED and c.laddr.port == port for c in found)

    def kill_one(self) -> int:
        """Kill -9 of the web process that serves the most; returns its number."""
        busiest = max(self.web_processes(), key=self.lines_of)
        os.kill(busiest.pid, signal.SIGKILL)
        return int(busiest.pid)

    def wait_for_successor(self, killed: int, seconds: float = 60) -> None:
        """Wait until there are two web processes again, none of them the killed one."""
        until = time.monotonic() + seconds
        while killed in (now := {p.pid for p in self.web_processes()}) or len(now) < WEB:
            assert time.monotonic() < until, "nobody took the place of the killed process"
            time.sleep(0.2)

    def trust(self) -> ssl.SSLContext:
        """What a tablet that trusts the school's authority checks."""
        return ssl.create_default_context(cafile=str(self.certificates.authority))

    def session(self) -> aiohttp.ClientSession:
        """A way for sockets: over https, by the made-up name, the certificate checked."""
        connector = aiohttp.TCPConnector(ssl=self.trust(), resolver=HomeResolver(), limit=0)
        return aiohttp.ClientSession(connector=connector)

    def ask(self, path: str, body: Any = None, headers: Sequence[tuple[str, str]] = ()) -> Answer:
        """A request through nginx, by the made-up name."""
        return ask(f"https://127.0.0.1:{self.nginx.port}{path}", self.trust(), body,
                   [("Host", f"{HOST}:{self.nginx.port}"), *headers])  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What came back over HTTP."""

    status: int
    headers: dict[str, str]
    cookies: list[str]
    body: Any


def ask(
    url: str,
    trust: ssl.SSLContext | None = None,
    body: Any = None,
    headers: Sequence[tuple[str, str]] = (),
) -> Answer:
    """A request; a refusal is an answer too."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, headers=dict(headers))
    if data is not None:
        request.add_header("Content-Type", "application/json")
    try:
        answer = urllib.request.urlopen(request, timeout=20, context=trust)
    except urllib.error.HTTPError as refused:
        answer = refused  # type: ignore[assignment]
    with answer:
        text = answer.read().decode()
        known = {name.lower(): value for name, value in answer.headers.items()}
        cookies = answer.headers.get_all("Set-Cookie") or []
        is_json = known.get("content-type", "").startswith("application/json")
        return Answer(answer.status, known, cookies, json.loads(text) if is_json else text)


def until(condition: Any, seconds: float, step: float = 0.1) -> float:
    """Wait until something is so; returns after how many seconds, fails when it never was."""
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() - begun < seconds, f"not so within {seconds} s"
        threading.Event().wait(step)
    return time.monotonic() - begun


def _command(process: psutil.Process) -> str:
    """The command line of a process; empty when it has just died and is not yet buried."""
    try:
        return " ".join(process.cmdline())
    except (psutil.ZombieProcess, psutil.NoSuchProcess):
        return ""

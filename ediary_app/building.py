"""Building the frontend (сборка): once per release, for any host name and without a network."""

from __future__ import annotations

import compileall
import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import brotli

ROOT = Path(__file__).resolve().parents[1]
CLIENT = ROOT / ".web" / "build" / "client"
STAMP = ROOT / ".web" / "build" / "ediary.stamp"
SOURCES = ("ediary_app/ui", "assets", "rxconfig.py", "ediary_app/ediary_app.py", "reflex.lock")
SOCKET = '"ws://localhost:8000/_event"'
ORIGIN = '(globalThis.location?globalThis.location.origin.replace(/^http/,"ws"):"ws://localhost")'

WORKER = CLIENT / "worker.js"
UNBUILT = 'const BUILD = { version: "unbuilt", files: [] };'
OFFLINE_PAGES = ("_index", "_today_", "_lesson_", "_journal_", "_account_", "_sign-in_._", "_404_")
"""Pages that open without a network; what else was visited is kept too."""


def fingerprint() -> str:
    """A digest of everything the frontend is made from."""
    digest = hashlib.sha256()
    for source in SOURCES:
        path = ROOT / source
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()


def is_built() -> bool:
    """Whether the built frontend is of this very source."""
    return STAMP.is_file() and STAMP.read_text() == fingerprint()


def build() -> None:
    """Build the frontend, make it independent of host and port, and compress it."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    environment.setdefault("NPM_CONFIG_REGISTRY", _registry(environment))
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip", "--no-ssr"]
    subprocess.run(command, cwd=ROOT, check=True, env=environment, stdout=sys.stderr)
    for script in (CLIENT / "assets").glob("*.js"):
        text = script.read_text(encoding="utf-8")
        moved = text
        for quote in ('"', "`", "'"):
            address = SOCKET.replace('"', quote)
            moved = moved.replace(address, f'{ORIGIN}+"/_event"')
        if moved != text:
            script.write_text(moved, encoding="utf-8")
            _compress(script)
    _name_files(WORKER)
    _announce_parts()
    compile_code()
    STAMP.write_text(fingerprint())


def _name_files(worker: Path) -> None:
    """Tell the service worker its build: a changed build is a changed worker."""
    files = sorted(f"/assets/{f.name}" for f in (CLIENT / "assets").iterdir() if _is_kept(f.name))
    digest = hashlib.sha256((CLIENT / "index.html").read_bytes() + " ".join(files).encode())
    build_of = {"version": digest.hexdigest()[:16], "files": files}
    text = worker.read_text(encoding="utf-8")
    assert UNBUILT in text
    told = f"const BUILD = {json.dumps(build_of)};"
    worker.write_text(text.replace(UNBUILT, told), encoding="utf-8")
    _compress(worker)


def _is_kept(name: str) -> bool:
    """Whether a file is of every page or of a page that opens without a network."""
    if re.search(r"\.(gz|br)$", name):
        return False
    return not name.startswith("_") or name.startswith(("__", *OFFLINE_PAGES))


def compile_code() -> None:
    """Compile the product's own code once: a service may not write beside it and would compile
    it at every start."""
    compileall.compile_dir(ROOT / "ediary_app", quiet=1)


def _registry(environment: dict[str, str]) -> str:
    """The packages' registry this machine is set to, so that no other is asked or compared."""
    asked = ["npm", "config", "get", "registry"]
    told = subprocess.run(asked, env=environment, check=True, capture_output=True, text=True)
    return told.stdout.strip()


def _announce_parts() -> None:
    """Let the browser fetch what every page is made of at once, not when the app asks for it.

    The framework's own scripts are announced in the document already; the frame of our pages with
    its parts is not, and was asked for only when all others had run.
    """
    links = "".join(
        f'<link rel="modulepreload" href="/assets/{script.name}"/>'
        for script in sorted((CLIENT / "assets").glob("page-*.js"))
    )
    for document in ("index.html", "404.html"):
        text = (CLIENT / document).read_text(encoding="utf-8")
        (CLIENT / document).write_text(text.replace("</head>", f"{links}</head>", 1), "utf-8")
        _compress(CLIENT / document)


def _compress(file: Path) -> None:
    body = file.read_bytes()
    file.with_name(file.name + ".gz").write_bytes(gzip.compress(body, 9))
    file.with_name(file.name + ".br").write_bytes(brotli.compress(body))

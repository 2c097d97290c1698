"""Drawing a PDF (рисование): runs in a process apart, reads only the bundled fonts."""

from __future__ import annotations

import io
import logging
import multiprocessing
import os
import resource
import signal
import threading
from multiprocessing import connection
from types import FrameType

from xhtml2pdf import pisa
from xhtml2pdf.config.resources import ResourceAccessPolicy

from ediary_app.paper.markup import FONTS

GRACE_SECONDS = 3.0
"""What a drawing that ignores its time limit gets before its process is ended."""

MAX_DOCUMENT = 10 * 1024 * 1024

POLICY = ResourceAccessPolicy.server(
    None, allow_remote=False, extra_roots=(FONTS,), max_document_bytes=MAX_DOCUMENT
)


class TooLong(Exception):
    """The drawing has used up its time."""


class Botched(Exception):
    """The markup could not be drawn."""


def prepare(megabytes: int) -> None:
    """Bound this process's memory, so that what needs more fails alone; end with the parent."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    logging.disable(logging.CRITICAL)  # the drawing library quotes what it draws


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(0)


def draw(html: str, seconds: float) -> bytes:
    """The PDF of a document; `TooLong` after so many seconds."""
    rings = iter((True, False))

    def ring(_signal: int, _frame: FrameType | None) -> None:
        if not next(rings, False):
            os._exit(1)
        raise TooLong

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, GRACE_SECONDS)
    try:
        return _draw(html)
    except SystemError:  # how C code tells that it got no memory
        raise MemoryError from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _draw(html: str) -> bytes:
    target = io.BytesIO()
    done = pisa.CreatePDF(html, dest=target, encoding="utf-8", resource_policy=POLICY)
    if done.err:
        raise Botched
    return target.getvalue()

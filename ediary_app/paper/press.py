"""The press (печать): a pool of processes that draw PDFs within limits of time and memory."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from io import BytesIO

import structlog
from pypdf import PdfWriter

from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.paper import drawing

log = structlog.get_logger(__name__)

SECONDS, MEGABYTES, PROCESSES = 60.0, 700, 2
PAPERS_EACH = 100
"""After so many papers a process is replaced, so that nothing piles up in it."""


class Press:
    """Draws PDFs beside the server; its processes start with the first paper."""

    def __init__(
        self, *, seconds: float = SECONDS, megabytes: int = MEGABYTES, processes: int = PROCESSES
    ) -> None:
        self._seconds, self._megabytes, self._processes = seconds, megabytes, processes
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None

    def pdf(self, html: str) -> bytes:
        """The PDF of a document; an `AppError` when it is too large or cannot be drawn.

        Blocks: call it in a worker thread or in the background, outside every transaction.
        """
        pool = self._living_pool()
        try:
            return pool.submit(drawing.draw, html, self._seconds).result()
        except (drawing.TooLong, MemoryError, BrokenProcessPool) as error:
            log.warning("paper.stopped", error=type(error).__name__)
            if isinstance(error, BrokenProcessPool):
                self._discard(pool)
            raise errors.Invalid(
                _("This paper is too large to be made at once. Print it in parts."),
                code="paper_too_large",
            ) from None

    def joined(self, parts: Sequence[str]) -> bytes:
        """One PDF of several documents, which are drawn at the same time."""
        if len(parts) == 1:
            return self.pdf(parts[0])
        with ThreadPoolExecutor(self._processes) as hands:
            drawn = list(hands.map(self.pdf, parts))
        whole = PdfWriter()
        for part in drawn:
            whole.append(BytesIO(part))
        out = BytesIO()
        whole.write(out)
        return out.getvalue()

    def close(self) -> None:
        """End the processes."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(cancel_futures=True)

    def _living_pool(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(
                    self._processes,
                    mp_context=multiprocessing.get_context("spawn"),
                    initializer=drawing.prepare,
                    initargs=(self._megabytes,),
                    max_tasks_per_child=PAPERS_EACH,
                )
            return self._pool

    def _discard(self, pool: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is pool:
                self._pool = None
        pool.shutdown(wait=False)


PRESS = Press()
"""The press of this process."""

"""The courier (доставка на почтовый сервер): takes letters, hands them over, notes the outcome.

No transaction is open while the network is waited for. A letter may reach a reader twice when the
power fails between the handing over and the note; its reference stays the same.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from email.utils import format_datetime

import structlog

from ediary_app.access.context import system_actor
from ediary_app.access.performing import perform
from ediary_app.kernel import logs
from ediary_app.post import service
from ediary_app.post.service import Parcel
from ediary_app.post.transport import Connections, NotTaken, Server
from ediary_app.post.values import Trouble

log = structlog.get_logger(__name__)

BEAT_SECONDS = 2.0
TIDY_EVERY = 1800
SYSTEM = system_actor("post")


def message_of(parcel: Parcel, server: Server) -> EmailMessage:
    """The letter as mail: two parts, its own reference, no answer expected."""
    message = EmailMessage()
    domain = server.sender.rpartition("@")[2]
    message["From"], message["To"] = server.sender, parcel.address
    message["Subject"] = parcel.subject
    message["Date"] = format_datetime(parcel.at)
    message["Message-ID"] = f"<{parcel.reference}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = parcel.language
    message.set_content(parcel.text)
    message.add_alternative(parcel.html, subtype="html")
    return message


class Courier:
    """Carries the letters of this deployment; several couriers share them."""

    def __init__(self, server: Server | None) -> None:
        self._connections = Connections(server) if server else None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)

    def start(self) -> None:
        """Begin to carry."""
        self._thread.start()

    def stop(self) -> None:
        """Stop after the letters at hand."""
        self._stop.set()
        self._thread.join(timeout=30)

    def carry(self) -> int:
        """Carry what is due now; returns how many letters were tried."""
        connections = self._connections
        if connections is None or not perform(service.is_anything_due, actor=SYSTEM):
            return 0
        parcels = perform(service.take, actor=SYSTEM)
        with ThreadPoolExecutor(connections.server.connections) as hands:
            list(hands.map(lambda parcel: self._hand_over(connections, parcel), parcels))
        return len(parcels)

    def _hand_over(self, connections: Connections, parcel: Parcel) -> None:
        trouble = Trouble.NONE
        try:
            connections.deliver(message_of(parcel, connections.server))
        except NotTaken as refusal:
            trouble = refusal.trouble
            log.warning("letter.not_taken", letter=parcel.id, trouble=trouble.value)
        except Exception as error:  # not the network's: the letter itself, or the program
            trouble = Trouble.NOT_BUILT
            logs.record_failure(log, error)
        perform(service.settle, actor=SYSTEM, letter_id=parcel.id, trouble=trouble)

    def _run(self) -> None:
        beat = 0
        while not self._stop.wait(BEAT_SECONDS):
            try:
                while self.carry():
                    pass
                if beat % TIDY_EVERY == 0:
                    perform(service.forget_old, actor=SYSTEM)
                beat += 1
            except Exception as error:  # the database is away: try again at the next beat
                log.warning("post.delayed", error=type(error).__name__)
        if self._connections is not None:
            self._connections.close()

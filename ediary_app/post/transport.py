"""The way to a mail server (почтовый сервер): SMTP with encryption, time-outs and a small pool."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from queue import Empty, LifoQueue

from ediary_app.kernel.settings import Settings
from ediary_app.post.values import Trouble


@dataclass(frozen=True)
class Server:
    """A mail server and how to speak to it; `security` is starttls, tls or none."""

    host: str
    port: int
    sender: str
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    seconds: float = 15.0
    ca_file: str = ""
    connections: int = 2


def server_of(chosen: Settings) -> Server | None:
    """The server the settings name; None when letters are to be kept here."""
    if not chosen.smtp_host:
        return None
    password = chosen.smtp_password.get_secret_value() if chosen.smtp_password else ""
    return Server(
        host=chosen.smtp_host,
        port=chosen.smtp_port,
        sender=chosen.smtp_sender or f"ediary@{chosen.smtp_host}",
        security=chosen.smtp_security,
        user=chosen.smtp_user,
        password=password,
        seconds=chosen.smtp_timeout,
        ca_file=str(chosen.smtp_ca_file or ""),
        connections=chosen.smtp_connections,
    )


_server: list[Server] = []


def use_server(server: Server | None) -> None:
    """Say where this process's letters go (wiring and tests do this once)."""
    _server[:] = [server] if server else []


def current_server() -> Server | None:
    """Where letters go; None when they are kept here."""
    return _server[0] if _server else None


class NotTaken(Exception):
    """The server did not take a letter; says why, never what was in it."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class Connections:
    """A few connections to one server, kept open between letters."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._idle: LifoQueue[smtplib.SMTP] = LifoQueue()

    def deliver(self, message: EmailMessage) -> None:
        """Hand a letter over; `NotTaken` says why not."""
        with self._connection() as connection:
            try:
                connection.send_message(message)
            except smtplib.SMTPRecipientsRefused as refusal:
                code = max(answer[0] for answer in refusal.recipients.values())
                raise NotTaken(_by_code(code, Trouble.ADDRESS_REFUSED)) from None
            except smtplib.SMTPResponseException as refusal:
                raise NotTaken(_by_code(refusal.smtp_code, Trouble.LETTER_REFUSED)) from None
            except (smtplib.SMTPException, OSError):
                raise NotTaken(Trouble.SERVER_AWAY) from None

    def close(self) -> None:
        """Say good-bye on every idle connection."""
        with suppress(Empty):
            while True:
                _quit(self._idle.get_nowait())

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        connection = self._living() or self._opened()
        try:
            yield connection
        except NotTaken:
            _quit(connection)
            raise
        self._idle.put(connection)

    def _living(self) -> smtplib.SMTP | None:
        with suppress(Empty):
            while True:
                connection = self._idle.get_nowait()
                with suppress(smtplib.SMTPException, OSError):
                    if connection.noop()[0] == 250:
                        return connection
                _quit(connection)
        return None

    def _opened(self) -> smtplib.SMTP:
        server = self.server
        trust = ssl.create_default_context(cafile=server.ca_file or None)
        try:
            if server.security == "tls":
                connection: smtplib.SMTP = smtplib.SMTP_SSL(
                    server.host, server.port, timeout=server.seconds, context=trust
                )
            else:
                connection = smtplib.SMTP(server.host, server.port, timeout=server.seconds)
            if server.security == "starttls":
                connection.starttls(context=trust)
            if server.user:
                connection.login(server.user, server.password)
        except smtplib.SMTPNotSupportedError:
            raise NotTaken(Trouble.NOT_ENCRYPTED) from None
        except smtplib.SMTPAuthenticationError:
            raise NotTaken(Trouble.SIGN_IN_REFUSED) from None
        except (smtplib.SMTPException, OSError):
            raise NotTaken(Trouble.SERVER_AWAY) from None
        return connection


def _by_code(code: int, permanent: Trouble) -> Trouble:
    """4xx means "later", 5xx means "never"."""
    return permanent if code >= 500 else Trouble.SERVER_AWAY


def _quit(connection: smtplib.SMTP) -> None:
    with suppress(smtplib.SMTPException, OSError):
        connection.quit()

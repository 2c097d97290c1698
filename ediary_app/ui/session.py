"""Who sits before the page (сеанс страницы), and the one way from a page to a use case.

Identity is the HttpOnly cookie of the socket's own handshake, read anew for every event and never
kept in a State. A State that meets another session's cookie is emptied before anything else.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

import reflex as rx
from reflex.middleware.middleware import Middleware

from ediary_app.access import sessions, whoami
from ediary_app.access.context import Context
from ediary_app.access.credentials import SessionToken
from ediary_app.access.performing import perform
from ediary_app.kernel import errors
from ediary_app.kernel.settings import settings
from ediary_app.ui import live

A = ParamSpec("A")
T = TypeVar("T")

COOKIE, LEAVING = "ediary_session", "ediary_leaving"
AWAY = "away"
"""The kind of a notice about an outage: the page asks again by itself until it is over."""
_pools: list[ThreadPoolExecutor] = []


def session_token(cookie_header: str) -> str:
    """The session token in a Cookie header; empty when there is none, or the device was left."""
    parts = (part.strip().partition("=") for part in cookie_header.split(";"))
    cookies = {name: value for name, _, value in parts}
    return "" if LEAVING in cookies else cookies.get(COOKIE, "")


async def in_worker_thread(function: Callable[[], T]) -> T:
    """Run data work outside the event loop, at most `worker_threads` at a time."""
    if not _pools:
        _pools.append(ThreadPoolExecutor(settings().worker_threads, thread_name_prefix="data"))
    work = partial(copy_context().run, function)
    return await asyncio.get_running_loop().run_in_executor(_pools[0], work)


class SessionState(rx.State):
    """What every page knows of the person signed in."""

    me: whoami.Me = whoami.Me()
    notice: str = ""
    notice_kind: str = ""
    notice_number: int = 0
    _owner: str = ""
    _is_entered: bool = False

    def _token(self) -> str:
        return session_token(self.router_data.get("headers", {}).get("cookie", ""))

    async def _perform(
        self,
        function: Callable[Concatenate[Context, A], T],
        /,
        *,
        key: str = "",
        **arguments: Any,
    ) -> T:
        """Perform a use case as the person behind the cookie, in a worker thread.

        `key` makes a repetition harmless. Refusals (`AppError`) go to the error handler.
        """
        act = partial(
            perform, function, actor=SessionToken(self._token()), key=key or None, **arguments
        )
        with live.acting(self.router_data.get("token", "")):
            answer = await in_worker_thread(act)
        if self.notice_kind == AWAY:
            self.notice = self.notice_kind = ""
        return answer

    async def _tried(
        self, function: Callable[Concatenate[Context, A], T], /, **arguments: Any
    ) -> tuple[T | None, dict[str, str]]:
        """Perform for a form: what it gives, or what is wrong with which field."""
        try:
            return await self._perform(function, **arguments), {}
        except errors.Invalid as refusal:
            if not refusal.fields:
                raise
            return None, {name: str(text) for name, text in refusal.fields.items()}

    async def _meet(self) -> None:
        self._is_entered = False
        self.me = await self._perform(whoami.whoami)
        self._is_entered = True

    def _watch(self, *topics: str) -> None:
        """Ask to be told (`refresh`) when one of these changes: `student:12`, `group:3` …"""
        live.watch(
            client_token=self.router_data.get("token", ""),
            state=type(self).get_full_name(),
            topics=topics,
            router_data=self.router_data,
        )

    @rx.event
    async def enter(self):
        """Learn who is signed in; leads to the sign-in page when nobody is.

        The page that was open before is told nothing more.
        """
        live.forget(self.router_data.get("token", ""))
        await self._meet()
        if self.me.is_due_touch:
            await self._perform(sessions.touch)

    @rx.event
    async def show_notice(self, text: str, kind: str = "info"):
        """Show a sentence in the page's polite message region."""
        self.notice, self.notice_kind = text[:500], kind
        self.notice_number += 1

    @rx.event
    async def dismiss_notice(self):
        """Take the message away."""
        self.notice = self.notice_kind = ""


class OwnerGate(Middleware):
    """Empties a State that was filled for another session before any event touches it."""

    async def preprocess(self, app: Any, state: Any, event: Any) -> None:
        """Compare the handshake's cookie with the one the State was filled for."""
        root = state._get_root_state()
        headers = state.router_data.get("headers", {})
        token = session_token(headers.get("cookie", ""))
        owner = hashlib.sha256(token.encode()).hexdigest()[:24] if token else "nobody"
        mine = await root.get_state(SessionState)
        if mine._owner != owner:
            if mine._owner:
                root.reset()
                live.forget(state.router_data.get("token", ""))
            mine._owner = owner


def refusal_event(exception: errors.AppError) -> Any:
    """What a page does about a refusal: a kind sentence, or the way to the sign-in."""
    if isinstance(exception, errors.SignInNeeded):
        return rx.redirect("/sign-in")
    kind = AWAY if isinstance(exception, errors.Unavailable) else "warn"
    return SessionState.show_notice(exception.text(), kind)

"""Kinds of long work (виды заданий): declared where the work belongs, run by any worker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ediary_app.access.context import Context
from ediary_app.kernel.i18n import LazyText


@dataclass(frozen=True)
class Work:
    """One batch as its kind's function gets it: ids only, nothing personal."""

    job_id: int
    school_id: int | None
    account_id: int | None
    arguments: Mapping[str, Any]
    items: tuple[int, ...]


Function = Callable[[Context, Work], None]


@dataclass(frozen=True)
class Kind:
    """A kind of work: its name and title, what does one batch, how large a batch is.

    The function runs in one transaction with the batch's done mark, so a batch should take well
    below a second: a cancel waits for it, and so do writers on SQLite.
    """

    name: str
    title: LazyText
    function: Function
    batch: int
    attempts: int
    outside: Callable[[Work], None] | None = None
    """What is done before the transaction, with none open: what takes long or leaves the database.
    It is done at least once, so it must bear being done again."""
    result: str = ""
    """Where its owner finds what was made; `{id}` is the job."""


KINDS: dict[str, Kind] = {}


def job_kind(
    name: str,
    *,
    title: LazyText,
    batch: int = 50,
    attempts: int = 3,
    outside: Callable[[Work], None] | None = None,
    result: str = "",
) -> Callable[[Function], Function]:
    """Declare a kind of work. `attempts` bounds the tries after unexpected failures."""

    def declare(function: Function) -> Function:
        KINDS[name] = Kind(name, title, function, batch, attempts, outside, result)
        return function

    return declare


def result_of(name: str, job_id: int) -> str:
    """Where the owner finds what a job has made; empty when there is nothing to fetch."""
    return KINDS[name].result.format(id=job_id) if name in KINDS else ""


def title_of(name: str) -> str:
    """The title of a kind in the language in force; its name when this release lacks it."""
    return str(KINDS[name].title) if name in KINDS else name

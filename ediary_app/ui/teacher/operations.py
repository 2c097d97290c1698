"""What the tablet's queue may ask for (операции урока), and the answers it gets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from ediary_app.journal import attendance, lessons, marks
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import use_language

USE_CASES: dict[str, Callable[..., Any]] = {
    "mark": marks.set_mark,
    "attendance": attendance.set_attendance,
    "roll": attendance.take_roll,
    "topic": lessons.set_topic,
    "homework": lessons.set_homework,
    "no_homework": lessons.set_no_homework,
    "remark": lessons.write_remark,
}


@dataclass(frozen=True)
class Answer:
    """The server's answer to one operation: saved, or refused with a reason."""

    key: str
    ok: bool
    message: str = ""


async def answer_to(
    perform: Callable[..., Awaitable[Any]],
    lesson_id: int,
    operation: dict[str, Any],
    language: str,
) -> Answer:
    """Do one operation under its key. A refusal becomes an answer; a lost session does not."""
    key = str(operation.get("key", ""))[:64]
    use_case = USE_CASES.get(str(operation.get("op")))
    arguments = operation.get("args")
    if use_case is None or not key or not isinstance(arguments, dict):
        return Answer(key, ok=False)
    arguments = {name: value for name, value in arguments.items() if name != "lesson_id"}
    try:
        await perform(use_case, key=key, lesson_id=lesson_id, **arguments)
    except errors.SignInNeeded:
        raise
    except errors.AppError as refusal:
        with use_language(language):
            return Answer(key, ok=False, message=refusal.text())
    return Answer(key, ok=True)

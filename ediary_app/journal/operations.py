"""What the tablet's queue may ask for (операции урока), and the answers it gets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ediary_app.journal import attendance, block, files, lessons, marks, phrases, works
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
    "remove_remark": phrases.remove_remark,
    "restore_remark": phrases.restore_remark,
    "remove_file": files.remove_file,
    "block": block.enter_block,
    "work": works.set_work,
    "remove_work": works.remove_work,
}
OPERATIONS_AT_ONCE, ANSWERS_KEPT = 100, 60
Perform = Callable[..., Awaitable[Any]]


@dataclass(frozen=True)
class Answer:
    """The server's answer to one operation: saved (as which version), or refused and why.

    A block is answered line by line: `lines` are (version, code, message), saved where the code
    is empty.
    """

    key: str
    ok: bool
    message: str = ""
    code: str = ""
    version: int = 0
    lines: tuple[tuple[int, str, str], ...] = ()


async def answered(
    perform: Perform,
    operations: Sequence[dict[str, Any]],
    language: str,
    before: tuple[Answer, ...],
) -> tuple[Answer, ...]:
    """Do operations in order; the answers of the last acts stay, should the page miss one."""
    given = [await _answer_to(perform, op, language) for op in operations[:OPERATIONS_AT_ONCE]]
    keys = {answer.key for answer in given}
    kept = [answer for answer in before if answer.key not in keys]
    return (*kept, *given)[-ANSWERS_KEPT - len(given) :]


async def _answer_to(perform: Perform, operation: dict[str, Any], language: str) -> Answer:
    """Do one operation under its key. A refusal becomes an answer; an outage does not."""
    key = str(operation.get("key", ""))[:64]
    use_case = USE_CASES.get(str(operation.get("op")))
    arguments = operation.get("args")
    if use_case is None or not key or not isinstance(arguments, dict):
        return Answer(key, ok=False, code="unknown")
    arguments = {**arguments, "lesson_id": operation.get("lesson")}
    try:
        result = await perform(use_case, key=key, **arguments)
    except (errors.SignInNeeded, errors.Unavailable):
        raise  # the tablet keeps the entry and sends it again
    except errors.AppError as refusal:
        with use_language(language):
            return Answer(key, ok=False, message=refusal.text(), code=refusal.code)
    version = getattr(result, "version", result if use_case is attendance.set_attendance else 0)
    lines = tuple((x.version, x.code, x.message) for x in getattr(result, "lines", ()))
    return Answer(key, ok=True, version=version, lines=lines)

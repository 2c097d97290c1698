"""The teacher's pages: what they ask for, how they answer the tablet's queue."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ediary_app.journal import attendance, block, days, lessons, marks, page, sheet
from ediary_app.kernel import errors
from ediary_app.ui.teacher.journal import JournalState
from ediary_app.ui.teacher.lesson import LessonState
from ediary_app.ui.teacher.operations import ANSWERS_KEPT, Answer, answered
from ediary_app.ui.teacher.today import TodayState

WEDNESDAY = date(2026, 11, 18)


class Performed(list[tuple[Any, dict[str, Any]]]):
    """Stands where a State reaches for a use case: notes the call, gives what was prepared."""

    def __init__(self, **answers: Any) -> None:
        super().__init__()
        self.answers = answers

    async def __call__(self, use_case: Any, **arguments: Any) -> Any:
        self.append((use_case, arguments))
        answer = self.answers.get(use_case.__name__)
        if isinstance(answer, Exception):
            raise answer
        return answer


def a_state(kind: Any, performed: Performed, monkeypatch: pytest.MonkeyPatch) -> Any:
    async def perform(_self: Any, use_case: Any, /, **arguments: Any) -> Any:
        return await performed(use_case, **arguments)

    watched: list[str] = []
    monkeypatch.setattr(kind, "_perform", perform)
    monkeypatch.setattr(kind, "_watch", lambda _self, *topics: watched.extend(topics))
    state = kind(_reflex_internal_init=True)
    performed.answers["watched"] = watched
    return state


def operation(op: str, key: str = "k1", **args: Any) -> dict[str, Any]:
    return {"key": key, "lesson": 7, "op": op, "args": args}


async def test_an_operation_goes_to_its_use_case_under_its_key_and_its_own_lesson() -> None:
    performed = Performed(set_mark=marks.MarkSet(1, 2, "5", 3), set_attendance=4)
    operations = [
        operation("mark", "a", student_id=1, kind_id=2, value="5", lesson_id=99),
        operation("attendance", "b", student_id=1, code="Н"),
    ]
    answers = await answered(performed, operations, "ru", ())
    assert answers == (Answer("a", ok=True, version=3), Answer("b", ok=True, version=4))
    assert [(call[0], call[1]["key"], call[1]["lesson_id"]) for call in performed] == [
        (marks.set_mark, "a", 7),
        (attendance.set_attendance, "b", 7),
    ]


async def test_a_block_is_answered_line_by_line() -> None:
    done = block.BlockDone((block.LineDone(3), block.LineDone(0, "conflict", "Busy.")))
    answers = await answered(Performed(enter_block=done), [operation("block", lines=[])], "en", ())
    assert answers == (Answer("k1", ok=True, lines=((3, "", ""), (0, "conflict", "Busy."))),)


async def test_a_refusal_is_an_answer_in_the_persons_words_and_the_rest_goes_on() -> None:
    refusal = errors.Conflict("Somebody else was quicker.")
    performed = Performed(set_topic=refusal)
    answers = await answered(
        performed,
        [operation("topic", "a", topic="x"), operation("roll", "b", entries=[])],
        "en",
        (),
    )
    assert answers[0] == Answer("a", False, "Somebody else was quicker.", "conflict")
    assert answers[1].ok
    assert performed[0][0] is lessons.set_topic


@pytest.mark.parametrize(
    "strange",
    [
        operation("delete_school"),
        {"key": "a"},
        {"op": "mark", "args": {}},
        operation("mark") | {"args": 5},
    ],
)
async def test_what_the_queue_may_not_ask_for_is_refused_unheard(strange: dict[str, Any]) -> None:
    performed = Performed()
    answers = await answered(performed, [strange], "en", ())
    assert [a.ok for a in answers] == [False]
    assert performed == []


async def test_a_lost_session_is_no_answer_but_the_way_to_the_sign_in() -> None:
    performed = Performed(take_roll=errors.SignInNeeded("Sign in again."))
    with pytest.raises(errors.SignInNeeded):
        await answered(performed, [operation("roll", entries=[])], "en", ())


async def test_answers_that_a_page_may_have_missed_are_kept_for_a_while() -> None:
    answers: tuple[Answer, ...] = ()
    for number in range(ANSWERS_KEPT + 20):
        answers = await answered(Performed(), [operation("roll", f"k{number}")], "en", answers)
    keys = [answer.key for answer in answers]
    assert keys[-1] == f"k{ANSWERS_KEPT + 19}"
    assert ANSWERS_KEPT <= len(keys) <= ANSWERS_KEPT + 1


async def test_a_lesson_is_loaded_watched_and_its_histories_are_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    performed = Performed(lesson_sheet=sheet.LessonSheet(id=7, subject="Алгебра"), cell_history=())
    state = a_state(LessonState, performed, monkeypatch)
    await state._reload("7")
    assert (state.sheet.subject, performed.answers["watched"]) == (
        "Алгебра",
        ["lesson:7", "data:0"],
    )
    await state.show_history(5)
    assert performed[-1][1] == {"lesson_id": 7, "student_id": 5}


async def test_the_day_moves_and_comes_back_to_today(monkeypatch: pytest.MonkeyPatch) -> None:
    day = days.TeacherDay(WEDNESDAY, WEDNESDAY, "10:00", (), (), None)
    performed = Performed(teacher_day=day)
    state = a_state(TodayState, performed, monkeypatch)
    await state.load()
    await state.move(-1)
    await state.move(0)
    assert [call[1]["on"] for call in performed] == [None, date(2026, 11, 17), None]


async def test_the_journal_opens_the_first_group_and_none_when_there_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    choice = page.GroupChoices((page.GroupChoice(3, "7А", "Алгебра", "2026/27"),), 1)
    performed = Performed(my_groups=choice, journal_page=page.JournalPage(group_id=3))
    state = a_state(JournalState, performed, monkeypatch)
    await state.load()
    assert performed[-1][1] == {"group_id": 3, "term_id": 0}
    performed.answers["journal_news"] = page.JournalNews(group_id=3)
    await state.refresh()
    assert performed[-1][0] is page.journal_news
    performed.answers["journal_news"] = page.JournalNews(group_id=3, shape="another")
    await state.refresh()
    assert [call[0] for call in performed[-2:]] == [page.journal_news, page.journal_page]
    nobody = Performed(my_groups=page.GroupChoices())
    empty = a_state(JournalState, nobody, monkeypatch)
    await empty.load()
    assert (empty.is_ready, len(nobody)) == (True, 1)

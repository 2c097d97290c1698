"""Duplicate people: found, dismissed, merged with all that is theirs, taken apart to the byte."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from ediary_app import tables, wiring
from ediary_app.access.context import Actor, system_actor
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.audit import queries as audit
from ediary_app.audit import sealing
from ediary_app.audit import service as erasing
from ediary_app.consent.models import Contact
from ediary_app.consent.values import ContactKind, Provenance
from ediary_app.duplicates import cards, looking, merging, references
from ediary_app.duplicates.values import PairState
from ediary_app.journal import models as journal
from ediary_app.journal.values import MarkValue
from ediary_app.kernel import errors
from ediary_app.school import models as school
from ediary_app.school import names
from tests.given import Given

assert wiring.ERASERS
UNTOUCHED = {"event", "event_personal", "outbox", "seal", "person_merge", "performed"}
"""What a merge and its undo leave: their events, and the note of the merge itself."""
NAMES_OF_PEOPLE = (
    "person_id", "student_id", "teacher_id", "guardian_id", "about_id", "set_by", "written_by",
    "made_by", "added_by", "issued_by", "class_teacher_id",
)  # fmt: skip


class Twice:
    """A mother who was entered twice, each time with one of her children."""

    def __init__(self, given: Given) -> None:
        self.given = given
        made = self.made = given.school()
        in_class = self.in_class = given.school_class(made)
        self.elder = given.student(in_class, "Петров", "Иван")
        self.younger = given.student(in_class, "Петров", "Олег")
        self.one = given.guardian_of(self.elder)
        self.other = given.guardian_of(self.younger)
        for person in (self.one, self.other):
            given.save(Contact(
                school_id=made.id, person_id=person.id, kind=ContactKind.PHONE,
                value="+79221234567", provenance=Provenance.PAPER,
                confirmed_at=datetime(2026, 9, 1, tzinfo=UTC),
            ))  # fmt: skip
        self.office = given.actor(None, Role.REGISTRAR, made.id)

    def found(self) -> list[looking.PairLine]:
        perform(looking.look, actor=self.office)
        return list(perform(looking.pairs, actor=self.office).lines)

    def merge(self, **said: Any) -> int:
        said = {"pair_id": self.found()[0].id, "kept_id": self.one.id, **said}
        return perform(merging.merge, actor=self.office, **said)

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        with self.given.runtime.database.session(writes=False) as session:
            return {
                name: sorted(tuple(map(str, row)) for row in session.execute(select(table)))
                for name, table in tables.metadata.tables.items()
                if name not in UNTOUCHED
            }

    def ask(self, statement: Any) -> list[Any]:
        with self.given.runtime.database.session(writes=False) as session:
            return list(session.scalars(statement))


@pytest.fixture
def twice(given: Given) -> Twice:
    return Twice(given)


def test_every_column_that_names_a_person_is_moved_or_said_to_stay() -> None:
    moved = {f"{c.table.name}.{c.name}" for c in references.columns()}
    cards_keys = {f"{name}.person_id" for name in references.CARDS}
    named = {
        f"{table.name}.{column.name}"
        for table in tables.metadata.tables.values()
        for column in table.columns
        if column.name in NAMES_OF_PEOPLE
    }
    assert named - moved - references.NAMED_ONLY - cards_keys == set()
    assert named >= references.NAMED_ONLY
    everything = {c.table.name for c in references.columns()}
    assert everything >= references.JOINED | references.WITHDRAWN
    assert all(len(t.primary_key.columns) == 1 for t in tables.metadata.tables.values())


def test_a_pair_is_found_with_its_reasons(twice: Twice) -> None:
    (pair,) = twice.found()
    assert (pair.score, pair.reasons) == (70, "the same name, the same phone")


def test_a_pair_that_was_dismissed_stays_dismissed(twice: Twice) -> None:
    (pair,) = twice.found()
    with pytest.raises(errors.Invalid):
        perform(looking.dismiss, actor=twice.office, pair_id=pair.id, note="")
    perform(looking.dismiss, actor=twice.office, pair_id=pair.id, note="тёзки")
    assert twice.found() == []
    (line,) = perform(looking.pairs, actor=twice.office, state=PairState.DISMISSED).lines
    assert line.note == "тёзки"
    perform(looking.reopen, actor=twice.office, pair_id=line.id)
    assert len(twice.found()) == 1


def test_a_merge_moves_all_that_is_theirs(twice: Twice) -> None:
    twice.merge()
    children = twice.ask(
        select(school.Guardianship.student_id).where(
            school.Guardianship.guardian_id == twice.one.id
        )
    )
    assert sorted(children) == sorted([twice.elder.id, twice.younger.id])
    assert twice.ask(select(school.Person.id).where(school.Person.id == twice.other.id)) == []
    phones = twice.ask(select(Contact.person_id))
    assert phones == [twice.one.id], "the same phone stands once"


def test_the_fields_that_were_chosen_win(twice: Twice) -> None:
    with twice.given.runtime.database.session() as session:
        table = tables.metadata.tables["person"]
        session.execute(
            update(table).where(table.c.id == twice.other.id)
            .values(family_name="Петрова-Ёж", middle_name="Ильинична", birth_date=date(1985, 5, 5),
                    search_key=names.search_key("Петрова-Ёж", "Ольга"))
        )  # fmt: skip
        session.execute(
            update(table).where(table.c.id == twice.one.id).values(birth_date=date(1985, 5, 5))
        )
        pair = tables.metadata.tables["duplicate_pair"]
        session.execute(pair.insert().values(
            school_id=twice.made.id, one_id=twice.one.id, other_id=twice.other.id, score=90,
            signs=[], state="open", note="",
        ))  # fmt: skip
        (pair_id,) = session.execute(select(pair.c.id)).one()
    view = perform(cards.side_by_side, actor=twice.office, pair_id=pair_id)
    assert {f.name: f.differs for f in view.fields}["person.family_name"]
    perform(merging.merge, actor=twice.office, pair_id=pair_id, kept_id=twice.one.id,
            from_other=("person.family_name",))  # fmt: skip
    (person,) = twice.ask(select(school.Person).where(school.Person.id == twice.one.id))
    assert (person.family_name, person.middle_name) == ("Петрова-Ёж", "Ильинична")
    assert person.search_key == "петрова-еж ольга ильинична"


def test_undo_restores_every_byte_and_leaves_only_events(twice: Twice) -> None:
    twice.found()
    before = twice.everything()
    merge_id = twice.merge()
    assert twice.everything() != before
    perform(merging.undo_merge, actor=twice.office, merge_id=merge_id)
    after = twice.everything()
    assert {n for n in before if before[n] != after[n]} <= {"duplicate_pair"}
    assert len(after["duplicate_pair"]) == len(before["duplicate_pair"])
    assert perform(merging.merges, actor=twice.office).lines == ()


def pupil_twice(twice: Twice, given: Given) -> tuple[Any, Any]:
    """A pupil whose second card has marks of last spring, in a class that ended."""
    again = given.student(twice.in_class, "Петров", "Иван")
    with given.runtime.database.session() as session:
        table = tables.metadata.tables["enrolment"]
        session.execute(
            update(table).where(table.c.student_id == again.id)
            .values(starts_on=date(2026, 1, 10), ends_on=date(2026, 8, 31))
        )  # fmt: skip
    teacher = given.teacher(twice.made)
    group = given.group(twice.in_class, members=[again], taught_by=teacher)
    lesson = given.lesson(group, teacher)
    kind = given.kind_id(twice.made)
    work = given.save(journal.Work(school_id=twice.made.id, group_id=group.id,
                                   lesson_id=lesson.id, kind_id=kind))  # fmt: skip
    given.save(journal.Mark(
        school_id=twice.made.id, group_id=group.id, lesson_id=lesson.id, work_id=work.id,
        student_id=again.id, value=next(iter(MarkValue)), set_by=teacher.id,
        set_at=datetime(2026, 11, 18, tzinfo=UTC),
    ))  # fmt: skip
    return again, work


def pair_of(twice: Twice, one: Any, other: Any) -> int:
    perform(looking.look, actor=twice.office)
    pair = tables.metadata.tables["duplicate_pair"]
    (pair_id,) = twice.ask(
        select(pair.c.id).where(pair.c.one_id == one.id, pair.c.other_id == other.id)
    )
    return int(pair_id)


def test_a_pupils_marks_and_groups_move_and_come_back(twice: Twice, given: Given) -> None:
    again, _work = pupil_twice(twice, given)
    pair_id = pair_of(twice, twice.elder, again)
    before = twice.everything()
    merge_id = perform(merging.merge, actor=twice.office, pair_id=pair_id, kept_id=twice.elder.id)
    assert twice.ask(select(journal.Mark.student_id)) == [twice.elder.id]
    assert twice.ask(select(school.GroupMember.student_id)) == [twice.elder.id]
    perform(merging.undo_merge, actor=twice.office, merge_id=merge_id)
    assert twice.everything() == before


def test_marks_for_one_work_forbid_a_merge(twice: Twice, given: Given) -> None:
    again, work = pupil_twice(twice, given)
    (mark,) = twice.ask(select(journal.Mark))
    said = {**vars(mark), "student_id": twice.elder.id}
    given.save(
        journal.Mark(**{n: v for n, v in said.items() if n not in ("id", "_sa_instance_state")})
    )
    assert work.id == mark.work_id
    with pytest.raises(errors.Conflict, match="both_recorded"):
        perform(merging.merge, actor=twice.office, pair_id=pair_of(twice, twice.elder, again),
                kept_id=twice.elder.id)  # fmt: skip


def test_two_who_sit_in_class_at_once_are_two(twice: Twice, given: Given) -> None:
    again = given.student(twice.in_class, "Петров", "Иван")
    pair_id = pair_of(twice, twice.elder, again)
    view = perform(cards.side_by_side, actor=twice.office, pair_id=pair_id)
    assert "7А" in view.refusals[0]
    with pytest.raises(errors.Conflict, match="cannot_merge"):
        perform(merging.merge, actor=twice.office, pair_id=pair_id, kept_id=again.id)


def test_nobody_becomes_their_own_representative(twice: Twice, given: Given) -> None:
    given.save(school.Guardianship(school_id=twice.made.id, guardian_id=twice.one.id,
                                   student_id=twice.other.id, kinship="mother"))  # fmt: skip
    with pytest.raises(errors.Conflict, match="cannot_merge"):
        twice.merge()


def test_of_two_accounts_in_use_one_is_chosen_and_the_other_sleeps(
    twice: Twice, given: Given
) -> None:
    mine = given.account(twice.one, Role.PARENT, password="осенний лист на воде")
    other = given.account(twice.other, Role.PARENT, password="осенний лист на воде")
    before = twice.everything()
    with pytest.raises(errors.Conflict, match="choose_account"):
        twice.merge()
    merge_id = twice.merge(account_id=other.id)
    role = tables.metadata.tables["account_role"]
    awake = twice.ask(
        select(role.c.account_id).where(role.c.person_id == twice.one.id, role.c.is_active)
    )
    assert awake == [other.id] != [mine.id]
    perform(merging.undo_merge, actor=twice.office, merge_id=merge_id)
    after = twice.everything()
    assert {n for n in before if before[n] != after[n]} <= {"duplicate_pair"}


def test_undo_is_refused_when_the_card_was_changed_since(twice: Twice) -> None:
    merge_id = twice.merge()
    with twice.given.runtime.database.session() as session:
        table = tables.metadata.tables["guardianship"]
        session.execute(table.delete().where(table.c.student_id == twice.younger.id))
    with pytest.raises(errors.Conflict, match="merge_used"):
        perform(merging.undo_merge, actor=twice.office, merge_id=merge_id)


def test_what_a_merge_remembers_is_erased_with_the_person(twice: Twice, given: Given) -> None:
    merge_id = twice.merge()
    officer = given.actor(None, Role.DATA_OFFICER, twice.made.id)
    perform(erasing.erase_personal, actor=officer, about_id=twice.one.id, ground="Акт № 1")
    with pytest.raises(errors.Conflict):
        perform(merging.undo_merge, actor=twice.office, merge_id=merge_id)
    sealing.seal_all(given.runtime)
    assert perform(audit.verification, actor=system_actor("verify")).is_clean


def test_a_neighbours_pair_is_not_there(twice: Twice, given: Given) -> None:
    (pair,) = twice.found()
    merge_id = twice.merge()
    stranger: Actor = given.actor(None, Role.REGISTRAR, given.school("Лицей").id)
    for function, said in (
        (cards.side_by_side, {"pair_id": pair.id}), (looking.dismiss, {"pair_id": 1, "note": "-"}),
        (merging.undo_merge, {"merge_id": merge_id}),
    ):  # fmt: skip
        with pytest.raises(errors.NotFound):
            perform(function, actor=stranger, **said)
    with pytest.raises(errors.Denied):
        perform(looking.look, actor=given.actor(twice.one, Role.PARENT))

"""Codes from the office: who may be given one, a whole class at once, logins made from names."""

from __future__ import annotations

import pytest
from sqlalchemy import event, select

from ediary_app.access import signin
from ediary_app.access.context import Actor
from ediary_app.access.credentials import SessionToken, Stranger
from ediary_app.access.models import Account, AccountRole, OneTimeCode
from ediary_app.access.opening import SignedIn
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.access.whoami import whoami
from ediary_app.kernel import errors
from ediary_app.school import codes as office
from ediary_app.school import logins
from ediary_app.school.models import SchoolClass
from ediary_app.school.roster import PersonKind
from tests.given import Given

PASSWORD = "осенний лист на воде"


def enter(code: str) -> str:
    """Sign in by a code; returns the role one is in."""
    opened = perform(signin.sign_in_by_code, actor=Stranger(), code=code, password=PASSWORD)
    assert isinstance(opened, SignedIn), opened
    return perform(whoami, actor=SessionToken(opened.token)).role


def test_a_class_gets_its_slips_and_each_opens_its_own_account(given: Given) -> None:
    school = given.school()
    seven = given.school_class(school)
    ivan = given.student(seven)
    given.student(seven, "Ёлкина", "Анна")
    given.guardian_of(ivan)
    given.student(given.school_class(school, 8), "Другой")
    registrar = given.actor(given.person(school), Role.REGISTRAR)
    issued = perform(office.issue_for_class, actor=registrar, class_id=seven.id)
    assert [(s.name, s.login) for s in issued.slips] == [
        ("Ёлкина Анна", "elkina.a"), ("Петров Иван", "petrov.i"), ("Петрова Ольга", "petrova.o"),
    ]  # fmt: skip
    assert issued.slips[2].who == "Петров Иван, 7А"
    assert issued.left_out == ""
    assert [enter(s.code) for s in issued.slips] == ["student", "student", "parent"]


def test_only_those_who_never_signed_in_get_a_new_code_by_default(given: Given) -> None:
    school = given.school()
    seven = given.school_class(school)
    given.student(seven)
    given.student(seven, "Ёлкина", "Анна")
    registrar = given.actor(given.person(school), Role.REGISTRAR)
    first = perform(office.issue_for_class, actor=registrar, class_id=seven.id)
    enter(first.slips[0].code)
    again = perform(office.issue_for_class, actor=registrar, class_id=seven.id)
    assert [s.name for s in again.slips] == ["Петров Иван"]
    whole = perform(office.issue_for_class, actor=registrar, class_id=seven.id, only_new=False)
    assert len(whole.slips) == 2


def test_a_new_code_makes_the_former_one_void(given: Given) -> None:
    school = given.school()
    pupil = given.student(given.school_class(school))
    registrar = given.actor(given.person(school), Role.REGISTRAR)
    old, new = (
        perform(office.issue_code, actor=registrar, person_id=pupil.id).slips[0] for _ in range(2)
    )
    assert old.login == new.login
    void = perform(signin.sign_in_by_code, actor=Stranger(), code=old.code, password=PASSWORD)
    assert not isinstance(void, SignedIn)
    assert enter(new.code) == "student"


def test_codes_lie_only_as_digests(given: Given) -> None:
    school = given.school()
    pupil = given.student(given.school_class(school))
    registrar = given.actor(given.person(school), Role.REGISTRAR)
    slip = perform(office.issue_code, actor=registrar, person_id=pupil.id).slips[0]
    with given.runtime.database.session(writes=False) as session:
        kept = session.scalars(select(OneTimeCode)).one()
    assert slip.code.encode() not in bytes(kept.code_digest)
    assert slip.code not in repr(slip)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY_HEAD,
                                  Role.DATA_OFFICER, Role.REGISTRAR])  # fmt: skip
def test_the_office_cannot_take_over_somebody_with_more_rights(given: Given, role: Role) -> None:
    school = given.school()
    head = given.teacher(school)
    given.account(head, role, Role.TEACHER)
    registrar = given.actor(given.person(school), Role.REGISTRAR)
    with pytest.raises(errors.Denied):
        perform(office.issue_code, actor=registrar, person_id=head.id)
    administrator = given.actor(None, Role.ADMINISTRATOR, school.id)
    assert perform(office.issue_code, actor=administrator, person_id=head.id).slips


def test_in_a_class_those_with_more_rights_are_left_out_and_counted(given: Given) -> None:
    school = given.school()
    seven = given.school_class(school)
    mother = given.guardian_of(given.student(seven))
    given.account(mother, Role.PARENT, Role.DIRECTOR)
    registrar = given.actor(given.person(school), Role.REGISTRAR)
    issued = perform(office.issue_for_class, actor=registrar, class_id=seven.id)
    assert [s.name for s in issued.slips] == ["Петров Иван"]
    assert issued.left_out == "1 person was left out: an administrator gives them their code."


def test_another_school_is_out_of_reach(given: Given) -> None:
    here, there = given.school(), given.school("Школа № 2")
    seven = given.school_class(there)
    pupil = given.student(seven)
    for role in (Role.REGISTRAR, Role.ADMINISTRATOR):
        stranger = given.actor(given.person(here), role)
        with pytest.raises(errors.NotFound):
            perform(office.issue_code, actor=stranger, person_id=pupil.id)
        with pytest.raises(errors.NotFound):
            perform(office.issue_for_class, actor=stranger, class_id=seven.id)
        assert perform(office.people, actor=stranger, query="Петров").total == 0


def test_somebody_who_works_elsewhere_too_is_not_taken_over_here(given: Given) -> None:
    here, there = given.school(), given.school("Школа № 2")
    teacher = given.teacher(here)
    account = given.account(teacher, Role.TEACHER)
    far = given.teacher(there)
    administrator = given.actor(None, Role.ADMINISTRATOR, here.id)
    given.save(_link(account, far.school_id, far.id, Role.DIRECTOR))
    with pytest.raises(errors.Denied):
        perform(office.issue_code, actor=administrator, person_id=teacher.id)


def test_a_parent_in_two_schools_is_helped_in_either(given: Given) -> None:
    here, there = given.school(), given.school("Школа № 2")
    mother = given.guardian_of(given.student(given.school_class(here)))
    far = given.guardian_of(given.student(given.school_class(there)))
    given.save(_link(given.account(mother, Role.PARENT), there.id or 0, far.id, Role.PARENT))
    registrar = given.actor(given.person(here), Role.REGISTRAR)
    assert perform(office.issue_code, actor=registrar, person_id=mother.id).slips


def _link(account: Account, school_id: int, person_id: int | None, role: Role) -> AccountRole:
    return AccountRole(
        account_id=account.id or 0, school_id=school_id, person_id=person_id, role=role
    )


def test_people_are_found_by_name_class_and_kind(given: Given) -> None:
    school = given.school()
    seven = given.school_class(school, teacher_id=given.teacher(school, "Семёнова").id)
    given.guardian_of(given.student(seven, "Семёнов"))
    given.student(given.school_class(school, 8), "Семенов", "Олег")
    registrar = given.actor(given.person(school, "Канцелярская"), Role.REGISTRAR)

    def names(**asked: object) -> list[str]:
        found = perform(office.people, actor=registrar, **asked)  # type: ignore[arg-type]
        return [row.name for row in found.rows]

    both = ["Семенов Олег", "Семёнов Иван"]
    assert sorted(names(query="СЕМЕНОВ", kind=PersonKind.STUDENT)) == sorted(both)
    assert names(query="иван семен", class_id=seven.id, kind=PersonKind.STUDENT) == ["Семёнов Иван"]
    assert names(class_id=seven.id, kind=PersonKind.GUARDIAN) == ["Петрова Ольга"]
    assert names(class_id=seven.id, kind=PersonKind.STAFF) == ["Семёнова Вера Ивановна"]
    assert names(query="100%") == []


def test_the_list_says_who_has_never_signed_in_and_who_has_a_code(given: Given) -> None:
    school = given.school()
    seven = given.school_class(school)
    ivan = given.student(seven)
    given.student(seven, "Ёлкина", "Анна")
    registrar = given.actor(given.person(school), Role.REGISTRAR)
    slip = perform(office.issue_code, actor=registrar, person_id=ivan.id).slips[0]
    asked = {"class_id": seven.id, "only_new": True}
    before = perform(office.people, actor=registrar, **asked)
    assert [(r.name, bool(r.code_until)) for r in before.rows] == [
        ("Ёлкина Анна", False), ("Петров Иван", True),
    ]  # fmt: skip
    enter(slip.code)
    assert [r.name for r in perform(office.people, actor=registrar, **asked).rows] == [
        "Ёлкина Анна"
    ]


def _statements(given: Given, registrar: Actor, seven: SchoolClass, size: int) -> int:
    """How many statements the list takes with so many more pupils and parents."""
    for number in range(size):
        given.guardian_of(given.student(seven, f"Петров{number}"))
    seen: list[str] = []

    def listen(*heard: object) -> None:
        seen.append(str(heard[2]))

    event.listen(given.runtime.database.engine, "before_cursor_execute", listen)
    perform(office.people, actor=registrar)
    event.remove(given.runtime.database.engine, "before_cursor_execute", listen)
    return len(seen)


def test_the_list_costs_the_same_for_a_page_of_one_and_of_twenty_five(given: Given) -> None:
    school = given.school()
    seven = given.school_class(school)
    registrar = given.actor(given.person(school), Role.REGISTRAR)
    counts = [_statements(given, registrar, seven, size) for size in (1, 30)]
    shown = perform(office.people, actor=registrar)
    assert len(shown.rows) == office.PAGE_ROWS
    assert shown.pages > 1
    assert counts[0] == counts[1] <= 12


@pytest.mark.parametrize(
    ("family", "given_name", "login"),
    [("Петрова", "Ольга", "petrova.o"), ("Щёголев", "Юрий", "shchegolev.y"),
     ("Семёнова-Тян-Шанская", "Ия", "semenovatyanshanskaya.i"), ("李", "明", "user")],
)  # fmt: skip
def test_a_login_is_the_name_in_latin_letters(family: str, given_name: str, login: str) -> None:
    assert logins.base(family, given_name) == login


def test_a_taken_login_gets_the_next_number() -> None:
    assert logins.free("petrova.o", {"petrova.o", "petrova.o2"}) == "petrova.o3"

"""A family that must not be touched, and everybody who will try (семья и посягающие).

The words of the family's life carry one rare bird, the kingfisher (зимородок): wherever it is
heard by somebody else, something has leaked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from ediary_app import migrating
from ediary_app.access import models as access
from ediary_app.access.context import Actor
from ediary_app.access.credentials import new_token, token_digest
from ediary_app.access.performing import Runtime, perform, use_runtime
from ediary_app.access.values import Role
from ediary_app.journal import attendance, files, lessons, marks
from ediary_app.kernel import filestore
from ediary_app.kernel.db import Database
from ediary_app.school import models as school
from tests.forging.ledger import Rows, Theirs, everything
from tests.given import TODAY, Given

BIRD = ("зимород", "zimorod")
OFFICE = tuple(role for role in Role if role not in (Role.PARENT, Role.STUDENT))


def sings(text: str) -> bool:
    """Whether the family's bird is heard in a text."""
    return any(part in text.casefold() for part in BIRD)


@dataclass
class Somebody:
    """Who calls: an account with a living session, or a stranger without any."""

    who: str
    account_id: int = 0
    cookie: str = ""
    lesson_id: int = 0
    """A lesson of their own, for a teacher who forges from a place of right."""


@dataclass
class World:
    """The school, the family, and the attackers."""

    runtime: Runtime
    theirs: Theirs = field(default_factory=Theirs)
    kept: Rows = field(default_factory=dict)
    family: Somebody = field(default_factory=lambda: Somebody("the family itself"))
    teacher: Somebody = field(default_factory=lambda: Somebody("its own teacher"))
    others: list[Somebody] = field(default_factory=list)
    lesson_id: int = 0
    student_id: int = 0
    teacher_actor: Actor = field(default_factory=Actor)
    school_id: int = 0

    def revive(self, somebody: Somebody) -> None:
        """Take back what an attacker did to their own session (signing themselves out)."""
        digest = token_digest(somebody.cookie)
        with self.runtime.database.session() as session:
            session.execute(
                access.SignInSession.__table__.update()  # type: ignore[attr-defined]
                .where(access.SignInSession.token_digest == digest)  # type: ignore[arg-type]
                .values(ended_at=None)
            )


def make(folder: Path, clock: Callable[[], datetime]) -> World:
    """Build the world in a new SQLite database in a folder."""
    url = f"sqlite:///{folder}/ediary.db"
    migrating.migrate(url)
    runtime = Runtime(database=Database(url, pool_size=8), clock=clock)
    use_runtime(runtime)
    given = Given(runtime)
    world = World(runtime)
    home, own_class = _school(given)
    world.school_id = home.id or 0
    shared = everything(runtime)
    limited = _family(world, given, home, own_class)
    _file(world, folder)
    world.kept = everything(runtime)
    world.theirs = Theirs.made_between(shared, world.kept)
    _attackers(world, given, home, own_class, limited)
    return world


def _school(given: Given) -> tuple[school.School, school.SchoolClass]:
    home = given.school()
    return home, given.school_class(home)


def _family(
    world: World, given: Given, home: school.School, own_class: school.SchoolClass
) -> school.Person:
    """The family with its lesson, marks and words; returns the parent a court has limited."""
    child = given.student(own_class, "Зимородкин", "Иван")
    mother = given.guardian_of(child, family="Зимородкина")
    father = given.guardian_of(child, family="Зимородкин-Запрет", court_limit=True)
    teacher = given.teacher(home, "Чижова")
    alone = given.group(own_class, "Алгебра", [child], teacher)
    lesson = given.lesson(alone, teacher)
    actor = given.actor(teacher, Role.TEACHER)
    about = {"lesson_id": lesson.id, "student_id": child.id}
    act = {"actor": actor, "lesson_id": lesson.id}
    kind = given.kind_id(home)
    perform(marks.set_mark, actor=actor, **about, kind_id=kind, value="5", comment="Зимородок 5")
    perform(lessons.write_remark, actor=actor, **about, kind="praise", text="Зимородок молодец")
    perform(lessons.set_topic, **act, topic="Зимородок и дроби")
    perform(lessons.set_homework, **act, text="Зимородок, № 15", due_on=TODAY + timedelta(days=1))
    other = given.lesson(alone, teacher, TODAY, slot=5)
    late = {"lesson_id": other.id, "student_id": child.id, "code": "ОП", "minutes_late": 7}
    perform(attendance.set_attendance, actor=actor, **late)
    world.lesson_id, world.student_id, world.teacher_actor = lesson.id, child.id, actor
    world.family = _signed_in(given, "the family itself", mother, Role.PARENT, "Зимородкина О.")
    world.teacher = _signed_in(given, "its own teacher", teacher, Role.TEACHER, "Чижова В.")
    _signed_in(given, "the child", child, Role.STUDENT, "Зимородкин И.")
    return father


def _file(world: World, folder: Path) -> None:
    """A file beside the family's homework, kept as the product keeps it."""
    words = "Зимородок, условия задачи".encode()
    digest = hashlib.sha256(words).hexdigest()
    place = filestore.place(folder / "files", digest)
    place.parent.mkdir(parents=True)
    place.write_bytes(words)
    row = {"name": "Зимородок.txt", "media_type": "text/plain", "size": len(words)}
    actor, lesson = world.teacher_actor, world.lesson_id
    perform(files.add_file, actor=actor, lesson_id=lesson, sha256=digest, **row)


def _attackers(
    world: World,
    given: Given,
    home: school.School,
    own_class: school.SchoolClass,
    limited: school.Person,
) -> None:
    classmate = given.student(own_class, "Воробьёв", "Пётр")
    parent = given.guardian_of(classmate, family="Воробьёва")
    colleague = given.teacher(home, "Совина")
    next_class = given.school_class(home, letter="Б", teacher_id=colleague.id)
    pupil = given.student(next_class, "Галкин", "Олег")
    group = given.group(next_class, "Алгебра", [pupil], colleague)
    own = given.lesson(group, colleague, slot=3).id or 0
    here = [
        ("a parent whom a court has limited", limited, Role.PARENT, 0),
        ("a neighbour family's parent", parent, Role.PARENT, 0),
        ("a neighbour family's child", classmate, Role.STUDENT, 0),
        ("a neighbour teacher", colleague, Role.TEACHER, own),
        ("a neighbour class's teacher", colleague, Role.CLASS_TEACHER, own),
    ]
    elsewhere = given.school("Школа № 6")
    their_class = given.school_class(elsewhere)
    stranger_child = given.student(their_class, "Дроздов", "Илья")
    far_parent = given.guardian_of(stranger_child, family="Дроздова")
    far = [
        ("another school's parent", far_parent, Role.PARENT, 0),
        ("another school's child", stranger_child, Role.STUDENT, 0),
    ]
    far += [(f"another school's {r}", given.teacher(elsewhere, "Стрижова"), r, 0) for r in OFFICE]
    world.others = [Somebody("a stranger")]
    for who, person, role, lesson_id in [*here, *far]:
        made = _signed_in(given, who, person, role, person.family_name)
        made.lesson_id = lesson_id
        world.others.append(made)


def _signed_in(given: Given, who: str, person: school.Person, role: Role, name: str) -> Somebody:
    account, link = given._account(person, role, None)
    login = f"zimorodok-{account.id}" if sings(name) and "limited" not in who else None
    with given.runtime.database.session() as session:
        changed: dict[str, Any] = {"display_name": "" if "limited" in who else name}
        changed |= {"login": login, "email": f"{login}@school5.example"} if login else {}
        session.execute(
            access.Account.__table__.update()  # type: ignore[attr-defined]
            .where(access.Account.id == account.id)  # type: ignore[arg-type]
            .values(changed)
        )
    token, now = new_token(), given.runtime.clock()
    given.save(
        access.SignInSession(
            token_digest=token_digest(token),
            account_id=account.id,
            account_role_id=link.id,
            device="Зимородок, Android" if login else "Firefox",
            created_at=now,
            seen_at=now,
            expires_at=now + timedelta(days=30),
        )
    )
    return Somebody(who, account.id, token)


__all__ = ["Somebody", "World", "make", "sings"]

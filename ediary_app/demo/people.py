"""People of the demo school: pupils, families, staff, their accounts (люди и учётные записи)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from ediary_app.access.values import Role
from ediary_app.consent.values import ContactKind, Provenance
from ediary_app.demo import corpus, schema
from ediary_app.demo.bulk import Bulk
from ediary_app.school import names
from ediary_app.school.values import Kinship, Sex


@dataclass
class Pupil:
    """A pupil of the demo: how able and how healthy decides the marks and absences."""

    id: int
    girl: bool
    level: int
    ability: float
    health: float
    name: str
    family: str
    guardians: list[int] = field(default_factory=list)


@dataclass
class Registry:
    """Makes people of one school and their accounts."""

    bulk: Bulk
    random: Random
    school_id: int
    password_hash: str
    now: datetime
    prefix: str
    accounts: dict[int, tuple[int, str]] = field(default_factory=dict)
    phone: int = 0

    def person(self, family: str, given: str, middle: str, girl: bool, born: date | None) -> int:
        """A person's row; returns the id."""
        return self.bulk.add(
            schema.PERSON,
            school_id=self.school_id,
            family_name=family,
            given_name=given,
            middle_name=middle,
            sort_key=names.sort_key(family, given, middle),
            search_key=names.search_key(family, given, middle),
            birth_date=born,
            sex=Sex.FEMALE if girl else Sex.MALE,
            version=1,
        )

    def account(self, person_id: int, name: str, login: str, *roles: Role) -> int:
        """An account of a person with these roles."""
        account_id = self.bulk.add(
            schema.ACCOUNT,
            login=login,
            email=None,
            phone=None,
            password_hash=self.password_hash,
            display_name=name,
            language="ru",
            theme="auto",
            is_active=True,
            must_change_password=False,
            totp_last_step=0,
            created_at=self.now,
        )
        for role in roles:
            self.role(account_id, role, person_id)
        self.accounts[person_id] = (account_id, login)
        return account_id

    def role(self, account_id: int, role: Role, person_id: int | None) -> None:
        """A role of an account."""
        self.bulk.add(
            schema.ROLE,
            account_id=account_id,
            school_id=self.school_id,
            person_id=person_id,
            role=role,
            is_active=True,
        )

    def contact(self, person_id: int, kind: ContactKind, value: str) -> None:
        """A contact given on paper."""
        self.bulk.add(
            schema.CONTACT,
            school_id=self.school_id,
            person_id=person_id,
            kind=kind,
            value=value,
            provenance=Provenance.PAPER,
            confirmed_at=None,
        )

    def pupil(self, level: int, year_start: date, number: int, family: str) -> Pupil:
        """A pupil of a level with two guardians more often than one."""
        rng = self.random
        girl = rng.random() < 0.5
        given = rng.choice(corpus.GIRLS if girl else corpus.BOYS)
        father = rng.choice(corpus.MEN)
        middle = corpus.PATRONYMICS[father] + ("на" if girl else "ич")
        born = year_start.replace(year=year_start.year - 6 - level) - timedelta(
            days=rng.randrange(330)
        )
        surname = feminine(family) if girl else family
        pupil_id = self.person(surname, given, middle, girl, born)
        self.bulk.add(
            schema.STUDENT,
            person_id=pupil_id,
            school_id=self.school_id,
            file_number=f"{family[0]}-{number}",
        )
        self.account(pupil_id, f"{given} {surname}", f"{self.prefix}s{number}", Role.STUDENT)
        ability = min(5.6, max(2.0, rng.gauss(4.0, 0.62)))
        pupil = Pupil(
            pupil_id, girl, level, ability, rng.betavariate(2, 40), f"{given} {surname}", family
        )
        self._family(pupil, father, number)
        return pupil

    def _family(self, pupil: Pupil, father: str, number: int) -> None:
        rng = self.random
        divorced = rng.random() < 0.15
        mother_family = rng.choice(corpus.FAMILY_NAMES) if divorced else pupil.family
        self._guardian(pupil, mother_family, True, rng.choice(corpus.WOMEN), f"{number}m")
        if rng.random() < 0.65:
            self._guardian(pupil, pupil.family, False, father, f"{number}f")

    def _guardian(self, pupil: Pupil, family: str, woman: bool, given: str, code: str) -> None:
        rng = self.random
        base = corpus.PATRONYMICS[rng.choice(corpus.MEN)]
        surname = feminine(family) if woman else family
        person = self.person(surname, given, base + ("на" if woman else "ич"), woman, None)
        self.guardianship(person, pupil.id, Kinship.MOTHER if woman else Kinship.FATHER)
        self.account(person, f"{given} {surname}", f"{self.prefix}p{code}", Role.PARENT)
        self.phone += 1
        self.contact(person, ContactKind.PHONE, f"+7922{self.school_id:02d}{self.phone:05d}")
        pupil.guardians.append(person)

    def guardianship(
        self, guardian: int, pupil: int, kinship: Kinship, **limits: Any
    ) -> None:
        """A representative of a pupil; one family in fifteen is on paper."""
        values: dict[str, Any] = {
            "document": "Свидетельство о рождении",
            "court_limit": False,
            "court_document": "",
            "on_paper": self.random.random() < 0.07,
            **limits,
        }
        self.bulk.add(
            schema.GUARDIANSHIP,
            school_id=self.school_id,
            guardian_id=guardian,
            student_id=pupil,
            kinship=kinship,
            **values,
        )

    def staff(self, post: str, login: str, *roles: Role) -> tuple[int, str]:
        """A member of staff with an account; returns the person and the name."""
        rng = self.random
        woman = rng.random() < 0.85
        given = rng.choice(corpus.WOMEN if woman else corpus.MEN)
        family = rng.choice(corpus.FAMILY_NAMES)
        surname = feminine(family) if woman else family
        middle = corpus.PATRONYMICS[rng.choice(corpus.MEN)] + ("на" if woman else "ич")
        person = self.person(surname, given, middle, woman, None)
        self.bulk.add(
            schema.STAFF, person_id=person, school_id=self.school_id, post=post,
            personnel_number=login,
        )  # fmt: skip
        name = f"{given} {middle} {surname}"
        self.account(person, name, login, *roles)
        return person, name


def feminine(family: str) -> str:
    """The feminine form of a Russian family name (Иванов → Иванова)."""
    return f"{family}а" if family.endswith(("ов", "ев", "ёв", "ин", "ын")) else family

"""People of the demo school: pupils, families, staff, their accounts (люди и учётные записи)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from ediary_app.access.values import Role
from ediary_app.consent.values import ContactKind, Provenance
from ediary_app.demo import corpus, names_of, schema
from ediary_app.demo.bulk import Bulk
from ediary_app.school import names
from ediary_app.school.values import Kinship, Sex

SIBLING_SHARE = 0.14
FATHER_SHARE = 0.85
DIVORCED_SHARE = 0.16
PAPER_SHARE = 0.07


@dataclass
class Family:
    """A family (семья): its name, the father's given name, who represents the children."""

    surname: str
    father: str
    levels: list[int] = field(default_factory=list)
    given: set[str] = field(default_factory=set)
    """Given names of the children: no two are the same."""
    guardians: list[tuple[int, Kinship, bool]] = field(default_factory=list)
    """Person, kinship, and whether this parent is reached on paper."""


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
    accounts: dict[int, tuple[int, str, str]] = field(default_factory=dict)
    families: list[Family] = field(default_factory=list)
    family_of: dict[int, Family] = field(default_factory=dict)
    phone: int = 0
    pupils: int = 0
    court_limited: bool = False

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
        """An account of a person with these roles; each school but the first has its prefix."""
        login = f"{self.prefix}{login}"
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
            totp_last_step=0,
            created_at=self.now,
        )
        for role in roles:
            self.role(account_id, role, person_id)
        self.accounts[person_id] = (account_id, login, name)
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

    def pupil(self, level: int, year_start: date, family: Family | None = None) -> Pupil:
        """A pupil of a level, in a family already known or in a new one."""
        self.pupils += 1
        home = family or self._sibling_family(level) or self._new_family()
        home.levels.append(level)
        pupil = self._child(home, level, date(year_start.year - 6 - level, 9, 1))
        if not home.guardians:
            self._parents(home, str(self.pupils))
        for person, kinship, on_paper in home.guardians:
            self.guardianship(person, pupil.id, kinship, on_paper)
            pupil.guardians.append(person)
        self.family_of[pupil.id] = home
        return pupil

    def _child(self, home: Family, level: int, youngest: date) -> Pupil:
        """A child of the family with a file and an account."""
        rng, code = self.random, self.pupils
        girl = rng.random() < 0.5
        known = corpus.GIRLS if girl else corpus.BOYS
        given = rng.choice([n for n in known if n not in home.given])
        home.given.add(given)
        surname = names_of.feminine(home.surname) if girl else home.surname
        born = youngest - timedelta(days=rng.randrange(330))
        middle = names_of.patronymic(home.father, girl)
        person = self.person(surname, given, middle, girl, born)
        self.bulk.add(
            schema.STUDENT, person_id=person, school_id=self.school_id,
            file_number=f"{home.surname[0]}-{code}",
        )  # fmt: skip
        name = f"{given} {surname}"
        self.account(person, name, f"s{code}", Role.STUDENT)
        ability, health = min(5.6, max(2.4, rng.gauss(4.0, 0.6))), rng.betavariate(2, 40)
        return Pupil(person, girl, level, ability, health, name, home.surname)

    def _sibling_family(self, level: int) -> Family | None:
        if not self.families or self.random.random() > SIBLING_SHARE:
            return None
        home = self.random.choice(self.families)
        return home if len(home.levels) == 1 and level not in home.levels else None

    def _new_family(self) -> Family:
        home = Family(self.random.choice(corpus.FAMILY_NAMES), self.random.choice(corpus.MEN))
        self.families.append(home)
        return home

    def _parents(self, home: Family, code: str) -> None:
        """A mother, mostly a father too; after a divorce each has a name of their own."""
        rng = self.random
        divorced = rng.random() < DIVORCED_SHARE
        own = rng.choice(corpus.FAMILY_NAMES) if divorced else home.surname
        if rng.random() < 0.02:
            self._guardian(home, own, rng.choice(corpus.WOMEN), Kinship.GUARDIAN, f"{code}m")
            return
        self._guardian(home, own, rng.choice(corpus.WOMEN), Kinship.MOTHER, f"{code}m")
        if rng.random() < FATHER_SHARE:
            self._guardian(home, home.surname, home.father, Kinship.FATHER, f"{code}f")

    def _guardian(
        self, home: Family, surname: str, given: str, kinship: Kinship, code: str
    ) -> None:
        woman = kinship is not Kinship.FATHER
        surname = names_of.feminine(surname) if woman else surname
        middle = names_of.patronymic(self.random.choice(corpus.MEN), woman)
        person = self.person(surname, given, middle, woman, None)
        self.account(person, f"{given} {middle} {surname}", f"p{code}", Role.PARENT)
        self.phone += 1
        number = f"+7998{self.school_id % 100:02d}{self.phone:05d}"
        self.contact(person, ContactKind.PHONE, number)
        home.guardians.append((person, kinship, self.random.random() < PAPER_SHARE))

    def guardianship(self, guardian: int, pupil: int, kinship: Kinship, on_paper: bool) -> None:
        """A representative of a pupil; the first pupil's father alone has a court limit."""
        limited = kinship is Kinship.FATHER and not self.court_limited
        self.court_limited = self.court_limited or limited
        document = (
            "Акт органа опеки № 14-о" if kinship is Kinship.GUARDIAN else "Свидетельство о рождении"
        )
        self.bulk.add(
            schema.GUARDIANSHIP,
            school_id=self.school_id,
            guardian_id=guardian,
            student_id=pupil,
            kinship=kinship,
            document=document,
            court_limit=limited,
            court_document="Решение Югорского районного суда № 2-118/2025" if limited else "",
            on_paper=on_paper,
        )

    def staff(self, post: str, login: str, *roles: Role) -> tuple[int, str]:
        """A member of staff with an account; returns the person and the name."""
        rng = self.random
        woman = rng.random() < 0.85
        given = rng.choice(corpus.WOMEN if woman else corpus.MEN)
        family = rng.choice(corpus.FAMILY_NAMES)
        surname = names_of.feminine(family) if woman else family
        middle = names_of.patronymic(rng.choice(corpus.MEN), woman)
        person = self.person(surname, given, middle, woman, None)
        self.bulk.add(
            schema.STAFF, person_id=person, school_id=self.school_id, post=post,
            personnel_number=login,
        )  # fmt: skip
        name = f"{given} {middle} {surname}"
        self.account(person, name, login, *roles)
        return person, name

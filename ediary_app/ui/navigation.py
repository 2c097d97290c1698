"""Where each role lives: one table, role → (title, address, icon); the first is its start page."""

from __future__ import annotations

from dataclasses import dataclass

from ediary_app.access.values import Role


@dataclass(frozen=True)
class Place:
    """A page in the navigation: its English title, its address and its icon's name.

    On a phone's bottom bar stands only what `is_on_phone`; the rail of a wide screen has all.
    """

    title: str
    route: str
    icon: str
    is_on_phone: bool = True


DIARY = Place("Diary", "/diary", "diary")
MARKS = Place("Marks", "/marks", "marks")
HOMEWORK = Place("Homework", "/homework", "homework")
MORE = Place("More", "/account", "more")
ATTENDANCE = Place("Attendance", "/attendance", "attendance", is_on_phone=False)
PRAISE = Place("Praise and remarks", "/praise", "praise", is_on_phone=False)
SEARCH = Place("Search in the diary", "/search", "search", is_on_phone=False)
FORMS = Place("Forms", "/forms", "edit", is_on_phone=False)
ANSWERS = Place("Answers to forms", "/answers", "file", is_on_phone=False)
FAMILY = Place("Children", "/family", "family", is_on_phone=False)
TODAY = Place("Today", "/today", "today")
JOURNAL = Place("Journal", "/journal", "journal")
CLASS_ATTENDANCE = Place("Absences", "/class", "attendance")
IMPORTS = Place("Import", "/admin/import", "import")
CODES = Place("Sign-in codes", "/admin/codes", "codes")
JOBS = Place("Background work", "/admin/jobs", "jobs", is_on_phone=False)
OUTBOX = Place("Outgoing letters", "/admin/outbox", "letter", is_on_phone=False)
HEALTH = Place("Server", "/admin/health", "health", is_on_phone=False)
PAPERS = Place("Papers", "/papers", "print", is_on_phone=False)
PEOPLE = Place("People", "/people", "people")
LISTS = Place("Lists of the school", "/admin/data", "lists", is_on_phone=False)
ROLLOVER = Place("Next school year", "/admin/rollover", "today", is_on_phone=False)
DUPLICATES = Place("Duplicate people", "/admin/duplicates", "family", is_on_phone=False)
DEFINITIONS = Place("Templates and rules", "/admin/definitions", "edit", is_on_phone=False)
QUEUES = Place("What needs me", "/queues", "check", is_on_phone=False)
ACCOUNTS = Place("Accounts", "/admin/accounts", "accounts")

_TEACHING = (TODAY, JOURNAL, QUEUES, FORMS, PAPERS, MORE)
PLACES: dict[Role, tuple[Place, ...]] = {
    Role.PARENT: (DIARY, MARKS, HOMEWORK, ATTENDANCE, PRAISE, FORMS, FAMILY, SEARCH, MORE),
    Role.STUDENT: (DIARY, MARKS, HOMEWORK, ATTENDANCE, PRAISE, FORMS, SEARCH, MORE),
    Role.TEACHER: _TEACHING,
    Role.CLASS_TEACHER: (
        TODAY,
        JOURNAL,
        CLASS_ATTENDANCE,
        PEOPLE,
        QUEUES,
        FORMS,
        ANSWERS,
        PAPERS,
        MORE,
    ),
    Role.DEPUTY_HEAD: (
        JOURNAL,
        CLASS_ATTENDANCE,
        PEOPLE,
        LISTS,
        ANSWERS,
        IMPORTS,
        QUEUES,
        PAPERS,
        MORE,
    ),
    Role.DIRECTOR: (JOURNAL, PEOPLE, LISTS, ANSWERS, PAPERS, MORE),
    Role.COUNSELLOR: (PEOPLE, MORE),
    Role.REGISTRAR: (
        PEOPLE,
        LISTS,
        ANSWERS,
        IMPORTS,
        CODES,
        QUEUES,
        PAPERS,
        ROLLOVER,
        DUPLICATES,
        JOBS,
        MORE,
    ),
    Role.DATA_OFFICER: (PEOPLE, MORE),
    Role.ADMINISTRATOR: (
        ACCOUNTS,
        PEOPLE,
        LISTS,
        DEFINITIONS,
        CODES,
        IMPORTS,
        QUEUES,
        ROLLOVER,
        DUPLICATES,
        JOBS,
        OUTBOX,
        HEALTH,
        MORE,
    ),
    Role.GOVERNANCE: (MORE,),
    Role.EXTERNAL_SYSTEM: (),
}


def start_route(role: str) -> str:
    """Where a role begins after the sign-in."""
    places = PLACES.get(Role(role), ()) if role else ()
    return places[0].route if places else "/account"

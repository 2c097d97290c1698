"""Lists of 100,000 rows (справочники на сто тысяч строк): open, narrow, leaf, export, import."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from typing import Any

import psutil
from sqlalchemy import func, insert, select

from bench import stock
from bench.cast import Cast
from bench.figures import at_least, at_most, percentile, say, show, spread
from ediary_app import tables, wiring
from ediary_app.access.context import Actor, actor_permissions, system_actor
from ediary_app.access.performing import Runtime, perform
from ediary_app.access.values import Role
from ediary_app.exchange import list_exports
from ediary_app.jobs import running
from ediary_app.kernel.settings import Settings
from ediary_app.lowcode import everywhere, files
from ediary_app.lowcode.acts import act
from ediary_app.lowcode.files import FileFormat
from ediary_app.school import names
from ediary_app.school.models import Group, Person, SchoolClass, SchoolYear, Student, Subject
from ediary_app.school.values import GroupKind, Marking

assert tables
ROWS, TIMES, IMPORTED, PEOPLE = 100_000, 40, 10_000, 6_000
STEMS = (
    "абрам",
    "белос",
    "ворон",
    "горб",
    "дани",
    "елк",
    "жилин",
    "зайц",
    "иван",
    "корол",
    "лебед",
    "мороз",
    "некрас",
    "орл",
    "петр",
    "рома",
    "сокол",
    "тимоф",
    "уваров",
    "федот",
)
GIVEN = ("Анна", "Борис", "Вера", "Глеб", "Дарья", "Егор", "Жанна", "Захар", "Ирина", "Кирилл")
KEYS = str.maketrans("йцукенгшщзхъфывапролджэячсмитьбю", "qwertyuiop[]asdfghjkl;'zxcvbnm,.")
table = Group.__table__  # type: ignore[attr-defined]
Job = Callable[[], Any]


def measure(only: str) -> None:
    """Both databases; the figures of SQLite carry its name."""
    for kind, mark in (("postgresql", ""), ("sqlite", "_sqlite")):
        school = stock.school("small", kind)
        shift = int(school.environment["EDIARY_CLOCK_SHIFT_SECONDS"])
        runtime = wiring.start(Settings(database_url=school.url, clock_shift_seconds=shift))
        office = _office(Cast(school))
        _search(office, mark, runtime)
        if only.startswith("lowcode.search"):
            runtime.database.dispose()
            continue
        say(f"{kind}: {_fill(runtime)} teaching groups")
        _lists(office, mark)
        _away(office, mark)
        _in(office, mark)
        runtime.database.dispose()


def _office(cast: Cast) -> Actor:
    row = cast.ask("SELECT id, account_id, school_id, person_id FROM account_role "
                   "WHERE role = 'administrator' LIMIT 1")[0]  # fmt: skip
    held = actor_permissions(Role.ADMINISTRATOR)
    return Actor(account_id=row["account_id"], role=Role.ADMINISTRATOR, permissions=held,
                 school_id=row["school_id"], person_id=row["person_id"])  # fmt: skip


def _fill(runtime: Runtime) -> int:
    """So many groups of the first school, spread over its classes and subjects."""
    with runtime.database.session() as session:
        models: tuple[Any, ...] = (SchoolYear, Subject, SchoolClass)
        ask = [select(model.__table__) for model in models]
        year, *_years = session.execute(ask[0]).mappings()
        subjects = session.execute(ask[1]).mappings().all()
        classes = session.execute(ask[2]).mappings().all()
        there = session.scalar(select(func.count()).select_from(table)) or 0
        kinds, markings = list(GroupKind), list(Marking)
        rows = [
            {
                "school_id": year["school_id"], "year_id": year["id"],
                "subject_id": subjects[n % len(subjects)]["id"],
                "class_id": classes[n % len(classes)]["id"], "level": n % 11 + 1,
                "name": f"Группа {n}", "kind": kinds[n % len(kinds)],
                "marking": markings[n % len(markings)], "weekly_hours": n % 8,
            }
            for n in range(ROWS - there)
        ]  # fmt: skip
        for start in range(0, len(rows), 10_000):
            session.execute(insert(table), rows[start : start + 10_000])
    return ROWS


def _lists(office: Actor, mark: str) -> None:
    browse, dice = act("groups", "browse"), random.Random(5)

    def narrowed() -> Any:
        chosen = {"level": str(dice.randint(1, 11)), "kind": dice.choice(list(GroupKind)).value}
        words = dice.choice(["", "группа 77", "алгебра", str(dice.randint(1, 9999))])
        return perform(browse, actor=office, chosen=chosen, query=words)

    pages = perform(browse, actor=office).pages
    sorts = ("", "name", "-weekly_hours", "subject_id")
    subjects: tuple[tuple[str, float, Job], ...] = (
        ("open", 500, lambda: perform(browse, actor=office)),
        ("filter", 400, narrowed),
        ("page", 300, lambda: perform(browse, actor=office, page=dice.randint(1, pages))),
    )
    for name, bar, job in subjects:
        times = _timed(job)
        full = "page_ms_p95" if name == "page" else f"list_{name}_ms_p95"
        show(f"lowcode.{full}{mark}", percentile(times, 0.95), "ms", at_most(bar))
        say(f"{name}: {spread(times)}")
    last = _timed(lambda: perform(browse, actor=office, sort=dice.choice(sorts), page=pages))
    say(f"the last page in any order: {spread(last)}")


def _search(office: Actor, mark: str, runtime: Runtime) -> None:
    """The search everywhere in one school as full as the whole `town`: the worst it can meet.

    Whole names, beginnings, slips, the other layout, classes, subjects with a day, telephones.
    """
    dice = random.Random(7)
    known = _people(runtime, office)
    asked: tuple[Callable[[str], str], ...] = (
        str, lambda n: n[:3], lambda n: f"{n[:2]}ъ{n[3:]}", lambda n: n.translate(KEYS),
        lambda n: f"{n} а", lambda _n: "алгебра 7а вчера", lambda _n: "7 а",
        lambda _n: "8922" + str(dice.randint(1000, 9999)),
    )  # fmt: skip
    times = []
    for turn in range(TIMES * 5):
        line = asked[turn % len(asked)](dice.choice(known))
        began = time.perf_counter()
        perform(everywhere.everywhere, actor=office, query=line)
        times.append((time.perf_counter() - began) * 1000)
    show(f"lowcode.search_ms_p95{mark}", percentile(times, 0.95), "ms", at_most(150))
    say(f"search among {PEOPLE} pupils more, {len(known)} surnames: {spread(times)}")


def _people(runtime: Runtime, office: Actor) -> list[str]:
    """So many pupils more in the office's school, with the surnames of a town."""
    stems = [a + b for a in STEMS for b in ("ов", "ин", "ский", "енко", "ева", "ук")]
    with runtime.database.session() as session:
        for n in range(PEOPLE):
            family, given = f"{stems[n % len(stems)]}".capitalize(), GIVEN[n % len(GIVEN)]
            made = Person(school_id=office.school_id, family_name=family, given_name=given,
                          sort_key=names.sort_key(family, given),
                          search_key=names.search_key(family, given))  # fmt: skip
            session.add(made)
            session.flush()
            session.add(Student(person_id=made.id, school_id=office.school_id))
        return list(session.scalars(select(Person.family_name).distinct()))


def _timed(job: Job) -> list[float]:
    times = []
    for _turn in range(TIMES):
        began = time.perf_counter()
        job()
        times.append((time.perf_counter() - began) * 1000)
    return times


def _away(office: Actor, mark: str) -> None:
    """All rows as XLSX by the job: its batches as a worker runs them, then the file itself."""
    process = psutil.Process()
    rest, most, began = process.memory_info().rss, 0, time.perf_counter()
    system = system_actor("bench", office.school_id)
    told = {"of_list": "groups", "file_format": FileFormat.XLSX}
    job_id = perform(list_exports.start_export, actor=office, **told)
    for bundle in perform(running.claim, actor=system):
        for step in perform(running.steps_of, actor=system, bundle=bundle):
            perform(running.run_batches, actor=system, batch_ids=step.batch_ids)
            most = max(most, process.memory_info().rss)
    found = perform(list_exports.written, actor=office, job_id=job_id)
    with tempfile.TemporaryFile() as kept:
        files.write(kept, FileFormat.XLSX, found.table, list_exports.rows_of(found))
        most = max(most, process.memory_info().rss)
        say(f"{kept.tell() / 2**20:.1f} MB of XLSX")
    show(f"lowcode.export_100k_s{mark}", time.perf_counter() - began, "s", at_most(60))
    show(f"lowcode.export_memory_mb{mark}", (most - rest) / 2**20, "MB", at_most(150))


def _in(office: Actor, mark: str) -> None:
    lines = [f"Новый кабинет {n};{n % 40 + 1}" for n in range(IMPORTED)]
    data = "\n".join(["Кабинет;Мест", *lines]).encode()
    began = time.perf_counter()
    checked = perform(act("rooms", "import_check"), actor=office, data=data)
    seconds = time.perf_counter() - began
    assert (checked.new, checked.problem_count) == (IMPORTED, 0)
    show(f"lowcode.import_rows_per_s{mark}", IMPORTED / seconds, "rows/s", at_least(500))

"""Who takes part in a measurement (действующие лица): signed-in people and what they open."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, RowMapping, create_engine, text

from bench.stock import School
from ediary_app.access.credentials import new_token, token_digest


@dataclass(frozen=True)
class Reader:
    """A parent at the diary of a child; `other_term` and `term` are the child's terms."""

    cookie: str
    student_id: int
    school_id: int
    term: int
    other_term: int


@dataclass(frozen=True)
class Lesson:
    """A held lesson with the session of its teacher and its pupils."""

    id: int
    on: str
    cookie: str
    kind_id: int
    school_id: int
    pupils: tuple[int, ...]


@dataclass(frozen=True)
class Sheet:
    """A journal page: a group and two of its terms, with its size and its teacher's session."""

    cookie: str
    group_id: int
    terms: tuple[int, int]
    rows: int
    columns: int


@dataclass
class Cast:
    """People and pages of a demo, signed in straight in the database (no argon2 in the way)."""

    school: School
    engine: Engine = field(init=False)
    now: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.engine = create_engine(self.school.url)
        self.now = datetime.fromtimestamp(self.school.built_at, UTC)

    def readers(self, count: int) -> list[Reader]:
        """Parents with one child each to read, spread over all schools and classes."""
        rows = self.ask(_READERS, today=self.now.date(), count=count)
        cookies = self._sign_in([(r["account_id"], r["role_id"]) for r in rows])
        return [
            Reader(c, r["student_id"], r["school_id"], r["term"], r["other_term"])
            for c, r in zip(cookies, rows, strict=True)
        ]

    def lessons(self, count: int, days: int = 4) -> list[Lesson]:
        """Held lessons of the last days, their teachers signed in."""
        since = self.now.date() - timedelta(days=days)
        rows = self.ask(_LESSONS, since=since, today=self.now.date(), count=count)
        cookies = self._sign_in([(r["account_id"], r["role_id"]) for r in rows])
        pupils: dict[int, list[int]] = defaultdict(list)
        for row in self.ask(_PUPILS, today=self.now.date()):
            pupils[row["group_id"]].append(row["student_id"])
        return [
            Lesson(r["id"], str(r["date"]), cookie, r["kind_id"], r["school_id"],
                   tuple(pupils[r["group_id"]]))
            for cookie, r in zip(cookies, rows, strict=True)
        ]  # fmt: skip

    def sheets(self, count: int, cells: int = 1200) -> list[Sheet]:
        """Journal pages nearest to so many cells, each opened by its own teacher."""
        rows = self.ask(_SHEETS, cells=cells, count=count)
        cookies = self._sign_in([(r["account_id"], r["role_id"]) for r in rows])
        return [
            Sheet(c, r["group_id"], (r["term"], r["other_term"]), r["pupils"], r["lessons"])
            for c, r in zip(cookies, rows, strict=True)
        ]

    def ask(self, statement: str, **values: Any) -> list[RowMapping]:
        """Rows of a plain statement."""
        with self.engine.connect() as connection:
            return list(connection.execute(text(statement), values).mappings())

    def _sign_in(self, people: list[tuple[int, int]]) -> list[str]:
        tokens = [new_token() for _ in people]
        is_sqlite = self.engine.dialect.name == "sqlite"
        moment = self.now.replace(tzinfo=None) if is_sqlite else self.now
        rows = [
            {"digest": token_digest(token), "account": account, "role": role,
             "now": moment, "until": moment + timedelta(days=60)}
            for token, (account, role) in zip(tokens, people, strict=True)
        ]  # fmt: skip
        with self.engine.begin() as connection:
            connection.execute(text(_SIGN_IN), rows)
        return tokens


_SIGN_IN = """
INSERT INTO sign_in_session (token_digest, account_id, account_role_id, device, address, needs_totp,
                             created_at, seen_at, expires_at)
VALUES (:digest, :account, :role, 'bench', '', false, :now, :now, :until)
"""
_READERS = """
SELECT account_id, role_id, student_id, school_id, term, other_term FROM (
    SELECT r.account_id, r.id AS role_id, k.student_id, k.school_id, t.id AS term,
           (SELECT max(o.id) FROM term o WHERE o.year_id = t.year_id AND o.kind = t.kind
                                           AND o.id < t.id) AS other_term,
           row_number() OVER (PARTITION BY k.student_id ORDER BY r.id) AS turn
    FROM account_role r
    JOIN guardianship k ON k.guardian_id = r.person_id AND NOT k.court_limit
    JOIN enrolment e ON e.student_id = k.student_id
                    AND e.starts_on <= :today AND (e.ends_on IS NULL OR e.ends_on >= :today)
    JOIN school_class c ON c.id = e.class_id AND c.level > 1
    JOIN level_plan l ON l.year_id = c.year_id AND l.level = c.level
    JOIN term t ON t.year_id = c.year_id AND t.kind = l.term_kind
               AND t.starts_on <= :today AND t.ends_on >= :today
    WHERE r.role = 'parent' AND r.is_active
      AND (SELECT count(*) FROM guardianship o WHERE o.guardian_id = k.guardian_id) = 1
) found
WHERE turn = 1 AND other_term IS NOT NULL
ORDER BY (student_id * 7919) % 10007 LIMIT :count
"""
_LESSONS = """
SELECT l.id, l.date, l.group_id, l.school_id, r.account_id, r.id AS role_id,
       (SELECT min(k.id) FROM work_kind k WHERE k.school_id = l.school_id
                                            AND NOT k.is_archived) AS kind_id
FROM lesson l
JOIN teaching_group g ON g.id = l.group_id AND g.level > 1 AND g.marking = 'five'
JOIN account_role r ON r.person_id = l.teacher_id AND r.role IN ('teacher', 'class_teacher')
                   AND r.is_active
WHERE l.state = 'held' AND l.date BETWEEN :since AND :today
ORDER BY (l.id * 7919) % 10007 LIMIT :count
"""
_PUPILS = """
SELECT group_id, student_id FROM group_member
WHERE starts_on <= :today AND (ends_on IS NULL OR ends_on >= :today) ORDER BY group_id, student_id
"""
_SHEETS = """
WITH page AS (
    SELECT g.id AS group_id, t.id AS term, t.kind, t.year_id,
           (SELECT count(*) FROM group_member m WHERE m.group_id = g.id) AS pupils,
           (SELECT count(*) FROM lesson l WHERE l.group_id = g.id
                                  AND l.date BETWEEN t.starts_on AND t.ends_on) AS lessons
    FROM teaching_group g
    JOIN level_plan p ON p.year_id = g.year_id AND p.level = g.level
    JOIN term t ON t.year_id = g.year_id AND t.kind = p.term_kind
)
SELECT x.group_id, x.term, x.pupils, x.lessons, r.account_id, r.id AS role_id,
       (SELECT min(o.id) FROM term o WHERE o.year_id = x.year_id AND o.kind = x.kind
                                       AND o.id <> x.term) AS other_term
FROM page x
JOIN assignment a ON a.group_id = x.group_id
JOIN account_role r ON r.person_id = a.teacher_id AND r.role IN ('teacher', 'class_teacher')
                   AND r.is_active
ORDER BY abs(x.pupils * x.lessons - :cells), x.group_id LIMIT :count
"""

"""All screens; importing them registers their pages."""

from ediary_app.ui.account import mine
from ediary_app.ui.admin import accounts, codes, health, imports, jobs, outbox, papers, people
from ediary_app.ui.family import day, diary, homework, marks
from ediary_app.ui.public import design, recovery, sign_in, trust
from ediary_app.ui.teacher import journal, lesson, today

ALL = (
    accounts, codes, day, design, diary, health, homework, imports, jobs, journal, lesson, marks,
    mine, outbox, papers, people, recovery, sign_in, today, trust,
)  # fmt: skip

"""All screens; importing them registers their pages."""

from ediary_app.ui.account import mine
from ediary_app.ui.admin import (
    accounts,
    answers,
    codes,
    data,
    data_index,
    definition_list,
    definition_page,
    duplicates,
    health,
    imports,
    jobs,
    outbox,
    papers,
    people,
    queues,
    rollover,
)
from ediary_app.ui.family import (
    attendance,
    day,
    diary,
    forms,
    homework,
    marks,
    search,
    subject,
    words,
)
from ediary_app.ui.public import design, recovery, sign_in, trust
from ediary_app.ui.teacher import class_day, class_month, journal, lesson, reasons, today

ALL = (
    answers, forms,
    accounts, attendance, class_day, class_month, codes, data, data_index, day, design, diary,
    definition_list, definition_page, duplicates,
    health, homework, imports, jobs, journal, lesson, marks, mine, outbox, papers, people, queues,
    reasons, recovery, rollover, search, sign_in, subject, today, trust, words,
)  # fmt: skip

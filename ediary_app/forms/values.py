"""Words of forms: audiences, states, events, what the pages are given (анкеты)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ediary_app.kernel.i18n import LazyText, _
from ediary_app.lowcode.questions import Choice


class Audience(StrEnum):
    """Who fills a form in (кому анкета)."""

    PARENTS = "parents"
    STUDENTS = "students"
    TEACHERS = "teachers"


AUDIENCE_NAMES: dict[str, LazyText] = {
    Audience.PARENTS: _("Parents, once for each child"),
    Audience.STUDENTS: _("Pupils"),
    Audience.TEACHERS: _("Teachers"),
}


class AnswerState(StrEnum):
    """Where an answer stands (состояние ответа)."""

    DRAFT = "draft"
    SENT = "sent"


class FormEvent(StrEnum):
    """What happens to answers (события анкет)."""

    DRAFT_KEPT = "forms.draft_kept"
    SENT = "forms.sent"


@dataclass(frozen=True)
class Waiting:
    """A form in the reader's list: about whom, until when, whether it was sent."""

    key: str
    about_id: int
    title: str
    about: str
    closes: date | None
    state: str
    sent_at: datetime | None = None
    is_open: bool = True


@dataclass(frozen=True)
class Asking:
    """A question on the page with what was typed so far."""

    code: str
    label: str
    kind: str
    help: str = ""
    is_required: bool = False
    options: tuple[Choice, ...] = ()
    text: str = ""
    told: str = ""


@dataclass(frozen=True)
class Sheet:
    """A form that is open (открытая анкета): the questions shown now; empty key: none is."""

    key: str = ""
    about_id: int = 0
    title: str = ""
    intro: str = ""
    about: str = ""
    asked: tuple[Asking, ...] = ()
    is_sent: bool = False
    may_send: bool = False
    needs_name: bool = False
    signed_name: str = ""
    sent_at: datetime | None = None


@dataclass(frozen=True)
class FormCount:
    """A form in the office's list: how many have answered."""

    key: str
    title: str
    sent: int


@dataclass(frozen=True)
class AnswerRow:
    """Whose answer, by whom; or who has not answered yet (then without a moment)."""

    id: int
    about: str
    by: str
    sent_at: datetime | None = None


@dataclass(frozen=True)
class AnswerPage:
    """A page of the answers to a form, or of those who have not answered."""

    key: str = ""
    title: str = ""
    rows: tuple[AnswerRow, ...] = ()
    total: int = 0
    page: int = 1
    pages: int = 1

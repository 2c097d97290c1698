"""Lists of the timetable in the portal (кабинеты, расписания звонков, звонки)."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import FromClause, String, cast, select
from sqlalchemy.sql import ColumnElement

from ediary_app.access.context import Context
from ediary_app.access.values import Permission
from ediary_app.kernel.i18n import LazyText, _
from ediary_app.lowcode.acts import declare
from ediary_app.lowcode.resources import Field, Part, Resource, Values
from ediary_app.lowcode.values import Kind
from ediary_app.timetable.models import Bell, BellSchedule, Room

schedule: FromClause = BellSchedule.__table__  # type: ignore[attr-defined]
AREA = _("Timetable")
READS, WRITES = Permission.DATA_READ, Permission.PLACES_MANAGE
LEVEL_RANGE = {"kind": Kind.NUMBER, "required": True, "least": 1, "most": 12}

ROOMS = declare(__name__, Resource(
    name="rooms", title=_("Rooms"), area=AREA, model=Room,
    fields=(
        Field("name", _("Room"), required=True, longest=40,
              headers=("кабинет", "номер", "название", "аудитория")),
        Field("seats", _("Seats"), Kind.NUMBER, least=1, most=2000, headers=("мест", "места")),
    ),
    listed=("name", "seats"), order=("name",), searched=("name",), known_by=("name",),
    reads=READS, writes=WRITES, archive="is_archived",
))  # fmt: skip


def _ranges(values: Values) -> Mapping[str, LazyText]:
    first, last = values.get("level_from"), values.get("level_to")
    if first and last and first > last:  # type: ignore[operator]
        return {"level_to": _("The last level is lower than the first.")}
    since, until = values.get("valid_from"), values.get("valid_to")
    if since and until and since > until:  # type: ignore[operator]
        return {"valid_to": _("The last day lies before the first.")}
    return {}


BELL_SCHEDULES = declare(__name__, Resource(
    name="bell-schedules", title=_("Bell schedules"), area=AREA, model=BellSchedule,
    fields=(
        Field("name", _("Title"), required=True, longest=80, headers=("название",)),
        Field("shift", _("Shift"), Kind.NUMBER, required=True, least=1, most=3, default="1"),
        Field("level_from", _("From level"), default="1", **LEVEL_RANGE),  # type: ignore[arg-type]
        Field("level_to", _("To level"), default="11", **LEVEL_RANGE),  # type: ignore[arg-type]
        Field("weekday", _("Day of the week"), Kind.NUMBER, least=0, most=6,
              help=_("0 is Monday, 6 is Sunday; empty: every day.")),
        Field("valid_from", _("Since"), Kind.DAY),
        Field("valid_to", _("Until"), Kind.DAY),
    ),
    listed=("name", "shift", "level_from", "level_to", "weekday", "valid_from", "valid_to"),
    order=("shift", "name"), searched=("name",), filters=("shift",), known_by=("name",),
    reads=READS, writes=WRITES, archive="is_archived", check=_ranges,
    parts=(
        Part(_("What"), ("name", "shift")),
        Part(_("For whom"), ("level_from", "level_to")),
        Part(_("When"), ("weekday", "valid_from", "valid_to")),
    ),
    note=_("The narrowest schedule that fits a class and a day rings for it."),
))  # fmt: skip


def _of_own_school(ctx: Context, table: FromClause) -> ColumnElement[bool]:
    ours = select(schedule.c.id).where(schedule.c.school_id == ctx.school_id)
    condition: ColumnElement[bool] = table.c.bell_schedule_id.in_(ours)
    return condition


def _begins_first(values: Values) -> Mapping[str, LazyText]:
    begins, ends = values.get("starts_at"), values.get("ends_at")
    if begins and ends and begins >= ends:  # type: ignore[operator]
        return {"ends_at": _("The lesson ends before it begins.")}
    return {}


BELLS = declare(__name__, Resource(
    name="bells", title=_("Bells"), area=AREA, model=Bell,
    fields=(
        Field("bell_schedule_id", _("Bell schedule"), Kind.RELATION, required=True,
              to=BELL_SCHEDULES.target, headers=("расписание звонков", "расписание")),
        Field("slot", _("Lesson number"), Kind.NUMBER, required=True, least=0, most=14,
              headers=("урок", "номер урока")),
        Field("starts_at", _("Begins"), Kind.CLOCK, required=True, headers=("начало",)),
        Field("ends_at", _("Ends"), Kind.CLOCK, required=True, headers=("конец", "окончание")),
    ),
    listed=("bell_schedule_id", "slot", "starts_at", "ends_at"),
    order=("bell_schedule_id", "slot"), filters=("bell_schedule_id",),
    known_by=("bell_schedule_id", "slot"), reads=READS, writes=WRITES, scope=_of_own_school,
    fixed=lambda _ctx: {}, check=_begins_first, words=lambda t: cast(t.c.slot, String),
))  # fmt: skip

"""Schedules of notices (расписание рассылок): when bundles go out, and when all is quiet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from ediary_app.access.context import Context
from ediary_app.kernel.i18n import LazyText, _
from ediary_app.lowcode import definition_reading
from ediary_app.lowcode.definition_values import AskKind, Content, Fault, Preview
from ediary_app.lowcode.definitions import Ask, DefinitionKind, define
from ediary_app.lowcode.sandbox.filters import WEEKDAYS

KIND = "notices"
BUNDLES: dict[str, LazyText] = {
    "daily": _("What happened in the day"),
    "weekly": _("The week and the forecast"),
}
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
DAYS: dict[str, LazyText] = {
    "every": _("every day"),
    "school": _("Monday to Friday"),
    **{str(number): words for number, words in enumerate(WEEKDAYS)},
}
SUPPLIED: dict[str, Content] = {
    "daily": {"rows": [{"day": "school", "at": "18:00"}], "quiet_from": "21:00",
              "quiet_to": "07:00"},
    "weekly": {"rows": [{"day": "4", "at": "18:00"}], "quiet_from": "21:00", "quiet_to": "07:00"},
}  # fmt: skip
NEXT, AHEAD = 5, 60
"""Times shown in a preview, and days looked ahead for them."""


def minutes(text: str) -> int:
    """A time of the day in minutes since midnight."""
    hours, rest = text.split(":")
    return int(hours) * 60 + int(rest)


def is_quiet(at: str, start: str, end: str) -> bool:
    """Whether a time lies in the quiet hours; they may span midnight, and alike are none."""
    if start == end:
        return False
    now, begin, until = minutes(at), minutes(start), minutes(end)
    return begin <= now < until if begin < until else now >= begin or now < until


def next_times(content: Content, after: datetime, zone: str, count: int) -> list[datetime]:
    """The next times a bundle goes, in the school's zone, the soonest first."""
    here = after.astimezone(ZoneInfo(zone))
    found: set[datetime] = set()
    for ahead in range(AHEAD):
        day = here.date() + timedelta(days=ahead)
        for row in content["rows"]:
            if _is_on(str(row["day"]), day.weekday()):
                at = time(*divmod(minutes(str(row["at"])), 60))
                found.add(datetime.combine(day, at, ZoneInfo(zone)))
    return sorted(moment for moment in found if moment > after)[:count]


def _is_on(day: str, weekday: int) -> bool:
    return day == "every" or (day == "school" and weekday < 5) or day == str(weekday)


def _validate(_key: str, content: Content) -> Sequence[Fault]:
    """Times are times; nothing is planned into the quiet hours; the quiet hours leave a day."""
    clocks = {"quiet_from": content["quiet_from"], "quiet_to": content["quiet_to"]}
    clocks |= {f"rows.{n}.at": row["at"] for n, row in enumerate(content["rows"])}
    said = str(_("A time of the day: 18:30."))
    wrong = [Fault(place, said) for place, at in clocks.items() if not _CLOCK.fullmatch(str(at))]
    return wrong or _planned_in_quiet(content)


def _planned_in_quiet(content: Content) -> list[Fault]:
    start, end = str(content["quiet_from"]), str(content["quiet_to"])
    said = str(_("These are quiet hours: choose another time."))
    return [
        Fault(f"rows.{number}.at", said)
        for number, row in enumerate(content["rows"])
        if is_quiet(str(row["at"]), start, end)
    ]


def _preview(ctx: Context, _key: str, content: Content) -> Preview:
    """The next five times."""
    times = next_times(content, ctx.now, ctx.zone, NEXT)
    head = tuple(map(str, (_("Day"), _("Date"), _("Time"))))
    lines = tuple(
        (str(WEEKDAYS[at.weekday()]), at.strftime("%d.%m.%Y"), at.strftime("%H:%M")) for at in times
    )
    note = _("The next five times. From {start} to {end} nothing goes out.",
             start=content["quiet_from"], end=content["quiet_to"])  # fmt: skip
    return Preview(head=head, lines=lines, note=str(note))


def _keys() -> Mapping[str, LazyText]:
    return BUNDLES


SCHEDULES = define(DefinitionKind(
    key=KIND, title=_("Schedules of notices"), keys=_keys,
    asks=(
        Ask("rows", _("When the bundle goes"), AskKind.ROWS, required=True, columns=(
            Ask("day", _("Day"), AskKind.CHOICE, required=True, choices=DAYS),
            Ask("at", _("Time"), required=True, longest=5),
        )),
        Ask("quiet_from", _("Quiet hours from"), required=True, longest=5),
        Ask("quiet_to", _("Quiet hours until"), required=True, longest=5,
            help=_("Nothing goes out in quiet hours; what comes up waits for their end.")),
    ),
    supplied=SUPPLIED.get, validate=_validate, preview=_preview,
    note=_("On which days and hours families are told, and when all is quiet."),
))  # fmt: skip


def next_of(ctx: Context, bundle: str) -> datetime | None:
    """When a bundle goes next, by what holds now."""
    found = definition_reading.in_force(ctx, KIND, bundle)
    times = next_times(found.content, ctx.now, ctx.zone, 1) if found else []
    return times[0] if times else None

"""Words of delivery: what is told, by which channel (события и каналы сообщений)."""

from __future__ import annotations

from enum import StrEnum

from ediary_app.kernel.i18n import LazyText, _


class Told(StrEnum):
    """What a family is told of (повод сообщения)."""

    MARK_SET = "mark_set"
    MARK_CHANGED = "mark_changed"
    ABSENCE = "absence"
    HOMEWORK = "homework"
    REMARK = "remark"
    SUBSTITUTION = "substitution"
    TEST_AHEAD = "test_ahead"
    ANNOUNCEMENT = "announcement"


class Channel(StrEnum):
    """By which way a message goes (канал)."""

    EMAIL = "email"
    SMS = "sms"
    WEB = "web"


TOLD_NAMES: dict[Told, LazyText] = {
    Told.MARK_SET: _("A mark was set"),
    Told.MARK_CHANGED: _("A mark was changed"),
    Told.ABSENCE: _("An absence"),
    Told.HOMEWORK: _("Homework was set"),
    Told.REMARK: _("Praise or a remark"),
    Told.SUBSTITUTION: _("Changes in the timetable"),
    Told.TEST_AHEAD: _("A test is planned"),
    Told.ANNOUNCEMENT: _("An announcement"),
}
CHANNEL_NAMES: dict[Channel, LazyText] = {
    Channel.EMAIL: _("e-mail"),
    Channel.SMS: _("SMS"),
    Channel.WEB: _("in the diary"),
}
LANGUAGE_NAMES: dict[str, LazyText] = {"ru": _("in Russian"), "en": _("in English")}

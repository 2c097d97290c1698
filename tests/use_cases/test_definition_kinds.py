"""Kinds of definitions: templates, layouts, scales, lists of values, schedules of notices."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from ediary_app import wiring
from ediary_app.access.context import Actor, Context
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.delivery import schedules, templates
from ediary_app.delivery.message_fields import FIELDS
from ediary_app.delivery.values import Channel, Told
from ediary_app.journal import scales
from ediary_app.kernel.i18n import use_language
from ediary_app.lowcode import definition_reading as reading
from ediary_app.lowcode import definition_writing as writing
from ediary_app.lowcode import texts, value_lists
from ediary_app.lowcode.definition_values import AskKind, Content, Preview
from ediary_app.lowcode.definitions import KINDS
from tests.given import Given

SUPPLIED = [(kind, key) for kind in wiring.DEFINITIONS for key in kind.fixed_keys()]


@pytest.fixture
def office(given: Given) -> Actor:
    school = given.school()
    actor = given.actor(given.person(school, "Яковлева"), Role.ADMINISTRATOR)
    return replace(actor, language="ru")


def seen(actor: Actor, kind: str, key: str, content: Content) -> Preview:
    return perform(reading.preview, actor=actor, kind=kind, name=key, content=dict(content))


def put_out(actor: Actor, kind: str, key: str, content: Content, title: str = "") -> str:
    said: dict[str, Any] = {"kind": kind, "content": dict(content), "name": key, "title": title}
    kept = perform(writing.keep_draft, actor=actor, **said)
    perform(writing.publish, actor=actor, kind=kind, name=kept.key, stamp=kept.stamp)
    return kept.key


@contextmanager
def asking(given: Given, actor: Actor) -> Iterator[Context]:
    """A reader inside an act of its own."""
    with given.runtime.database.session(writes=False) as session:
        yield Context(session, actor, given.runtime.clock(), given.runtime.zone)


def test_every_kind_is_known_to_the_wiring() -> None:
    assert {kind.key for kind in wiring.DEFINITIONS} <= set(KINDS)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_everything_supplied_is_right_and_shows_itself(office: Actor, language: str) -> None:
    reader = replace(office, language=language)
    for kind, key in SUPPLIED:
        content = kind.supplied(key)
        assert content is not None, key
        shown = seen(reader, kind.key, key, content)
        assert shown.faults == (), key
        assert shown.html or shown.text or shown.lines, key
        assert "{{" not in shown.html + shown.text + shown.subject


def test_every_message_says_which_fields_it_may_show(office: Actor) -> None:
    for told in Told:
        key = templates.key_of(told, Channel.EMAIL, "ru")
        offered = perform(reading.opened, actor=office, kind="message", name=key).hints
        codes = [hint.code for hint in offered]
        assert "{{ pupil.name }}" in codes
        assert "|upper" in codes
        assert all(hint.title for hint in offered)


def test_a_school_writes_its_own_words_and_the_neighbour_keeps_the_supplied(
    given: Given, office: Actor
) -> None:
    key = templates.key_of(Told.MARK_SET, Channel.SMS, "ru")
    put_out(office, "message", key, {"body": "{{ pupil.first }}: {{ mark }}"})
    neighbour = given.actor(given.person(given.school("Лицей")), Role.ADMINISTRATOR)
    said = {"pupil.first": "Ян", "mark": "4", "subject": "Химия", "work": "Ответ"}
    with asking(given, office) as ours:
        told = (Told.MARK_SET, Channel.SMS, "ru", said)
        assert templates.message(ours, *told)["body"] == "Ян: 4"
    with asking(given, neighbour) as theirs:
        assert "Ян, Химия" in templates.message(theirs, *told)["body"]


def test_a_field_of_another_occasion_is_refused_at_its_line(office: Actor) -> None:
    content = {"subject": "Да", "body": "<p>Да</p>\n<p>{{ mark }}</p>"}
    (fault,) = seen(office, "message", "announcement.email.ru", content).faults
    assert (fault.place, fault.line) == ("body", 2)
    assert "mark" in fault.text


def test_what_is_filled_into_a_subject_makes_no_second_line(given: Given, office: Actor) -> None:
    with asking(given, office) as ctx:
        usual = texts.examples(FIELDS[Told.ANNOUNCEMENT])
        said = {**usual, "title": "Собрание\r\nBcc: x@example.org"}
        made = templates.message(ctx, Told.ANNOUNCEMENT, Channel.EMAIL, "ru", said)
    assert made["subject"] == "Собрание Bcc: x@example.org"


def test_a_long_sms_says_how_many_it_is(office: Actor) -> None:
    shown = seen(office, "message", "mark_set.sms.ru", {"body": "а" * 100})
    assert shown.note == "Знаков: 100, SMS: 2."


def rows(*steps: tuple[str, str]) -> dict[str, Any]:
    made = [{"mark": mark, "from": start, "words": ""} for mark, start in steps]
    return {**scales.SUPPLIED, "rows": made}


@pytest.mark.parametrize(("steps", "place"), [
    ((("5", "4,50"), ("4", "4,50"), ("3", "1,00")), "rows.1.from"),
    ((("5", "4,50"), ("4", "4,60"), ("3", "1,00")), "rows.1.from"),
    ((("4", "3,50"), ("5", "1,00")), "rows.1.mark"),
    ((("5", "4,50"), ("4", "3,50"), ("3", "2,50")), "rows.2.from"),
    ((("5", "4,50"), ("4", "4,01"), ("3", "1,00")), "rows.1.from"),
    ((("9", "4,50"), ("2", "1,00")), "rows.0.mark"),
    ((("5", "много"), ("2", "1,00")), "rows.0.from"),
    ((("5", "6"), ("2", "1,00")), "rows.0.from"),
])  # fmt: skip
def test_thresholds_fall_and_cover_the_scale(
    office: Actor, steps: tuple[tuple[str, str], ...], place: str
) -> None:
    assert {fault.place for fault in seen(office, "scale", "five", rows(*steps)).faults} == {place}


def test_a_scale_shows_what_a_test_pupil_would_get(office: Actor) -> None:
    strict = rows(("5", "4,65"), ("4", "3,65"), ("3", "2,65"), ("2", "1"))
    lines = seen(office, "scale", "five", strict).lines
    assert lines[0] == ("5 4 5 5·3", "4,83", "5", "5")
    assert lines[1][2] == "мало отметок"
    assert lines[3] == ("3 4 3 4", "3,50", "3", "4")


def test_a_published_scale_is_what_the_rules_read(given: Given, office: Actor) -> None:
    put_out(office, "scale", "five", {**rows(("5", "4,65"), ("2", "1")), "least_one": 2})
    with asking(given, office) as ctx:
        scale = scales.in_force(ctx)
    assert (scale.proposed(Fraction(93, 20)), scale.proposed(Fraction(464, 100))) == ("5", "2")
    assert (scale.least_marks(1), scale.least_marks(9)) == (2, 5)


@examples(st.fractions(min_value=1, max_value=5))
def test_every_mean_has_a_mark_and_a_better_mean_no_worse_one(mean: Fraction) -> None:
    scale = scales.scale_of(scales.SUPPLIED)
    assert scale.proposed(mean) in {"5", "4", "3", "2"}
    assert scale.proposed(mean) <= scale.proposed(min(Fraction(5), mean + Fraction(1, 3)))


def test_a_list_of_values_offers_what_was_not_put_away(given: Given, office: Actor) -> None:
    content = {"rows": [
        {"code": "bus", "ru": "Автобус", "en": "Bus", "away": False},
        {"code": "foot", "ru": "Пешком", "en": "", "away": False},
        {"code": "tram", "ru": "Трамвай", "en": "Tram", "away": True},
    ]}  # fmt: skip
    key = put_out(office, "values", "", content, "Как добираются")
    with asking(given, office) as ctx:
        with use_language("en"):
            assert [o.title for o in value_lists.offered(ctx, key)] == ["Bus", "Пешком"]
            assert value_lists.words(ctx, key)["tram"] == "Tram"
        assert value_lists.offered(ctx, "values-0-99") == ()


@pytest.mark.parametrize(("codes", "place"), [
    (("bus", "bus"), "rows.1.code"), (("Автобус",), "rows.0.code"), (("a b",), "rows.0.code"),
])  # fmt: skip
def test_codes_of_values_are_plain_and_each_its_own(
    office: Actor, codes: tuple[str, ...], place: str
) -> None:
    content = {"rows": [{"code": code, "ru": "Слово"} for code in codes]}
    assert [one.place for one in seen(office, "values", "", content).faults] == [place]


WEDNESDAY = datetime(2026, 11, 18, 5, 0, tzinfo=UTC)
PLAN = {"rows": [{"day": "school", "at": "18:00"}], "quiet_from": "21:00", "quiet_to": "07:00"}


def test_a_schedule_shows_its_next_five_times(office: Actor) -> None:
    lines = seen(office, "notices", "daily", PLAN).lines
    assert [line[1] for line in lines] == [
        "18.11.2026", "19.11.2026", "20.11.2026", "23.11.2026", "24.11.2026",
    ]  # fmt: skip
    assert lines[0] == ("среда", "18.11.2026", "18:00")


@pytest.mark.parametrize(("at", "start", "end", "is_quiet"), [
    ("22:00", "21:00", "07:00", True), ("06:59", "21:00", "07:00", True),
    ("07:00", "21:00", "07:00", False), ("21:00", "21:00", "07:00", True),
    ("13:30", "13:00", "14:00", True), ("14:00", "13:00", "14:00", False),
    ("03:00", "08:00", "08:00", False),
])  # fmt: skip
def test_quiet_hours_may_span_midnight(at: str, start: str, end: str, is_quiet: bool) -> None:
    assert schedules.is_quiet(at, start, end) is is_quiet


@pytest.mark.parametrize("wrong", [
    {"quiet_from": "25:00"}, {"rows": [{"day": "every", "at": "22:00"}]},
    {"rows": [{"day": "9", "at": "18:00"}]}, {"rows": [{"day": "0", "at": "6 вечера"}]},
])  # fmt: skip
def test_a_schedule_that_cannot_be_kept_is_refused(office: Actor, wrong: Content) -> None:
    assert seen(office, "notices", "daily", {**PLAN, **wrong}).faults


@examples(
    st.lists(st.tuples(st.sampled_from(list(schedules.DAYS)),
                       st.integers(7 * 60, 21 * 60 - 1)), min_size=1, max_size=5),
    st.integers(0, 60 * 24 * 14),
)  # fmt: skip
def test_times_come_in_order_after_now_and_never_in_quiet_hours(
    plan: list[tuple[str, int]], later: int
) -> None:
    after = WEDNESDAY + timedelta(minutes=later)
    made = [{"day": day, "at": f"{at // 60:02d}:{at % 60:02d}"} for day, at in plan]
    times = schedules.next_times({**PLAN, "rows": made}, after, "Asia/Yekaterinburg", 5)
    assert len(times) == 5
    assert times == sorted(set(times))
    assert times[0] > after
    assert not any(schedules.is_quiet(at.strftime("%H:%M"), "21:00", "07:00") for at in times)


def test_every_choice_has_a_word() -> None:
    for kind, key in SUPPLIED:
        for ask in kind.asked(key):
            assert str(ask.label)
            assert ask.kind is not AskKind.CHOICE or ask.choices

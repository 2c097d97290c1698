"""Definitions: draft, published, superseded; what holds when; nobody's words are lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from ediary_app.access.context import Actor, Context, system_actor
from ediary_app.access.performing import perform
from ediary_app.access.usecase import USE_CASES, use_case
from ediary_app.access.values import Permission, Role
from ediary_app.kernel import errors
from ediary_app.kernel.eventlog import event_table
from ediary_app.kernel.i18n import _
from ediary_app.lowcode import definition_reading as reading
from ediary_app.lowcode import definition_writing as writing
from ediary_app.lowcode.definition_values import (
    AskKind,
    Content,
    DefinitionEvent,
    Fault,
    InForce,
    Preview,
)
from ediary_app.lowcode.definitions import KINDS, Ask, DefinitionKind, define
from tests.conftest import FixedClock
from tests.given import Given

SUPPLIED = {"words": "Добро пожаловать", "rows": []}
EFFECTS: list[Content | None] = []


def _no_shouting(_key: str, content: Content) -> Sequence[Fault]:
    text = str(content.get("words", ""))
    return [
        Fault("words", "Не кричите", number)
        for number, line in enumerate(text.split("\n"), 1)
        if line.isupper()
    ]


GREETING = DefinitionKind(
    key="greeting", title=_("Title"), keys=lambda: {"door": _("Title"), "gate": _("Name")},
    asks=(
        Ask("words", _("Title"), AskKind.TEXT, required=True, longest=100),
        Ask("rows", _("Name"), AskKind.ROWS, columns=(
            Ask("code", _("Title"), required=True), Ask("size", _("Name"), AskKind.NUMBER, most=9),
        )),
    ),
    supplied=lambda key: SUPPLIED if key == "door" else None,
    validate=_no_shouting,
    preview=lambda _ctx, _key, content: Preview(text=f"— {content['words']}"),
    effect=lambda _ctx, _key, content: EFFECTS.append(content),
)  # fmt: skip
FREE = DefinitionKind(key="free", title=_("Title"), asks=(Ask("words", _("Title")),))


@use_case(requires=Permission.OWN_ACCOUNT, writes=False)
def what_holds(ctx: Context, *, name: str, ago: int = 0) -> InForce | None:
    """What a reader would be given."""
    when = ctx.now - timedelta(days=ago) if ago else None
    return reading.in_force(ctx, "greeting", name, when=when)


USE_CASES.pop(what_holds.use_case.name)  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def kinds() -> Iterator[None]:
    EFFECTS.clear()
    define(GREETING)
    define(FREE)
    yield
    del KINDS["greeting"], KINDS["free"]


@pytest.fixture
def office(given: Given) -> Actor:
    school = given.school()
    actor = given.actor(given.person(school, "Яковлева"), Role.ADMINISTRATOR)
    return replace(actor, language="ru")


def keep(actor: Actor, words: str, stamp: int = 0, **more: Any) -> int:
    said = {"kind": "greeting", "name": "door", "content": {"words": words}, **more}
    return perform(writing.keep_draft, actor=actor, stamp=stamp, **said).stamp


def put_out(actor: Actor, words: str, stamp: int = 0) -> int:
    """Write and publish; gives the stamp after it."""
    seen = keep(actor, words, stamp)
    perform(
        writing.publish, actor=actor, kind="greeting", name="door", stamp=seen, note="потому что"
    )
    return card(actor).stamp


def card(actor: Actor, key: str = "door") -> Any:
    return perform(reading.opened, actor=actor, kind="greeting", name=key)


def holding(actor: Actor, key: str = "door", **asked: Any) -> str:
    found = perform(what_holds, actor=actor, name=key, **asked)
    return found.content["words"] if found else ""


def test_what_is_supplied_holds_until_the_school_publishes_its_own(office: Actor) -> None:
    assert holding(office) == "Добро пожаловать"
    assert card(office).origin == "supplied"
    stamp = keep(office, "Здравствуйте")
    assert holding(office) == "Добро пожаловать", "a draft holds nowhere"
    assert card(office).content == {"words": "Здравствуйте"}
    perform(writing.publish, actor=office, kind="greeting", name="door", stamp=stamp)
    assert holding(office) == "Здравствуйте"
    assert EFFECTS == [{"words": "Здравствуйте"}]
    assert card(office).versions[0].who.startswith("Яковлева") or card(office).versions[0].who


def test_what_held_on_a_day_is_known_for_ever(office: Actor, clock: FixedClock) -> None:
    stamp = put_out(office, "Первое")
    clock.now += timedelta(days=2)
    put_out(office, "Второе", stamp)
    clock.now += timedelta(days=2)
    assert holding(office) == "Второе"
    assert holding(office, ago=3) == "Первое"
    assert holding(office, ago=4) == "Первое"
    assert holding(office, ago=5) == "Добро пожаловать"


def test_an_earlier_version_is_published_anew_and_a_draft_stays(office: Actor) -> None:
    stamp = put_out(office, "Второе", put_out(office, "Первое"))
    stamp = keep(office, "Третье", stamp)
    asked = {"kind": "greeting", "name": "door"}
    number = perform(writing.roll_back, actor=office, number=1, stamp=stamp, **asked)
    assert holding(office) == "Первое"
    opened = card(office)
    assert (opened.origin, opened.content["words"]) == ("draft", "Третье")
    told = [(one.number, one.state, one.repeats) for one in opened.versions]
    assert told == [(4, "published", 1), (3, "draft", 0), (2, "superseded", 0),
                    (1, "superseded", 0)]  # fmt: skip
    assert number == 4
    assert perform(writing.publish, actor=office, stamp=opened.stamp, **asked) == 5
    with pytest.raises(errors.NotFound):
        perform(writing.roll_back, actor=office, number=9, stamp=card(office).stamp, **asked)
    with pytest.raises(errors.Conflict):
        perform(writing.roll_back, actor=office, number=5, stamp=card(office).stamp, **asked)


def test_withdrawn_the_supplied_one_holds_again(office: Actor) -> None:
    stamp = put_out(office, "Своё")
    perform(writing.withdraw, actor=office, kind="greeting", name="door", stamp=stamp)
    assert holding(office) == "Добро пожаловать"
    assert EFFECTS[-1] is None
    with pytest.raises(errors.Conflict):
        perform(writing.withdraw, actor=office, kind="greeting", name="door",
                stamp=card(office).stamp)  # fmt: skip


def test_the_deployments_own_stands_between_the_product_and_the_school(
    given: Given, office: Actor
) -> None:
    everywhere = system_actor("command line")
    put_out(everywhere, "Всем школам")
    neighbour = given.actor(given.person(given.school("Лицей")), Role.ADMINISTRATOR)
    assert (holding(office), holding(neighbour)) == ("Всем школам", "Всем школам")
    assert card(office).origin == "everywhere"
    put_out(office, "Нашей школе")
    assert (holding(office), holding(neighbour)) == ("Нашей школе", "Всем школам")
    assert card(neighbour).versions == ()


def test_a_neighbours_definition_is_not_to_be_found(given: Given, office: Actor) -> None:
    made = perform(writing.keep_draft, actor=office, kind="free", title="Кружки", content={})
    neighbour = given.actor(given.person(given.school("Лицей")), Role.ADMINISTRATOR)
    with pytest.raises(errors.NotFound):
        perform(reading.opened, actor=neighbour, kind="free", name=made.key)
    with pytest.raises(errors.NotFound):
        perform(writing.publish, actor=neighbour, kind="free", name=made.key, stamp=made.stamp)


def test_two_at_one_draft_lose_nothing(given: Given, office: Actor) -> None:
    stamp = keep(office, "Начало")
    other = given.actor(given.person(given.school("Б")), Role.ADMINISTRATOR)
    other = replace(other, school_id=office.school_id)
    assert keep(other, "Слова другого", stamp) == stamp + 1
    kept = perform(
        writing.keep_draft, actor=office, kind="greeting", name="door", stamp=stamp,
        content={"words": "Мои слова"},
    )  # fmt: skip
    assert kept.by
    assert kept.theirs == {"words": "Слова другого"}
    assert card(office).content == {"words": "Слова другого"}
    with pytest.raises(errors.Conflict, match="changed_meanwhile"):
        perform(writing.publish, actor=office, kind="greeting", name="door", stamp=stamp)
    assert keep(office, "Мои слова", kept.stamp) == kept.stamp + 1


def test_what_is_wrong_is_said_at_its_place_and_is_never_published(office: Actor) -> None:
    content = {"words": "Тише\nГРОМКО", "rows": [{"code": "", "size": 12}]}
    shown = perform(reading.preview, actor=office, kind="greeting", name="door", content=content)
    assert [one.place for one in shown.faults] == ["rows.0.code", "rows.0.size"]
    content["rows"] = []
    shown = perform(reading.preview, actor=office, kind="greeting", name="door", content=content)
    assert [(one.place, one.line) for one in shown.faults] == [("words", 2)]
    stamp = keep(office, "ГРОМКО")
    with pytest.raises(errors.Invalid) as refusal:
        perform(writing.publish, actor=office, kind="greeting", name="door", stamp=stamp)
    assert refusal.value.fields == {"words": "Не кричите"}
    assert holding(office) == "Добро пожаловать"


@pytest.mark.parametrize("content", [
    {"words": 5}, {"words": None}, {}, {"words": "а" * 101}, {"other": "x"}, {"words": ["x"]},
    {"words": "x", "rows": "x"}, {"words": "x", "rows": [1]},
    {"words": "x", "rows": [{"code": "x"}] * 301}, {"words": "x", "rows": [{"code": True}]},
    {"words": "x", "rows": [{"code": "x", "size": True}]},
])  # fmt: skip
def test_a_content_of_another_shape_is_refused_in_words(office: Actor, content: Any) -> None:
    shown = perform(reading.preview, actor=office, kind="greeting", name="door", content=content)
    assert shown.faults
    assert all(one.text for one in shown.faults)


def test_what_is_too_large_or_too_deep_is_not_kept(office: Actor) -> None:
    deep: dict[str, Any] = {}
    for _level in range(50):
        deep = {"x": deep}
    for content in ({"words": "а" * 300_000}, deep, {"words": float("nan")}, {"words": "а\u0000"}):
        with pytest.raises(errors.Invalid):
            perform(writing.keep_draft, actor=office, kind="greeting", name="door", content=content)


def test_versions_are_compared_line_by_line(office: Actor) -> None:
    stamp = put_out(office, "Одно\nДва\nТри")
    keep(office, "Одно\nДважды\nТри", stamp)
    (found,) = perform(reading.differences, actor=office, kind="greeting", name="door")
    marks = [(one.mark, one.text) for one in found.lines]
    assert marks == [("same", "Одно"), ("gone", "Два"), ("new", "Дважды"), ("same", "Три")]
    asked = {"kind": "greeting", "name": "door", "old": 1, "new": 1}
    assert perform(reading.differences, actor=office, **asked) == ()


def test_a_draft_is_thrown_away(office: Actor) -> None:
    stamp = keep(office, "Начало")
    perform(writing.drop_draft, actor=office, kind="greeting", name="door", stamp=stamp)
    assert card(office).origin == "supplied"
    with pytest.raises(errors.Conflict):
        perform(writing.publish, actor=office, kind="greeting", name="door",
                stamp=card(office).stamp)  # fmt: skip


def test_new_ones_get_keys_of_their_own_and_are_found_by_their_titles(office: Actor) -> None:
    keys = [
        perform(writing.keep_draft, actor=office, kind="free", title=title, content={}).key
        for title in ("Ёлки", "Кружки")
    ]
    assert len(set(keys)) == 2
    found = perform(reading.shelves, actor=office, query="елки")
    assert [line.title for shelf in found for line in shelf.lines] == ["Ёлки"]
    with pytest.raises(errors.Invalid):
        perform(writing.keep_draft, actor=office, kind="free", content={})


@pytest.mark.parametrize(("kind", "key"), [("nothing", "x"), ("greeting", "window"), ("free", "x")])
def test_what_is_not_there_is_not_found(office: Actor, kind: str, key: str) -> None:
    with pytest.raises(errors.NotFound):
        perform(reading.opened, actor=office, kind=kind, name=key)


def test_every_step_leaves_an_event(given: Given, office: Actor) -> None:
    stamp = put_out(office, "Второе", put_out(office, "Первое"))
    perform(writing.roll_back, actor=office, kind="greeting", name="door", number=1, stamp=stamp)
    stamp = card(office).stamp
    perform(writing.withdraw, actor=office, kind="greeting", name="door", stamp=stamp)
    stamp = keep(office, "Третье", card(office).stamp)
    perform(writing.drop_draft, actor=office, kind="greeting", name="door", stamp=stamp)
    with given.runtime.database.session(writes=False) as session:
        kinds = set(session.scalars(select(event_table.c.kind)))
    assert set(DefinitionEvent) <= kinds


def test_what_holds_is_asked_for_in_one_statement(given: Given, office: Actor) -> None:
    put_out(office, "Своё")
    said: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    event.listen(given.runtime.database.engine, "before_cursor_execute", note)
    with given.runtime.database.session(writes=False) as session:
        ctx = Context(session, office, given.runtime.clock(), given.runtime.zone)
        for key in ("door", "gate", "door"):
            reading.in_force(ctx, "greeting", key)
    event.remove(given.runtime.database.engine, "before_cursor_execute", note)
    assert len([one for one in said if "definition" in one]) == 1


def test_the_list_of_everything_costs_as_many_statements_for_any_number_of_kinds(
    given: Given, office: Actor
) -> None:
    put_out(office, "Своё")
    said: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    event.listen(given.runtime.database.engine, "before_cursor_execute", note)
    found = perform(reading.shelves, actor=office)
    event.remove(given.runtime.database.engine, "before_cursor_execute", note)
    assert len([one for one in said if "definition" in one]) == 2
    own = [line.origin for shelf in found if shelf.kind == "greeting" for line in shelf.lines]
    assert sorted(own) == ["new", "own"]


def test_two_who_publish_at_the_same_moment_leave_one_in_force(office: Actor) -> None:
    stamp = keep(office, "Одно на двоих")
    done: list[str] = []

    def go() -> None:
        try:
            perform(writing.publish, actor=office, kind="greeting", name="door", stamp=stamp)
            done.append("published")
        except errors.Conflict:
            done.append("beaten")

    both = [threading.Thread(target=go) for _n in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(done) == ["beaten", "published"]
    assert [one.state for one in card(office).versions] == ["published"]

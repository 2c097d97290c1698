"""Fields of the school's own (свои поля) on the cards of pupils, representatives and staff.

An administrator defines a field; it stands on the card for those who may read it. A field that
was archived or withdrawn hides what it holds and loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, or_, select

from ediary_app.access.context import Context
from ediary_app.access.values import Permission
from ediary_app.kernel.among import among
from ediary_app.kernel.folding import fold, folded
from ediary_app.kernel.i18n import LazyText, _
from ediary_app.lowcode import answers, definition_reading, questions
from ediary_app.lowcode.definition_values import AskKind, Content, Fault, Preview
from ediary_app.lowcode.definitions import Ask, DefinitionKind, define
from ediary_app.school import policy
from ediary_app.school.custom_models import CustomValue
from ediary_app.school.roster import person
from ediary_app.school.values import FieldOwner

value = CustomValue.__table__  # type: ignore[attr-defined]
KIND = "custom_field"
OWNERS: dict[str, LazyText] = {
    FieldOwner.STUDENT: _("Pupils"),
    FieldOwner.GUARDIAN: _("Representatives"),
    FieldOwner.STAFF: _("Staff"),
}
OFFICE, CLASS_TEACHER = "office", "class_teacher"
CIRCLES: dict[str, LazyText] = {
    OFFICE: _("the office of the school"),
    CLASS_TEACHER: _("the office and the class teacher"),
}


def _faults(_key: str, content: Content) -> Sequence[Fault]:
    wrong = questions.row_faults(content)
    if content.get("kind") == questions.QuestionKind.NOTE:
        wrong.append(Fault("kind", str(_("A field must have an answer."))))
    if content["writers"] == CLASS_TEACHER and content["readers"] == OFFICE:
        wrong.append(Fault("writers", str(_("Whoever writes a field must be able to read it."))))
    return wrong


def _preview(_ctx: Context, _key: str, content: Content) -> Preview:
    one = questions.question(content, "field")
    told = [str(questions.KIND_NAMES[one.kind]), *(option.title for option in one.options)]
    return Preview(
        head=(str(OWNERS[content["owner"]]), one.label),
        lines=(("Иванова Анна", ", ".join(told)),),
        note=one.help,
    )


FIELDS = define(
    DefinitionKind(
        key=KIND,
        title=_("Fields of the school's own"),
        note=_("What the school adds to the cards of its people."),
        asks=(
            Ask("owner", _("On whose card"), AskKind.CHOICE, required=True, choices=OWNERS),
            *questions.WORDS,
            *questions.LIMITS,
            Ask("readers", _("Who sees it"), AskKind.CHOICE, required=True, choices=CIRCLES),
            Ask("writers", _("Who writes it"), AskKind.CHOICE, required=True, choices=CIRCLES),
            Ask("in_list", _("Found by the search and taken away with the list"), AskKind.FLAG),
            Ask("position", _("Place among the fields"), AskKind.NUMBER, most=999),
            Ask("archived", _("Archived: hidden, nothing is lost"), AskKind.FLAG),
        ),
        validate=_faults,
        preview=_preview,
    )
)
"""The kind of definition (своё поле)."""


@dataclass(frozen=True)
class Field:
    """A field in force, as far as the reader may see it."""

    key: str
    owner: FieldOwner
    asked: questions.Question
    may_write: bool
    in_list: bool


@dataclass(frozen=True)
class FieldLine:
    """A field on a card: what it is, what stands there, whether the reader may write it."""

    code: str
    label: str
    kind: str
    help: str = ""
    is_required: bool = False
    options: tuple[questions.Choice, ...] = ()
    text: str = ""
    told: str = ""
    may_write: bool = False


@dataclass(frozen=True)
class OwnFields:
    """The fields of a card, and whether the reader may fill in one of them."""

    lines: tuple[FieldLine, ...] = ()
    may_write: bool = False


def fields(ctx: Context) -> tuple[Field, ...]:
    """The fields in force that the reader may see, in their order."""
    found = definition_reading.all_in_force(ctx, KIND).items()
    ordered = sorted(found, key=lambda one: (one[1].content.get("position") or 0, one[0]))
    return tuple(
        Field(key, FieldOwner(one.content["owner"]), questions.question(one.content, key),
              ctx.actor.may(Permission.CUSTOM_WRITE) and _knows(ctx, one.content["writers"]),
              bool(one.content.get("in_list")))
        for key, one in ordered
        if not one.content.get("archived") and _knows(ctx, one.content["readers"])
    )  # fmt: skip


def _knows(ctx: Context, circle: str) -> bool:
    """Whether the actor is in the circle; whose cards they open is asked before this."""
    return circle == CLASS_TEACHER or policy.keeps_school(ctx)


def lines(ctx: Context, person_id: int, owners: Sequence[FieldOwner]) -> tuple[FieldLine, ...]:
    """The fields of a card with what stands there; no statement where there is no field."""
    known = [one for one in fields(ctx) if one.owner in owners]
    kept = values_of(ctx, [person_id], known)
    return tuple(_line(one, kept.get((person_id, one.key), "")) for one in known)


def _line(one: Field, text: str) -> FieldLine:
    asked = one.asked
    options = asked.options
    if text and options and text not in {o.id for o in options}:
        options += tuple(questions.Choice(part, part) for part in text.split("\n")
                         if part not in {o.id for o in options})  # fmt: skip
    return FieldLine(
        one.key, asked.label, asked.kind, asked.help, asked.is_required, options, text,
        answers.told(asked, text), one.may_write,
    )  # fmt: skip


def values_of(
    ctx: Context, person_ids: Sequence[int], known: Sequence[Field]
) -> Mapping[tuple[int, str], str]:
    """What stands in these fields of these people, in one statement."""
    if not known or not person_ids:
        return {}
    rows = ctx.session.execute(
        select(value.c.person_id, value.c.field_key, value.c.value).where(
            among(value.c.person_id, person_ids),
            value.c.school_id == ctx.school_id,
            _is_one_of(known),
        )
    )
    return {(row.person_id, row.field_key): row.value for row in rows}


def _is_one_of(known: Sequence[Field]) -> ColumnElement[bool]:
    """Whether a value is of one of these fields, on the card it is for now."""
    return or_(*[(value.c.field_key == one.key) & (value.c.owner == one.owner) for one in known])


def found_by(ctx: Context, word: str) -> ColumnElement[bool]:
    """Whether a word of a search stands in a field that is searched, of those the actor sees."""
    known = [one for one in fields(ctx) if one.in_list]
    if not known:
        return false()
    text = folded(value.c.value)
    return person.c.id.in_(
        select(value.c.person_id).where(
            value.c.school_id == ctx.school_id,
            _is_one_of(known),
            text.contains(fold(word), autoescape=True),
        )
    )

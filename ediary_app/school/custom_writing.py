"""Writing fields of the school's own (заполнить свои поля), and erasing what stands in them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field as Limit
from sqlalchemy import delete, insert, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.audit.erasing import erases
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.lowcode import answers
from ediary_app.school import cards, custom
from ediary_app.school.custom import Field, value
from ediary_app.school.roster import person
from ediary_app.school.values import SchoolEvent

WHAT = "custom_value"
Said = Annotated[dict[str, Annotated[str, Limit(max_length=4000)]], Limit(max_length=100)]


@use_case(requires=Permission.PEOPLE_READ, writes=False)
def fields_of(ctx: Context, *, person_id: int) -> custom.OwnFields:
    """The fields of the school's own on somebody's card, as far as the reader may see them."""
    owners = cards.owners_of(*cards.known_person(ctx, person_id))
    lines = custom.lines(ctx, person_id, owners)
    return custom.OwnFields(lines, any(one.may_write for one in lines))


@use_case(requires=Permission.CUSTOM_WRITE)
def keep_fields(ctx: Context, *, person_id: int, said: Said) -> int:
    """Write fields on somebody's card; those not named stay. Gives how many are new."""
    known = _writable(ctx, person_id)
    if not said or not set(said) <= set(known):
        raise errors.NotFound(_("There is no such field, or it is not yours to write."))
    ctx.session.execute(select(person.c.id).where(person.c.id == person_id).with_for_update())
    before = custom.values_of(ctx, [person_id], tuple(known.values()))
    kept = _fitting(known, said)
    changed = {key: text for key, text in kept.items()
               if text != before.get((person_id, key), "")}  # fmt: skip
    for key, text in changed.items():
        _put(ctx, person_id, known[key], text)
    if changed:
        former = {key: before.get((person_id, key), "") for key in changed}
        ctx.record(SchoolEvent.CUSTOM_KEPT, ("person", person_id), about=person_id,
                   facts={"fields": sorted(changed)},
                   values={"before": former, "after": changed})  # fmt: skip
    return len(changed)


def _writable(ctx: Context, person_id: int) -> dict[str, Field]:
    owners = cards.owners_of(*cards.known_person(ctx, person_id))
    return {one.key: one for one in custom.fields(ctx) if one.may_write and one.owner in owners}


def _fitting(known: dict[str, Field], said: Said) -> dict[str, str]:
    """What is kept; `Invalid` names each field that does not fit."""
    kept, wrong = {}, {}
    for key, text in said.items():
        try:
            kept[key] = answers.fit(known[key].asked, text)
        except answers.Unfit as refusal:
            wrong[key] = refusal.text
    if wrong:
        raise errors.Invalid(_("Something is not filled in rightly."), fields=wrong)
    return kept


def _put(ctx: Context, person_id: int, one: Field, text: str) -> None:
    here = (value.c.person_id == person_id) & (value.c.field_key == one.key)
    ctx.session.execute(delete(value).where(here, value.c.owner == one.owner))
    if text:
        row = {"school_id": ctx.school_id, "person_id": person_id, "owner": one.owner,
               "field_key": one.key, "value": text}  # fmt: skip
        ctx.session.execute(insert(value).values(**row))


@erases(WHAT)
def erase_fields(ctx: Context, person_id: int) -> int:
    """Erase what stands in the fields of the school's own on a person's card."""
    mine = (value.c.person_id == person_id) & (value.c.school_id == ctx.school_id)
    gone = ctx.session.execute(delete(value).where(mine).returning(value.c.id))
    return len(gone.all())

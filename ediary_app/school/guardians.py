"""Representation (законное представительство): who represents a child, and a court's limits."""

from __future__ import annotations

from sqlalchemy import insert, select, update

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.school import family_roles, names, policy
from ediary_app.school.models import Guardianship, Person
from ediary_app.school.values import Kinship, SchoolEvent

guardianship = Guardianship.__table__  # type: ignore[attr-defined]
person = Person.__table__  # type: ignore[attr-defined]
DOCUMENT_LENGTH = 200


@use_case(requires=Permission.PEOPLE_MANAGE)
def set_court_limit(ctx: Context, *, guardian_id: int, student_id: int, document: str) -> None:
    """Hide a child from a representative by a court's decision, named by its document.

    It holds from the next thing this person opens: whose child it is, is asked every time.
    """
    if not document:
        reason = _("Enter the number and the date of the court's decision.")
        raise errors.Invalid(reason, fields={"document": reason})
    if len(document) > DOCUMENT_LENGTH:
        reason = _("At most {n} characters.", n=DOCUMENT_LENGTH)
        raise errors.Invalid(reason, fields={"document": reason})
    _limit(ctx, guardian_id, student_id, document)


@use_case(requires=Permission.PEOPLE_MANAGE)
def lift_court_limit(ctx: Context, *, guardian_id: int, student_id: int) -> None:
    """Show the child to the representative again (снять ограничение)."""
    _limit(ctx, guardian_id, student_id, "")


@use_case(requires=Permission.PEOPLE_MANAGE)
def limit_by_court(ctx: Context, *, guardianship_id: int, document: str) -> None:
    """Hide a child from a representative, as the list of representations names them."""
    pair = _pair(ctx, guardianship_id)
    set_court_limit(ctx, guardian_id=pair[0], student_id=pair[1], document=document)


@use_case(requires=Permission.PEOPLE_MANAGE)
def lift_limit(ctx: Context, *, guardianship_id: int) -> None:
    """Show the child again, as the list of representations names them."""
    pair = _pair(ctx, guardianship_id)
    lift_court_limit(ctx, guardian_id=pair[0], student_id=pair[1])


@use_case(requires=Permission.PEOPLE_MANAGE)
def add_guardian(
    ctx: Context,
    *,
    student_id: int,
    kinship: Kinship,
    guardian_id: int | None = None,
    family_name: str = "",
    given_name: str = "",
    middle_name: str = "",
    document: str = "",
    on_paper: bool = False,
) -> int:
    """Name a representative of a pupil: somebody the school knows, or a new person (добавить)."""
    kept = policy.kept_students(ctx).where(policy.student.c.person_id == student_id)
    if ctx.session.scalar(kept) is None:
        raise errors.NotFound(_("There is no such pupil, or this pupil is not yours to see."))
    if guardian_id is None:
        guardian_id = _new_person(ctx, (family_name, given_name, middle_name))
    _check_new(ctx, guardian_id, student_id)
    row = {"school_id": ctx.school_id, "guardian_id": guardian_id, "student_id": student_id,
           "kinship": kinship.value, "document": document, "on_paper": on_paper}  # fmt: skip
    made = ctx.session.execute(insert(guardianship).values(row).returning(guardianship.c.id))
    guardianship_id = int(made.scalar_one())
    ctx.record(SchoolEvent.GUARDIANSHIP_ADDED, ("guardianship", guardianship_id),
               about=student_id, facts={"guardian_id": guardian_id, "kinship": kinship},
               values={"document": document})  # fmt: skip
    family_roles.give_parent_role(ctx, guardian_id)
    return guardianship_id


def _new_person(ctx: Context, name: tuple[str, str, str]) -> int:
    family, given, middle = (names.clean(part)[:100] for part in name)
    lacking = {"family_name": family, "given_name": given}
    wrong = {k: _("Choose a known person, or enter the name.") for k, v in lacking.items() if not v}
    if wrong:
        raise errors.Invalid(_("Something does not fit yet. Nothing was done."), fields=wrong)
    row = {
        "school_id": ctx.school_id, "family_name": family, "given_name": given,
        "middle_name": middle, "sort_key": names.sort_key(family, given, middle),
        "search_key": names.search_key(family, given, middle), "version": 1,
    }  # fmt: skip
    person_id = int(
        ctx.session.execute(insert(person).values(row).returning(person.c.id)).scalar_one()
    )
    ctx.record(SchoolEvent.PERSON_ADDED, ("person", person_id), about=person_id,
               values={"family_name": family, "given_name": given})  # fmt: skip
    return person_id


def _check_new(ctx: Context, guardian_id: int, student_id: int) -> None:
    """The person is of this school, is not the pupil, and does not represent them already."""
    pair = (guardianship.c.guardian_id == guardian_id, guardianship.c.student_id == student_id)
    known = select(person.c.id).where(
        person.c.id == guardian_id, person.c.school_id == ctx.school_id
    )
    if guardian_id == student_id or ctx.session.scalar(known) is None:
        raise errors.NotFound(_("There is no such person in your school."))
    if ctx.session.scalar(select(guardianship.c.id).where(*pair)) is not None:
        reason = _("This person represents the pupil already.")
        raise errors.Invalid(reason, fields={"guardian_id": reason})


def _pair(ctx: Context, guardianship_id: int) -> tuple[int, int]:
    found = ctx.session.execute(
        select(guardianship.c.guardian_id, guardianship.c.student_id).where(
            guardianship.c.id == guardianship_id, guardianship.c.school_id == ctx.school_id
        )
    ).first()
    if found is None:
        raise errors.NotFound(_("This person does not represent this pupil."))
    return found.guardian_id, found.student_id


def _limit(ctx: Context, guardian_id: int, student_id: int, document: str) -> None:
    found = ctx.session.execute(
        select(guardianship.c.id).where(
            guardianship.c.guardian_id == guardian_id,
            guardianship.c.student_id == student_id,
            guardianship.c.school_id == ctx.school_id,
        )
    ).first()
    if found is None:
        raise errors.NotFound(_("This person does not represent this pupil."))
    ctx.session.execute(
        update(guardianship)
        .where(guardianship.c.id == found.id)
        .values(court_limit=bool(document), court_document=document)
    )
    ctx.record(SchoolEvent.GUARDIANSHIP_CHANGED, ("guardianship", found.id), about=student_id,
               facts={"limited": bool(document)}, values={"document": document})  # fmt: skip

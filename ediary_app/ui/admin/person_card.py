"""A person's card on the screen (карточка человека): beside the list, or a page of its own."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.school import cards, custom, custom_writing
from ediary_app.ui.admin.movement import MovementState, limit_acts, pupil_acts
from ediary_app.ui.admin.person_fields import own_fields
from ediary_app.ui.components.link import link
from ediary_app.ui.components.surfaces import badge
from ediary_app.ui.family.parts import Sheet, awake
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import day, t, tn


class PersonState(SessionState):
    """The card that is open."""

    card: cards.PersonCard = cards.PersonCard()
    fields: custom.OwnFields = custom.OwnFields()

    @rx.event
    async def load(self):
        """Open the card that the address names."""
        said = self.router.page.params.get("person_id", "")
        self.card = cards.PersonCard()
        await self._show(int(said) if said.isdecimal() else 0)

    @rx.event
    async def open_card(self, person_id: int):
        """Open a card beside the list."""
        await self._show(person_id)

    @rx.event
    async def reopen(self):
        """Show the open card anew."""
        await self._show(self.card.id)

    @rx.event
    async def refresh(self):
        """Something about this person changed."""
        await self._show(self.card.id)

    @rx.event
    async def close(self):
        """Put the card away."""
        self.card = cards.PersonCard()
        self._watch()

    async def _show(self, person_id: int) -> None:
        self.card = await self._perform(cards.person_card, person_id=person_id)
        self.fields = await self._perform(custom_writing.fields_of, person_id=person_id)
        children = [f"student:{child.id}" for child in self.card.children]
        self._watch(f"student:{self.card.id}", *children)


def card_sheet(on_changed: Any) -> rx.Component:
    """The card at the right of the list; `on_changed` shows the list anew."""
    return Sheet.create(
        card_body(PersonState.reopen, on_changed),
        open=PersonState.card.id > 0,
        title=PersonState.card.name,
        on_close=PersonState.close,
    )


def card_body(*on_done: Any) -> rx.Component:
    """What stands on the card; `on_done` follows each act of the office."""
    card = PersonState.card
    return rx.fragment(
        rx.el.p(card.who, class_name="soft"),
        rx.cond(card.is_student, _pupil(card, on_done)),
        rx.cond(card.children.length() > 0, _children(card, on_done)),
        rx.cond(card.is_staff, _work(card.work)),
        own_fields(card, PersonState.fields, on_done),
        awake(PersonState.refresh),
    )


def _pupil(card: Any, on_done: Any) -> rx.Component:
    pupil = card.pupil
    return rx.fragment(
        rx.cond(card.may_manage, pupil_acts(card, on_done)),
        rx.el.dl(
            _line(t("Class"), rx.cond(pupil.is_enrolled, pupil.class_name, t("Has left"))),
            rx.cond(card.birth_date, _line(t("Date of birth"), day(card.birth_date, "full"))),
            rx.cond(pupil.file_number != "", _line(t("File number"), pupil.file_number)),
            class_name="facts",
        ),
        rx.el.h3(t("Representatives")),
        rx.cond(
            pupil.guardians.length() > 0,
            rx.el.ul(
                rx.foreach(pupil.guardians, lambda kin: _kin(card, kin, card.id, kin.id, on_done)),
                class_name="kin",
            ),
            rx.el.p(t("Nobody is written down yet."), class_name="soft"),
        ),
        rx.el.h3(t("Movement")),
        rx.el.ol(rx.foreach(pupil.stays, _stay), class_name="stays"),
        _groups(pupil.groups),
    )


def _children(card: Any, on_done: Any) -> rx.Component:
    return rx.fragment(
        rx.el.h3(t("Represents")),
        rx.el.ul(
            rx.foreach(card.children, lambda kin: _kin(card, kin, kin.id, card.id, on_done)),
            class_name="kin",
        ),
        rx.el.p(t("Contacts are not kept on this card yet."), class_name="soft"),
    )


def _kin(card: Any, kin: Any, student_id: Any, guardian_id: Any, on_done: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            link(kin.name, to="/people/" + kin.id.to(str), class_name="kin-name"),
            rx.el.span(
                kin.kinship,
                rx.cond(kin.class_name != "", rx.fragment(", ", kin.class_name)),
                class_name="soft",
            ),
            class_name="kin-head",
        ),
        rx.cond(kin.document != "", rx.el.p(t("Ground: {document}", document=kin.document))),
        rx.cond(kin.on_paper, rx.el.p(t("Reads the diary on paper"), class_name="soft")),
        rx.cond(kin.until, rx.el.p(t("until {day}", day=day(kin.until, "full")))),
        rx.cond(
            kin.is_limited,
            rx.el.p(badge(t("Limited by a court"), "warn"), " ", kin.limit_document),
        ),
        rx.cond(card.may_manage, limit_acts(kin, student_id, guardian_id, on_done)),
    )


def _stay(stay: Any) -> rx.Component:
    enrolled = t("Enrolled by order {number}", number=stay.order_number)
    dates = rx.cond(
        stay.until,
        rx.fragment(day(stay.since, "full"), "–", day(stay.until, "full")),
        t("since {day}", day=day(stay.since, "full")),
    )
    return rx.el.li(
        rx.el.strong(stay.class_name),
        rx.el.span(dates, class_name="number"),
        rx.cond(stay.order_number != "", rx.el.p(enrolled, class_name="soft")),
        rx.cond(stay.ending != "", _ending(stay)),
    )


def _ending(stay: Any) -> rx.Component:
    order = rx.fragment(", ", t("order {number}", number=stay.end_order))
    return rx.el.p(stay.ending, rx.cond(stay.end_order != "", order), class_name="soft")


def _groups(groups: Any) -> rx.Component:
    return rx.el.details(
        rx.el.summary(tn("{n} teaching group", "{n} teaching groups", groups.length())),
        rx.el.ul(
            rx.foreach(
                groups,
                lambda group: rx.el.li(
                    rx.el.span(group.title),
                    rx.el.small(
                        t("since {day}", day=day(group.since, "full")),
                        rx.cond(
                            group.until,
                            rx.fragment(" ", t("until {day}", day=day(group.until, "full"))),
                        ),
                        class_name="soft",
                    ),
                ),
            ),
            class_name="in-groups",
        ),
        class_name="foreseen",
    )


def _work(work: Any) -> rx.Component:
    return rx.fragment(
        rx.el.dl(
            _line(t("Post"), rx.cond(work.post != "", work.post, "—")),
            rx.cond(work.leads.length() > 0, _line(t("Class teacher of"), work.leads.join(", "))),
            rx.cond(work.left_on, _line(t("Left on"), day(work.left_on, "full"))),
            class_name="facts",
        ),
        rx.el.h3(t("Teaches")),
        rx.cond(
            work.taught.length() > 0,
            rx.el.ul(rx.foreach(work.taught, rx.el.li), class_name="in-groups"),
            rx.el.p(t("No group at present."), class_name="soft"),
        ),
    )


def _line(name: Any, value: Any) -> rx.Component:
    return rx.el.div(rx.el.dt(name), rx.el.dd(value))


__all__ = ["MovementState", "PersonState", "card_body", "card_sheet"]

"""The lesson on the teacher's tablet (урок): roll-call, marks, topic, homework."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.words import ru


class LessonPage:
    """One lesson, in Russian."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, lesson_id: int) -> LessonPage:
        """Open a lesson by its address."""
        self.page.goto(f"/lesson/{lesson_id}")
        expect(self.pupils).to_be_visible()
        return self

    @property
    def pupils(self) -> Locator:
        """The list of the pupils."""
        return self.page.get_by_role("list", name=ru("Pupils"))

    @property
    def homework(self) -> Locator:
        """The field of the homework."""
        return self.page.get_by_role("textbox", name=ru("Homework for the next lesson"))

    def pupil(self, name: str) -> Locator:
        """A pupil's line."""
        return self.pupils.get_by_role("button", name=re.compile(f"^{re.escape(name)}"))

    def roll_call(self, *absent: str) -> LessonPage:
        """Call the roll: a tap on who is absent, then "everybody else is here"."""
        self.page.get_by_role("button", name=ru("Roll-call"), exact=True).click()
        for name in absent:
            self.pupil(name).click()
        word = "Everybody else is here" if absent else "Everybody is here"
        self.page.get_by_role("button", name=ru(word), exact=True).click()
        return self

    def set_mark(self, name: str, value: str) -> LessonPage:
        """Choose a pupil and press a key of the pad."""
        self.page.get_by_role("button", name=ru("Marks"), exact=True).click()
        self.pupil(name).click()
        self.press(value)
        return self

    def press(self, value: str) -> LessonPage:
        """Press a mark on the pad."""
        pad = self.page.get_by_role("region", name=ru("Key pad"))
        pad.get_by_role("button", name=ru("Mark {value}", value=value), exact=True).click()
        return self

    def set_topic(self, topic: str) -> LessonPage:
        """Write what the lesson was about."""
        field = self.page.get_by_role("textbox", name=ru("Topic"), exact=True)
        field.fill(topic)
        field.press("Enter")
        return self

    def give_homework(self, text: str) -> LessonPage:
        """Give homework for the next lesson."""
        self.homework.fill(text)
        give = re.compile(f"{ru('Give homework')}|{ru('Save the homework')}")
        self.page.get_by_role("button", name=give).click()
        return self

    def saved(self) -> LessonPage:
        """The header says that everything is saved."""
        expect(self.page.get_by_text(ru("Everything is saved"))).to_be_visible()
        return self

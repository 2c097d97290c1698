"""Every sentence the product says is there in Russian, and fits its places."""

from __future__ import annotations

import gettext

import pytest

from ediary_app import translating


@pytest.fixture(scope="module")
def found() -> translating.Found:
    return translating.check("ru")


def test_every_sentence_has_its_russian(found: translating.Found) -> None:
    missing = {str(message): places for message, places in found.missing.items()}
    assert missing == {}


def test_translations_keep_the_places_of_their_sentences(found: translating.Found) -> None:
    assert found.wrong == []


def test_no_translation_is_left_of_a_sentence_that_is_gone(found: translating.Found) -> None:
    assert found.unused == []


def test_russian_numbers_have_three_forms() -> None:
    translating.compile_if_old()
    russian = gettext.translation("ediary", translating.LOCALE, ["ru"])
    one, many = "{n} new mark since your last visit", "{n} new marks since your last visit"
    words = [russian.ngettext(one, many, n).split()[1] for n in (1, 2, 5, 11, 21, 22)]
    assert words == ["новая", "новые", "новых", "новых", "новая", "новые"]

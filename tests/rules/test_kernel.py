"""The ground under the school: one clock, one language in force, refusals, digests."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ediary_app import translating
from ediary_app.kernel import clock, errors, events, i18n
from ediary_app.kernel.i18n import _, ngettext, use_language

YUGORSK = "Asia/Yekaterinburg"
NIGHT = datetime(2026, 11, 18, 20, 30, tzinfo=UTC)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


@pytest.fixture(autouse=True, scope="module")
def catalogues() -> None:
    translating.compile_if_old()


def test_a_school_day_turns_at_the_schools_own_midnight() -> None:
    assert clock.school_day(NIGHT, YUGORSK) == date(2026, 11, 19)
    assert clock.school_day(NIGHT - timedelta(hours=2), YUGORSK) == date(2026, 11, 18)


def test_the_clock_is_aware_and_can_be_shifted() -> None:
    shifted = clock.ShiftedClock(timedelta(days=30))
    ahead = shifted() - clock.system_clock()
    assert shifted().tzinfo is UTC
    assert timedelta(days=29, hours=23) < ahead <= timedelta(days=30)


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "1 новая"), (2, "2 новые"), (5, "5 новых"), (11, "11 новых"), (21, "21 новая"),
     (22, "22 новые"), (25, "25 новых"), (111, "111 новых"), (1001, "1001 новая")],
)  # fmt: skip
def test_russian_numbers_have_three_forms(number: int, said: str) -> None:
    sentence = ngettext(
        "{n} new mark since your last visit", "{n} new marks since your last visit", number
    )
    with use_language("ru"):
        assert str(sentence).startswith(said)


def test_a_sentence_is_translated_when_it_is_read() -> None:
    sentence = _("Monday")
    with use_language("en"):
        assert str(sentence) == "Monday"
    with use_language("ru"):
        assert str(sentence) == "понедельник"


def test_an_unknown_language_is_russian_and_ends_with_its_block() -> None:
    with use_language("en"):
        with use_language("xx"):
            assert i18n.current_language() == "ru"
        assert i18n.current_language() == "en"


def test_places_of_a_sentence_are_filled() -> None:
    with use_language("en"):
        assert str(_("The mark {value} is not used here.", value="1")) == (
            "The mark 1 is not used here."
        )


@pytest.mark.parametrize(
    ("refusal", "code"),
    [(errors.NotFound, "not_found"), (errors.Denied, "denied"), (errors.Invalid, "invalid"),
     (errors.Conflict, "conflict"), (errors.SignInNeeded, "sign_in_needed")],
)  # fmt: skip
def test_every_refusal_has_a_stable_code(refusal: type[errors.AppError], code: str) -> None:
    assert refusal("x").code == code
    assert refusal("x", code="special").code == "special"
    assert refusal.code == code


def test_a_refusal_shows_a_sentence_and_logs_a_code() -> None:
    refusal = errors.Invalid(_("Monday"), fields={"day": _("Tuesday")})
    assert str(refusal) == "invalid"
    with use_language("ru"):
        assert refusal.text() == "понедельник"
    assert list(refusal.fields) == ["day"]


class Colour(StrEnum):
    RED = "red"


def test_values_of_events_become_plain() -> None:
    mixed = {"d": date(2026, 9, 1), "e": Colour.RED, "t": (1, None), "s": {"x"}, "f": True}
    plain = {"d": "2026-09-01", "e": "red", "t": [1, None], "s": ["x"], "f": True}
    assert events.plain(mixed) == plain


@given(values)
def test_a_value_has_one_spelling(value: Any) -> None:
    turned = dict(reversed(value.items())) if isinstance(value, dict) else value
    assert events.canonical(value) == events.canonical(turned)


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=8)), st.binary(min_size=16))
def test_a_digest_depends_on_the_salt_and_every_value(said: dict[str, str], salt: bytes) -> None:
    digest = events.personal_digest(salt, said)
    assert digest != events.personal_digest(salt + b"x", said)
    assert digest != events.personal_digest(salt, {**said, "more": "x"})


def test_a_moment_has_one_spelling_in_every_zone() -> None:
    there = NIGHT.astimezone(timezone(timedelta(hours=5)))
    assert events.moment_text(there) == events.moment_text(NIGHT) == "2026-11-18T20:30:00.000000Z"


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=2, max_size=5, unique=True))
def test_a_seal_depends_on_the_order_of_its_events(digests: list[bytes]) -> None:
    before = bytes(32)
    seal = events.chain_digest(before, 1, digests)
    assert seal != events.chain_digest(before, 1, digests[::-1])
    assert seal != events.chain_digest(before, 2, digests)
    assert seal != events.chain_digest(seal, 1, digests)

"""At 200 % and in large type nothing is lost: no word cut off, no page wider than its window."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.barriers import lost_text, put_on
from tests.e2e.browsing import PHONE, Street
from tests.e2e.cast import Meeting
from tests.e2e.looking import ROUTES, open_in

HALF_A_DESK = {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}
"""A window of 1280 × 800 as a browser lays it out at 200 %."""
pytestmark = pytest.mark.deep
WINDOWS: dict[str, dict[str, Any]] = {"200 %": HALF_A_DESK, "phone": PHONE}


@pytest.mark.parametrize("size", WINDOWS)
@pytest.mark.parametrize("route", ROUTES)
def test_at_twice_the_size_and_in_large_type_every_word_can_be_read(
    street: Street, meeting: Meeting, route: str, size: str
) -> None:
    page = open_in(street, meeting, route, WINDOWS[size]).page
    assert lost_text(page) == []
    put_on(page, "contrast")
    assert lost_text(page) == []

"""Keys of devices: one for an account on a device, for a living session only, never in clear."""

from __future__ import annotations

import base64

import pytest
from sqlalchemy import select

from ediary_app.access import device_keys, signin
from ediary_app.access.credentials import SessionToken, Stranger
from ediary_app.access.models import DeviceKey
from ediary_app.access.opening import SignedIn
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.kernel import errors
from tests.given import Given

TABLET, PHONE = "a" * 32, "b" * 32


def test_a_device_gets_one_key_for_each_account_and_always_the_same(given: Given) -> None:
    home = given.school()
    one, two = (given.signed_in(given.teacher(home, n), Role.TEACHER) for n in ("Первый", "Другой"))
    first = perform(device_keys.device_key, actor=one, device=TABLET)
    assert perform(device_keys.device_key, actor=one, device=TABLET) == first
    others = [
        perform(device_keys.device_key, actor=one, device=PHONE),
        perform(device_keys.device_key, actor=two, device=TABLET),
    ]
    assert len({first.key, *(o.key for o in others)}) == 3
    assert len(base64.b64decode(first.key)) == 32


def test_an_ended_session_is_given_no_key_and_a_new_one_gets_the_same(given: Given) -> None:
    teacher = given.teacher(given.school(), "Учитель")
    account = given.account(teacher, Role.TEACHER, password="a long enough one")

    def enter() -> SessionToken:
        opened = perform(
            signin.sign_in,
            actor=Stranger("ru"),
            name=account.login,
            password="a long enough one",
        )
        assert isinstance(opened, SignedIn)
        return SessionToken(opened.token)

    session = enter()
    before = perform(device_keys.device_key, actor=session, device=TABLET)
    perform(signin.sign_out, actor=session)
    with pytest.raises(errors.SignInNeeded):
        perform(device_keys.device_key, actor=session, device=TABLET)
    assert perform(device_keys.device_key, actor=enter(), device=TABLET) == before


def test_the_database_alone_opens_nothing(given: Given) -> None:
    session = given.signed_in(given.teacher(given.school(), "Учитель"), Role.TEACHER)
    given_key = perform(device_keys.device_key, actor=session, device=TABLET).key
    with given.runtime.database.session(writes=False) as rows:
        sealed = rows.scalars(select(DeviceKey)).one().sealed
    assert given_key.encode() not in sealed
    assert base64.b64decode(given_key) not in sealed


def test_only_the_newest_devices_are_remembered(given: Given) -> None:
    session = given.signed_in(given.teacher(given.school(), "Учитель"), Role.TEACHER)
    first = perform(device_keys.device_key, actor=session, device=f"{0:032x}")
    for number in range(1, device_keys.KEPT + 1):
        perform(device_keys.device_key, actor=session, device=f"{number:032x}")
    assert perform(device_keys.device_key, actor=session, device=f"{0:032x}") != first


def test_a_name_that_no_browser_gives_itself_is_refused(given: Given) -> None:
    session = given.signed_in(given.teacher(given.school(), "Учитель"), Role.TEACHER)
    with pytest.raises(errors.Invalid):
        perform(device_keys.device_key, actor=session, device="../../etc/passwd")

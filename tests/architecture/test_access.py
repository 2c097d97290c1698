"""Rights: what a role may not do is refused and changes nothing; what is written leaves a trace."""

from __future__ import annotations

import ast
import inspect

import pytest
from sqlalchemy import func, select

from ediary_app import access_matrix, tables
from ediary_app.access.context import Actor, actor_permissions
from ediary_app.access.credentials import Stranger
from ediary_app.access.performing import Runtime, perform
from ediary_app.access.usecase import UseCase
from ediary_app.access.values import ROLE_PERMISSIONS, Permission, Role
from ediary_app.kernel import errors
from tests.given import Given

Sources = dict[str, ast.Module]
CASES = access_matrix.use_cases()
TRACELESS = {"access.sessions.touch"}
"""Leaves no event: the session itself says when it was seen."""
MARKING = {
    Permission.MARK_SET, Permission.ROLL_CALL, Permission.JOURNAL_READ, Permission.DIARY_READ,
    Permission.LESSON_TEACH, Permission.LESSON_READ,
}  # fmt: skip


def contents(runtime: Runtime) -> dict[str, int]:
    """How many rows each table holds."""
    with runtime.database.session(writes=False) as session:
        return {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in tables.metadata.tables.items()
        }


def test_what_a_role_may_not_do_is_refused_and_changes_nothing(given: Given) -> None:
    school = given.school()
    actors = {role: given.actor(given.person(school), role) for role in Role}
    before = contents(given.runtime)
    allowed = [
        f"{role}: {case.name}"
        for case in CASES
        for role, actor in actors.items()
        if case.requires is not None
        and case.requires not in ROLE_PERMISSIONS[role]
        and not is_refused(case, actor)
    ]
    assert allowed == []
    assert contents(given.runtime) == before


def test_a_stranger_may_do_only_what_is_public(given: Given) -> None:
    before = contents(given.runtime)
    closed = [case for case in CASES if not case.is_public]
    assert [case.name for case in closed if not is_refused(case, Stranger())] == []
    assert contents(given.runtime) == before


def test_a_half_open_session_may_only_finish_its_sign_in(given: Given) -> None:
    half = Actor(account_id=1, permissions=frozenset({Permission.SIGN_IN_FINISH}))
    others = [c for c in CASES if c.requires not in (None, Permission.SIGN_IN_FINISH)]
    assert [case.name for case in others if not is_refused(case, half)] == []
    held = [role for role in Role if Permission.SIGN_IN_FINISH in actor_permissions(role)]
    assert held == []


def is_refused(case: UseCase, actor: Actor | Stranger) -> bool:
    try:
        perform(case.function, actor=actor)
    except errors.Denied:
        return True
    except errors.AppError:
        return False
    return False


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.REGISTRAR, Role.GOVERNANCE,
                                  Role.DATA_OFFICER])  # fmt: skip
def test_those_who_keep_the_system_see_no_marks(role: Role) -> None:
    assert ROLE_PERMISSIONS[role] & MARKING == set()


def test_only_who_teaches_writes_into_lessons() -> None:
    writing = {Permission.LESSON_TEACH, Permission.MARK_SET, Permission.ROLL_CALL,
               Permission.HOMEWORK_SET, Permission.REMARK_WRITE}  # fmt: skip
    holders = {role for role, held in ROLE_PERMISSIONS.items() if held & writing}
    assert holders == {Role.TEACHER, Role.CLASS_TEACHER}


def test_only_the_public_is_open_to_everybody() -> None:
    assert {case.name for case in CASES if case.is_public} == {
        "access.emails.confirm_email",
        "access.readiness.database_answers",
        "access.recovery.forgot",
        "access.recovery.set_password",
        "access.signin.sign_in",
        "access.signin.sign_in_by_code",
    }


def test_every_writing_use_case_leaves_an_event(sources: Sources) -> None:
    functions = {
        node.name: node
        for tree in sources.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    }
    ours = [case for case in CASES if case.writes and not is_the_machine_s_own(case)]
    silent = {case.name for case in ours if not records(body_of(case), functions, depth=6)}
    assert silent == TRACELESS


def is_the_machine_s_own(case: UseCase) -> bool:
    """Bookkeeping that no role may do: its own rows; what it leads to leaves events."""
    held = frozenset[Permission]().union(*ROLE_PERMISSIONS.values()) | {Permission.SIGN_IN_FINISH}
    return case.requires is not None and case.requires not in held


def body_of(case: UseCase) -> ast.FunctionDef:
    tree = ast.parse(inspect.getsource(case.function))
    return next(node for node in tree.body if isinstance(node, ast.FunctionDef))


def records(function: ast.FunctionDef, known: dict[str, ast.FunctionDef], depth: int) -> bool:
    """Whether a function records an event, itself or through what it calls."""
    called = {name_of(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}
    if called & {"record", "NewEvent"}:
        return True
    further = [known[name] for name in called if name in known and name != function.name]
    return depth > 0 and any(records(one, known, depth - 1) for one in further)


def name_of(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")

"""Who may do what (`docs/access.md`), made from the roles, the permissions and the use cases."""

from __future__ import annotations

import importlib
import pkgutil

import ediary_app
from ediary_app.access.usecase import USE_CASES, UseCase
from ediary_app.access.values import ROLE_PERMISSIONS, Permission, Role

SCREENS = ("ediary_app.ui", "ediary_app.ediary_app", "ediary_app.cli", "ediary_app.serving")
"""Screens and commands define no use case and load the web framework: they are left out."""
SHORT = {
    Role.DIRECTOR: "Dir", Role.DEPUTY_HEAD: "Dep", Role.CLASS_TEACHER: "ClT", Role.TEACHER: "Tea",
    Role.COUNSELLOR: "Cou", Role.REGISTRAR: "Reg", Role.DATA_OFFICER: "DPO",
    Role.ADMINISTRATOR: "Adm", Role.GOVERNANCE: "Gov", Role.PARENT: "Par", Role.STUDENT: "Stu",
    Role.EXTERNAL_SYSTEM: "Ext",
}  # fmt: skip
YES, NO = "●", "·"


def use_cases() -> list[UseCase]:
    """Every use case of the product by name, all its modules being loaded first."""
    for module in pkgutil.walk_packages(ediary_app.__path__, "ediary_app."):
        if not module.name.startswith(SCREENS) and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    ours = (u for u in USE_CASES.values() if u.function.__module__.startswith("ediary_app."))
    return sorted(ours, key=lambda one: one.name)


def access_paper() -> str:
    """`docs/access.md`: role × use case."""
    columns = " | ".join(SHORT[role] for role in Role)
    legend = ", ".join(f"{short} {role.value.replace('_', ' ')}" for role, short in SHORT.items())
    return "\n".join(
        [
            "# Who may do what",
            "",
            "Made by `make papers` from `access/values.py` and the use cases; a test keeps it "
            "fresh, another performs each use case as each role that may not.",
            "",
            "A dot says what a role may do at all. Which pupils, lessons and accounts it may touch "
            "is decided anew for each of them by the policies; absent and forbidden give the same "
            "answer. The command line and the schedules act as the system, which may do all of it.",
            "",
            f"{legend}. ✎ changes something.",
            "",
            f"| Use case | ✎ | {columns} |",
            f"| --- | :-: |{' :-: |' * len(Role)}",
            *[_line(one) for one in use_cases()],
            "",
            *_permissions(),
            "",
        ]
    )


def may(role: Role, permission: Permission | None) -> bool:
    """Whether a role may do what needs this permission; what needs none is open to everybody."""
    return permission is None or permission in ROLE_PERMISSIONS[role]


def _line(one: UseCase) -> str:
    writes = "✎" if one.writes else ""
    if one.requires is Permission.SIGN_IN_FINISH:
        cells = [NO] * len(Role)
    else:
        cells = [YES if may(role, one.requires) else NO for role in Role]
    note = " (open to everybody)" if one.is_public else ""
    note = " (half-open session)" if one.requires is Permission.SIGN_IN_FINISH else note
    return f"| `{one.name}`{note} | {writes} | {' | '.join(cells)} |"


def _permissions() -> list[str]:
    lines = ["## Permissions", "", "| Permission | Roles |", "| --- | --- |"]
    for permission in Permission:
        roles = [role.value for role in Role if may(role, permission)]
        held = ", ".join(roles) or "none: the system itself"
        if permission is Permission.SIGN_IN_FINISH:
            held = "none: a session that owes its second step"
        lines.append(f"| `{permission.value}` | {held} |")
    return lines

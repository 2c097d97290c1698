"""Roles, permissions and event kinds of access (роли и права)."""

from __future__ import annotations

from enum import StrEnum

from ediary_app.kernel.i18n import LazyText, _


class Role(StrEnum):
    """Who a person is in the school (роль), after `domain.md` A9."""

    DIRECTOR = "director"
    DEPUTY_HEAD = "deputy_head"
    CLASS_TEACHER = "class_teacher"
    TEACHER = "teacher"
    COUNSELLOR = "counsellor"
    REGISTRAR = "registrar"
    DATA_OFFICER = "data_officer"
    ADMINISTRATOR = "administrator"
    GOVERNANCE = "governance"
    PARENT = "parent"
    STUDENT = "student"
    EXTERNAL_SYSTEM = "external_system"


ROLE_NAMES: dict[Role, LazyText] = {
    Role.DIRECTOR: _("Director"),
    Role.DEPUTY_HEAD: _("Deputy head"),
    Role.CLASS_TEACHER: _("Class teacher"),
    Role.TEACHER: _("Teacher"),
    Role.COUNSELLOR: _("Counsellor"),
    Role.REGISTRAR: _("Registrar"),
    Role.DATA_OFFICER: _("Data protection officer"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.GOVERNANCE: _("Governing body"),
    Role.PARENT: _("Parent"),
    Role.STUDENT: _("Student"),
    Role.EXTERNAL_SYSTEM: _("External system"),
}

STAFF_ROLES = frozenset(Role) - {Role.PARENT, Role.STUDENT, Role.EXTERNAL_SYSTEM}
"""Roles of people who work in the school: two-factor sign-in may be demanded of them."""


class Permission(StrEnum):
    """What a role may do at all; which objects it may touch is the policies' question."""

    SIGN_IN_FINISH = "access:sign_in:finish"
    OWN_ACCOUNT = "access:account:own"
    ACCOUNT_MANAGE = "access:account:manage"
    CODE_ISSUE = "access:code:issue"
    CLIENT_MANAGE = "access:client:manage"
    HISTORY_VERIFY = "audit:history:verify"
    PERSONAL_ERASE = "audit:personal:erase"
    SCHOOL_READ = "school:school:read"
    SCHOOL_MANAGE = "school:school:manage"
    PEOPLE_READ = "school:people:read"
    PEOPLE_MANAGE = "school:people:manage"
    CUSTOM_WRITE = "school:custom:write"
    LISTS_IMPORT = "exchange:lists:import"
    LESSON_READ = "timetable:lesson:read"
    LESSON_TEACH = "journal:lesson:teach"
    ROLL_CALL = "journal:attendance:record"
    ATTENDANCE_READ = "journal:attendance:read"
    ATTENDANCE_KEEP = "journal:attendance:keep"
    MARK_SET = "journal:mark:set"
    JOURNAL_READ = "journal:page:read"
    HOMEWORK_SET = "journal:homework:set"
    REMARK_WRITE = "journal:remark:write"
    DIARY_READ = "journal:diary:read"
    HOMEWORK_TICK = "journal:homework:tick"
    FILE_READ = "journal:file:read"
    TIMETABLE_MANAGE = "timetable:timetable:manage"
    JOB_RUN = "jobs:batch:run"
    JOB_MANAGE = "jobs:job:manage"
    LETTER_CARRY = "post:letter:carry"
    LETTER_READ = "post:letter:read"
    DATA_READ = "lowcode:data:read"
    CLASSES_MANAGE = "school:classes:manage"
    PLACES_MANAGE = "timetable:places:manage"
    WORK_KINDS_MANAGE = "journal:work_kinds:manage"
    HEALTH_READ = "upkeep:health:read"
    BACKUP_MAKE = "upkeep:backup:make"
    FORM_FILL = "forms:answer:give"
    FORM_READ = "forms:answer:read"
    DEFINE = "lowcode:definition:edit"
    YEAR_TURN = "rollover:year:turn"
    PEOPLE_MERGE = "duplicates:people:merge"


P = Permission
_SELF = {P.OWN_ACCOUNT, P.SCHOOL_READ}
_TEACHING = {
    P.LESSON_READ, P.LESSON_TEACH, P.ROLL_CALL, P.MARK_SET, P.JOURNAL_READ, P.HOMEWORK_SET,
    P.REMARK_WRITE, P.FILE_READ, P.PEOPLE_READ, P.FORM_FILL,
}  # fmt: skip
_FAMILY = {P.DIARY_READ, P.FILE_READ, P.FORM_FILL}
_KEEPING = {P.DATA_READ, P.CLASSES_MANAGE, P.PLACES_MANAGE, P.WORK_KINDS_MANAGE}
"""Who keeps the lists of the school: the registrar has the classes alone."""

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.DIRECTOR: frozenset(
        _SELF
        | {
            P.PEOPLE_READ, P.JOURNAL_READ, P.LESSON_READ, P.FILE_READ, P.HISTORY_VERIFY,
            P.DATA_READ, P.FORM_READ,
        }
    ),
    Role.DEPUTY_HEAD: frozenset(
        _SELF
        | {
            P.PEOPLE_READ, P.JOURNAL_READ, P.LESSON_READ, P.FILE_READ, P.TIMETABLE_MANAGE,
            P.SCHOOL_MANAGE, P.LISTS_IMPORT, P.HISTORY_VERIFY, P.ATTENDANCE_READ,
            P.FORM_READ, *_KEEPING,
        }
    ),
    Role.CLASS_TEACHER: frozenset(
        _SELF | _TEACHING | {P.ATTENDANCE_READ, P.ATTENDANCE_KEEP, P.CUSTOM_WRITE, P.FORM_READ}
    ),
    Role.TEACHER: frozenset(_SELF | _TEACHING),
    Role.COUNSELLOR: frozenset(_SELF | {P.PEOPLE_READ}),
    Role.REGISTRAR: frozenset(
        _SELF
        | {P.PEOPLE_READ, P.PEOPLE_MANAGE, P.CODE_ISSUE, P.LISTS_IMPORT, P.DATA_READ,
           P.CLASSES_MANAGE, P.YEAR_TURN, P.CUSTOM_WRITE, P.PEOPLE_MERGE, P.FORM_READ}
    ),
    Role.DATA_OFFICER: frozenset(_SELF | {P.PEOPLE_READ, P.HISTORY_VERIFY, P.PERSONAL_ERASE}),
    Role.ADMINISTRATOR: frozenset(
        _SELF
        | {P.ACCOUNT_MANAGE, P.CODE_ISSUE, P.CLIENT_MANAGE, P.SCHOOL_MANAGE, P.LISTS_IMPORT,
           P.HISTORY_VERIFY,
           P.PEOPLE_READ, P.PEOPLE_MANAGE, P.JOB_MANAGE, P.LETTER_READ,
           P.HEALTH_READ, P.BACKUP_MAKE, P.DEFINE, P.YEAR_TURN, P.CUSTOM_WRITE,
           P.PEOPLE_MERGE, *_KEEPING}
    ),
    Role.GOVERNANCE: frozenset(_SELF),
    Role.PARENT: frozenset(_SELF | _FAMILY),
    Role.STUDENT: frozenset(_SELF | _FAMILY | {P.HOMEWORK_TICK}),
    Role.EXTERNAL_SYSTEM: frozenset(),
}  # fmt: skip
"""The one table of rights (`docs/access.md` is made from it)."""


class AccessEvent(StrEnum):
    """What happens to accounts (события доступа)."""

    SIGNED_IN = "access.signed_in"
    SIGN_IN_FAILED = "access.sign_in_failed"
    FIRST_STEP = "access.first_step"
    SIGNED_OUT = "access.signed_out"
    SESSION_ENDED = "access.session_ended"
    ROLE_CHOSEN = "access.role_chosen"
    CODE_ISSUED = "access.code_issued"
    SLIPS_ASKED = "access.slips_asked"
    SLIPS_PUT_AWAY = "access.slips_put_away"
    PASSWORD_SET = "access.password_set"
    TOTP_OFFERED = "access.totp_offered"
    TOTP_ENABLED = "access.totp_enabled"
    TOTP_DISABLED = "access.totp_disabled"
    RECOVERY_MADE = "access.recovery_made"
    RECOVERY_USED = "access.recovery_used"
    TOTP_DEMANDED = "access.totp_demanded"
    ACCOUNT_MADE = "access.account_made"
    ACCOUNT_CHANGED = "access.account_changed"
    ACCOUNT_BLOCKED = "access.account_blocked"
    ACCOUNT_UNBLOCKED = "access.account_unblocked"
    ROLE_GIVEN = "access.role_given"
    ROLE_TAKEN = "access.role_taken"
    PREFERENCE_SET = "access.preference_set"
    EMAIL_ASKED = "access.email_asked"
    EMAIL_CONFIRMED = "access.email_confirmed"
    EMAIL_REMOVED = "access.email_removed"
    PASSWORD_FORGOTTEN = "access.password_forgotten"
    LINK_FAILED = "access.link_failed"
    DEVICE_KEY_MADE = "access.device_key_made"
    CLIENT_MADE = "access.client_made"
    CLIENT_KEYED = "access.client_keyed"
    CLIENT_REVOKED = "access.client_revoked"


class ClientScope(StrEnum):
    """What another system may ask for (область доступа клиента)."""

    ROSTER = "roster.read"
    TIMETABLE = "timetable.read"
    RESULTS = "results.read"


class LinkPurpose(StrEnum):
    """What a link in a letter is for (назначение ссылки)."""

    EMAIL = "email"
    PASSWORD = "password"

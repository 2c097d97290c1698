"""Who may come in (учётные записи, роли, внешние системы): the registers of access as lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import FromClause, func, select
from sqlalchemy.sql import ColumnElement

from ediary_app.access import accounts as keeping
from ediary_app.access import clients
from ediary_app.access.context import Context
from ediary_app.access.models import Account, AccountRole, ApiClient, SignInSession
from ediary_app.access.values import ROLE_NAMES, AccessEvent, Permission, Role
from ediary_app.kernel.i18n import _
from ediary_app.lowcode.actions import Action, Facts, Telling
from ediary_app.lowcode.acts import declare
from ediary_app.lowcode.offers import Paper, PaperLine
from ediary_app.lowcode.resources import Field, Resource, Target
from ediary_app.lowcode.values import Kind, Told
from ediary_app.school import accounts, people_actions
from ediary_app.school.class_resources import person_words
from ediary_app.school.codes import Issued, Slip
from ediary_app.school.models import Person

AREA = _("Access")
account: FromClause = Account.__table__  # type: ignore[attr-defined]
role: FromClause = AccountRole.__table__  # type: ignore[attr-defined]
signed: FromClause = SignInSession.__table__  # type: ignore[attr-defined]
person: FromClause = Person.__table__  # type: ignore[attr-defined]
REASON = Field("reason", _("Reason"), longest=200, required=True,
               help=_("It stays in the history."))  # fmt: skip
KEEPS, CLIENTS = Permission.ACCOUNT_MANAGE, Permission.CLIENT_MANAGE


def _of_school(ctx: Context, table: FromClause) -> ColumnElement[bool]:
    mine = select(role.c.account_id).where(role.c.school_id == ctx.school_id, role.c.is_active)
    here: ColumnElement[bool] = table.c.id.in_(mine)
    return here


def _name(ctx: Context, table: FromClause) -> ColumnElement[Any]:
    """The name in the school's lists, else the account's own."""
    listed = (
        select(func.min(person_words(person)))
        .join(role, role.c.person_id == person.c.id)
        .where(role.c.account_id == table.c.id, role.c.school_id == ctx.school_id)
        .correlate(table)
        .scalar_subquery()
    )
    return func.coalesce(listed, table.c.display_name)


def _seen(_ctx: Context, table: FromClause) -> ColumnElement[Any]:
    last = select(func.max(signed.c.seen_at)).where(signed.c.account_id == table.c.id)
    return last.correlate(table).scalar_subquery()


def _told(_ctx: Context, told: Facts) -> list[tuple[Told, ...]]:
    """The role and the reason of each event."""
    return [
        tuple(
            Told(str(label), "", words)
            for label, words in ((_("Role"), _role(facts)), (_("Reason"), facts.get("reason", "")))
            if words
        )
        for facts in told
    ]


def _role(facts: Mapping[str, Any]) -> str:
    given = str(facts.get("role", ""))
    return str(ROLE_NAMES[Role(given)]) if given in set(Role) else ""


EVENTS = Telling(
    {
        AccessEvent.ACCOUNT_MADE: _("made the account"),
        AccessEvent.ACCOUNT_BLOCKED: _("blocked"),
        AccessEvent.ACCOUNT_UNBLOCKED: _("let in again"),
        AccessEvent.SESSION_ENDED: _("signed out of devices"),
        AccessEvent.TOTP_DISABLED: _("turned the second step off"),
        AccessEvent.CODE_ISSUED: _("issued a sign-in code"),
        AccessEvent.ROLE_GIVEN: _("gave a role"),
        AccessEvent.ROLE_TAKEN: _("took a role away"),
    },
    _told,
)


def _slip(slip: Slip) -> tuple[Paper, ...]:
    return people_actions.slips(Issued((slip,)))


def _secret(made: clients.Secret) -> tuple[Paper, ...]:
    lines = (
        PaperLine(str(_("Client")), str(made.client_id)),
        PaperLine(str(_("Secret")), made.secret),
    )
    how = _("Until {day}. Only its digest is kept: whoever loses it needs a new one.")
    return (Paper(made.name, "", lines, str(how).format(day=made.until.strftime("%d.%m.%Y"))),)


ACCOUNTS = declare(__name__, Resource(
    name="accounts", title=_("Accounts"), area=AREA, model=Account,
    fields=(
        Field("login", _("Login"), is_fixed=True),
        Field("name", _("Name"), told=_name, is_personal=True),
        Field("is_active", _("May sign in"), Kind.FLAG, is_fixed=True),
        Field("has_second_step", _("Second step"), Kind.FLAG,
              told=lambda _ctx, table: table.c.totp_confirmed_at.is_not(None)),
        Field("seen_at", _("Last seen"), Kind.MOMENT, told=_seen),
    ),
    listed=("login", "name", "is_active", "has_second_step", "seen_at"), order=("login",),
    searched=("login", "name"), filters=("is_active", "has_second_step"), known_by=("login",),
    reads=KEEPS, writes=KEEPS, words=lambda table: table.c.login, scope=_of_school,
    fixed=lambda _ctx: {}, may_add=False, may_remove=False,
    actions=(
        Action("block", _("Block"), keeping.block, on="account_id", undoes=keeping.unblock,
               confirm=_("Nobody signs in with it any more; its devices are signed out."),
               fits=lambda row: bool(row["is_active"]), is_for_many=True, is_grave=True),
        Action("unblock", _("Let in again"), keeping.unblock, on="account_id",
               fits=lambda row: not row["is_active"], is_for_many=True),
        Action("sign-out", _("Sign out everywhere"), keeping.sign_out_everywhere, on="account_id",
               confirm=_("Every device of this account asks for the password again."),
               is_for_many=True),
        Action("second-step", _("Turn the second step off"), keeping.reset_second_step,
               on="account_id", fits=lambda row: bool(row["has_second_step"]), is_grave=True,
               confirm=_("For somebody who lost the telephone and the spare codes.")),
        Action("code", _("Sign-in code"), accounts.issue_account_code, on="account_id",
               papers=_slip, confirm=people_actions.CODE.confirm),
        Action("give-role", _("Give a role"), keeping.give_role, on="account_id",
               fields=(Field("role", _("Role"), Kind.CHOICE, required=True,
                             choices={r: ROLE_NAMES[r] for r in Role if r in
                                      keeping.GIVEN_BY_HAND}), REASON)),
    ),
    tells=(EVENTS,),
    note=_("Families have their accounts with their first code; staff are made on the page of "
           "accounts."),
))  # fmt: skip

ROLES = declare(__name__, Resource(
    name="roles", title=_("Roles held"), area=AREA, model=AccountRole,
    fields=(
        Field("account_id", _("Login"), Kind.RELATION, is_fixed=True,
              to=Target(Account, lambda table: table.c.login, _of_school)),
        Field("person_id", _("Name"), Kind.RELATION, is_fixed=True, is_personal=True,
              to=people_actions.ANYBODY),
        Field("role", _("Role"), Kind.CHOICE, is_fixed=True, choices=ROLE_NAMES),
        Field("is_active", _("Held now"), Kind.FLAG, is_fixed=True),
    ),
    listed=("role", "person_id", "account_id", "is_active"), order=("role", "person_id"),
    searched=("account_id", "person_id"), filters=("role", "is_active"),
    known_by=("account_id", "role", "person_id"), reads=KEEPS, writes=KEEPS, about="person_id",
    words=lambda table: select(account.c.login).where(account.c.id == table.c.account_id)
    .scalar_subquery(),
    may_add=False, may_remove=False,
    actions=(
        Action("take", _("Take the role away"), keeping.take_role, on="role_id", fields=(REASON,),
               fits=lambda row: bool(row["is_active"]), is_grave=True,
               confirm=_("The account no longer acts in this role. The last administrator "
                         "stays.")),
    ),
    note=_("Who holds which role. A role is given from the list of accounts, with its reason."),
))  # fmt: skip

_END = Field("expires_on", _("Until"), Kind.DAY, required=True,
             help=_("At most two years from today."))  # fmt: skip
API_CLIENTS = declare(__name__, Resource(
    name="api-clients", title=_("Other systems"), area=AREA, model=ApiClient,
    fields=(
        Field("name", _("Title"), required=True, longest=80),
        Field("scopes", _("May ask for"), is_fixed=True),
        Field("hint", _("Secret begins with"), is_fixed=True),
        Field("expires_on", _("Until"), Kind.DAY, is_fixed=True),
        Field("last_used_at", _("Last used"), Kind.MOMENT,
              told=lambda _ctx, table: table.c.last_used_at),
        Field("revoked", _("Revoked"), Kind.FLAG,
              told=lambda _ctx, table: table.c.revoked_at.is_not(None)),
    ),
    listed=("name", "scopes", "hint", "expires_on", "last_used_at", "revoked"), order=("name",),
    searched=("name", "scopes"), filters=("revoked",), known_by=("name",), reads=CLIENTS,
    writes=CLIENTS, may_add=False, may_remove=False,
    actions=(
        Action("make", _("Add a system"), clients.make_client, papers=_secret, fields=(
            Field("name", _("Title"), required=True, longest=80),
            Field("roster", _("People, classes and groups"), Kind.FLAG),
            Field("timetable", _("Timetable and substitutions"), Kind.FLAG),
            Field("results", _("Marks and attendance"), Kind.FLAG),
            _END,
        )),
        Action("renew", _("New secret"), clients.renew_secret, on="client_id", fields=(_END,),
               papers=_secret, confirm=_("The former secret is void at once.")),
        Action("revoke", _("Revoke"), clients.revoke_client, on="client_id", is_grave=True,
               confirm=_("This system may ask nothing more, from this moment on."),
               fits=lambda row: not row["revoked"]),
    ),
    tells=(Telling({
        AccessEvent.CLIENT_MADE: _("added"),
        AccessEvent.CLIENT_KEYED: _("gave a new secret"),
        AccessEvent.CLIENT_REVOKED: _("revoked"),
    }),),
    note=_("Which systems may ask for the school's data, for which of it and until when."),
))  # fmt: skip

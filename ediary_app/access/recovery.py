"""A forgotten password (забытый пароль): a link to the confirmed address, and a new password.

Whoever asks hears the same in the same time, whether there is such an account or not: asking
only leaves an event, and the letter is written afterwards by the worker.
"""

from __future__ import annotations

from ediary_app.access import links, passwords, signin, throttle
from ediary_app.access.context import Context
from ediary_app.access.models import Account, MailLink
from ediary_app.access.throttle import Refusal
from ediary_app.access.usecase import use_case
from ediary_app.access.values import AccessEvent, LinkPurpose


@use_case(requires=None, public=True)
def forgot(ctx: Context, *, name: str, address: str = "") -> Refusal | None:
    """Ask for a letter with a link, by login, e-mail or phone."""
    budgets = [throttle.of_letters("forgot", name), throttle.of_letters("from", address)]
    waiting = throttle.wait(ctx, budgets)
    if waiting:
        return waiting
    throttle.count(ctx, budgets)
    account = signin.account_named(ctx, name)
    account_id = account.id or 0 if account else 0
    school_id = links.school_of(ctx, account_id)
    ctx.record(
        AccessEvent.PASSWORD_FORGOTTEN, ("account", account_id), school_id=school_id,
        values={"address": address},
    )  # fmt: skip
    return None


@use_case(requires=None, public=True)
def set_password(ctx: Context, *, token: str, password: str, address: str = "") -> Refusal | None:
    """Follow the link and set a new password; every device is signed out."""
    budget = throttle.of_address(address)
    waiting = throttle.wait(ctx, [budget])
    if waiting:
        return waiting
    found = links.followed(ctx, token, LinkPurpose.PASSWORD)
    if found is None:
        return links.failed(ctx, budget, address)
    link, account = found
    passwords.check_new(password, account.login)
    if not links.spend(ctx, link):
        return links.failed(ctx, budget, address)
    account.password_hash = passwords.hash_password(password)
    signin.end_sessions(ctx, link.account_id)
    school_id = links.school_of(ctx, link.account_id)
    ctx.record(AccessEvent.PASSWORD_SET, account, school_id=school_id, why="link")
    return None


def link_for(ctx: Context, account: Account) -> MailLink | None:
    """A link for a new password, for its letter; None where none may be sent."""
    if not account.is_active or not account.email or account.email_confirmed_at is None:
        return None
    if links.wait(ctx, account.id or 0, LinkPurpose.PASSWORD):
        return None
    return links.ask(ctx, account, LinkPurpose.PASSWORD, account.email)

"""Letters about one's account (письма об учётной записи): addresses, links, new passwords.

Written by the worker after the act, never by it. A letter holds the reader's own name and nothing
else personal; the secret of a link stands behind `#`, which no server and no log ever sees.
"""

from __future__ import annotations

from collections.abc import Callable

from ediary_app.access import links, recovery
from ediary_app.access.context import Context
from ediary_app.access.models import Account, MailLink
from ediary_app.access.values import AccessEvent, LinkPurpose
from ediary_app.jobs.reactions import Happened
from ediary_app.kernel.i18n import LazyText, _
from ediary_app.kernel.settings import settings
from ediary_app.post.letters import Action, Letter
from ediary_app.post.service import post_letter

CONSUMER = "account_letters"
CONFIRM, RESET, SIGN_IN = "/confirm-email", "/sign-in/new-password", "/sign-in"
NOT_YOU = _("If this was not you, please tell the school office.")
NOT_ASKED = _("If you did not ask for this, do nothing: everything stays as it is.")


def write(ctx: Context, event: Happened) -> None:
    """Write the letter that an event calls for."""
    _WRITERS[event.kind](ctx, event)


def _address_asked(ctx: Context, event: Happened) -> None:
    link = ctx.session.get(MailLink, event.subject_id)
    if link is None or link.used_at is not None or link.expires_at <= ctx.now:
        return
    account = ctx.session.get_one(Account, link.account_id)
    act = Action(_("Confirm the address"), _link(CONFIRM, links.give_token(ctx, link)))
    _post(
        ctx, account, link.email, _("Confirm your e-mail address"),
        _("Please confirm that you read this address: open the link and press the button."),
        _("The link is good for 24 hours and works once."), NOT_ASKED, act=act,
    )  # fmt: skip
    if account.email_confirmed_at and account.email and not event.facts.get("is_again"):
        _post(
            ctx, account, account.email, _("Your e-mail address is being changed"),
            _("Another address was named for your account. This one counts until it is confirmed."),
            NOT_YOU,
        )  # fmt: skip


def _address_confirmed(ctx: Context, event: Happened) -> None:
    link = ctx.session.get(MailLink, event.subject_id)
    if link is None or not link.former_email:
        return
    account = ctx.session.get_one(Account, link.account_id)
    _post(
        ctx, account, link.former_email, _("Your e-mail address was changed"),
        _("Letters of the journal now go to another address; this one opens nothing any more."),
        NOT_YOU,
    )  # fmt: skip


def _address_removed(ctx: Context, event: Happened) -> None:
    link = ctx.session.get(MailLink, event.subject_id)
    if link is None or not link.former_email:
        return
    account = ctx.session.get_one(Account, link.account_id)
    _post(
        ctx, account, link.former_email, _("Your e-mail address was removed"),
        _("The journal sends nothing to this address any more, and it opens nothing."),
        NOT_YOU,
    )  # fmt: skip


def _password_forgotten(ctx: Context, event: Happened) -> None:
    account = ctx.session.get(Account, event.subject_id)
    is_old = event.at <= ctx.now - links.LASTS[LinkPurpose.PASSWORD]
    link = None if account is None or is_old else recovery.link_for(ctx, account)
    if account is None or link is None:
        return
    act = Action(_("Set a new password"), _link(RESET, links.give_token(ctx, link)))
    _post(
        ctx, account, link.email, _("A new password"),
        _("A new password was asked for your account in the journal."),
        _("The link is good for 30 minutes and works once."), NOT_ASKED, act=act,
    )  # fmt: skip


def _password_set(ctx: Context, event: Happened) -> None:
    account = ctx.session.get(Account, event.subject_id)
    if account is None or not account.email or account.email_confirmed_at is None:
        return
    _post(
        ctx, account, account.email, _("Your password was changed"),
        _("A new password was set for your account; other devices were signed out."),
        NOT_YOU, act=Action(_("Sign in"), settings().address + SIGN_IN),
    )  # fmt: skip


def _post(
    ctx: Context,
    account: Account,
    to: str,
    subject: LazyText,
    *sentences: LazyText,
    act: Action | None = None,
) -> None:
    greeting = _("Hello, {name}.", name=account.display_name or account.login)
    letter = Letter(subject, (greeting, *sentences), act)
    post_letter(ctx, letter, to=to, language=account.language)


def _link(path: str, token: str) -> str:
    return f"{settings().address}{path}#{token}"


_WRITERS: dict[str, Callable[[Context, Happened], None]] = {
    AccessEvent.EMAIL_ASKED: _address_asked,
    AccessEvent.EMAIL_CONFIRMED: _address_confirmed,
    AccessEvent.EMAIL_REMOVED: _address_removed,
    AccessEvent.PASSWORD_FORGOTTEN: _password_forgotten,
    AccessEvent.PASSWORD_SET: _password_set,
}
KINDS = tuple(_WRITERS)
"""The events that a letter follows (`wiring.SUBSCRIBERS`)."""

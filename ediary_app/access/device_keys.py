"""Keys of devices (ключи устройств): what is kept on a shared tablet opens for its owner only."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import StringConstraints
from sqlalchemy import delete, select
from sqlmodel import col

from ediary_app.access import vault
from ediary_app.access.context import Context
from ediary_app.access.models import DeviceKey
from ediary_app.access.usecase import use_case
from ediary_app.access.values import AccessEvent, Permission

KEPT = 100
"""Devices of one account whose keys are kept; beyond that the oldest is forgotten."""
Device = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
"""The random name a browser has given itself."""


@dataclass(frozen=True)
class Key:
    """The key of an account for one device: 256 bits, base64."""

    account: int
    key: str = field(repr=False)


@use_case(requires=Permission.OWN_ACCOUNT)
def device_key(ctx: Context, *, device: Device) -> Key:
    """The key that seals one's work on this device; made when the device is first seen."""
    account_id = ctx.actor.account_id or 0
    row = ctx.session.scalars(
        select(DeviceKey).where(
            col(DeviceKey.account_id) == account_id, col(DeviceKey.device) == device
        )
    ).first()
    known = vault.opened(row.sealed) if row else None
    if known is not None:
        return Key(account_id, known)
    made = base64.b64encode(secrets.token_bytes(32)).decode()
    if row is None:
        row = DeviceKey(
            account_id=account_id, device=device, sealed=vault.seal(made), created_at=ctx.now
        )
        ctx.session.add(row)
    row.sealed = vault.seal(made)
    ctx.session.flush()
    _forget_oldest(ctx, account_id)
    ctx.record(AccessEvent.DEVICE_KEY_MADE, row)
    return Key(account_id, made)


def _forget_oldest(ctx: Context, account_id: int) -> None:
    newest = (
        select(col(DeviceKey.id))
        .where(col(DeviceKey.account_id) == account_id)
        .order_by(col(DeviceKey.id).desc())
        .limit(KEPT)
    )
    ctx.session.execute(
        delete(DeviceKey).where(
            col(DeviceKey.account_id) == account_id, col(DeviceKey.id).not_in(newest)
        )
    )

"""Tables of access: accounts, their roles, sign-in sessions, codes (учётные записи и сеансы)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlmodel import Field, SQLModel

from ediary_app.access.values import LinkPurpose, Role
from ediary_app.kernel.db import BigKey, UtcDateTime, enum_column


class Account(SQLModel, table=True):
    """How a person signs in (учётная запись); roles and schools hang on it."""

    __tablename__ = "account"

    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(sa_type=String(64), unique=True)
    email: str | None = Field(default=None, sa_type=String(254), unique=True)
    email_confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    phone: str | None = Field(default=None, sa_type=String(20), unique=True)
    password_hash: str | None = Field(default=None, sa_type=String(200))
    display_name: str = Field(default="", sa_type=String(200))
    language: str = Field(default="ru", sa_type=String(5))
    theme: str = Field(default="auto", sa_type=String(16))
    is_active: bool = True
    totp_secret: bytes | None = Field(default=None, sa_type=LargeBinary)
    totp_confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    totp_last_step: int = 0
    created_at: datetime = Field(sa_type=UtcDateTime)


class AccountRole(SQLModel, table=True):
    """A role of an account in a school, as one person of that school (роль в школе)."""

    __tablename__ = "account_role"
    __table_args__ = (UniqueConstraint("account_id", "school_id", "role", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    school_id: int = Field(foreign_key="school.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    role: Role = Field(sa_column=enum_column(Role, name="role"))
    is_active: bool = True


class SignInSession(SQLModel, table=True):
    """A signed-in device (сеанс): the cookie's token is kept only as a digest."""

    __tablename__ = "sign_in_session"
    __table_args__ = (Index("ix_sign_in_session_account", "account_id", "ended_at"),)

    id: int | None = Field(default=None, primary_key=True)
    token_digest: bytes = Field(sa_type=LargeBinary(32), unique=True)
    account_id: int = Field(foreign_key="account.id")
    account_role_id: int | None = Field(default=None, foreign_key="account_role.id")
    device: str = Field(default="", sa_type=String(120))
    address: str = Field(default="", sa_type=String(45))
    needs_totp: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class DeviceKey(SQLModel, table=True):
    """What seals an account's unsent work on one device (ключ устройства), itself under seal.

    The device keeps what it shows offline under this key and never the key: whoever is signed in
    is given it, a session that has ended is not.
    """

    __tablename__ = "device_key"
    __table_args__ = (UniqueConstraint("account_id", "device"),)

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    account_id: int = Field(foreign_key="account.id")
    device: str = Field(sa_type=String(32))
    sealed: bytes = Field(sa_type=LargeBinary)
    created_at: datetime = Field(sa_type=UtcDateTime)


class OneTimeCode(SQLModel, table=True):
    """A code the office hands out for the first sign-in or a new password (одноразовый код)."""

    __tablename__ = "one_time_code"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    code_digest: bytes = Field(sa_type=LargeBinary(32), unique=True)
    purpose: str = Field(default="password", sa_type=String(16))
    issued_by: int | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class MailLink(SQLModel, table=True):
    """A link sent in a letter (ссылка из письма): to confirm an address, or for a new password.

    The token is made when the letter is written and kept only as a digest.
    """

    __tablename__ = "mail_link"
    __table_args__ = (Index("ix_mail_link_account", "account_id", "purpose", "created_at"),)

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id")
    purpose: LinkPurpose = Field(sa_column=enum_column(LinkPurpose, name="purpose"))
    email: str = Field(sa_type=String(254))
    former_email: str | None = Field(default=None, sa_type=String(254))
    token_digest: bytes | None = Field(default=None, sa_type=LargeBinary(32), unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class RecoveryCode(SQLModel, table=True):
    """A spare code for the day the second factor is lost (резервный код)."""

    __tablename__ = "recovery_code"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    code_digest: bytes = Field(sa_type=LargeBinary(32))
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInAttempt(SQLModel, table=True):
    """Failed attempts per account and per address, for throttling (неудачные попытки входа)."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_key_at", "throttle_key", "at"),)

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    throttle_key: str = Field(sa_type=String(80))
    at: datetime = Field(sa_type=UtcDateTime)


class TotpPolicy(SQLModel, table=True):
    """Roles of which a school demands the second factor (где нужен второй фактор)."""

    __tablename__ = "totp_policy"
    __table_args__ = (UniqueConstraint("school_id", "role"),)

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id", index=True)
    role: Role = Field(sa_column=enum_column(Role, name="role"))


class ApiClient(SQLModel, table=True):
    """Another system that asks over HTTP (клиент интерфейса): of its secret only a digest is kept.

    `scopes` are the words of `ClientScope` with spaces between them; `hint` are the first letters
    of the secret, by which people tell one from another.
    """

    __tablename__ = "api_client"
    __table_args__ = (UniqueConstraint("school_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id")
    name: str = Field(sa_type=String(80))
    scopes: str = Field(default="", sa_type=String(200))
    hint: str = Field(sa_type=String(12))
    secret_digest: bytes = Field(sa_type=LargeBinary(32), unique=True)
    expires_on: date
    created_at: datetime = Field(sa_type=UtcDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Performed(SQLModel, table=True):
    """What was already done under a key: the same request again gives the same answer."""

    __tablename__ = "performed"
    __table_args__ = (UniqueConstraint("account_id", "request_key"),)

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    account_id: int = Field(sa_column=Column(ForeignKey("account.id"), nullable=False))
    request_key: str = Field(sa_type=String(64))
    use_case: str = Field(sa_type=String(80))
    arguments_digest: bytes = Field(sa_type=LargeBinary(32))
    result: Any = Field(default=None, sa_type=JSON)
    at: datetime = Field(sa_type=UtcDateTime, index=True)

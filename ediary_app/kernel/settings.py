"""Settings (настройки): read once from EDIARY_* variables; secrets never show in text."""

from __future__ import annotations

import socket
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]


class Settings(BaseSettings):
    """Everything an administrator may set from outside; each field is one EDIARY_* variable."""

    model_config = SettingsConfigDict(env_prefix="EDIARY_", env_file=".env", extra="ignore")

    database_url: str = Field(
        f"sqlite:///{ROOT}/var/ediary.db",
        description="Database: sqlite:///… or postgresql+psycopg://…",
    )
    data_dir: Path = Field(ROOT / "var", description="Folder of uploaded files and local state")
    secret_key: SecretStr | None = Field(
        None,
        description="Key that protects second-factor secrets; made in the data folder if absent",
    )
    host: str = Field("127.0.0.1", description="Address to listen on")
    port: int = Field(8000, description="Port to listen on")
    public_url: str = Field("", description="The address people type, if it is fixed")
    trusted_hosts: str = Field("*", description="Host names to answer to, separated by commas")
    trusted_proxies: str = Field(
        "", description="Addresses of proxies whose X-Forwarded-* headers are believed"
    )
    redis_url: str = Field(
        "", description="Redis for the state of open pages; without it each process keeps its own"
    )
    processes: int = Field(1, ge=1, description="Web processes")
    worker_threads: int = Field(8, ge=2, description="Threads (and connections) for data work")
    smtp_host: str = Field("", description="Mail server; letters are kept here when empty")
    smtp_port: int = Field(587, description="Port of the mail server")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How the way to the mail server is encrypted: starttls, tls, none"
    )
    smtp_user: str = Field("", description="Name at the mail server, if it asks for one")
    smtp_password: SecretStr | None = Field(None, description="Password at the mail server")
    smtp_sender: str = Field("", description="The address letters come from")
    smtp_timeout: float = Field(15.0, description="Seconds to wait for the mail server")
    smtp_connections: int = Field(2, ge=1, description="Connections to the mail server at once")
    smtp_ca_file: Path | None = Field(
        None, description="Certificate of the authority of a mail server of one's own"
    )
    with_worker: bool = Field(True, description="Whether serving starts a worker beside it")
    timezone: str = Field("Asia/Yekaterinburg", description="The schools' time zone")
    otlp_endpoint: str = Field(
        "", description="Where traces and metrics go by OTLP/HTTP (http://…:4318); none when empty"
    )
    otlp_sample: float = Field(
        0.1, ge=0, le=1, description="Share of requests whose traces are told (0 to 1)"
    )
    log_level: str = Field("INFO", description="Level of the structured log")
    log_json: bool = Field(False, description="Log as JSON lines")
    clock_shift_seconds: int = Field(0, description="Move the product's clock (demonstrations)")
    secure_cookies: bool = Field(False, description="Cookies only over https (set behind TLS)")
    tls: Literal["off", "own", "file"] = Field(
        "off", description="https: off, by the school's own authority, or by certificate files"
    )
    tls_certificate: Path | None = Field(None, description="Certificate file (EDIARY_TLS=file)")
    tls_key: Path | None = Field(None, description="Its key file (EDIARY_TLS=file)")
    backup_dir: Path | None = Field(
        None, description="Folder of back-ups; `backups` in the data folder when empty"
    )
    backup_hour: int = Field(
        2, ge=-1, le=23, description="Hour of the nightly back-up, by the school's clock; -1: none"
    )
    backup_days: int = Field(14, ge=1, description="Days of which the newest back-up is kept")
    backup_weeks: int = Field(8, ge=0, description="Weeks of which the newest back-up is kept")
    backup_months: int = Field(12, ge=0, description="Months of which the newest one is kept")
    backup_key: SecretStr | None = Field(
        None, description="Key of back-ups (32 bytes, base64); made in the data folder if absent"
    )
    upload_limit_mb: int = Field(20, description="Largest uploaded file, in megabytes")

    @property
    def copies_dir(self) -> Path:
        """Where back-ups lie."""
        return self.backup_dir or self.data_dir / "backups"

    @property
    def address(self) -> str:
        """The address people type: for links in letters, never taken from a request."""
        if self.public_url:
            return self.public_url.rstrip("/")
        named = self.trusted_hosts.split(",")[0].strip()
        host = self.host if named in ("", "*") else named
        if host in ("0.0.0.0", "::"):
            host = socket.gethostname()
        return f"{'http' if self.tls == 'off' else 'https'}://{host}:{self.port}"


@cache
def settings() -> Settings:
    """The settings of this process."""
    return Settings()

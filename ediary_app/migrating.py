"""Bring a database to this release's shape (миграции)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

ROOT = Path(__file__).resolve().parents[1]


def alembic_config(url: str) -> Config:
    """Alembic's settings for a database address."""
    config = Config(str(ROOT / "alembic.ini"))
    config.attributes["url"] = url
    return config


@cache
def head() -> str:
    """The shape this release wants."""
    return str(ScriptDirectory.from_config(alembic_config("")).get_current_head())


def migrate(url: str, revision: str = "head") -> None:
    """Run the migrations that are missing; a SQLite file is made with its folder."""
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(alembic_config(url), revision)

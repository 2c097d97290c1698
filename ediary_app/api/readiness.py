"""Is it well, and may work be sent here: for whoever watches over the server."""

from __future__ import annotations

import shutil
from pathlib import Path

from fastapi import APIRouter
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from ediary_app.access import readiness
from ediary_app.access.credentials import Stranger
from ediary_app.api.caller import act
from ediary_app.kernel import outage
from ediary_app.kernel.settings import Settings, settings

router = APIRouter()
ROOM_BYTES = 8 << 20
"""With less room than this on a disk of ours, saving may fail at any moment."""

REDIS_SECONDS = 2.0


@router.get("/api/ready")
async def ready() -> dict[str, str]:
    """The database and Redis answer and the disk has room: work may be sent here."""
    if not has_room(settings()):
        raise outage.refusal(outage.NO_ROOM)
    await act(readiness.database_answers, Stranger())
    await _states_answer(settings().redis_url)
    return {"status": "ready"}


@router.get("/api/health")
async def health() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


def has_room(chosen: Settings) -> bool:
    """Whether the disks with our files and with a SQLite database take more."""
    database = chosen.database_url.removeprefix("sqlite:///")
    own = [chosen.data_dir, *([Path(database).parent] if database != chosen.database_url else [])]
    return all(shutil.disk_usage(place).free >= ROOM_BYTES for place in own if place.exists())


async def _states_answer(url: str) -> None:
    """Ask Redis, where there is one, whether it keeps the pages' States."""
    if not url:
        return
    asked = Redis.from_url(
        url,
        socket_timeout=REDIS_SECONDS,
        socket_connect_timeout=REDIS_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
    try:
        await asked.ping()  # type: ignore[misc]
    except (RedisError, OSError) as error:
        raise outage.states_away() from error
    finally:
        await asked.aclose()

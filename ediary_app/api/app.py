"""The mounted HTTP application: routers and the translation of refusals."""

from __future__ import annotations

from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from ediary_app.api import (
    account,
    attendance,
    data,
    files,
    imports,
    offline,
    papers,
    people,
    readiness,
    recovery,
    session,
    trust,
    words,
)
from ediary_app.api.caller import language_of
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import use_language

log = structlog.get_logger(__name__)
STATUS = {"not_found": 404, "denied": 403, "sign_in_needed": 401, "conflict": 409,
          "unavailable": 503}  # fmt: skip

api = FastAPI(title="ediary", docs_url=None, redoc_url=None, openapi_url=None)
api.include_router(session.router)
api.include_router(account.router)
api.include_router(recovery.router)
api.include_router(words.router)
api.include_router(files.router)
api.include_router(offline.router)
api.include_router(imports.router)
api.include_router(papers.router)
api.include_router(people.router)
api.include_router(attendance.router)
api.include_router(data.router)
api.include_router(trust.router)
api.include_router(readiness.router)


@api.exception_handler(errors.AppError)
async def refuse(request: Request, error: errors.AppError) -> JSONResponse:
    """A refusal as JSON: its code, its sentence, its fields."""
    with use_language(language_of(request)):
        body: dict[str, Any] = {"code": error.code, "message": error.text()}
        if error.fields:
            body["fields"] = {name: str(text) for name, text in error.fields.items()}
    return JSONResponse(body, status_code=STATUS.get(error.code, 422))

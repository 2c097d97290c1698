"""Every HTTP route of the product, found by introspection, and requests forged for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from fastapi import UploadFile
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Mount, Route

from ediary_app.api.app import api
from ediary_app.ediary_app import app
from tests.forging.payloads import Forger


@dataclass
class Request:
    """One request to send."""

    method: str
    path: str
    query: dict[str, Any] = field(default_factory=dict)
    content: dict[str, Any] = field(default_factory=dict)
    """How the body is sent: as JSON, as a form with files, or as raw bytes."""


def every_route(routes: list[BaseRoute]) -> Iterator[BaseRoute]:
    """All routes, those of included routers and of mounted applications too."""
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is not None:
            yield from every_route(included.routes)
        elif isinstance(route, Mount):
            yield route
            yield from every_route(list(route.routes or ()))
        else:
            yield route


def of_the_product() -> list[APIRoute]:
    """The routes of our own HTTP interface."""
    found = [r for r in every_route(_top()) if isinstance(r, APIRoute)]
    return sorted(found, key=lambda route: (route.path, sorted(route.methods)))


def of_the_framework() -> set[str]:
    """The addresses that the framework itself answers to."""
    found = [r for r in every_route(_top()) if isinstance(r, Route | Mount)]
    return {r.path for r in found if not isinstance(r, APIRoute)} - {""}


def _top() -> list[BaseRoute]:
    assert app._api is not None
    return [*api.routes, *app._api.routes]


def forged(route: APIRoute, forger: Forger) -> Iterator[Request]:
    """Requests to a route with the family's values in path, query and body."""
    needs = route.dependant
    path = {f.name: f.field_info.annotation for f in needs.path_params}
    query = {f.name: f.field_info.annotation for f in needs.query_params}
    body = {f.name: f.field_info.annotation for f in needs.body_params}
    files = {n for n, kind in body.items() if _is_file(kind)}
    wanted = {**path, **query, **{n: k for n, k in body.items() if n not in files}}
    for values in forger.filled(wanted):
        address = re.sub(r"\{(\w+)[^}]*\}", r"{\1}", route.path).format_map(values)
        bodies = [values[n] for n in body if n not in files]
        yield Request(
            method=sorted(route.methods)[0],
            path=address,
            query={n: values[n] for n in query},
            content=_content(sorted(route.methods)[0], bodies, files),
        )


def _content(method: str, bodies: list[Any], files: set[str]) -> dict[str, Any]:
    if method in ("GET", "DELETE"):
        return {}
    if files:
        return {"files": dict.fromkeys(files, ("list.xlsx", b"PK not a table"))}
    if bodies:
        return {"json": bodies[0]}
    return {"content": "проба".encode(), "headers": {"X-File-Name": "probe.txt"}}


def _is_file(kind: Any) -> bool:
    kinds = getattr(kind, "__args__", (kind,))
    return any(isinstance(k, type) and issubclass(k, UploadFile) for k in (kind, *kinds))

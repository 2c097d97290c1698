"""States: every public method is an endpoint, so every one is meant to be; pages are closed."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from types import FunctionType

import reflex as rx

from ediary_app.ui import navigation, screens
from ediary_app.ui.page import PAGES
from ediary_app.ui.session import SessionState
from tests.architecture.test_text import Sources, body_lines

STATE_LINES, HANDLER_LINES = 80, 5
PUBLIC = {
    "/confirm-email",
    "/sign-in/forgot",
    "/sign-in/new-password",
    "/",
    "/sign-in",
    "/sign-in/code",
    "/design",
    "/trust",
}
"""The only addresses that anybody may open; none of them shows anything of a school."""


def all_states(base: type[rx.State] = SessionState) -> Iterator[type[rx.State]]:
    """Our own States: the session and everything derived from it."""
    assert screens.ALL
    yield base
    for child in base.__subclasses__():
        yield from all_states(child)


def own_functions(state: type[rx.State]) -> dict[str, object]:
    found = {n: v for n, v in vars(state).items() if not n.startswith("_")}
    kinds = (FunctionType, rx.EventHandler)
    return {n: v for n, v in found.items() if isinstance(v, kinds)}


def test_every_public_method_of_a_state_is_declared_an_event() -> None:
    undeclared = [
        f"{state.__name__}.{name}"
        for state in all_states()
        for name, value in own_functions(state).items()
        if state.__module__.startswith("ediary_app") and not is_declared(state, name, value)
    ]
    assert undeclared == []


def is_declared(state: type[rx.State], name: str, value: object) -> bool:
    """Whether the source of a method carries `@rx.event` (or it is a computed value)."""
    function = value.fn if isinstance(value, rx.EventHandler) else value
    if not getattr(function, "__module__", "").startswith("ediary_app"):
        return True
    source = inspect.getsource(function)  # type: ignore[arg-type]
    return source.lstrip().startswith("@rx.event")


def written_states(sources: Sources) -> Iterator[tuple[str, ast.ClassDef]]:
    """Place and source of every State of the screens."""
    for path, tree in sources.items():
        for node in tree.body:
            is_state = isinstance(node, ast.ClassDef) and any(
                ast.unparse(base).endswith("State") for base in node.bases
            )
            if is_state and path.startswith("ediary_app/ui/"):
                yield f"{path}:{node.name}", node


def handlers(state: ast.ClassDef) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in state.body:
        is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if is_function and any("rx.event" in ast.unparse(d) for d in node.decorator_list):
            yield node


def test_a_state_fits_on_a_screen(sources: Sources) -> None:
    long = {
        place: lines
        for place, state in written_states(sources)
        if (lines := (state.end_lineno or 0) - state.lineno + 1) > STATE_LINES
    }
    assert long == {}


def test_a_handler_only_passes_on_what_was_done(sources: Sources) -> None:
    long = {
        f"{place}.{handler.name}": body_lines(handler)
        for place, state in written_states(sources)
        for handler in handlers(state)
        if body_lines(handler) > HANDLER_LINES
    }
    assert long == {}


def test_no_handler_blocks_the_others(sources: Sources) -> None:
    blocking = [
        f"{place}.{handler.name}"
        for place, state in written_states(sources)
        for handler in handlers(state)
        if isinstance(handler, ast.FunctionDef)
    ]
    assert blocking == []


def test_every_state_says_what_it_holds() -> None:
    silent = [
        s.__name__ for s in all_states() if s.__module__.startswith("ediary_app") and not s.__doc__
    ]
    assert silent == []


def test_only_the_known_pages_are_open_to_everybody() -> None:
    assert {p.route for p in PAGES.values() if p.is_public} <= PUBLIC


def test_every_other_page_names_its_roles() -> None:
    assert [p.route for p in PAGES.values() if not p.is_public and not p.roles] == []


def test_navigation_leads_only_to_pages_that_exist_for_the_role() -> None:
    lost = [
        f"{role}: {place.route}"
        for role, places in navigation.PLACES.items()
        for place in places
        if place.route not in PAGES or role not in PAGES[place.route].roles
    ]
    assert lost == []

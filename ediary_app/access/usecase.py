"""Use cases (действия): marked functions `(ctx, *, typed arguments) -> value`, all registered."""

from __future__ import annotations

import functools
import inspect
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, create_model

from ediary_app.access.context import Context
from ediary_app.access.values import Permission
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _

A = ParamSpec("A")
T = TypeVar("T")


@dataclass(frozen=True)
class UseCase:
    """What is known of a use case: its name, its right, whether it writes, its signature."""

    name: str
    function: Callable[..., Any]
    requires: Permission | None
    writes: bool
    arguments: type[BaseModel]
    returns: TypeAdapter[Any]

    @property
    def is_public(self) -> bool:
        """Open to a stranger: only sign-in itself and what a public page shows."""
        return self.requires is None


USE_CASES: dict[str, UseCase] = {}
"""Every use case by name, `package.module.function` without the application's prefix."""


def use_case(
    *, requires: Permission | None, writes: bool = True, public: bool = False
) -> Callable[[Callable[Concatenate[Context, A], T]], Callable[Concatenate[Context, A], T]]:
    """Mark a function as a use case; `requires=None` is refused unless it is `public=True`."""
    if (requires is None) is not public:
        raise TypeError("a use case needs a permission, or must be said to be public")

    def mark(
        function: Callable[Concatenate[Context, A], T],
    ) -> Callable[Concatenate[Context, A], T]:
        name = f"{function.__module__.removeprefix('ediary_app.')}.{function.__name__}"
        USE_CASES[name] = UseCase(
            name, function, requires, writes, _arguments_of(function), _returns_of(function)
        )
        function.use_case = USE_CASES[name]  # type: ignore[attr-defined]
        return function

    return mark


@dataclass(frozen=True)
class Pattern:
    """What is done alike to many things: `(ctx, thing, *, typed arguments) -> value` (образец)."""

    function: Callable[..., Any]
    writes: bool
    arguments: type[BaseModel]
    returns: TypeAdapter[Any]

    def of(self, thing: Any, *, module: str, name: str, requires: Permission) -> UseCase:
        """Register the use case that does this to one thing, under a permission of its own."""

        @functools.wraps(self.function)
        def act(ctx: Context, /, **arguments: Any) -> Any:
            return self.function(ctx, thing, **arguments)

        act.__module__ = module
        full = f"{module.removeprefix('ediary_app.')}.{name}"
        spec = UseCase(full, act, requires, self.writes, self.arguments, self.returns)
        USE_CASES[full] = act.use_case = spec  # type: ignore[attr-defined]
        return spec


def pattern(*, writes: bool = True) -> Callable[[Callable[..., Any]], Pattern]:
    """Mark a function as the pattern of use cases; by itself it cannot be performed."""

    def mark(function: Callable[..., Any]) -> Pattern:
        return Pattern(function, writes, _arguments_of(function, 2), _returns_of(function))

    return mark


def _arguments_of(function: Callable[..., Any], given: int = 1) -> type[BaseModel]:
    hints = typing.get_type_hints(function, include_extras=True)
    fields: dict[str, Any] = {}
    for name, parameter in list(inspect.signature(function).parameters.items())[given:]:
        if parameter.kind is not inspect.Parameter.KEYWORD_ONLY:
            raise TypeError(f"{function.__name__}: {name} must be keyword-only")
        default = ... if parameter.default is inspect.Parameter.empty else parameter.default
        fields[name] = (hints[name], default)
    config = ConfigDict(arbitrary_types_allowed=True, extra="forbid", str_strip_whitespace=True)
    return create_model(f"{function.__name__}_arguments", __config__=config, **fields)


def _returns_of(function: Callable[..., Any]) -> TypeAdapter[Any]:
    """Reads a remembered answer back as what the use case returns."""
    returned: Any = typing.get_type_hints(function).get("return", None)
    return TypeAdapter(returned)


def spec_of(function: Callable[..., Any]) -> UseCase:
    """The registered use case of a function; anything unmarked cannot be performed."""
    spec = getattr(function, "use_case", None)
    if not isinstance(spec, UseCase):
        raise TypeError(f"{function!r} is not a use case")
    return spec


def validated(spec: UseCase, arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments as the signature types them; `Invalid` names the fields that do not fit."""
    try:
        model = spec.arguments(**arguments)
    except ValidationError as error:
        fields = {
            ".".join(map(str, e["loc"])): _("This value does not fit here.") for e in error.errors()
        }
        raise errors.Invalid(
            _("Something in the form does not fit. Nothing was changed; check the fields."),
            fields=fields,
        ) from None
    return {name: getattr(model, name) for name in spec.arguments.model_fields}

"""What a text may say (грамматика шаблона): a walk over the parsed source, before it is compiled.

A construction that is not named here is refused: there are no calls, no arithmetic, no assignment,
no inclusion, no tests, no attributes but those of declared fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from jinja2 import nodes

from ediary_app.kernel.i18n import LazyText
from ediary_app.lowcode.sandbox import words
from ediary_app.lowcode.sandbox.fields import FieldType, Schema, TextField, groups, known
from ediary_app.lowcode.sandbox.filters import FILTERS

T = FieldType
MOST_NODES, DEEPEST, MOST_LOOPS = 3_000, 24, 2
OF_LOOP = {"index": T.NUMBER, "first": T.FLAG, "last": T.FLAG, "length": T.NUMBER}


class NotAllowed(Exception):
    """A text says what no text may say."""

    def __init__(self, said: LazyText, line: int | None) -> None:
        super().__init__(str(said))
        self.said, self.line = said, line or 1


@dataclass
class Scope:
    """What may be named at a place: fields, and the rows of the loops around it."""

    fields: dict[str, TextField]
    rows: dict[str, dict[str, TextField]] = field(default_factory=dict)

    def inside(self, name: str, of: TextField) -> Scope:
        """The scope inside a loop over rows."""
        return Scope(self.fields, {**self.rows, name: known(of.inner)})

    def taken(self) -> set[str]:
        """Names a loop may not give."""
        firsts = {name.split(".")[0] for name in self.fields}
        return {*firsts, *self.rows, "loop", "true", "false", "none", "self", "super"}


class Walk:
    """One walk over a source: counts what is met, refuses what is not allowed."""

    def __init__(self, schema: Schema) -> None:
        self.left = MOST_NODES
        self.scope = Scope(known(schema))
        self.groups = groups(schema)

    def body(self, found: list[nodes.Node], scope: Scope, depth: int = 0) -> None:
        """Look at statements one after another."""
        for node in found:
            self._count(node, depth)
            if isinstance(node, nodes.Output):
                for part in node.nodes:
                    self._shown(part, scope, depth + 1)
            elif isinstance(node, nodes.If):
                self._condition(node, scope, depth)
            elif isinstance(node, nodes.For):
                self._loop(node, scope, depth)
            else:
                raise NotAllowed(words.NOT_USED, node.lineno)

    def _count(self, node: nodes.Node, depth: int) -> None:
        self.left -= 1
        if self.left < 0:
            raise NotAllowed(words.TOO_LONG, node.lineno)
        if depth > DEEPEST:
            raise NotAllowed(words.TOO_DEEP, node.lineno)

    def _condition(self, node: nodes.If, scope: Scope, depth: int) -> None:
        self.type_of(node.test, scope, depth + 1)
        self.body(node.body, scope, depth + 1)
        for other in node.elif_:
            self._count(other, depth)
            self._condition(other, scope, depth)
        self.body(node.else_, scope, depth + 1)

    def _loop(self, node: nodes.For, scope: Scope, depth: int) -> None:
        if node.recursive or not isinstance(node.target, nodes.Name):
            raise NotAllowed(words.NOT_USED, node.lineno)
        if len(scope.rows) >= MOST_LOOPS:
            raise NotAllowed(words.TOO_MANY_LOOPS, node.lineno)
        of = self._field(node.iter, scope)
        if of is None or of.type is not T.ROWS:
            raise NotAllowed(words.NOT_A_LIST, node.lineno)
        if node.target.name in scope.taken():
            raise NotAllowed(words.LOOP_NAME, node.lineno)
        inside = scope.inside(node.target.name, of)
        if node.test is not None:
            self.type_of(node.test, inside, depth + 1)
        self.body(node.body, inside, depth + 1)
        self.body(node.else_, scope, depth + 1)

    def _shown(self, node: nodes.Node, scope: Scope, depth: int) -> None:
        if isinstance(node, nodes.TemplateData):
            self._count(node, depth)
        elif self.type_of(node, scope, depth) is T.ROWS:
            raise NotAllowed(words.A_LIST, node.lineno)

    def type_of(self, node: nodes.Node, scope: Scope, depth: int) -> FieldType:
        """What an expression comes to; refuses every kind that is not named here."""
        self._count(node, depth)
        if isinstance(node, nodes.Const):
            return self._constant(node)
        if isinstance(node, nodes.Name | nodes.Getattr):
            return self._named(node, scope)
        if isinstance(node, nodes.Filter):
            return self._filtered(node, scope, depth + 1)
        parts = list(self._parts(node))
        if not parts:
            raise NotAllowed(words.NOT_USED, node.lineno)
        types = [self.type_of(part, scope, depth + 1) for part in parts]
        if isinstance(node, nodes.Compare):
            return self._compared(node, types)
        if isinstance(node, nodes.Concat) and T.ROWS in types:
            raise NotAllowed(words.A_LIST, node.lineno)
        return T.FLAG if isinstance(node, nodes.Not) else self._common(types)

    @staticmethod
    def _parts(node: nodes.Node) -> Iterator[nodes.Node]:
        if isinstance(node, nodes.Compare):
            yield node.expr
            yield from (operand.expr for operand in node.ops)
        elif isinstance(node, nodes.And | nodes.Or):
            yield from (node.left, node.right)
        elif isinstance(node, nodes.Not):
            yield node.node
        elif isinstance(node, nodes.CondExpr):
            yield from (part for part in (node.test, node.expr1, node.expr2) if part is not None)
        elif isinstance(node, nodes.Concat):
            yield from node.nodes

    @staticmethod
    def _common(types: list[FieldType]) -> FieldType:
        if T.ROWS in types:
            return T.ROWS
        return types[-1] if len(set(types)) == 1 else T.TEXT

    @staticmethod
    def _constant(node: nodes.Const) -> FieldType:
        if isinstance(node.value, bool):
            return T.FLAG
        if isinstance(node.value, int) and abs(node.value) < 10**9:
            return T.NUMBER
        if isinstance(node.value, str) or node.value is None:
            return T.TEXT
        raise NotAllowed(words.NOT_USED, node.lineno)

    def _named(self, node: nodes.Node, scope: Scope) -> FieldType:
        path = path_of(node)
        if path.startswith("loop.") and scope.rows and path[5:] in OF_LOOP:
            return OF_LOOP[path[5:]]
        found = self._field(node, scope)
        if found is None:
            is_group = path in self.groups or path in scope.rows
            raise NotAllowed(words.A_GROUP if is_group else words.no_field(path), node.lineno)
        return found.type

    def _field(self, node: nodes.Node, scope: Scope) -> TextField | None:
        """The field that a name stands for, of a row or of the text itself."""
        path = path_of(node)
        first, _dot, rest = path.partition(".")
        if first in scope.rows:
            return scope.rows[first].get(rest)
        return scope.fields.get(path)

    def _filtered(self, node: nodes.Filter, scope: Scope, depth: int) -> FieldType:
        one = FILTERS.get(node.name)
        if one is None or node.node is None:
            raise NotAllowed(words.no_filter(node.name), node.lineno)
        plain = [part.value for part in node.args if isinstance(part, nodes.Const)]
        fits = len(plain) == len(node.args) == len(one.arguments) and all(
            type(value) is kind for value, kind in zip(plain, one.arguments, strict=False)
        )
        if not fits or node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise NotAllowed(words.FILTER_WORDS, node.lineno)
        if self.type_of(node.node, scope, depth) not in one.takes:
            raise NotAllowed(words.FILTER_TYPE, node.lineno)
        return one.gives

    @staticmethod
    def _compared(node: nodes.Compare, types: list[FieldType]) -> FieldType:
        orders = {operand.op for operand in node.ops} - {"eq", "ne"}
        if orders - {"lt", "lteq", "gt", "gteq"}:
            raise NotAllowed(words.NOT_USED, node.lineno)
        if orders and set(types) != {T.NUMBER}:
            raise NotAllowed(words.NOT_NUMBERS, node.lineno)
        return T.FLAG


def path_of(node: nodes.Node) -> str:
    """A name with its dots; anything else begins with brackets, as no field does."""
    parts: list[str] = []
    while isinstance(node, nodes.Getattr):
        parts.append(node.attr)
        node = node.node
    first = node.name if isinstance(node, nodes.Name) and node.ctx == "load" else "(…)"
    return ".".join([first, *reversed(parts)])

"""Extract layouts (макеты выписок): what stands on the paper and in which order, versioned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

from ediary_app.access.context import Context
from ediary_app.extracts import supplied
from ediary_app.extracts.layout_fields import FIELDS
from ediary_app.extracts.values import EXTRACT_NAMES, ExtractKind
from ediary_app.kernel.i18n import LANGUAGES, LazyText, _
from ediary_app.lowcode import texts
from ediary_app.lowcode.definition_values import AskKind, Content, Fault, Hint, Preview
from ediary_app.lowcode.definitions import Ask, DefinitionKind, define
from ediary_app.lowcode.texts import TextPart

PARTS = (TextPart("title", is_line=True), TextPart("body", is_markup=True))
SPEAKS: dict[str, LazyText] = {"ru": _("in Russian"), "en": _("in English")}


def read_key(key: str) -> tuple[ExtractKind, str]:
    """What a key stands for: `week.ru`."""
    kind, language = key.split(".")
    return ExtractKind(kind), language


def _keys() -> Mapping[str, str]:
    return {
        f"{kind}.{language}": f"{EXTRACT_NAMES[kind]} · {SPEAKS[language]}"
        for kind, language in product(ExtractKind, LANGUAGES)
    }


def _validate(key: str, content: Content) -> Sequence[Fault]:
    return tuple(texts.faults(PARTS, FIELDS[read_key(key)[0]], content))


def _hints(key: str) -> Sequence[Hint]:
    return texts.hints(FIELDS[read_key(key)[0]])


def _preview(_ctx: Context, key: str, content: Content) -> Preview:
    kind, language = read_key(key)
    made = texts.filled(PARTS, FIELDS[kind], content, texts.examples(FIELDS[kind]), language)
    return Preview(subject=made["title"], html=made["body"])


LAYOUTS = define(DefinitionKind(
    key="extract", title=_("Extract layouts"), keys=_keys,
    asks=(
        Ask("title", _("Title of the paper"), required=True, longest=300),
        Ask("body", _("The paper"), AskKind.SOURCE, required=True, longest=20_000),
    ),
    supplied=lambda key: supplied.layout(*read_key(key)),
    validate=_validate, preview=_preview, hints=_hints,
    note=_("What stands on the papers of families who live without the internet."),
))  # fmt: skip

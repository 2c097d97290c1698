"""Message templates (шаблоны сообщений): per occasion, channel and language, versioned.

A school writes its own over what is supplied. Sending asks `message(…)`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from ediary_app.access.context import Context
from ediary_app.delivery import supplied
from ediary_app.delivery.message_fields import FIELDS
from ediary_app.delivery.values import CHANNEL_NAMES, LANGUAGE_NAMES, TOLD_NAMES, Channel, Told
from ediary_app.kernel.i18n import LANGUAGES, _
from ediary_app.lowcode import definition_reading, texts
from ediary_app.lowcode.definition_values import AskKind, Content, Fault, Hint, Preview
from ediary_app.lowcode.definitions import Ask, DefinitionKind, define
from ediary_app.lowcode.texts import TextPart

SMS_ALONE, SMS_JOINED = 70, 67
"""Letters of an SMS that stands alone, and of each part of a longer one, in Cyrillic."""
_SUBJECT = Ask("subject", _("Subject line"), AskKind.LINE, required=True, longest=300)
_LETTER = Ask("body", _("The letter"), AskKind.SOURCE, required=True, longest=20_000)
_SHORT = Ask("body", _("The message"), AskKind.SOURCE, required=True, longest=1_000)
ASKS: dict[Channel, tuple[Ask, ...]] = {
    Channel.EMAIL: (_SUBJECT, _LETTER),
    Channel.SMS: (_SHORT,),
    Channel.WEB: (_SUBJECT, _SHORT),
}
PARTS: dict[Channel, tuple[TextPart, ...]] = {
    Channel.EMAIL: (TextPart("subject", is_line=True), TextPart("body", is_markup=True)),
    Channel.SMS: (TextPart("body", is_line=True),),
    Channel.WEB: (TextPart("subject", is_line=True), TextPart("body")),
}


def key_of(told: Told, channel: Channel, language: str) -> str:
    """The key of a template: `mark_set.email.ru`."""
    return f"{told}.{channel}.{language}"


def read_key(key: str) -> tuple[Told, Channel, str]:
    """What a key stands for."""
    told, channel, language = key.split(".")
    return Told(told), Channel(channel), language


def _keys() -> Mapping[str, str]:
    found = {}
    for told, channel, language in product(Told, Channel, LANGUAGES):
        named = (TOLD_NAMES[told], CHANNEL_NAMES[channel], LANGUAGE_NAMES[language])
        found[key_of(told, channel, language)] = " · ".join(map(str, named))
    return found


def _asks(key: str) -> tuple[Ask, ...]:
    return ASKS[read_key(key)[1]]


def _supplied(key: str) -> Content:
    return supplied.message(*read_key(key))


def _validate(key: str, content: Content) -> Sequence[Fault]:
    told, channel, _language = read_key(key)
    return tuple(texts.faults(PARTS[channel], FIELDS[told], content))


def _hints(key: str) -> Sequence[Hint]:
    return texts.hints(FIELDS[read_key(key)[0]])


def _preview(_ctx: Context, key: str, content: Content) -> Preview:
    told, channel, language = read_key(key)
    made = texts.filled(
        PARTS[channel], FIELDS[told], content, texts.examples(FIELDS[told]), language
    )
    if channel is Channel.EMAIL:
        return Preview(subject=made["subject"], html=made["body"])
    note = _sms_note(made["body"]) if channel is Channel.SMS else ""
    return Preview(subject=made.get("subject", ""), text=made["body"], note=note)


def _sms_note(text: str) -> str:
    length = len(text)
    parts = 1 if length <= SMS_ALONE else -(-length // SMS_JOINED)
    return str(_("Letters: {n}, SMS: {parts}.", n=length, parts=parts))


TEMPLATES = define(DefinitionKind(
    key="message", title=_("Message templates"), keys=_keys, asks=_asks, supplied=_supplied,
    validate=_validate, preview=_preview, hints=_hints,
    note=_("What families are told by e-mail, SMS and in the diary, in both languages."),
))  # fmt: skip


def message(
    ctx: Context, told: Told, channel: Channel, language: str, values: Mapping[str, Any]
) -> dict[str, str]:
    """A message as it holds now, filled in: `subject` and `body` (текст сообщения)."""
    found = definition_reading.in_force(ctx, TEMPLATES.key, key_of(told, channel, language))
    content = found.content if found else supplied.message(told, channel, language)
    return texts.filled(PARTS[channel], FIELDS[told], content, values, language)

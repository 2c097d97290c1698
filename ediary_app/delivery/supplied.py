"""The messages that come with the product (поставляемые шаблоны): calm, short, in two languages.

By occasion and language: the subject, the sentence that says it all, what is added in a letter.
"""

from __future__ import annotations

from ediary_app.delivery.values import Channel, Told
from ediary_app.lowcode.definition_values import Content

_CHANGES_RU = (
    "<ul>\n{% for one in changes %}\n<li>{{ one.number }}-й урок: "
    "{% if one.subject %}{{ one.subject }}, каб. {{ one.room }}, {{ one.teacher }}"
    "{% else %}отменён{% endif %} (было: {{ one.was }})</li>\n{% endfor %}\n</ul>"
)
_CHANGES_EN = (
    "<ul>\n{% for one in changes %}\n<li>Lesson {{ one.number }}: "
    "{% if one.subject %}{{ one.subject }}, room {{ one.room }}, {{ one.teacher }}"
    "{% else %}cancelled{% endif %} (was: {{ one.was }})</li>\n{% endfor %}\n</ul>"
)
_RU: dict[Told, tuple[str, str, str]] = {
    Told.MARK_SET: (
        "{{ pupil.first }}: отметка, {{ subject }}",
        "{{ pupil.first }}, {{ subject }}, {{ date }}: отметка {{ mark }} ({{ work|lower }}).",
        "{% if comment %}<p>{{ comment }}</p>\n{% endif %}<p>Средний балл: {{ mean }}.</p>",
    ),
    Told.MARK_CHANGED: (
        "{{ pupil.first }}: отметка изменена, {{ subject }}",
        "{{ pupil.first }}, {{ subject }}, {{ date }}: отметка {{ mark }}, было {{ was }}.",
        "{% if comment %}<p>{{ comment }}</p>\n{% endif %}<p>Средний балл: {{ mean }}.</p>",
    ),
    Told.ABSENCE: (
        "{{ pupil.first }}: отсутствие {{ date }}",
        "{{ pupil.first }}, {{ date }}, {{ number }}-й урок ({{ subject }}): {{ code }}.",
        "<p>Если вы знаете причину, сообщите классному руководителю: {{ phone }}.</p>",
    ),
    Told.HOMEWORK: (
        "{{ pupil.first }}: домашнее задание, {{ subject }}",
        "{{ subject }} на {{ due }}: {{ homework }}",
        "<p>Примерно {{ minutes }} {{ minutes|form('минута', 'минуты', 'минут') }}.</p>",
    ),
    Told.REMARK: (
        "{{ pupil.first }}: {{ 'благодарность' if is_praise else 'замечание' }}, {{ subject }}",
        "{{ pupil.first }}, {{ subject }}, {{ date }}: {{ remark }}",
        "<p>{{ author }}</p>",
    ),
    Told.SUBSTITUTION: (
        "{{ class }}: изменения в расписании на {{ date }}",
        "{{ class }}, {{ date|weekday|lower }}, {{ date }}: в расписании {{ changes|length }} "
        "{{ changes|length|form('изменение', 'изменения', 'изменений') }}.",
        _CHANGES_RU,
    ),
    Told.TEST_AHEAD: (
        "{{ pupil.first }}: {{ work|lower }} {{ date }}, {{ subject }}",
        "{{ subject }}, {{ date }} ({{ date|weekday|lower }}): {{ work|lower }}.",
        "{% if topic %}<p>Тема: {{ topic }}.</p>{% endif %}",
    ),
    Told.ANNOUNCEMENT: ("{{ title }}", "{{ title }}. {{ words }}", "<p>{{ author }}</p>"),
}
_EN: dict[Told, tuple[str, str, str]] = {
    Told.MARK_SET: (
        "{{ pupil.first }}: a mark in {{ subject }}",
        "{{ pupil.first }}, {{ subject }}, {{ date }}: mark {{ mark }} ({{ work|lower }}).",
        "{% if comment %}<p>{{ comment }}</p>\n{% endif %}<p>The mean is {{ mean }}.</p>",
    ),
    Told.MARK_CHANGED: (
        "{{ pupil.first }}: a mark in {{ subject }} was changed",
        "{{ pupil.first }}, {{ subject }}, {{ date }}: mark {{ mark }}, was {{ was }}.",
        "{% if comment %}<p>{{ comment }}</p>\n{% endif %}<p>The mean is {{ mean }}.</p>",
    ),
    Told.ABSENCE: (
        "{{ pupil.first }}: absent on {{ date }}",
        "{{ pupil.first }}, {{ date }}, lesson {{ number }} ({{ subject }}): {{ code }}.",
        "<p>If you know the reason, tell the class teacher: {{ phone }}.</p>",
    ),
    Told.HOMEWORK: (
        "{{ pupil.first }}: homework in {{ subject }}",
        "{{ subject }} for {{ due }}: {{ homework }}",
        "<p>About {{ minutes }} {{ minutes|form('minute', 'minutes', 'minutes') }}.</p>",
    ),
    Told.REMARK: (
        "{{ pupil.first }}: {{ 'praise' if is_praise else 'a remark' }} in {{ subject }}",
        "{{ pupil.first }}, {{ subject }}, {{ date }}: {{ remark }}",
        "<p>{{ author }}</p>",
    ),
    Told.SUBSTITUTION: (
        "{{ class }}: changes in the timetable on {{ date }}",
        "{{ class }}, {{ date|weekday }}, {{ date }}: {{ changes|length }} "
        "{{ changes|length|form('change', 'changes', 'changes') }} in the timetable.",
        _CHANGES_EN,
    ),
    Told.TEST_AHEAD: (
        "{{ pupil.first }}: {{ work|lower }} on {{ date }}, {{ subject }}",
        "{{ subject }}, {{ date }} ({{ date|weekday }}): {{ work|lower }}.",
        "{% if topic %}<p>Topic: {{ topic }}.</p>{% endif %}",
    ),
    Told.ANNOUNCEMENT: ("{{ title }}", "{{ title }}. {{ words }}", "<p>{{ author }}</p>"),
}
_WORDS = {"ru": _RU, "en": _EN}
_FRAME = {
    "ru": "<p>Здравствуйте, {{ recipient }}.</p>\n<p>%s</p>\n%s\n"
          '<p><a href="{{ link }}">Открыть в дневнике</a></p>\n<p><small>{{ school }}</small></p>',
    "en": "<p>Hello, {{ recipient }}.</p>\n<p>%s</p>\n%s\n"
          '<p><a href="{{ link }}">Open in the diary</a></p>\n<p><small>{{ school }}</small></p>',
}  # fmt: skip


def message(told: Told, channel: Channel, language: str) -> Content:
    """The supplied message of an occasion for a channel in a language."""
    subject, sentence, more = _WORDS[language][told]
    if channel is Channel.EMAIL:
        return {"subject": subject, "body": _FRAME[language] % (sentence, more)}
    if channel is Channel.SMS:
        return {"body": sentence}
    return {"subject": subject, "body": sentence}

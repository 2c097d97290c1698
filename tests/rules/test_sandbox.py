"""The sandbox of texts: what is typed runs no code, sees what it may, hangs nothing."""

from __future__ import annotations

import contextlib
import time
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _, use_language
from ediary_app.lowcode.sandbox import engine, fields, markup
from ediary_app.lowcode.sandbox.fields import FieldType, TextField

LESSON = (
    TextField("subject", _("Subject"), "Алгебра"),
    TextField("number", _("Name"), 1, FieldType.NUMBER),
)
SCHEMA = (
    TextField("pupil.name", _("Name"), "Анна Иванова"),
    TextField("subject", _("Subject"), "Алгебра"),
    TextField("comment", _("Title"), ""),
    TextField("link", _("Title"), "https://school5.example/diary"),
    TextField("date", _("Title"), date(2026, 11, 18), FieldType.DAY),
    TextField("count", _("Title"), 3, FieldType.NUMBER),
    TextField("is_late", _("Title"), True, FieldType.FLAG),
    TextField("lessons", _("Title"), ({"subject": "Алгебра", "number": 1},
                                      {"subject": "Химия", "number": 2}),
              FieldType.ROWS, LESSON),
)  # fmt: skip
IN_TIME = 2.0


def source(text: str, is_markup: bool = True) -> engine.Source:
    return engine.Source(text, SCHEMA, is_markup)


def rendered(text: str, is_markup: bool = True, **values: Any) -> str:
    with use_language("ru"):
        return engine.render(source(text, is_markup), {**fields.examples(SCHEMA), **values})


@pytest.mark.parametrize(("text", "comes_out"), [
    ("<p>{{ pupil.name }}: {{ subject }}</p>", "<p>Анна Иванова: Алгебра</p>"),
    ("{{ date }}, {{ date|weekday|lower }}", "18.11.2026, среда"),
    ("{{ count }} {{ count|form('урок', 'урока', 'уроков') }}", "3 урока"),
    ("{{ comment|default('нет') }} {{ is_late }}", "нет да"),
    ("{% for one in lessons %}{{ loop.index }}. {{ one.subject }}"
     "{% if not loop.last %}; {% endif %}{% endfor %}", "1. Алгебра; 2. Химия"),
    ("{% for one in lessons if one.number > 1 %}{{ one.subject }}{% else %}—{% endfor %}", "Химия"),
    ("{% if count > 5 %}много{% elif count == 3 %}три{% else %}мало{% endif %}", "три"),
    ("{{ 'да' if is_late and count else 'нет' }} {{ lessons|length }}", "да 2"),
    ("{{ subject|short(4) }} {{ subject|upper }} {# сноска #}", "Алг… АЛГЕБРА "),
    ("{{ subject ~ ', ' ~ pupil.name }}", "Алгебра, Анна Иванова"),
    ("{% raw %}{{ как есть }}{% endraw %}", "{{ как есть }}"),
    ('<a href="{{ link }}">сюда</a>', '<a href="https://school5.example/diary">сюда</a>'),
    ("<B>толсто<br/>и не закрыто", "<b>толсто<br>и не закрыто</b>"),
    ("5 &lt; 6 &amp; &quot;да&quot;", '5 &lt; 6 &amp; "да"'),
])  # fmt: skip
def test_what_a_text_may_say_comes_out_filled_in(text: str, comes_out: str) -> None:
    assert engine.faults(source(text), "body") == ()
    assert rendered(text) == comes_out


ESCAPES = [
    # attributes of Python
    "{{ ''.__class__ }}", "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ pupil.__class__ }}", "{{ pupil.name.__class__ }}", "{{ subject.__init__.__globals__ }}",
    "{{ pupil._private }}", "{{ pupil.items }}", "{{ pupil.keys() }}", "{{ [].append }}",
    "{{ {}.get }}", "{{ ().__class__.__bases__ }}", "{{ subject['__class__'] }}",
    "{{ pupil['na' ~ 'me'] }}", "{{ lessons[0] }}", "{{ lessons.0.subject }}",
    "{{ subject[0:1] }}", "{{ (1).real }}", "{{ 'x'.subject }}", "{{ true.__class__ }}",
    "{{ loop.__class__ }}", "{% for x in lessons %}{{ loop.cycle }}{% endfor %}",
    "{% for x in lessons %}{{ loop._iterable }}{% endfor %}",
    "{% for x in lessons %}{{ loop.previtem.subject }}{% endfor %}",
    "{% for x in lessons %}{{ x.__class__ }}{% endfor %}",
    "{% for x in lessons %}{{ loop(x) }}{% endfor %}",
    # format strings and calls
    "{{ '{0.__class__}'.format(subject) }}", "{{ '%s'|format(subject) }}",
    "{{ '{a.__class__}'.format_map({'a': 1}) }}", "{{ '%s' % subject }}", "{{ subject.upper() }}",
    "{{ pupil.name.replace('а', 'б' * 9) }}", "{{ subject() }}", "{{ dict(a=1) }}",
    # globals
    "{{ range(10) }}", "{{ cycler('a', 'b') }}", "{{ joiner(',') }}", "{{ namespace(a=1) }}",
    "{{ lipsum() }}", "{{ lipsum.__globals__ }}", "{{ cycler.__init__.__globals__.os }}",
    "{{ self }}", "{{ self._TemplateReference__context }}", "{{ super() }}", "{{ caller() }}",
    "{{ config }}", "{{ request.application }}", "{{ varargs }}", "{{ context }}", "{{ loop }}",
    # bombs
    "{% for i in range(1000000000) %}x{% endfor %}", "{{ 'x' * 1000000000 }}", "{{ 9 ** 9 ** 9 }}",
    "{{ 2 * 3 }}", "{{ 1 + 1 }}", "{{ 1 / 0 }}", "{{ 1 // 0 }}", "{{ 5 % 0 }}", "{{ -count }}",
    "{{ [1] * 99999999 }}", "{{ 99999999999999999999 }}", "{{ 1e308 }}",
    "{% for a in 'xxxxxxxx' %}{{ a }}{% endfor %}", "{% for a in [1, 2] %}{{ a }}{% endfor %}",
    "{% for a in lessons recursive %}{{ loop(lessons) }}{% endfor %}",
    "{% for a in lessons %}{% for b in lessons %}{% for c in lessons %}x"
    "{% endfor %}{% endfor %}{% endfor %}",
    "{% for a, b in lessons %}x{% endfor %}", "{% for pupil in lessons %}x{% endfor %}",
    "{% for a in lessons|list %}x{% endfor %}", "{% for a in subject %}x{% endfor %}",
    "{% for a in lessons %}{% for a in lessons %}x{% endfor %}{% endfor %}",
    # statements
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "{% call subject() %}x{% endcall %}",
    "{% include 'x' %}", "{% include '/etc/passwd' ignore missing %}", "{% import 'x' as y %}",
    "{% from 'x' import y %}", "{% extends 'x' %}", "{% block a %}{{ self.a() }}{% endblock %}",
    "{% set a = 1 %}", "{% set a %}x{% endset %}", "{% set ns.a = 1 %}",
    "{% with a = 1 %}x{% endwith %}",
    "{% filter upper %}x{% endfilter %}", "{% autoescape false %}{{ subject }}{% endautoescape %}",
    "{% do subject %}", "{% trans %}x{% endtrans %}", "{% debug %}", "{% break %}",
    # filters and tests
    "{{ subject|attr('__class__') }}", "{{ lessons|map(attribute='__class__')|list }}",
    "{{ subject|safe }}", "{{ subject|list }}", "{{ subject|pprint }}", "{{ subject|e|safe }}",
    "{{ lessons|sort(attribute='x') }}", "{{ subject|replace('а', 'x') }}", "{{ subject|xmlattr }}",
    "{{ subject|center(100000000) }}", "{{ subject|indent(99999999) }}", "{{ subject|urlize }}",
    "{{ subject|short('5') }}", "{{ subject|short(count) }}", "{{ subject|short(5, 6) }}",
    "{{ subject|short(most=5) }}", "{{ subject|short(*lessons) }}", "{{ subject|default(link) }}",
    "{{ subject is defined }}", "{{ subject is callable }}", "{{ 'а' in subject }}",
    "{{ subject < 5 }}", "{{ lessons }}", "{{ lessons ~ '' }}", "{{ pupil }}", "{{ nobody.name }}",
    "{{ subject|weekday }}", "{{ lessons|upper }}", "{{ [subject] }}", "{{ {'a': subject} }}",
    "{{ (subject, link) }}",
    # markup
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '<p onclick="x">y</p>',
    '<a href="javascript:alert(1)">x</a>', '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href=" java\tscript:alert(1)">x</a>', '<a href="data:text/html,x">x</a>',
    "<iframe src=//x></iframe>", "<style>*{}</style>", '<p style="x">y</p>', "<svg/onload=x>",
    "<!-- x -->", "<!DOCTYPE x>", "<?php x ?>", "<{{ subject }}>", "<p {{ subject }}>",
    '<a {{ subject }}="x">x</a>', "<a href={{ link }}>x</a>", "<p", "a < b", "<scr<script>ipt>",
    '<a href="javascript:{{ subject }}">x</a>', '<form action="x"><input name="y"></form>',
    '<td colspan="9999999">x</td>', "<math><mi//xlink:href='x'>", "<ScRiPt>x</sCrIpT>",
    '<a href="https://x" target="_blank">x</a>', '<link rel="stylesheet" href="https://x">',
    # letters
    "{{ ｓｕｂｊｅｃｔ }}", "{{ sub\u200bject }}", "{{ pupil․name }}", "abc\u202edef", "a\x00b",
    "{{ ſubject }}", "\ue000", "{{ pupil.ₙame }}", "a\ud800b", "{{ __import__ }}", "{{ ᵉval }}",
    # never closed, too long, too deep
    "{{ subject", "{% if count %}x", "{% for one in lessons %}x", "{# x", "{{ 'x }}", "{% endif %}",
    "{{ }}", "{% %}", "{{ subject subject }}", "x" * 20_001, "{{ subject }}" * 1_600,
    "{{" + "(" * 3_000 + "1" + ")" * 3_000 + "}}", "{{ " + "not " * 3_000 + "1 }}",
    "{{ 1" + " and 1" * 2_500 + " }}", "{{ subject" + ".a" * 5_000 + " }}",
    "{{ " + "-" * 9_000 + "1 }}", "{{ " + "[" * 9_000, "{% if 1 %}" * 900 + "{% endif %}" * 900,
    "{{ subject" + "|upper" * 2_500 + " }}", "{{ 1" + " if 1" * 2_000 + " }}", "{{ " * 6_000,
    "{{ 1 ~ " * 2_000, "{%" * 9_000, "{#" * 9_000, "<a " * 6_000, "<!--" * 5_000,
    '<a href="' * 2_000,
    "<" * 20_000, "</" * 10_000, "<a" + " " * 19_000, "{{'" + "\\" * 19_000, "{{ 1" + " " * 19_000,
    "{{ 1 if " * 2_000, "{{ a." + "9" * 19_000, "{{ 1" + "_1" * 9_000 + " }}",
]  # fmt: skip


def test_there_are_escapes_enough() -> None:
    assert len(set(ESCAPES)) == len(ESCAPES) >= 60


@pytest.mark.parametrize("number", range(len(ESCAPES)))
def test_an_escape_ends_in_a_clear_refusal(number: int) -> None:
    text, begun = ESCAPES[number], time.perf_counter()
    said = {}
    for language in ("ru", "en"):
        with use_language(language):
            (fault,) = engine.faults(source(text), "body")
        said[language] = fault.text
        assert 1 <= fault.line <= text.count("\n") + 1
        with pytest.raises(errors.Invalid, match="template_refused"):
            engine.render(source(text), fields.examples(SCHEMA))
    assert time.perf_counter() - begun < IN_TIME
    assert said["ru"] != said["en"]
    assert "Error" not in said["en"]


@pytest.mark.parametrize(("text", "line"), [
    ("<p>\n\n{{ nobody }}</p>", 3), ("a\n{% set x = 1 %}", 2), ("a\nb\n{{ subject", 3),
    ("<p>\n{{ subject }}\n<script>", 3), ("{{ subject }}\n\n\n<p>{{ count|weekday }}", 4),
])  # fmt: skip
def test_an_error_names_its_line(text: str, line: int) -> None:
    (fault,) = engine.faults(source(text), "body")
    assert fault.line == line


@pytest.mark.parametrize("value", [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onclick='x", "{{ link }}",
    "{% include 'x' %}", "</p><iframe>", "&lt;script&gt;", "\u2028<b>", "javascript:alert(1)",
])  # fmt: skip
def test_a_value_is_text_and_nothing_else(value: str) -> None:
    shown = rendered("<p>{{ subject }}</p>", subject=value)
    inside = shown.removeprefix("<p>").removesuffix("</p>")
    assert "<" not in inside
    assert rendered("{{ subject }}", is_markup=False, subject=value) == value


@pytest.mark.parametrize("value", ["javascript:alert(1)", " JavaScript:x", "data:x", "//x", "x"])
def test_a_value_makes_no_address_of_its_own(value: str) -> None:
    with pytest.raises(errors.Invalid):
        rendered('<a href="{{ link }}">x</a>', link=value)


def test_a_value_breaks_out_of_no_attribute() -> None:
    shown = rendered('<a href="{{ link }}">x</a>', link='https://x/"onclick="alert(1)')
    assert shown == '<a href="https://x/&quot;onclick=&quot;alert(1)">x</a>'


def test_many_rows_end_in_a_refusal_and_in_time() -> None:
    rows = [{"subject": "x", "number": 1}] * 500
    begun = time.perf_counter()
    text = "{% for a in lessons %}{% for b in lessons %}{% if b.number > 5 %}x{% endif %}"
    with pytest.raises(errors.Invalid):
        rendered(text + "{% endfor %}{% endfor %}", lessons=rows)
    with pytest.raises(errors.Invalid):
        rendered("{% for a in lessons %}{{ subject }}{{ subject }}{% endfor %}",
                 lessons=rows, subject="а" * 4_000)  # fmt: skip
    assert time.perf_counter() - begun < IN_TIME


def test_a_thousand_letters_take_no_time() -> None:
    begun = time.perf_counter()
    for number in range(1_000):
        rendered("<p>{{ pupil.name }}: {{ subject }} {{ count }}</p>", count=number)
    assert time.perf_counter() - begun < IN_TIME


PIECES = st.sampled_from([
    "{{", "}}", "{%", "%}", "{#", "#}", "subject", "pupil", ".name", "lessons", "for", "in", "if",
    "endfor", "endif", "else", "|upper", "|short(3)", "|form('a','b','c')", " ", "\n", "'", '"',
    "(", ")", "[", "]", "~", "and", "not", "==", "<", ">", "<p>", "</p>", "<a href=", "x",
    "loop.index",
    "__class__", "range(9)", "*", "9", "set", "macro", "-", "+", "raw", "endraw", "\\", "é",
    "\u202e",
])  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=40).map("".join)), st.booleans())
def test_any_source_is_rendered_or_refused(text: str, is_markup: bool) -> None:
    begun = time.perf_counter()
    wrong = engine.faults(source(text, is_markup), "body")
    assert all(fault.text and fault.line >= 1 for fault in wrong)
    shown = None
    with contextlib.suppress(errors.Invalid):
        shown = rendered(text, is_markup)
    assert shown is None or not wrong
    assert shown is None or not is_markup or markup.cleaned(shown) == shown
    assert time.perf_counter() - begun < IN_TIME


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_value_is_shown_as_text(value: str) -> None:
    shown = rendered("<p>{{ subject }}</p>", subject=value)
    assert markup.cleaned(shown) == shown
    assert "<" not in shown.removeprefix("<p>").removesuffix("</p>")

"""What is wrong with a text, in words (ошибки шаблона): the parser speaks to programmers."""

from __future__ import annotations

import re

from ediary_app.kernel.i18n import LazyText, _

_TAG = re.compile(r"unknown tag '([^']{1,40})'")
_FILTER = re.compile(r"No (?:filter|test) named '([^']{1,40})'")


def of_syntax(message: str) -> LazyText:
    """A parser's message in words."""
    if found := _TAG.search(message):
        return _("There is no command “{name}” here. Commands are if, elif, else, endif, for, "
                 "endfor.", name=found[1])  # fmt: skip
    if found := _FILTER.search(message):
        return no_filter(found[1])
    if "end of template" in message or "Unexpected end" in message:
        return _("Something is not closed: a brace, {% endif %} or {% endfor %}.")
    if "end of comment" in message:
        return _("A comment is not closed: #} is missing.")
    return _("This cannot be read. Check braces, quotation marks and commands.")


def no_filter(name: str) -> LazyText:
    """A filter that is not offered."""
    return _("There is no filter “{name}” here.", name=name[:40])


def no_field(name: str) -> LazyText:
    """A field that is not offered."""
    return _("There is no field “{name}” here. Choose one from the list beside.", name=name[:60])


TOO_LONG = _("This text is too long.")
TOO_DEEP = _("Too much stands inside one another here. Write it more simply.")
TOO_MUCH = _("This text does too much: it is longer or slower than a text may be.")
NOT_FILLED = _("This text could not be filled in.")
TOO_MANY_LOOPS = _("At most two loops may stand inside one another.")
CONTROL = _("There is an invisible character here. Type this place anew.")
NOT_USED = _("This is not used here. Texts have fields, filters, conditions and loops over lists.")
NOT_A_LIST = _("A loop goes over a list of fields: choose one from the list beside.")
A_LIST = _("This is a list: go through it with {% for %}.")
A_GROUP = _("Say which field: a name, a dot, a name.")
LOOP_NAME = _("A loop gives each row a new name that nothing else has.")
NOT_NUMBERS = _("Only numbers are compared by size.")
FILTER_WORDS = _("This filter is written otherwise: see the list beside.")
FILTER_TYPE = _("This filter does not suit this field.")
ANGLE = _("A single “<” is written &lt;, and a tag without anything unusual in it.")


def no_tag(name: str) -> LazyText:
    """A tag that is not offered."""
    return _("The tag “{name}” is not used here.", name=name[:20])


def no_attribute(name: str) -> LazyText:
    """An attribute that is not offered."""
    return _("The attribute “{name}” is not used here.", name=name[:20])


NO_ADDRESS = _("A link begins with https://, mailto: or tel:")

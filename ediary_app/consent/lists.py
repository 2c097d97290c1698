"""Contacts that come with a list (контакты из списков): given on paper, kept by the office."""

from __future__ import annotations

from ediary_app.consent.models import Contact
from ediary_app.kernel.bulk import Lists

LISTS = Lists(Contact)

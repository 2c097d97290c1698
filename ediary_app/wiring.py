"""The composition root: settings become the runtime; who reacts to what stands here alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from ediary_app.access.performing import Runtime, use_runtime
from ediary_app.consent import erasing as letters
from ediary_app.consent import queues as contact_queues
from ediary_app.consent import searching as contacts_found
from ediary_app.delivery import schedules, templates
from ediary_app.duplicates import erasing as merges
from ediary_app.exchange import erasing as traces
from ediary_app.exchange import list_exports, sweeping
from ediary_app.exchange import queues as work_queues
from ediary_app.exchange import searching as imports_found
from ediary_app.extracts import layouts
from ediary_app.forms import kind as forms
from ediary_app.jobs import reactions
from ediary_app.journal import grounds, scales
from ediary_app.journal import queues as lesson_queues
from ediary_app.journal import resources as journal_lists
from ediary_app.journal import searching as lessons_found
from ediary_app.journal import sweeping as files
from ediary_app.kernel.clock import ShiftedClock
from ediary_app.kernel.db import Database
from ediary_app.kernel.settings import Settings, settings
from ediary_app.lowcode import value_lists
from ediary_app.post import transport
from ediary_app.rollover import service as rollover
from ediary_app.school import (
    access_resources,
    account_letters,
    class_resources,
    custom,
    custom_writing,
    family_resources,
    forgetting,
    people_resources,
    slip_batches,
)
from ediary_app.school import queues as people_queues
from ediary_app.school import resources as school_lists
from ediary_app.school import searching as people_found
from ediary_app.timetable import resources as timetable_lists
from ediary_app.upkeep import nightly, tidying

SUBSCRIBERS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(account_letters.KINDS, (account_letters.CONSUMER,)),
}
"""Event kind → consumers of the outbox. The seal takes every event and is not named here."""

REACTIONS: dict[str, reactions.Reaction] = {account_letters.CONSUMER: account_letters.write}
"""Consumer → what it does with an event, in the worker, once."""

CLOCKWORK = (
    slip_batches.SWEEP,
    sweeping.KIND,
    files.KIND,
    forgetting.KIND,
    nightly.KIND,
    tidying.KIND,
)
"""Work by the clock: each is declared by its own module, which must be known here."""

LONG_WORK = (list_exports.KIND, rollover.KIND)
"""Long work that people start: each is declared by its own module, which must be known here."""

ERASERS = (traces.WHAT, letters.WHAT, grounds.WHAT, custom_writing.WHAT, merges.WHAT)
"""What else remembers a person: each is declared by its own module, which must be known here."""

LISTS = (
    school_lists, class_resources, people_resources, family_resources, timetable_lists,
    journal_lists, access_resources,
)  # fmt: skip
"""Lists of the portal: each package declares its own, in an order that the index follows."""

DEFINITIONS = (
    templates.TEMPLATES,
    layouts.LAYOUTS,
    scales.SCALES,
    value_lists.VALUE_LISTS,
    schedules.SCHEDULES,
    custom.FIELDS,
    forms.FORMS,
)
"""Kinds of definitions: each is declared by its own module, which must be known here."""

FOUND = (people_found, contacts_found, lessons_found, imports_found)
"""What the search everywhere finds: each package declares its own sources (`everywhere.Source`)."""

QUEUES = (lesson_queues, people_queues, contact_queues, work_queues)
"""What waits for somebody: each package declares its own queues (`lowcode.queues.Queue`)."""


def subscribers_of(kind: str) -> Sequence[str]:
    """The consumers that react to a kind of event."""
    return SUBSCRIBERS.get(kind, ())


def start(chosen: Settings | None = None) -> Runtime:
    """Make this process's runtime from the settings and install it."""
    chosen = chosen or settings()
    runtime = Runtime(
        database=Database(chosen.database_url, pool_size=chosen.worker_threads),
        clock=ShiftedClock(timedelta(seconds=chosen.clock_shift_seconds)),
        zone=chosen.timezone,
        subscribers=subscribers_of,
    )
    use_runtime(runtime)
    reactions.REACTIONS.update(REACTIONS)
    transport.use_server(transport.server_of(chosen))
    return runtime

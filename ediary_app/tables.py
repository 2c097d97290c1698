"""All tables in one place, for migrations and for tests; nothing else imports this."""

from ediary_app.access import models as access
from ediary_app.consent import models as consent
from ediary_app.duplicates import models as duplicates
from ediary_app.exchange import models as exchange
from ediary_app.forms import models as forms
from ediary_app.jobs import models as jobs
from ediary_app.journal import models as journal
from ediary_app.kernel import events
from ediary_app.kernel.db import metadata
from ediary_app.lowcode import models as lowcode
from ediary_app.post import models as post
from ediary_app.rollover import models as rollover
from ediary_app.school import curriculum_models as curriculum
from ediary_app.school import custom_models as custom
from ediary_app.school import models as school
from ediary_app.school import slip_models as slips
from ediary_app.timetable import models as timetable
from ediary_app.upkeep import models as upkeep

__all__ = [
    "access",
    "consent",
    "curriculum",
    "custom",
    "duplicates",
    "events",
    "exchange",
    "forms",
    "jobs",
    "journal",
    "lowcode",
    "metadata",
    "post",
    "rollover",
    "school",
    "slips",
    "timetable",
    "upkeep",
]

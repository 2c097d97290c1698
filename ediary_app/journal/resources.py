"""Lists of the journal in the portal (виды работ и их вес)."""

from __future__ import annotations

from ediary_app.access.values import Permission
from ediary_app.journal.models import WorkKind
from ediary_app.kernel.i18n import _
from ediary_app.lowcode.acts import declare
from ediary_app.lowcode.resources import Field, Part, Resource
from ediary_app.lowcode.values import Kind

WORK_KINDS = declare(__name__, Resource(
    name="work-kinds", title=_("Kinds of work"), area=_("Teaching"), model=WorkKind,
    fields=(
        Field("name", _("Title"), required=True, longest=120, headers=("вид работы", "название")),
        Field("code", _("Code"), required=True, longest=16, headers=("код",),
              help=_("A few letters by which tables know it; it stays.")),
        Field("glyph", _("Sign"), longest=8, headers=("знак",),
              help=_("One or two letters above the column of the journal.")),
        Field("weight", _("Weight"), Kind.HUNDREDTHS, required=True, least=0, most=10, default="1",
              headers=("вес",), help=_("How much a mark counts in the mean: 1,5 or 3.")),
        Field("position", _("Order"), Kind.NUMBER, required=True, least=0, most=999, default="0",
              headers=("порядок",)),
        Field("is_assessment", _("Assessment"), Kind.FLAG, headers=("контрольная",),
              help=_("The whole class writes it: it stands in the schedule of assessments.")),
    ),
    listed=("name", "code", "glyph", "weight", "position", "is_assessment"),
    order=("position", "name"), searched=("name", "code"), filters=("is_assessment",),
    known_by=("code",), reads=Permission.DATA_READ, writes=Permission.WORK_KINDS_MANAGE,
    archive="is_archived",
    parts=(
        Part(_("Kind of work"), ("name", "code", "glyph")),
        Part(_("How it counts"), ("weight", "position", "is_assessment")),
    ),
    note=_("A change is in the teachers' hands at once: what a mark weighs is asked when it "
           "is shown."),
))  # fmt: skip

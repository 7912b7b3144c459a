"""What the verbs about consultations say to a reader."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CONSULTATIONS: Final[Mapping[str, Promise]] = {
    "consultation.cancelled": _("Consultation cancelled"),
    "consultation.closed": _("Consultation over"),
    "consultation.extended": _("Consultation extended"),
    "consultation.opened": _("Consultation opened"),
    "consultation.planned": _("Consultation planned"),
    "consultation.shortened": _("Consultation ended sooner"),
    "consultation_line.added": _("Line of whom the consultation asks"),
    "consultation_terms.written": _("What the charter says of consultations written"),
    "remark.edited": _("Remark edited"),
    "remark.entered": _("Suggestion taken into the consultation"),
    "remark.grouped": _("Remark put with its answer"),
    "remark.redacted": _("Words of a remark erased"),
    "remark.sent": _("Remark sent"),
    "remark.ungrouped": _("Remark taken out of its group"),
    "remark.withdrawn": _("Remark withdrawn"),
    "remark_answer.given": _("Answer to remarks given"),
    "remark_answer.prepared": _("Alike remarks grouped"),
    "remark_answer.removed": _("Group of remarks dropped"),
}

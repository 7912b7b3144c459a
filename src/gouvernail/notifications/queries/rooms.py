"""What people are told of the watch of an incident, and of drills."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WATCHED: Final[Mapping[str, Promise]] = {
    "watch.report_soon": _(
        "Situation report no. %(by)s is due soon: “%(title)s”. It is pre-filled."
    ),
    "watch.report_late_1": _("Situation report no. %(by)s is due now: “%(title)s”."),
    "watch.report_late_2": _("Situation report no. %(by)s is late in “%(title)s”: see to it."),
    "watch.report_late_3": _("Situation report no. %(by)s is still missing in “%(title)s”."),
    "watch.report_sent": _("Read and acknowledge situation report no. %(by)s: “%(title)s”."),
    "watch.report_unread": _(
        "Situation report no. %(by)s waits for your acknowledgement: “%(title)s”."
    ),
    "watch.report_silent": _(
        "Not everybody has acknowledged situation report no. %(by)s of “%(title)s”: call them."
    ),
    "watch.report_refused": _(
        "A reader’s address was refused for situation report no. %(by)s of “%(title)s”."
    ),
    "watch.relief_asked": _("%(by)s asks you to take over the watch of “%(title)s”."),
    "watch.relief_accepted": _("%(by)s has taken over the watch of “%(title)s”."),
    "watch.relief_declined": _("%(by)s cannot take over the watch of “%(title)s”: read why."),
    "watch.relief_waits": _("The handover of the watch of “%(title)s” waits for an answer."),
    "watch.review_missing": _("“%(title)s” ended a week ago: hold its review."),
    "watch.action_given": _("After “%(title)s”, you have something to change: %(by)s"),
    "watch.action_late": _("After “%(title)s”, this is late: %(by)s"),
}
# Each begins with “Drill.”: the fact `drill` says so.
REHEARSED: Final[Mapping[str, Promise]] = {
    "drill.planned": _("“%(title)s” is planned, and you take part."),
    "drill.soon": _("“%(title)s” is within a day: read your role."),
    "drill.started": _("“%(title)s” begins: open the stage."),
    "drill.inject": _("“%(title)s”: something reached you."),
    "drill.ended": _("“%(title)s” has ended: see its figures."),
    "drill.cancelled": _("“%(title)s” is called off."),
}

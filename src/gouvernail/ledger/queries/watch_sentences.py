"""What the verbs about watches, reports and reviews say to a reader."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WATCHES: Final[Mapping[str, Promise]] = {
    "holding_page.archived": _("Holding page put away"),
    "holding_page.cleared": _("Last statement taken off a holding page"),
    "holding_page.spoken": _("Statement put on a holding page"),
    "holding_page.written": _("Holding page written"),
    "incident_review.finished": _("Review of an incident finished"),
    "incident_review.opened": _("Review of an incident begun"),
    "incident_review.written": _("Review of an incident written"),
    "report_copy.acknowledged": _("Situation report acknowledged"),
    "report_copy.sent": _("Situation report sent to somebody"),
    "report_escalation.raised": _("Somebody else told of a situation report"),
    "report_recipient.added": _("Reader of situation reports added"),
    "report_recipient.redacted": _("Name and address of a reader erased"),
    "report_recipient.removed": _("Reader of situation reports taken off"),
    "review_action.added": _("Action of a review added"),
    "review_action.done": _("Action of a review done"),
    "review_action.dropped": _("Action of a review given up"),
    "situation_report.begun": _("Situation report begun"),
    "situation_report.dropped": _("Situation report no longer expected"),
    "situation_report.due": _("Situation report expected"),
    "situation_report.late": _("Situation report late"),
    "situation_report.sent": _("Situation report sent"),
    "situation_report.written": _("Situation report written"),
    "watch.ended": _("Clock of an incident ended"),
    "watch.listened": _("What is listened to for an incident changed"),
    "watch.opened": _("Clock of an incident begun"),
    "watch.paced": _("Pace of situation reports changed"),
    "watch_relief.accepted": _("Watch taken over"),
    "watch_relief.asked": _("Somebody asked to take over the watch"),
    "watch_relief.declined": _("Handover of the watch declined"),
    "watch_relief.withdrawn": _("Handover of the watch taken back"),
}

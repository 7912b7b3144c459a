"""What the verbs about crises say to a reader."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CRISES: Final[Mapping[str, Promise]] = {
    "crisis_call.answered": _("Contact of a crisis reached"),
    "crisis_call.asked": _("Contact of a crisis to be reached"),
    "crisis_call.ended": _("Incident closed before this contact was reached"),
    "crisis_call.escalated": _("No answer: somebody else is called"),
    "crisis_contact.added": _("Contact added to the directory of crises"),
    "crisis_contact.changed": _("Contact of the directory of crises changed"),
    "crisis_contact.redacted": _("Name and numbers of a contact erased"),
    "crisis_contact.removed": _("Contact taken out of the directory of crises"),
    "crisis_plan.archived": _("Crisis plan put away"),
    "crisis_plan.created": _("Crisis plan created"),
    "crisis_plan.updated": _("Crisis plan changed"),
    "crisis_plan.written_as_policy": _("Crisis plan written as a policy"),
    "crisis_plan_contact.added": _("Contact added to a crisis plan"),
    "crisis_plan_contact.removed": _("Contact taken out of a crisis plan"),
    "crisis_plan_role.added": _("Role added to a crisis plan"),
    "crisis_plan_role.changed": _("Role of a crisis plan changed"),
    "crisis_plan_role.removed": _("Role taken out of a crisis plan"),
    "crisis_plan_step.added": _("Step added to a crisis plan"),
    "crisis_plan_step.changed": _("Step of a crisis plan changed"),
    "crisis_plan_step.removed": _("Step taken out of a crisis plan"),
    "crisis_statement.approved": _("Statement approved in advance"),
    "crisis_statement.removed": _("Statement taken out of a crisis plan"),
    "crisis_statement.returned": _("Statement sent back"),
    "crisis_statement.submitted": _("Statement submitted for approval"),
    "crisis_statement.written": _("Statement written"),
    "incident.closed": _("Incident closed"),
    "incident.declared": _("Incident declared"),
    "incident.described": _("Situation of an incident described"),
    "incident.graded": _("Severity of an incident changed"),
    "incident_entry.written": _("Entry written in the timeline of an incident"),
    "incident_evidence.captured": _("Evidence of an incident captured"),
    "incident_message.drafted": _("Message of an incident put into a draft"),
    "incident_message.prepared": _("Message of an incident prepared"),
    "incident_message.sent": _("Message of an incident sent to staff"),
    "incident_message.used": _("Message of an incident put online by hand"),
    "incident_seat.ended": _("Shift in an incident ended"),
    "incident_seat.opened": _("Seat opened in an incident"),
    "incident_seat.taken": _("Seat taken in an incident"),
    "incident_task.added": _("Task added to an incident"),
    "incident_task.done": _("Task of an incident done"),
    "incident_task.dropped": _("Task of an incident dropped"),
    "incident_task.given": _("Task of an incident given to somebody"),
    "incident_task.reopened": _("Task of an incident taken up again"),
}

"""Plans of a crisis, whom to call, incidents and the sealed record of how they were run."""

from gouvernail.crisis.models.contacts import Call, Contact, PlanContact
from gouvernail.crisis.models.incidents import Incident, Seat, Task
from gouvernail.crisis.models.plans import Plan, PlanRole, PlanStep, Statement
from gouvernail.crisis.models.records import Entry, Evidence, Message
from gouvernail.crisis.models.taken import TakenAccount

__all__ = [
    "Call",
    "Contact",
    "Entry",
    "Evidence",
    "Incident",
    "Message",
    "Plan",
    "PlanContact",
    "PlanRole",
    "PlanStep",
    "Seat",
    "Statement",
    "TakenAccount",
    "Task",
]

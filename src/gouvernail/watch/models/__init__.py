"""The watch of an incident: its clock, its reports, the review after it; the holding page."""

from gouvernail.watch.models.pages import HoldingPage
from gouvernail.watch.models.reports import Copy, Escalation, Recipient, Report
from gouvernail.watch.models.reviews import Improvement, Review
from gouvernail.watch.models.watches import Relief, Watch

__all__ = [
    "Copy",
    "Escalation",
    "HoldingPage",
    "Improvement",
    "Recipient",
    "Relief",
    "Report",
    "Review",
    "Watch",
]

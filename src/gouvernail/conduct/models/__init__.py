"""Reports of staff, what lets breaches be handled here, and each case from its facts to its end."""

from gouvernail.conduct.models.basis import Basis
from gouvernail.conduct.models.cases import LICENCE_ACTS, Case, Decision, Proof
from gouvernail.conduct.models.reports import WITHIN, Line, Report, ReportFile

__all__ = [
    "LICENCE_ACTS",
    "WITHIN",
    "Basis",
    "Case",
    "Decision",
    "Line",
    "Proof",
    "Report",
    "ReportFile",
]

"""Beginning a site, and its first hour, as pages."""

from gouvernail.onboarding.views.beginning import begin, begin_link
from gouvernail.onboarding.views.policies import policy
from gouvernail.onboarding.views.results import figure, report, result
from gouvernail.onboarding.views.sources import links, proposal_decide, proposals, website
from gouvernail.onboarding.views.steps import first_hour, first_hour_dismiss, step_resume, step_skip

__all__ = [
    "begin",
    "begin_link",
    "figure",
    "first_hour",
    "first_hour_dismiss",
    "links",
    "policy",
    "proposal_decide",
    "proposals",
    "report",
    "result",
    "step_resume",
    "step_skip",
    "website",
]

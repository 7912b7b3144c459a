"""Beginning a site, what its first hour takes in, and which steps are left."""

from gouvernail.onboarding.actions.beginning import (
    Beginning,
    begin_site,
    begin_with_link,
    claim_setup_link,
    make_setup_link,
)
from gouvernail.onboarding.actions.policies import PolicyFileFacts, take_policy_file
from gouvernail.onboarding.actions.proposals import (
    Kept,
    bring_back,
    keep_pasted,
    keep_website,
    set_aside,
    take_in,
)
from gouvernail.onboarding.actions.steps import dismiss, resume_step, skip_step

__all__ = [
    "Beginning",
    "Kept",
    "PolicyFileFacts",
    "begin_site",
    "begin_with_link",
    "bring_back",
    "claim_setup_link",
    "dismiss",
    "keep_pasted",
    "keep_website",
    "make_setup_link",
    "resume_step",
    "set_aside",
    "skip_step",
    "take_in",
    "take_policy_file",
]

"""Guides, templates and audiences; the library and its rights: one aggregate a file."""

from gouvernail.brand.models.assets import LibraryItem, LibraryVersion, Paper
from gouvernail.brand.models.audiences import Addressee, Audience, AudienceAccount
from gouvernail.brand.models.checks import Fingerprint, ProfilePicture
from gouvernail.brand.models.guides import (
    Reference,
    Section,
    SectionVersion,
    SiteElement,
    Topic,
)
from gouvernail.brand.models.influencers import Contract, Partner, PartnerPost
from gouvernail.brand.models.readings import Reading, Receipt
from gouvernail.brand.models.removals import Removal
from gouvernail.brand.models.rights import Extension, TakenDown
from gouvernail.brand.models.templates import Part, PostTemplate, TemplateUse, TemplateVersion
from gouvernail.brand.models.themes import Theme
from gouvernail.brand.models.versions import Version

__all__ = [
    "Addressee",
    "Audience",
    "AudienceAccount",
    "Contract",
    "Extension",
    "Fingerprint",
    "LibraryItem",
    "LibraryVersion",
    "Paper",
    "Part",
    "Partner",
    "PartnerPost",
    "PostTemplate",
    "ProfilePicture",
    "Reading",
    "Receipt",
    "Reference",
    "Removal",
    "Section",
    "SectionVersion",
    "SiteElement",
    "TakenDown",
    "TemplateUse",
    "TemplateVersion",
    "Theme",
    "Topic",
    "Version",
]

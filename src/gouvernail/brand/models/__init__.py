"""Guides, templates and audiences; the library and its rights: one aggregate a file."""

from gouvernail.brand.models.audiences import Addressee, Audience, AudienceAccount
from gouvernail.brand.models.guides import (
    Reference,
    Section,
    SectionVersion,
    SiteElement,
    Topic,
)
from gouvernail.brand.models.readings import Reading, Receipt
from gouvernail.brand.models.templates import Part, PostTemplate, TemplateUse, TemplateVersion
from gouvernail.brand.models.themes import Theme
from gouvernail.brand.models.versions import Version

__all__ = [
    "Addressee",
    "Audience",
    "AudienceAccount",
    "Part",
    "PostTemplate",
    "Reading",
    "Receipt",
    "Reference",
    "Section",
    "SectionVersion",
    "SiteElement",
    "TemplateUse",
    "TemplateVersion",
    "Theme",
    "Topic",
    "Version",
]

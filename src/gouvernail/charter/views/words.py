"""What each section is called, and where a reader goes back to."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gouvernail.charter.models import Community
from gouvernail.charter.queries import the_charter
from gouvernail.charter.queries.page import MODELS

# Section -> what a new line is called, what the section is called, its anchor on the page.
SECTION_WORDS: dict[str, tuple[Promise, Promise, str]] = {
    "channels": (_("New channel"), _("What is covered"), "scope"),
    "documents": (_("New document"), _("What binds"), "scope"),
    "stakeholders": (_("New stakeholder"), _("Stakeholders"), "stakeholders"),
    "groups": (_("New group"), _("Who may take part"), "part"),
    "variants": (_("New variant"), _("What differs here and there"), "variants"),
    "strategy": (_("New link"), _("Brand, marketing and rules"), "strategy"),
    "objectives": (_("New objective"), _("Objectives"), "objectives"),
    "risks": (_("New risk"), _("Risks"), "risks"),
    "duties": (_("New duty"), _("Who does what each day"), "duties"),
}


def titles_of(section: str) -> tuple[str, str]:
    """Return what a new line of a section is called, and the section."""
    new, heading, _anchor = SECTION_WORDS[section]
    return str(new), str(heading)


def place_of(section: str, community: str = "") -> str:
    """Return where the section is read: its place on the page; the register, for risks."""
    if section == "risks":
        return reverse("charter:risk-list")
    return place_at(SECTION_WORDS[section][2], community)


def place_at(anchor: str, community: str = "") -> str:
    """Return a place on the page: in the internal part, where there is one, for what is of it."""
    internal = community == Community.INTERNAL and the_charter().keeps_two_models
    prefix = MODELS[Community.INTERNAL][0] if internal else ""
    return f"{reverse('charter:page')}#{prefix}{anchor}"

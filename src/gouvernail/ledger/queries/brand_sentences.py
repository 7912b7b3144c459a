"""What the verbs of the brand say to a reader: a part of the one table."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BRAND: Final[Mapping[str, Promise]] = {
    "audience.archived": _("Audience set aside"),
    "audience.written": _("Audience written"),
    "audience_account.linked": _("Account said to speak to an audience"),
    "audience_account.unlinked": _("Account no longer said to speak to an audience"),
    "colour_theme.archived": _("Colour theme set aside"),
    "colour_theme.written": _("Colour theme written"),
    "guide_reading.asked": _("Reading of the style guide asked for"),
    "guide_reading.ended": _("Reading of the style guide no longer asked for"),
    "guide_receipt.given": _("Style guide read"),
    "guide_reference.checked": _("Document of the style guide checked"),
    "guide_reference.removed": _("Document taken out of the style guide"),
    "guide_reference.written": _("Document of the style guide written"),
    "guide_section.archived": _("Section of the style guide set aside"),
    "guide_section.created": _("Section of the style guide begun"),
    "guide_version.drafted": _("Draft of a section begun"),
    "guide_version.dropped": _("Draft of a section given up"),
    "guide_version.published": _("Version %(number)s of the section in force"),
    "guide_version.superseded": _("Version %(number)s of the section superseded"),
    "guide_version.written": _("Section written"),
    "post_template.archived": _("Template set aside"),
    "post_template.created": _("Template begun"),
    "site_element.removed": _("Element of the web site no longer compared"),
    "site_element.written": _("Web site and networks compared: %(state)s"),
    "template_version.drafted": _("Draft of a template begun"),
    "template_version.dropped": _("Draft of a template given up"),
    "template_version.published": _("Version %(number)s of the template in force"),
    "template_version.superseded": _("Version %(number)s of the template superseded"),
    "template_version.written": _("Template written"),
}

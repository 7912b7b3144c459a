"""Words for what is found in pictures and in posts of partners."""

from collections.abc import Mapping

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gouvernail.brand.queries.checks import FINDINGS

register = template.Library()


@register.filter
def finding_words(code: str) -> str:
    """Return what was found in a picture, in words."""
    return str(FINDINGS.get(code, code))


@register.filter
def partner_words(finding: Mapping[str, str]) -> str:
    """Return what was found in a post of a partner, in words; those of rules are in French too."""
    words = finding.get("words", "")
    if (get_language() or "").startswith("fr"):
        words = words.replace(": ", "\u00a0: ")
    if finding.get("code") == "disclosure":
        return _("The partnership is not made clear (%(words)s).") % {"words": words}
    if finding.get("code") == "must_say":
        return _("This is not said: “%(words)s”.") % {"words": words}
    english = finding.get("words_en", "") if (get_language() or "").startswith("en") else ""
    return english or words

"""How long an act took in a drill: the small marks of its pages."""

from django import template
from django.utils.translation import gettext

from gouvernail.crisis.models.plans import RoleInCrisis
from gouvernail.drills.models.scenarios import Act, EventKind, Voice

register = template.Library()
MINUTE = 60


@register.filter
def as_pass(seconds: int | None) -> str:
    """Return seconds of a drill in words: `45 s`, `4 min 05`; a dash for nothing."""
    if seconds is None:
        return "–"
    minutes, rest = divmod(abs(seconds), MINUTE)
    if not minutes:
        return gettext("%(seconds)s s") % {"seconds": rest}
    return gettext("%(minutes)s min %(seconds)s") % {"minutes": minutes, "seconds": f"{rest:02d}"}


@register.filter
def in_words(code: str) -> str:
    """Return a role, a voice, a kind of event or an act of a drill in words."""
    for choices in (RoleInCrisis, Act, EventKind, Voice):
        if code in choices.values:
            return str(choices(code).label)
    return code

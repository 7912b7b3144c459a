"""Why the register suggests something, and what a standard asks of a profile, in words."""

from collections.abc import Sequence
from datetime import date

from django import template
from django.utils.translation import gettext, ngettext

from gouvernail.registry.models import Account, Finding
from gouvernail.registry.queries.life import passage
from gouvernail.registry.queries.profiles import Wanted

register = template.Library()

WHOLE = 0.98
CLOSE = 0.6


@register.filter
def as_day(text: str) -> date:
    """Read back a day that was kept among facts."""
    return date.fromisoformat(text)


@register.filter
def may_become(account: Account, status: str) -> bool:
    """Return whether there is a way from an account's status to another. No query."""
    return passage(account.status, status) is not None


@register.simple_tag
def has_way(finding: Finding) -> bool:
    """Return whether what a finding suggests may be done, as its accounts stand. No query."""
    if finding.other is None:
        return may_become(finding.account, Account.Status.DORMANT)
    return any(
        may_become(one, Account.Status.DUPLICATE) for one in (finding.account, finding.other)
    )


@register.simple_tag
def silent_days(finding: Finding, today: date) -> int:
    """Return how many days an account has been silent, as far as is known."""
    return (today - date.fromisoformat(finding.facts["last_on"])).days


@register.simple_tag
def allowed_words(finding: Finding) -> str:
    """Write the threshold that was passed."""
    days = int(finding.facts["allowed"])
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


@register.simple_tag
def likeness_words(code: str, strength: float) -> str:
    """Write what two accounts share: `they bear the same name`."""
    whole = {
        "handle": gettext("their handles look the same"),
        "name": gettext("they bear the same name"),
        "purpose": gettext("they have the same purpose"),
        "owner": gettext("the same person answers for both"),
        "audience": gettext("they speak to the same audience"),
        "unit": gettext("they belong to the same unit"),
    }
    close = {
        "handle": gettext("their handles are close"),
        "name": gettext("their names are close"),
        "purpose": gettext("their purposes are close"),
    }
    some = {
        "handle": gettext("their handles share letters that few others have"),
        "name": gettext("their names share a word that few others have"),
        "purpose": gettext("their purposes share words that few others have"),
    }
    if strength >= WHOLE:
        return whole[code]
    return close[code] if strength >= CLOSE else some[code]


@register.simple_tag
def wanted_words(wanted: Wanted) -> str:
    """Write what the standard asks of a profile."""
    told = {
        "name": gettext("the name contains “%(words)s”"),
        "bio": gettext("the biography contains “%(words)s”"),
        "link": gettext("the link %(words)s is shown"),
        "notice": gettext("the notice “%(words)s” is shown"),
        "avatar": gettext("a picture is chosen"),
    }
    return told[wanted.code] % {"words": wanted.words}


@register.simple_tag
def failing_words(codes: Sequence[str]) -> str:
    """Write in which places a profile is not what the standard asks."""
    told = {
        "name": gettext("name"),
        "bio": gettext("biography"),
        "link": gettext("link"),
        "notice": gettext("notice"),
        "avatar": gettext("picture"),
    }
    return ", ".join(told[code] for code in codes)


@register.filter
def change_words(text: str) -> str:
    """Write one side of a change; whether a picture was chosen is a word."""
    return {"true": gettext("chosen"), "false": gettext("none chosen")}.get(text, text)

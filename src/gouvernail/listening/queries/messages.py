"""What a channel of chat is told, in its language."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gouvernail.listening.models import ChatChannel, Spike
from gouvernail.networks.chat import Said

TERMS = 5


def said_of(channel: ChatChannel, spike: Spike | None) -> Said:
    """Return what a channel is told of a spike, or that it is tried. No query.

    No text of anybody outside is quoted: only how much, how grave, and the words said most.
    """
    with translation.override(channel.language):
        return _alert(spike) if spike is not None else _trial(channel)


def _trial(channel: ChatChannel) -> Said:
    return Said(
        title=_("Gouvernail reaches this channel"),
        lines=[_("Alerts of %(unit)s will be told here.") % {"unit": channel.unit.label}],
        link=settings.SITE_URL + reverse("listening:telling"),
        link_words=_("How alerts are told"),
    )


def _alert(spike: Spike) -> Said:
    topic, card = spike.topic, spike.card
    title = _("%(topic)s: severity %(severity)s of 10") % {
        "topic": topic.label,
        "severity": spike.severity,
    }
    count = card.get("count", 0)
    said = ngettext(
        "%(number)s mention since it began.", "%(number)s mentions since it began.", count
    )
    times = number_format(spike.ratio / 10, decimal_pos=1)
    lines = [
        str(spike.get_kind_display()).capitalize(),
        said % {"number": number_format(count, use_l10n=True)}
        + " "
        + _("At its worst, %(times)s times what is usual at this hour.") % {"times": times},
    ]
    terms = [str(term) for term, _number in card.get("terms", ())[:TERMS]]
    if terms:
        lines.append(_("Words said most: %(terms)s") % {"terms": ", ".join(terms)})
    return Said(
        title=title,
        lines=lines,
        link=settings.SITE_URL + reverse("listening:spike-detail", args=[spike.pk]),
        link_words=_("See the alert"),
    )

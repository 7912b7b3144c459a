"""Writing one letter from one or several notifications."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from gouvernail.notifications.models import Notification
from gouvernail.notifications.queries import sentence
from gouvernail.people.models import Person


def letter(person: Person, told: Sequence[Notification]) -> EmailMultiAlternatives:
    """Return the letter to `person`, in their language; no name or text goes into the headers.

    The subject is one line: line breaks in a title cannot add a header.
    """
    with translation.override(person.language or settings.LANGUAGE_CODE):
        lines = [
            {"text": sentence(one.kind, one.facts), "url": settings.SITE_URL + one.path}
            for one in told
        ]
        subject = (
            lines[0]["text"]
            if len(lines) == 1
            else _("%(count)s things wait for you") % {"count": len(lines)}
        )
        context = {"person": person, "lines": lines, "site": settings.SITE_URL}
        message = EmailMultiAlternatives(
            subject=" ".join(subject.split())[:180],
            body=render_to_string("notifications/letter.txt", context),
            to=[person.email or ""],
            headers={"Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(
            render_to_string("notifications/letter.html", context), "text/html"
        )
    return message

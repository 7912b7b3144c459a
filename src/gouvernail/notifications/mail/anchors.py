"""The letter that leaves a checkpoint of the journal in a mailbox outside the site."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.message import make_msgid
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _


def anchor_letter(mailbox: str, *, note: str, origin: str, size: int) -> EmailMessage:
    """Return the letter with a checkpoint, in the body and as a file.

    In the language of the site: a mailbox has none of its own.
    """
    with translation.override(settings.LANGUAGE_CODE):
        context = {"note": note, "origin": origin, "size": size, "site": settings.SITE_URL}
        message = EmailMessage(
            subject=_("Checkpoint of the journal %(origin)s: %(size)s entries")
            % {"origin": origin, "size": size},
            body=render_to_string("notifications/anchor.txt", context),
            to=[mailbox],
            headers={"Auto-Submitted": "auto-generated", "Message-ID": make_msgid()},
        )
    message.attach(f"checkpoint-{size}.txt", note, "text/plain")
    return message

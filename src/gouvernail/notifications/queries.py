"""What a person was told, in their language."""

from collections.abc import Mapping
from typing import Final

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gouvernail.notifications.models import Notification, Preference
from gouvernail.people.models import Person

SENTENCES: Final[Mapping[str, Promise]] = {
    "approval.to_decide": _("“%(title)s” waits for your decision."),
    "approval.approved": _("“%(title)s” is approved."),
    "approval.changes": _("%(by)s asks for changes to “%(title)s”."),
    "approval.refused": _("%(by)s refused “%(title)s”."),
    "approval.expired": _("Nobody decided “%(title)s” in time."),
    "delivery.to_hand_off": _("“%(title)s” is to be published by hand on %(network)s."),
    "delivery.failed": _("%(network)s refused “%(title)s”."),
    "delivery.needs_human": _("Nobody can tell whether “%(title)s” is online: please look."),
    "delivery.missed": _("“%(title)s” missed its time."),
    "delivery.altered": _("“%(title)s” is not online as it was approved."),
    "delivery.withdrawn": _("“%(title)s” was withdrawn from %(network)s."),
    "delivery.to_take_down": _("“%(title)s” must be taken down by hand on %(network)s."),
    "delivery.disappeared": _("“%(title)s” is gone from %(network)s."),
    "delivery.stricter": _("The rules changed: “%(title)s” goes back to review."),
    "draft.assigned": _("%(by)s gave you “%(title)s” to work on."),
    "draft.to_correct": _("The correction of “%(title)s” is started: write it, then submit it."),
    "freeze.engaged": _("%(by)s froze publishing."),
    "freeze.lift_asked": _("%(by)s asks to reopen publishing: a second person must confirm."),
    "freeze.lifted": _("Publishing is open again."),
    "freeze.one_lifted": _("%(by)s lifted a freeze; another still stands."),
    "freeze.restored": _("%(by)s restored the site from a backup: publishing is frozen."),
    "policy.to_sign": _("“%(title)s” is to be read and signed."),
}
PRACTICE: Final = "Practice"


def sentence(kind: str, facts: Mapping[str, object]) -> str:
    """Return what a notification says, in the current language.

    A kind that an older version wrote and this one no longer knows is shown by its name.
    """
    template = SENTENCES.get(kind)
    if template is None:
        return gettext("Something happened (%(kind)s).") % {"kind": kind}
    known = {"title": "", "by": "", "network": "", **facts}
    if known["network"] == PRACTICE:
        known["network"] = gettext("Practice")
    return str(template) % known


def notifications_of(person: Person) -> QuerySet[Notification]:
    """Return everything a person was told, latest first. One query when iterated."""
    return Notification.objects.filter(person=person).order_by("-at", "-id")


def unread_count(person: Person) -> int:
    """Return how many notifications wait to be read. One query."""
    return Notification.objects.filter(person=person, read_at__isnull=True).count()


def preference_of(person: Person) -> Preference:
    """Return how a person wants e-mail; the usual way when they never said. One query."""
    return Preference.objects.filter(person=person).first() or Preference(person=person)

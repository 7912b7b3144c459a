"""What colleagues suggest, and the answer each of them gets."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.advocacy.actions.telling import inform, needed, sound
from gouvernail.advocacy.errors import AdvocacyInvalidError, AdvocacyStateError, NotForYouError
from gouvernail.advocacy.models import Idea, Kit, Programme
from gouvernail.advocacy.permissions import (
    desk_idea,
    require_runner,
    runners_of,
    visible_programme,
)
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person

MOST_A_DAY: Final = 10
STORY_DAYS: Final = timedelta(days=14)
TITLE: Final = 120


@action("advocacy.suggest")
def suggest(programme_id: UUID, *, kind: str, text: str, by: Person, at: datetime) -> Idea:
    """Suggest something to a programme that one may join, or takes part in.

    Raises:
        AdvocacyNotFoundError: missing, or hidden from `by`.
        AdvocacyStateError: it is not open.
        AdvocacyInvalidError: no words, no such kind, or too many in a day.
    """
    programme = visible_programme(programme_id, viewer=by)
    if programme.status != Programme.Status.OPEN:
        raise AdvocacyStateError(programme.get_status_display())
    needed(text=text)
    today = Idea.objects.filter(author=by, made_at__gt=at - timedelta(days=1))
    if today.count() >= MOST_A_DAY:
        most = _("%(most)s in a day: keep the next ones for tomorrow.") % {"most": MOST_A_DAY}
        raise AdvocacyInvalidError({"text": most})
    idea = Idea(programme=programme, author=by, kind=kind, text=text.strip(), made_at=at)
    sound(idea)
    idea.save(force_insert=True)
    record(actor=by, verb="staff_idea.suggested", subject=idea, at=at)
    inform(
        runners_of(programme) - {by.pk},
        about="idea",
        once=idea.pk.hex,
        path=reverse("advocacy:programme-desk", args=[programme.pk]) + "?show=ideas",
        named=programme,
        at=at,
    )
    return idea


@action("advocacy.answer_idea")
def answer_idea(idea_id: UUID, *, status: str, reason: str, by: Person, at: datetime) -> Idea:
    """Answer a suggestion; who made it is told. A later answer may differ.

    Raises:
        AdvocacyNotFoundError, NotForYouError: hidden from `by`; their own, or for others.
        AdvocacyInvalidError: no such answer, or no reason where one is owed.
    """
    idea = _to_answer(idea_id, by=by)
    if status not in Idea.ANSWERS:
        raise AdvocacyInvalidError({"status": _("Choose one of these.")})
    if status != Idea.Status.KEPT:
        needed(reason=reason)
    idea.status, idea.reason = status, reason.strip()
    idea.answered_by, idea.answered_at = by, at
    sound(idea)
    idea.save()
    record(actor=by, verb="staff_idea.answered", subject=idea, at=at)
    inform(
        [idea.author_id],
        about="idea_answered",
        once=f"{idea.pk.hex}:{status}",
        path=reverse("advocacy:programme-detail", args=[idea.programme_id]) + "#ideas",
        named=idea.programme,
        at=at,
    )
    return idea


def _to_answer(idea_id: UUID, *, by: Person) -> Idea:
    idea = desk_idea(idea_id, viewer=by, lock=True)
    require_runner(by, idea.programme)
    if idea.author_id == by.pk:
        raise NotForYouError
    return idea


@action("advocacy.begin_story")
def begin_story(idea_id: UUID, *, by: Person, at: datetime) -> Kit:
    """Begin a story from a suggestion that was kept; asked twice, it is the same one.

    Raises:
        AdvocacyNotFoundError, NotForYouError: hidden from `by`; their own, or for others.
        AdvocacyStateError: it was not kept, or the programme is closed.
    """
    idea = _to_answer(idea_id, by=by)
    if idea.kit is not None:
        return idea.kit
    if idea.status != Idea.Status.KEPT or idea.programme.status == Programme.Status.CLOSED:
        raise AdvocacyStateError(idea.get_status_display())
    today = site_day(at)
    kit = Kit.objects.create(
        programme=idea.programme,
        title=idea.text.partition("\n")[0][:TITLE],
        story=idea.text,
        opens_on=today,
        ends_on=today + STORY_DAYS,
        hands=[str(by.pk)],
        made_at=at,
    )
    record(actor=by, verb="ambassador_kit.written", subject=kit, at=at)
    idea.kit = kit
    idea.save(update_fields=("kit",))
    record(actor=by, verb="staff_idea.became_story", subject=idea, at=at)
    return kit

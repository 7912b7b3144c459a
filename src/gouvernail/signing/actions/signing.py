"""Signing in a campaign: what comes first, and what follows a signature."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Act, require_step_up
from gouvernail.policies.actions.signing import give_signature
from gouvernail.policies.errors import AlreadySignedError
from gouvernail.policies.models import PolicyVersion, Signature
from gouvernail.signing.actions.telling import tell_objector, tell_owner
from gouvernail.signing.errors import (
    CampaignClosedError,
    NoLongerAskedError,
    NotOpenYetError,
    ObjectionInvalidError,
    ObjectionStateError,
    OwnObjectionError,
    QuizFirstError,
    ReplacedMeanwhileError,
)
from gouvernail.signing.models import Campaign, Line, Objection
from gouvernail.signing.permissions import own_line, require_planner, visible_campaign
from gouvernail.signing.queries.quizzes import quiz_before

LONGEST: Final = 3_000
State = Line.State


@action("signing.sign")
def sign(*, campaign_id: UUID, digest: str, by: Person, at: datetime) -> Signature:
    """Sign exactly the text that was shown: its digest travels with the button.

    Raises:
        ReplacedMeanwhileError: another version binds now, or the text is not the one shown.
        CampaignClosedError, NotOpenYetError, NoLongerAskedError: it is not asked now.
        QuizFirstError: the questions come first.
        AlreadySignedError: a second click, or another window.
        ProofNeededError: the campaign asks who they are again.
        CampaignNotFoundError: it does not ask `by`.
    """
    line = own_line(campaign_id, person=by, lock=True)
    refuse_unsignable(line, digest=digest, at=at)
    refuse_before_quiz(line.campaign, by)
    if line.campaign.step_up:
        require_step_up(Act.SIGN, at=at)
    return sign_line(line, at=at)


def sign_line(
    line: Line,
    *,
    at: datetime,
    method: str = "browser",
    actor: Actor | None = None,
    data: Mapping[str, object] | None = None,
) -> Signature:
    """Give the signature of a line that was checked. Called in an action, the line locked."""
    told = {"campaign": line.campaign_id, **(data or {})}
    version = line.campaign.version
    return give_signature(version, by=line.person, at=at, method=method, actor=actor, data=told)


def refuse_unsignable(line: Line, *, digest: str, at: datetime) -> None:
    """Refuse unless the line waits and the text shown is the one that binds.

    Raises:
        ReplacedMeanwhileError, CampaignClosedError, NotOpenYetError, NoLongerAskedError,
        AlreadySignedError: as `sign`.
    """
    campaign, version = line.campaign, line.campaign.version
    if line.state == State.SIGNED:
        raise AlreadySignedError
    replaced = campaign.closed_because == Campaign.Because.SUPERSEDED
    if replaced or version.status == PolicyVersion.Status.SUPERSEDED or version.digest != digest:
        raise ReplacedMeanwhileError
    if campaign.status == Campaign.Status.CLOSED:
        raise CampaignClosedError
    if campaign.status == Campaign.Status.PLANNED or campaign.opens_on > site_day(at):
        raise NotOpenYetError(campaign.opens_on.isoformat())
    if line.state == State.RELEASED:
        raise NoLongerAskedError


def refuse_before_quiz(campaign: Campaign, person: Person) -> None:
    """Refuse whoever has not passed the quiz of a campaign.

    Raises:
        QuizFirstError: they have not.
    """
    quiz = quiz_before(campaign, person)
    if quiz is not None and not quiz.is_passed:
        raise QuizFirstError


def guard(version: PolicyVersion, person: Person, _at: datetime) -> None:
    """Hold the page of the policy to the questions of an open campaign, if one asks this person."""
    line = (
        Line.objects.filter(
            campaign__version=version,
            campaign__status=Campaign.Status.OPEN,
            campaign__quiz_id__isnull=False,
            person=person,
        )
        .exclude(state=State.RELEASED)
        .select_related("campaign")
        .first()
    )
    if line is not None:
        refuse_before_quiz(line.campaign, person)


def note_signature(signature: Signature, at: datetime) -> None:
    """Mark what campaigns asked of a person as signed, wherever it was signed."""
    Line.objects.filter(campaign__version=signature.version, person=signature.person_id).update(
        state=State.SIGNED, signature=signature, released_because="", changed_at=at
    )


@action("signing.object")
def make_objection(*, campaign_id: UUID, words: str, by: Person, at: datetime) -> Objection:
    """Say why one does not sign; whoever leads the campaign answers. It is still asked meanwhile.

    Raises:
        ObjectionInvalidError: no words, or more than 3,000 characters.
        ObjectionStateError: one is there already, or there is nothing left to object to.
        CampaignNotFoundError: the campaign does not ask `by`.
    """
    line = own_line(campaign_id, person=by, lock=True)
    said = _sound(words, "words")
    waiting = line.state == State.WAITING and line.campaign.status == Campaign.Status.OPEN
    rows = Objection.objects.filter(campaign=line.campaign, person=by)
    if not waiting or rows.filter(outcome="").exists():
        raise ObjectionStateError
    objection = Objection.objects.create(campaign=line.campaign, person=by, words=said, made_at=at)
    record(actor=by, verb="objection.made", subject=objection, at=at)
    tell_owner(objection, at=at)
    return objection


@action("signing.answer_objection")
def answer_objection(
    *, objection_id: UUID, outcome: str, answer: str, by: Person, at: datetime
) -> Objection:
    """Answer an objection in writing: the signature is still asked, or the person is excused.

    Raises:
        ObjectionInvalidError: no answer, or no such outcome.
        ObjectionStateError: it is answered.
        OwnObjectionError: `by` made it.
        CampaignNotFoundError, RightMissingError: nothing was changed.
    """
    rows = Objection.objects.select_for_update(of=("self",))
    objection = rows.filter(pk=objection_id).first()
    campaign = visible_campaign(objection.campaign_id if objection else objection_id, viewer=by)
    require_planner(by, campaign.version.policy)
    if objection is None or objection.outcome:
        raise ObjectionStateError
    if objection.person_id == by.pk:
        raise OwnObjectionError
    if outcome not in Objection.Outcome.values:
        raise ObjectionInvalidError({"outcome": _("Choose an answer.")})
    objection.answer = _sound(answer, "answer")
    objection.outcome, objection.answered_by, objection.answered_at = outcome, by, at
    objection.save()
    if outcome == Objection.Outcome.EXCUSED:
        waiting = campaign.lines.filter(person=objection.person_id, state=State.WAITING)
        waiting.update(state=State.RELEASED, released_because=Line.Because.EXCUSED, changed_at=at)
    record(actor=by, verb="objection.answered", subject=objection, at=at)
    tell_objector(objection, campaign, at=at)
    return objection


def _sound(text: str, field: str) -> str:
    words = text.strip()
    if not words:
        raise ObjectionInvalidError({field: _("Say it in a few words.")})
    if len(words) > LONGEST:
        most = _("At most %(most)s characters, please.") % {"most": LONGEST}
        raise ObjectionInvalidError({field: most})
    return words

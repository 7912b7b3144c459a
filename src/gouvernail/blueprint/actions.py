"""Applying a model kept as files: asked for, agreed to by a second person, done."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.blueprint.errors import (
    ApplicationNotFoundError,
    ApplicationOverError,
    ModelFilesError,
    ModelInvalidError,
    ModelRefusedError,
    ModelSecondPersonError,
    PlanStaleError,
    ReasonMissingError,
)
from gouvernail.blueprint.models import Application
from gouvernail.blueprint.permissions import may_answer, require_answer, visible_application
from gouvernail.blueprint.sections import SECTIONS
from gouvernail.blueprint.sections.planning import Change, ModelPlan, What, planned, site_of
from gouvernail.blueprint.sections.reading import read_files
from gouvernail.blueprint.sections.section import Listed, Writing
from gouvernail.blueprint.sections.telling import told
from gouvernail.blueprint.sections.writing import written
from gouvernail.charter.models import Charter
from gouvernail.charter.queries import separation, the_charter
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import acting
from gouvernail.foundation.errors import DomainError
from gouvernail.ledger.actions import record
from gouvernail.notifications.actions import Message, tell
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Act, Right, holders_of_right, require_step_up


def plan_model(texts: Mapping[str, str], *, by: Person, remove: bool = False) -> ModelPlan:
    """Return what applying those files would do; nothing is written.

    Args:
        texts: what each file holds, by its name without `.yaml`.
        by: in whose name; sees and names what they may.
        remove: whether what the files do not hold is taken out.

    Raises:
        ModelInvalidError: the files are wrong, or name what does not exist.
    """
    files = read_files(texts, SECTIONS)
    return planned(files, site_of(SECTIONS, viewer=by), viewer=by, remove=remove)


def needs_second_person(plan: ModelPlan) -> bool:
    """Return whether somebody else must agree before a plan is applied. One query.

    Not in a small team (`Charter.separation`), nor for packs alone: each waits as a version for a
    second person of its own.
    """
    if all(one.section.waits for one in plan.changes):
        return False
    return separation() != Charter.Separation.SMALL


@action("blueprint.apply_model")
def apply_model(
    *, texts: Mapping[str, str], digest: str, remove: bool = False, by: Person, at: datetime
) -> ModelPlan:
    """Make the site as the files say: all of the plan, or nothing of it.

    Each change is an act of its area, with its rights, its refusals and its entry in the journal.

    Args:
        texts: what each file holds, by its name without `.yaml`.
        digest: of the plan that was read (`ModelPlan.digest`).
        remove: whether what the files do not hold is taken out.
        by: who applies.
        at: when.

    Raises:
        ModelInvalidError: the files are wrong.
        PlanStaleError: the plan is no longer the one that was read.
        ModelSecondPersonError: the charter wants somebody else to agree first (`ask_to_apply`).
        ModelRefusedError: the site refuses one of the changes.
        MachineMayNotError: a key may not do this.
    """
    plan = _plan_as_read(texts, digest, by=by, remove=remove, at=at)
    if needs_second_person(plan):
        raise ModelSecondPersonError
    _apply_all(plan, Writing(by=by, at=at))
    return plan


def _plan_as_read(
    texts: Mapping[str, str], digest: str, *, by: Person, remove: bool, at: datetime
) -> ModelPlan:
    require_step_up(Act.EDIT_CHARTER, at=at)
    plan = plan_model(texts, by=by, remove=remove)
    if plan.digest != digest:
        raise PlanStaleError
    return plan


def _apply_all(plan: ModelPlan, how: Writing) -> None:
    for change in plan.changes:
        try:
            _apply(change, how)
        except DomainError as error:
            place = str(change.place or change.section.name)
            raise ModelRefusedError(place=place, what=change.name, why=error) from error
    if plan.changes:
        data = {"plan": plan.digest} | {str(one): plan.count(one) for one in What}
        charter = the_charter()
        record(actor=how.by, verb="charter.model_applied", subject=charter, at=how.at, data=data)


def _apply(change: Change, how: Writing) -> None:
    if change.after is not None:
        change.section.write(change.after, change.before, how)
    elif change.before is not None and isinstance(change.section, Listed):
        change.section.remove(change.before, how)


class _RehearsedError(Exception):
    """All of a plan went through: it is taken back, nobody agreed to it yet."""


@action("blueprint.rehearse_model")
def _rehearse(plan: ModelPlan, *, by: Person, at: datetime) -> None:
    _apply_all(plan, Writing(by=by, at=at, publishes=False))
    raise _RehearsedError


@action("blueprint.ask_to_apply")
def ask_to_apply(
    *,
    texts: Mapping[str, str],
    digest: str,
    remove: bool = False,
    purpose: str = "",
    by: Person,
    at: datetime,
) -> Application:
    """Ask a second person to agree to a plan; nothing changes until they do.

    The plan is tried whole and taken back, so that what the site would refuse is told to who asks.

    Raises:
        ModelInvalidError, PlanStaleError, ModelRefusedError, MachineMayNotError: as `apply_model`.
        ModelFilesError: the plan holds no difference.
    """
    plan = _plan_as_read(texts, digest, by=by, remove=remove, at=at)
    if not plan.changes:
        raise ModelFilesError(_("The site is as the files say: there is nothing to apply."))
    with suppress(_RehearsedError):
        _rehearse(plan, by=by, at=at)
    application = Application.objects.create(
        files=dict(texts),
        removes=remove,
        digest=plan.digest,
        changes=told(plan.changes),
        purpose=purpose.strip()[:400],
        asked_by=by,
        asked_at=at,
    )
    record(actor=by, verb="model_application.asked", subject=application, at=at)
    _tell(application, "to_answer", people=_who_answers(application), by=by, at=at)
    return application


def _who_answers(application: Application) -> set[UUID]:
    top = Unit.objects.filter(parent=None).first()
    writers = holders_of_right(Right.EDIT_CHARTER, unit=top) if top is not None else ()
    return {one.pk for one in writers if may_answer(one, application)}


def _tell(
    application: Application, kind: str, *, people: set[UUID], by: Person, at: datetime
) -> None:
    """Tell each person once where an application stands. One statement."""
    message = Message(
        kind=f"model.{kind}",
        once=f"model_application:{application.pk}:{kind}",
        path=reverse("blueprint:application-detail", args=[application.pk]),
        facts={"by": by.name},
        subject_kind="model_application",
        subject_id=str(application.pk),
    )
    tell(people=people, message=message, at=at)


def plan_now(application: Application) -> ModelPlan | None:
    """Return the plan of an application on the site as it is; none when it is not the one asked.

    In the name of who asked. As many queries as `plan_model`.
    """
    try:
        plan = plan_model(application.files, by=application.asked_by, remove=application.removes)
    except ModelInvalidError:  # what a row named is no longer there
        return None
    return plan if plan.digest == application.digest else None


@action("blueprint.agree_application")
def agree_application(
    *, application_id: UUID, comment: str = "", by: Person, at: datetime
) -> Application:
    """Agree as a second person: the plan is applied whole, or it is out of date and nothing is.

    The changes are acts of who asked, with their rights; `by` answers for what other hands put in
    force. Look at `status`: `expired` says that the site changed since.

    Raises:
        ApplicationNotFoundError, ApplicationOverError: nothing waits here.
        RightMissingError, OwnApplicationError: not by them.
        ProofNeededError, MachineMayNotError: who decides proves who they are.
        ModelRefusedError: the site refuses one of the changes.
    """
    application = _waiting(application_id, by=by)
    require_answer(by, application)
    require_step_up(Act.EDIT_CHARTER, at=at)
    plan = plan_now(application)
    if plan is None:
        return _answered(application, Application.Status.EXPIRED, by=by, at=at)
    with acting(auth="worker"):  # acts of who asked, who is not the one signed in
        _apply_all(plan, Writing(by=application.asked_by, at=at, agreed_by=by))
    return _answered(application, Application.Status.APPLIED, comment, by=by, at=at)


@action("blueprint.refuse_application")
def refuse_application(
    *, application_id: UUID, comment: str, by: Person, at: datetime
) -> Application:
    """Refuse as a second person, and say why; nothing changes.

    Raises:
        ApplicationNotFoundError, ApplicationOverError: nothing waits here.
        RightMissingError, OwnApplicationError: not by them.
        ReasonMissingError: it does not say why.
        ProofNeededError, MachineMayNotError: who decides proves who they are.
    """
    application = _waiting(application_id, by=by)
    require_answer(by, application)
    require_step_up(Act.DECIDE, at=at)
    if not comment.strip():
        raise ReasonMissingError
    return _answered(application, Application.Status.REFUSED, comment, by=by, at=at)


@action("blueprint.withdraw_application")
def withdraw_application(*, application_id: UUID, by: Person, at: datetime) -> Application:
    """Take back what one asked for.

    Raises:
        ApplicationNotFoundError, ApplicationOverError: nothing waits here, or another asked.
    """
    application = _waiting(application_id, by=by)
    if application.asked_by_id != by.pk:
        raise ApplicationNotFoundError
    return _answered(application, Application.Status.WITHDRAWN, by=by, at=at)


def _waiting(application_id: UUID, *, by: Person) -> Application:
    application = visible_application(application_id, viewer=by, lock=True)
    if application.status != Application.Status.WAITING:
        raise ApplicationOverError
    return application


VERBS: Final = {
    Application.Status.APPLIED: "model_application.agreed",
    Application.Status.REFUSED: "model_application.refused",
    Application.Status.WITHDRAWN: "model_application.withdrawn",
    Application.Status.EXPIRED: "model_application.expired",
}


def _answered(
    application: Application,
    status: Application.Status,
    comment: str = "",
    *,
    by: Person,
    at: datetime,
) -> Application:
    application.status, application.comment = status, comment.strip()[:2000]
    application.answered_by, application.answered_at = by, at
    application.save(update_fields=("status", "comment", "answered_by", "answered_at"))
    record(actor=by, verb=VERBS[status], subject=application, at=at, digest=application.digest)
    if by.pk != application.asked_by_id:
        _tell(application, str(status), people={application.asked_by_id}, by=by, at=at)
    return application


def exported_model(*, by: Person) -> dict[str, str]:
    """Return the site's model as files, by name without `.yaml`. Constant in queries."""
    return written(site_of(SECTIONS, viewer=by))

"""What is answered: one remark or several that are alike, kept, changed or declined, in words."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.consultations.actions.entering import drop_empty
from gouvernail.consultations.actions.remarks import LONGEST
from gouvernail.consultations.actions.telling import tell_of, tell_of_suggestions
from gouvernail.consultations.errors import (
    ConsultationStateError,
    RemarkInvalidError,
    RemarkNotFoundError,
)
from gouvernail.consultations.models import Consultation, Remark, RemarkAnswer
from gouvernail.consultations.permissions import require_run
from gouvernail.consultations.queries.changes import changed_anchors
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.policies.models import PolicyVersion
from gouvernail.policies.permissions import visible_policy

MOST_AT_ONCE: Final = 200
Outcome = RemarkAnswer.Outcome
WRITTEN: Final = (
    PolicyVersion.Status.DRAFT,
    PolicyVersion.Status.CONSULTATION,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An answer. `anchor` names the clause that changed; `words` say what, or why not."""

    outcome: str
    words: str
    anchor: str = ""


@action("consultations.group_remarks")
def group_remarks(
    *, remark_ids: Collection[UUID], label: str, by: Person, at: datetime
) -> RemarkAnswer:
    """Put alike remarks together, under a few words: they are answered at once.

    Those of another group leave it.

    Raises:
        RemarkInvalidError: fewer than two, no words, or some are answered already.
        RemarkNotFoundError: one is missing, withdrawn, or not for `by` to answer.
    """
    remarks = _chosen(remark_ids, by)
    name = label.strip()
    if len(remarks) < 2:  # noqa: PLR2004 - alike, so two
        raise RemarkInvalidError({"remarks": _("Choose two remarks or more.")})
    if not name or len(name) > 120:  # noqa: PLR2004 - as wide as its column
        raise RemarkInvalidError({"label": _("Say in a few words what they have in common.")})
    if any(one.answer is not None and one.answer.outcome for one in remarks):
        raise RemarkInvalidError({"remarks": _("Some of them are answered already.")})
    first = remarks[0]
    group = RemarkAnswer.objects.create(
        policy_id=first.policy_id, consultation_id=first.consultation_id, label=name
    )
    record(actor=by, verb="remark_answer.prepared", subject=group, at=at)
    left = {one.answer_id for one in remarks if one.answer_id}
    _give(remarks, group, verb="remark.grouped", by=by, at=at)
    drop_empty(left, by=by, at=at)
    return group


@action("consultations.ungroup_remark")
def ungroup_remark(*, remark_id: UUID, by: Person, at: datetime) -> Remark:
    """Take one remark out of its group, while the group is not answered.

    Raises:
        RemarkInvalidError: it is in none, or is answered.
        RemarkNotFoundError: missing, withdrawn, or not for `by` to answer.
    """
    remark = _chosen([remark_id], by)[0]
    if remark.answer is None or remark.answer.outcome:
        raise RemarkInvalidError({"remarks": _("Some of them are answered already.")})
    left = {remark.answer.pk}
    remark.answer = None
    remark.save(update_fields=("answer",))
    record(actor=by, verb="remark.ungrouped", subject=remark, at=at)
    drop_empty(left, by=by, at=at)
    return remark


@action("consultations.answer_remarks")
def answer_remarks(
    *, remark_ids: Collection[UUID], said: Said, by: Person, at: datetime
) -> RemarkAnswer:
    """Answer one remark, or several at once; a group is answered whole. Each author is told.

    Answering again replaces what was answered, until the version is submitted.

    Raises:
        RemarkInvalidError: nothing chosen, no such outcome, no words, no clause named, or a clause
            whose text is still the one people were asked about; a remark that is no question,
            merely answered.
        ConsultationStateError: the version was submitted.
        RemarkNotFoundError: one is missing, withdrawn, or not for `by` to answer.
    """
    remarks = _with_their_groups(_chosen(remark_ids, by))
    consultation = remarks[0].consultation
    if consultation is not None and consultation.version.status not in WRITTEN:
        raise ConsultationStateError(consultation.get_status_display())
    _check(said, consultation)
    if said.outcome == Outcome.ANSWERED and any(
        one.kind != Remark.Kind.QUESTION for one in remarks
    ):
        words = _("Only questions are answered and no more: say what came of a remark.")
        raise RemarkInvalidError({"outcome": words})
    groups = {one.answer for one in remarks if one.answer and not one.answer.outcome}
    left = {one.answer_id for one in remarks if one.answer_id}
    whole = groups.pop() if len(groups) == 1 and len(left) == 1 else None
    answer = whole or RemarkAnswer(policy_id=remarks[0].policy_id, consultation=consultation)
    answer.outcome, answer.words = said.outcome, said.words.strip()
    answer.anchor = said.anchor if said.outcome == Outcome.CHANGED else ""
    answer.by, answer.at = by, at
    answer.save()
    record(actor=by, verb="remark_answer.given", subject=answer, at=at)
    _give(remarks, answer, verb="remark.grouped", by=by, at=at)
    drop_empty(left - {answer.pk}, by=by, at=at)
    _tell(answer, remarks, consultation, by=by, at=at)
    return answer


def _chosen(remark_ids: Collection[UUID], by: Person) -> list[Remark]:
    keys = set(remark_ids)
    if not keys:
        raise RemarkInvalidError({"remarks": _("Choose the remarks to answer.")})
    if len(keys) > MOST_AT_ONCE:
        raise RemarkInvalidError({"remarks": _("That is too many at once.")})
    rows = Remark.objects.select_for_update(of=("self",)).filter(
        pk__in=keys, status=Remark.Status.SENT
    )
    found = list(
        rows.select_related(
            "consultation__version", "policy__owner", "policy__unit", "answer"
        ).order_by("position", "pk")
    )
    places = {(one.policy_id, one.consultation_id) for one in found}
    if len(found) != len(keys) or len(places) != 1:
        raise RemarkNotFoundError
    policy = visible_policy(policy_id=found[0].policy_id, viewer=by)
    require_run(by, policy)
    return found


def _with_their_groups(remarks: list[Remark]) -> list[Remark]:
    groups = {one.answer_id for one in remarks if one.answer and not one.answer.outcome}
    keys = {one.pk for one in remarks}
    if not groups:
        return remarks
    rows = Remark.objects.select_for_update(of=("self",)).filter(
        answer__in=groups, status=Remark.Status.SENT
    )
    others = rows.exclude(pk__in=keys).select_related("consultation__version", "policy", "answer")
    return [*remarks, *others]


def _check(said: Said, consultation: Consultation | None) -> None:
    wrong = {}
    if said.outcome not in Outcome.values:
        wrong["outcome"] = _("Say what came of it.")
    if not said.words.strip():
        wrong["words"] = _("Say it in a few words: its author reads them.")
    elif len(said.words) > LONGEST:
        wrong["words"] = _("At most %(most)s characters, please.") % {"most": LONGEST}
    if said.outcome == Outcome.CHANGED:
        wrong |= _wrong_change(said.anchor, consultation)
    if wrong:
        raise RemarkInvalidError(wrong)


def _wrong_change(anchor: str, consultation: Consultation | None) -> dict[str, str]:
    if consultation is None:
        words = _("It waits for the next consultation: only then is text changed.")
        return {"outcome": words}
    if not anchor:
        return {"anchor": _("Name the clause that changed.")}
    if anchor not in changed_anchors(consultation):
        return {"anchor": _("This clause still says what people were asked about.")}
    return {}


def _give(
    remarks: Collection[Remark], answer: RemarkAnswer, *, verb: str, by: Person, at: datetime
) -> None:
    for remark in remarks:
        if remark.answer_id != answer.pk:
            remark.answer = answer
            remark.save(update_fields=("answer",))
            record(actor=by, verb=verb, subject=remark, at=at)


def _tell(
    answer: RemarkAnswer,
    remarks: Collection[Remark],
    consultation: Consultation | None,
    *,
    by: Person,
    at: datetime,
) -> None:
    keys = {one.author_id for one in remarks if one.author_id} - {by.pk}
    once = f"answered:{answer.pk.hex}:{at:%Y%m%d%H%M%S}"
    if consultation is not None:
        where = "consultations:own-remarks"
        tell_of(consultation, "answered", people=keys, once=once, at=at, to=where)
    else:
        policy = next(iter(remarks)).policy
        tell_of_suggestions(policy, "suggestion_answered", people=keys, once=once, at=at)

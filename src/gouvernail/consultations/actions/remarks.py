"""What people say: a remark about a clause, in their name or without one, until the window ends."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import choice
from typing import Final
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from gouvernail.consultations.actions.entering import drop_empty
from gouvernail.consultations.actions.telling import NOBODY, runners, tell_of_suggestions
from gouvernail.consultations.errors import (
    ConsultationStateError,
    NotAskedError,
    RemarkClosedError,
    RemarkInvalidError,
    RemarkNotFoundError,
    TooManyRemarksError,
)
from gouvernail.consultations.models import (
    Consultation,
    Held,
    Mark,
    Quota,
    Reading,
    Remark,
    RemarkDraft,
    Support,
)
from gouvernail.consultations.permissions import (
    bound_policies,
    is_asked,
    own_remark,
    visible_consultation,
    visible_remarks,
)
from gouvernail.consultations.queries.blinds import ALPHABET, GROUPS, SIZE, code_digest, tag_of
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.policies.errors import PolicyNotFoundError
from gouvernail.policies.queries import version_in_force

LONGEST: Final = 5_000
MOST: Final = 60  # remarks of one person in one consultation
MOST_SUGGESTIONS: Final = 10  # of one person in thirty days
Kind = Remark.Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRemark:
    """What somebody says. `key` is of the form filled in: sent twice, it is one remark."""

    key: UUID
    text: str
    anchor: str = ""
    kind: str = Kind.COMMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What became of it: `code`, shown once, where no name is kept; else the remark."""

    remark: Remark | None = None
    code: str = ""


@action("consultations.send_remark")
def send_remark(*, consultation_id: UUID, new: NewRemark, by: Person, at: datetime) -> Sent:
    """Send a remark. Without names it is held apart until others appear with it, and has a code.

    Raises:
        RemarkInvalidError: no words, no such clause, or questions are not taken.
        NotAskedError: this consultation does not ask `by`.
        ConsultationStateError: it is not open.
        TooManyRemarksError: they sent `MOST` already.
        RemarkNotFoundError: the key is of another remark.
        ConsultationNotFoundError: missing, or hidden from `by`.
    """
    consultation = _open_to(consultation_id, by, at=at)
    words, place = _sound(new, consultation)
    if consultation.is_anonymous:
        return Sent(code=_hold(consultation, new, words, place, by=by))
    made = Remark.objects.filter(pk=new.key).first()
    if made is not None:
        if made.author_id != by.pk:
            raise RemarkNotFoundError
        return Sent(remark=made)
    if Remark.objects.filter(consultation=consultation, author=by).count() >= MOST:
        raise TooManyRemarksError(MOST)
    remark = Remark(
        pk=new.key,
        policy_id=consultation.policy_id,
        consultation=consultation,
        version_id=consultation.version_id,
        anchor=new.anchor,
        position=place,
        kind=new.kind,
        text=words,
        author=by,
        sent_at=at,
    )
    remark.save(force_insert=True)
    record(actor=by, verb="remark.sent", subject=remark, at=at)
    RemarkDraft.objects.filter(consultation=consultation, person=by, anchor=new.anchor).delete()
    _took_part(consultation, by)
    return Sent(remark=remark)


def _open_to(consultation_id: UUID, by: Person, *, at: datetime) -> Consultation:
    consultation = visible_consultation(consultation_id, viewer=by, lock=True)
    if consultation.status != Consultation.Status.OPEN or consultation.closes_at <= at:
        raise ConsultationStateError(consultation.get_status_display())
    if not is_asked(consultation, by):
        raise NotAskedError
    return consultation


def _sound(new: NewRemark, consultation: Consultation) -> tuple[str, int]:
    words, wrong = new.text.strip(), {}
    if not words:
        wrong["text"] = _("Say it in a few words.")
    elif len(words) > LONGEST:
        wrong["text"] = _("At most %(most)s characters, please.") % {"most": LONGEST}
    if new.kind not in Kind.values:
        wrong["kind"] = _("Choose one of the kinds.")
    elif new.kind == Kind.QUESTION and not consultation.takes_questions:
        wrong["kind"] = _("This consultation takes remarks, not questions.")
    if wrong:
        raise RemarkInvalidError(wrong)
    return words, _place(new.anchor, consultation)


def _place(anchor: str, consultation: Consultation) -> int:
    if not anchor:
        return 0
    clause = consultation.clauses.filter(anchor=anchor).first()
    if clause is None:
        raise RemarkInvalidError({"anchor": _("This text has no such clause.")})
    return clause.position


def _hold(consultation: Consultation, new: NewRemark, words: str, place: int, *, by: Person) -> str:
    tag = tag_of(consultation, by, "quota", "")
    quota, _new = Quota.objects.get_or_create(consultation=consultation, tag=tag)
    if quota.used >= MOST:
        raise TooManyRemarksError(MOST)
    Quota.objects.filter(pk=quota.pk).update(used=F("used") + 1, is_fresh=True)
    code = "-".join("".join(choice(ALPHABET) for _n in range(SIZE)) for _g in range(GROUPS))
    Held.objects.create(
        consultation=consultation,
        anchor=new.anchor,
        position=place,
        kind=new.kind,
        text=words,
        code_sha256=code_digest(code),
    )
    return code


def _took_part(consultation: Consultation, person: Person) -> None:
    if not consultation.is_anonymous:
        Reading.objects.update_or_create(
            consultation=consultation, person=person, defaults={"took_part": True}
        )


@action("consultations.keep_draft")
def keep_draft(*, consultation_id: UUID, new: NewRemark, by: Person, at: datetime) -> RemarkDraft:
    """Keep words that are not sent yet; only `by` reads them. Emptied words are dropped.

    Raises:
        as `send_remark`; ConsultationStateError also where no name is kept: a draft would be one.
    """
    consultation = _open_to(consultation_id, by, at=at)
    if consultation.is_anonymous:
        raise ConsultationStateError(consultation.get_status_display())
    words, _place_of = _sound(new, consultation)
    draft, _new = RemarkDraft.objects.update_or_create(
        consultation=consultation,
        person=by,
        anchor=new.anchor,
        defaults={"kind": new.kind, "text": words},
    )
    return draft


@action("consultations.edit_remark")
def edit_remark(*, remark_id: UUID, text: str, by: Person, at: datetime) -> Remark:
    """Write one's remark anew, while the window is open and nobody has answered it.

    Raises:
        RemarkNotFoundError: missing, or not theirs.
        RemarkClosedError: it is answered, withdrawn, or the window is over.
        RemarkInvalidError: no words, or too many.
    """
    remark = own_remark(remark_id, viewer=by, lock=True)
    return _edit(remark, text, actor=by, at=at)


@action("consultations.withdraw_remark")
def withdraw_remark(*, remark_id: UUID, by: Person, at: datetime) -> Remark:
    """Take one's remark back, while the window is open and nobody has answered it.

    Raises:
        RemarkNotFoundError, RemarkClosedError: nothing was changed.
    """
    remark = own_remark(remark_id, viewer=by, lock=True)
    return _withdraw(remark, actor=by, at=at)


def _edit(remark: Remark, text: str, *, actor: Person | Actor, at: datetime) -> Remark:
    _require_changeable(remark, at=at)
    words = text.strip()
    if not words or len(words) > LONGEST:
        raise RemarkInvalidError({"text": _("Say it in a few words.")})
    remark.text = words
    remark.save(update_fields=("text",))
    record(actor=actor, verb="remark.edited", subject=remark, at=at)
    return remark


def _withdraw(remark: Remark, *, actor: Person | Actor, at: datetime) -> Remark:
    _require_changeable(remark, at=at)
    left = [remark.answer_id] if remark.answer_id else []
    remark.status, remark.answer = Remark.Status.WITHDRAWN, None
    remark.save(update_fields=("status", "answer"))
    record(actor=actor, verb="remark.withdrawn", subject=remark, at=at)
    drop_empty(left, by=actor, at=at)
    return remark


def may_change(remark: Remark, *, at: datetime) -> bool:
    """Return whether a remark may still be edited or withdrawn. No query, both loaded."""
    window = remark.consultation
    waits = window is None or (window.status == Consultation.Status.OPEN and window.closes_at > at)
    answered = remark.answer is not None and remark.answer.outcome != ""
    return waits and remark.status == Remark.Status.SENT and not answered


def _require_changeable(remark: Remark, *, at: datetime) -> None:
    if not may_change(remark, at=at):
        raise RemarkClosedError


@action("consultations.change_by_code")
def change_by_code(
    *, consultation_id: UUID, code: str, text: str | None, by: Person, at: datetime
) -> None:
    """Write a remark without a name anew, or take it back (`text` is None): its code says whose.

    `by` must be among those asked; who they are is kept nowhere.

    Raises:
        RemarkNotFoundError: no remark of this consultation has that code.
        RemarkClosedError, RemarkInvalidError, NotAskedError, ConsultationStateError: nothing
            was changed.
    """
    consultation = _open_to(consultation_id, by, at=at)
    found = {"consultation": consultation, "code_sha256": code_digest(code) or "none"}
    held = Held.objects.filter(**found).first()
    if held is not None and text is None:
        held.text = held.code_sha256 = ""
        held.save(update_fields=("text", "code_sha256"))
        return
    if held is not None:
        if not (text or "").strip() or len(text or "") > LONGEST:
            raise RemarkInvalidError({"text": _("Say it in a few words.")})
        held.text = (text or "").strip()
        held.save(update_fields=("text",))
        return
    remark = Remark.objects.select_for_update().filter(**found).first()
    if remark is None:
        raise RemarkNotFoundError
    remark.consultation = consultation
    if text is None:
        _withdraw(remark, actor=NOBODY, at=at)
    else:
        _edit(remark, text, actor=NOBODY, at=at)


@action("consultations.support_remark")
def support_remark(*, remark_id: UUID, by: Person, at: datetime) -> bool:
    """Say “same for me” of somebody else's remark, or take it back; return whether it stands.

    Raises:
        RemarkNotFoundError: missing, or hidden from `by`; or their own.
        NotAskedError, ConsultationStateError: nothing was changed.
    """
    remark = visible_remarks(by).exclude(author=by).filter(pk=remark_id).first()
    if remark is None or remark.consultation_id is None:
        raise RemarkNotFoundError
    consultation = _open_to(remark.consultation_id, by, at=at)
    tag = tag_of(consultation, by, "support", remark.pk)
    gone, _rows = Support.objects.filter(remark=remark, tag=tag).delete()
    if gone:
        return False
    Support.objects.create(remark=remark, tag=tag)
    _took_part(consultation, by)
    return True


@action("consultations.mark_clause")
def mark_clause(*, consultation_id: UUID, anchor: str, value: str, by: Person, at: datetime) -> str:
    """Say that one agrees with a clause or has a concern; the same again takes it back.

    Returns what stands then, `""` for nothing.

    Raises:
        RemarkInvalidError: no such mark or clause, or marks are not taken.
        NotAskedError, ConsultationStateError, ConsultationNotFoundError: nothing was changed.
    """
    consultation = _open_to(consultation_id, by, at=at)
    if value not in Mark.Value.values or not consultation.takes_marks:
        raise RemarkInvalidError({"value": _("Choose one of the marks.")})
    _place(anchor, consultation)
    tag = tag_of(consultation, by, "mark", anchor)
    kept = Mark.objects.filter(consultation=consultation, anchor=anchor, tag=tag).first()
    if kept is not None and kept.value == value:
        kept.delete()
        return ""
    if kept is None:
        kept = Mark(consultation=consultation, anchor=anchor, tag=tag)
    kept.value = value
    kept.save()
    _took_part(consultation, by)
    return value


@action("consultations.note_reading")
def note_reading(*, consultation_id: UUID, by: Person, at: datetime) -> None:
    """Note that somebody opened the page of a consultation: they are not reminded of it.

    Raises:
        NotAskedError: this consultation does not ask `by`, or there is none.
    """
    del at
    if not is_asked(Consultation(pk=consultation_id), by):
        raise NotAskedError
    Reading.objects.get_or_create(consultation_id=consultation_id, person=by)


@action("consultations.suggest_change")
def suggest_change(*, policy_id: UUID, new: NewRemark, by: Person, at: datetime) -> Remark:
    """Suggest a change to a version in force: it waits for the next review of the policy.

    Raises:
        PolicyNotFoundError: no version of it binds `by`.
        RemarkInvalidError: no words, or no such clause.
        TooManyRemarksError: they made `MOST_SUGGESTIONS` in thirty days.
    """
    policy = bound_policies(by).filter(pk=policy_id).select_related("unit", "owner").first()
    version = version_in_force(policy) if policy is not None else None
    if policy is None or version is None:
        raise PolicyNotFoundError
    made = Remark.objects.filter(pk=new.key, author=by).first()
    if made is not None:
        return made
    words, wrong = new.text.strip(), {}
    if not words or len(words) > LONGEST:
        wrong["text"] = _("Say it in a few words.")
    places = {one.anchor: number for number, one in enumerate(version.clauses.all(), start=1)}
    if new.anchor and new.anchor not in places:
        wrong["anchor"] = _("This text has no such clause.")
    if wrong:
        raise RemarkInvalidError(wrong)
    since = at - timedelta(days=30)
    recent = Remark.objects.filter(author=by, is_suggestion=True, sent_at__gt=since)
    if recent.count() >= MOST_SUGGESTIONS:
        raise TooManyRemarksError(MOST_SUGGESTIONS)
    remark = Remark(
        pk=new.key,
        policy=policy,
        version=version,
        anchor=new.anchor,
        position=places.get(new.anchor, 0),
        text=words,
        author=by,
        sent_at=at,
        is_suggestion=True,
    )
    remark.save(force_insert=True)
    record(actor=by, verb="remark.sent", subject=remark, at=at)
    people = runners(policy) - {by.pk}
    once = f"made:{remark.pk.hex}"
    tell_of_suggestions(policy, "suggested", people=people, once=once, at=at)
    return remark


def clean_anchor(text: str) -> str:
    """Return a clause as an address says it, or nothing for what is none."""
    return text if re.fullmatch(r"[\w.-]{1,20}", text) else ""

"""Recording single acts of moderation; striking a mistake; forgetting the words of comments."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import erase_openings, record
from gouvernail.people.models import Person
from gouvernail.policies.errors import (
    ActNotFoundError,
    ActStruckError,
    ModerationInvalidError,
    SpaceNotFoundError,
    WordsMissingError,
)
from gouvernail.policies.models import (
    CommentSpace,
    ModerationAct,
    ModerationReason,
    PolicyVersion,
)
from gouvernail.policies.permissions import CommentedAccount, require_moderator
from gouvernail.policies.queries.moderation import moderated_acts, version_on
from gouvernail.policies.queries.spaces import commented_account

CLOCK: Final = Actor(kind="machine", ref="policies", auth="worker")
LONGEST_QUOTE: Final = 2_000
LONGEST_LINK: Final = 500


@action("policies.record_moderation")
def record_moderation(  # noqa: PLR0913 - one act, as the journal tells it
    *,
    account_id: UUID,
    act: str,
    anchor: str,
    done_at: datetime,
    reason: UUID,
    by: Person,
    at: datetime,
    link: str = "",
    quote: str = "",
) -> ModerationAct:
    """Record what was done to one comment; `reason` is one of the reasons of the account's policy.

    It rests on clause `anchor` of the version in force on the day of `done_at` (aware).

    Raises:
        ModerationInvalidError: no such act, reason or clause, a day to come or without rules, an
            address that is not one, too many words. Its `fields` name each.
        SpaceNotFoundError: the account is missing or hidden, or has no rules of comments.
        RightMissingError: they neither hold the account nor moderate it.
    """
    account = commented_account(account_id, viewer=by)
    require_moderator(by, account)
    new = _filled(
        account, act=act, anchor=anchor, done_at=done_at, reason=reason, link=link, quote=quote,
        by=by, at=at,
    )  # fmt: skip
    new.save()
    record(actor=by, verb="moderation_act.recorded", subject=new, at=at)
    return new


@action("policies.correct_moderation")
def correct_moderation(  # noqa: PLR0913 - one act, as the journal tells it
    *,
    act_id: UUID,
    act: str,
    anchor: str,
    done_at: datetime,
    reason: UUID,
    why: str,
    by: Person,
    at: datetime,
    link: str = "",
    quote: str = "",
) -> ModerationAct:
    """Strike an act that was recorded wrongly, say why, and record it as it was; return the new.

    `reason` may be the key of the act itself: the reason it had, which the account may no longer
    have. It then rests on the rules it rested on, whatever holds for the account since.

    Raises:
        ActNotFoundError: missing, or of an account one does not moderate.
        ActStruckError: it is struck already.
        WordsMissingError: it does not say why.
        ModerationInvalidError: as `record_moderation`.
    """
    old = _to_strike(act_id, why=why, by=by)
    account = commented_account(old.account_id, viewer=by)
    new = _filled(
        account, act=act, anchor=anchor, done_at=done_at, reason=reason, link=link, quote=quote,
        by=by, at=at, old=old,
    )  # fmt: skip
    _strike(old, why=why, by=by, at=at)
    record(actor=by, verb="moderation_act.corrected", subject=old, at=at)
    new.corrects, new.forget_at = old, min(old.forget_at, new.forget_at)
    new.save()
    record(actor=by, verb="moderation_act.recorded", subject=new, at=at)
    return new


@action("policies.withdraw_moderation")
def withdraw_moderation(*, act_id: UUID, why: str, by: Person, at: datetime) -> ModerationAct:
    """Strike an act that never was, and say why; it stays on the list, and counts no more.

    Raises:
        ActNotFoundError: missing, or of an account one does not moderate.
        ActStruckError: it is struck already.
        WordsMissingError: it does not say why.
    """
    old = _to_strike(act_id, why=why, by=by)
    _strike(old, why=why, by=by, at=at)
    record(actor=by, verb="moderation_act.withdrawn", subject=old, at=at)
    return old


@action("policies.forget_comments")
def forget_comments(*, act_id: UUID, at: datetime) -> bool:
    """Empty the words and the link of one comment once the days told to the public are over.

    Returns whether there was something to forget. Idempotent.
    """
    act = ModerationAct.objects.select_for_update().filter(pk=act_id).first()
    if act is None or not (act.quote or act.link):
        return False
    if act.forget_at > at:
        return False
    act.quote, act.link, act.forgotten_at = "", "", at
    act.save(update_fields=("quote", "link", "forgotten_at"))
    record(actor=CLOCK, verb="moderation_act.forgotten", subject=act, at=at)
    return True


@action("policies.redact_moderation")
def redact_moderation(*, person_id: UUID, at: datetime) -> int:
    """Empty what somebody erased wrote when they struck acts; return how many. Idempotent."""
    number = 0
    for act in ModerationAct.objects.filter(struck_by=person_id).exclude(struck_why=""):
        act.struck_why = ""
        act.save(update_fields=("struck_why",))
        erase_openings(subject_kind=act.ledger_kind, subject_id=str(act.pk))
        record(actor=CLOCK, verb="moderation_act.redacted", subject=act, at=at)
        number += 1
    return number


def _filled(  # noqa: PLR0913 - as the action
    account: CommentedAccount,
    *,
    act: str,
    anchor: str,
    done_at: datetime,
    reason: UUID,
    link: str,
    quote: str,
    by: Person,
    at: datetime,
    old: ModerationAct | None = None,
) -> ModerationAct:
    space = CommentSpace.objects.select_related("policy").filter(account_id=account.id).first()
    if space is None:
        raise SpaceNotFoundError
    row = ModerationReason.objects.filter(policy=space.policy, pk=reason).first()
    why = old if old and _is_as_before(old, reason, row) else row
    version = _rules(space, done_at, old if why is old else None)
    wrong = _wrong_facts(act, link=link.strip(), quote=quote.strip())
    if why is None or why.anchor != anchor:
        wrong["reason"] = _("Choose one of the reasons of this account.")
    if done_at > at:
        wrong["done_at"] = _("This is still to come: record what was done.")
    elif version is None:
        wrong["done_at"] = _("No rules of comments were in force that day.")
    elif why is not None and not version.clauses.filter(anchor=why.anchor).exists():
        wrong["reason"] = _("The rules of that day had no clause %(anchor)s.") % {
            "anchor": why.anchor
        }
    if wrong or why is None or version is None:
        raise ModerationInvalidError(wrong)
    return ModerationAct(
        space=space, account_id=account.id, unit=account.unit, act=act, version=version,
        anchor=why.anchor, label=why.label, label_en=why.label_en, link=link.strip(),
        quote=quote.strip(), done_at=done_at, done_by=by, recorded_at=at,
        forget_at=done_at + timedelta(days=space.quote_days),
    )  # fmt: skip


def _is_as_before(old: ModerationAct, reason: UUID, row: ModerationReason | None) -> bool:
    same = row is not None and (row.anchor, row.label) == (old.anchor, old.label)
    return same or reason == old.pk


def _rules(
    space: CommentSpace, done_at: datetime, kept: ModerationAct | None
) -> PolicyVersion | None:
    """Return the rules an act rests on: for a reason that is kept, those of the same policy."""
    if kept is None:
        return version_on(space.policy, site_day(done_at))
    if site_day(done_at) == site_day(kept.done_at):
        return kept.version
    return version_on(kept.version.policy, site_day(done_at))


def _wrong_facts(act: str, *, link: str, quote: str) -> dict[str, str]:
    wrong = {}
    if act not in ModerationAct.Act.values:
        wrong["act"] = _("Choose one of these.")
    if link and not link.startswith(("https://", "http://")):
        wrong["link"] = _("Write the whole address: it begins with https://")
    elif len(link) > LONGEST_LINK:
        wrong["link"] = _("This address is too long.")
    if len(quote) > LONGEST_QUOTE:
        wrong["quote"] = _("Quote less: 2,000 signs at most.")
    return wrong


def _to_strike(act_id: UUID, *, why: str, by: Person) -> ModerationAct:
    act = moderated_acts(by).select_for_update(of=("self",)).filter(pk=act_id).first()
    if act is None:
        raise ActNotFoundError
    if act.struck_at is not None:
        raise ActStruckError
    if not why.strip():
        raise WordsMissingError("why")
    return act


def _strike(act: ModerationAct, *, why: str, by: Person, at: datetime) -> None:
    act.struck_at, act.struck_by, act.struck_why = at, by, why.strip()
    act.save(update_fields=("struck_at", "struck_by", "struck_why"))

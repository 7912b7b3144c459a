"""Keeping accounts out of everything public, by rule and with a reason; and ending that."""

from dataclasses import dataclass
from datetime import datetime
from json import dumps
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from gouvernail.verification.actions.publishing import changed_in_public
from gouvernail.verification.errors import SilenceNotFoundError, SilenceRefusedError
from gouvernail.verification.models import Silence, Snapshot
from gouvernail.verification.permissions import require_publisher

Kind = Silence.Kind
NOTHING: Final = UUID(int=0)
MOST_SIGNS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceFacts:
    """What is kept back, one of the three, and why."""

    reason: str
    unit_id: UUID | None = None
    account_id: UUID | None = None
    tag: str = ""


@action("verification.keep_silent")
def keep_silent(*, facts: SilenceFacts, by: Person, at: datetime) -> Silence:
    """Keep a unit, a tag or an account out of everything public from now on.

    Answers, list, feed and links follow at once; the signed list is taken down until it is signed
    anew, within a minute. What was chosen for each account is kept for the day this ends.

    Raises:
        RightMissingError: `by` does not choose what the public is told.
        SilenceRefusedError: there is no reason, not one thing is named, or it is kept back already.
    """
    require_publisher(by)
    rule = Silence(
        kind=_kind(facts),
        unit_id=facts.unit_id,
        account_id=facts.account_id,
        tag=facts.tag,
        tag_plain=dumps(facts.tag, ensure_ascii=False) if facts.tag else "",
        tag_written=dumps(facts.tag) if facts.tag else "",
        reason=facts.reason.strip(),
        begun_by=by,
        begun_at=at,
    )
    if not rule.reason:
        raise SilenceRefusedError("reason", _("Say why: whoever follows you must know."))
    same = Silence.objects.filter(
        ended_at=None, kind=rule.kind, unit=rule.unit_id, account=rule.account_id, tag=rule.tag
    )
    if same.exists():
        raise SilenceRefusedError(rule.kind, _("A rule keeps this back already."))
    rule.save()
    record(actor=by, verb="silence.begun", subject=rule, at=at)
    Snapshot.objects.all().delete()  # the signed list says it no more, even before the next
    changed_in_public()
    return rule


def _kind(facts: SilenceFacts) -> Kind:
    named = {Kind.UNIT: facts.unit_id, Kind.ACCOUNT: facts.account_id, Kind.TAG: facts.tag}
    given = [kind for kind, value in named.items() if value]
    if len(given) != 1:
        raise SilenceRefusedError("unit", _("Choose a unit, a tag or an account: one of them."))
    known = {
        Kind.UNIT: Unit.objects.filter(pk=facts.unit_id or NOTHING),
        Kind.ACCOUNT: Account.objects.filter(pk=facts.account_id or NOTHING),
    }
    unknown = given[0] in known and not known[given[0]].exists()
    if unknown or len(facts.tag) > MOST_SIGNS:
        raise SilenceRefusedError(given[0], _("This is not in the register."))
    return given[0]


@action("verification.end_silence")
def end_silence(silence_id: UUID, *, by: Person, at: datetime) -> Silence:
    """Let what was chosen for these accounts be told again, from now on.

    Raises:
        RightMissingError: `by` does not choose what the public is told.
        SilenceNotFoundError: there is no such rule in force.
    """
    require_publisher(by)
    rule = Silence.objects.select_for_update().filter(pk=silence_id, ended_at=None).first()
    if rule is None:
        raise SilenceNotFoundError
    rule.ended_at, rule.ended_by = at, by
    rule.save(update_fields=("ended_at", "ended_by"))
    record(actor=by, verb="silence.ended", subject=rule, at=at)
    changed_in_public()
    return rule

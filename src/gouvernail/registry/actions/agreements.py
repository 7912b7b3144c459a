"""Ownership agreements: whose an account under a person's name is, and the paper that says so."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record
from gouvernail.media.errors import PaperRefusedError
from gouvernail.media.pictures.papers import MEGA, Paper
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, require
from gouvernail.registry.errors import AgreementNotFoundError, AgreementRefusedError
from gouvernail.registry.models import Account, Agreement, AgreementPaper
from gouvernail.registry.permissions import visible_account

MAX_VERSIONS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementFacts:
    """What was agreed about an account that bears a person's name."""

    person_id: UUID
    handle_of: str
    followers_of: str
    at_departure: str
    signed_on: date
    reference: str = ""
    terms: str = ""
    expires_on: date | None = None


@action("registry.file_agreement")
def file_agreement(
    account_id: UUID,
    *,
    facts: AgreementFacts,
    by: Person,
    at: datetime,
    paper: Paper | None = None,
) -> Agreement:
    """Put an ownership agreement on file; the one before it ends that day, with its papers.

    Raises:
        AccountNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` may not edit the accounts of that unit.
        AgreementRefusedError: the account bears no person's name, the person is not one of its
            holders, there is neither a paper nor where it is, or a day cannot be.
        PaperRefusedError: there is no room left for the paper.
    """
    account = visible_account(account_id, viewer=by, lock=True)
    require(by, Right.EDIT_ACCOUNTS, unit=account.unit)
    _check_agreement(account, facts, today=site_day(at), has_paper=paper is not None)
    _end_agreements(account, by=by, at=at)
    agreement = Agreement.objects.create(
        account=account,
        person_id=facts.person_id,
        handle_of=facts.handle_of,
        followers_of=facts.followers_of,
        at_departure=facts.at_departure,
        terms=facts.terms.strip(),
        reference=facts.reference.strip(),
        signed_on=facts.signed_on,
        expires_on=facts.expires_on,
        filed_by=by,
        filed_at=at,
    )
    record(actor=by, verb="agreement.filed", subject=agreement, at=at)
    if paper is not None:
        _keep(paper, agreement=agreement, unit=account.unit, by=by, at=at)
    return agreement


@action("registry.file_paper")
def file_paper(agreement_id: UUID, *, paper: Paper, by: Person, at: datetime) -> AgreementPaper:
    """Keep the signed paper of the agreement in force; the one before it is kept, and said old.

    Args:
        agreement_id: primary key; its account is locked until the transaction ends.
        paper: as `checked_paper` gave it, before the transaction.
        by: who may edit the accounts of that unit.
        at: aware, UTC.

    Raises:
        AgreementNotFoundError: missing, or its account is hidden from `by`.
        RightMissingError: `by` may not edit the accounts of that unit.
        AgreementRefusedError: the agreement has ended, or this very paper is on file.
        PaperRefusedError: there is no room left for it.
    """
    agreement = Agreement.objects.filter(pk=agreement_id).first()
    if agreement is None:
        raise AgreementNotFoundError
    account = visible_account(agreement.account_id, viewer=by, lock=True)
    require(by, Right.EDIT_ACCOUNTS, unit=account.unit)
    if agreement.ended_on is not None:
        raise AgreementRefusedError("paper", _("This agreement has ended: file the new one."))
    return _keep(paper, agreement=agreement, unit=account.unit, by=by, at=at)


def _keep(
    paper: Paper, *, agreement: Agreement, unit: Unit, by: Person, at: datetime
) -> AgreementPaper:
    kept = list(agreement.papers.defer("content"))
    last = kept[0] if kept else None
    if last is not None and last.sha256 == paper.sha256:
        raise AgreementRefusedError("paper", _("This very file is on file already."))
    _require_room(paper, versions=len(kept), unit=unit, by=by)
    if last is not None:
        last.replaced_at = at
        last.save(update_fields=("replaced_at",))
        record(actor=by, verb="agreement_paper.replaced", subject=last, at=at)
    filed = AgreementPaper.objects.create(
        agreement=agreement,
        number=last.number + 1 if last else 1,
        sha256=paper.sha256,
        original_sha256=paper.original_sha256,
        mime=paper.mime,
        size_bytes=len(paper.data),
        original_name=paper.name,
        content=paper.data,
        added_by=by,
        added_at=at,
    )
    record(actor=by, verb="agreement_paper.filed", subject=filed, at=at)
    return filed


def _require_room(paper: Paper, *, versions: int, unit: Unit, by: Person) -> None:
    """Refuse a paper for which there is no room, with the limits of the pictures. Two queries."""
    if versions >= MAX_VERSIONS:
        raise PaperRefusedError("paper_quota_files", limit=MAX_VERSIONS)
    # One after the other, or two at once would both find room.
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    papers = AgreementPaper.objects.all()
    for code, those, limit in (
        ("paper_quota_bytes", papers.filter(added_by=by), settings.MEDIA_PERSON_MB),
        ("paper_quota_unit", papers.filter(agreement__account__unit=unit), settings.MEDIA_UNIT_MB),
    ):
        size = (those.aggregate(size=Sum("size_bytes"))["size"] or 0) + len(paper.data)
        if size > limit * MEGA:
            raise PaperRefusedError(code, size=-(-size // MEGA), limit=limit)


def _check_agreement(
    account: Account, facts: AgreementFacts, *, today: date, has_paper: bool
) -> None:
    if account.kind != Account.Kind.NAMED:
        raise AgreementRefusedError(
            "reference", _("Only an account that speaks in our name under a person’s has one.")
        )
    if facts.person_id not in {account.owner_id, account.backup_id, account.custodian_id}:
        raise AgreementRefusedError("person", _("This person does not hold the account."))
    if not (has_paper or facts.reference.strip()):
        raise AgreementRefusedError("reference", _("Send the signed paper, or say where it is."))
    if facts.signed_on > today:
        raise AgreementRefusedError("signed_on", _("This day has not come yet."))
    if facts.expires_on is not None and facts.expires_on < today:
        raise AgreementRefusedError("expires_on", _("This day has passed already."))
    choices = {
        "handle_of": Agreement.Party,
        "followers_of": Agreement.Party,
        "at_departure": Agreement.Departure,
    }
    for name, known in choices.items():
        if getattr(facts, name) not in known.values:
            raise AgreementRefusedError(name, _("Choose one of the answers."))


def _end_agreements(account: Account, *, by: Person, at: datetime) -> None:
    """End the agreement in force, if there is one. Inside an action."""
    for agreement in Agreement.objects.filter(account=account, ended_on__isnull=True):
        agreement.ended_on = site_day(at)
        agreement.save(update_fields=("ended_on",))
        record(actor=by, verb="agreement.ended", subject=agreement, at=at)

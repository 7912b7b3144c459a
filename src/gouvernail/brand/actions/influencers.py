"""Partners, what was agreed with them, and their posts held against it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.brand.actions.rights import file_paper
from gouvernail.brand.errors.library import (
    ContractOverError,
    LibraryNotFoundError,
    LibraryRefusedError,
    PartnerPostSettledError,
)
from gouvernail.brand.models.influencers import Contract, Partner, PartnerPost
from gouvernail.brand.permissions.library import (
    visible_contract,
    visible_partner,
    visible_partner_post,
)
from gouvernail.brand.queries.influencers import contract_findings, is_late
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.outbox import announce
from gouvernail.kernel.text import AddressError, parse_address
from gouvernail.ledger.actions import record
from gouvernail.media.pictures.papers import Paper as CheckedPaper
from gouvernail.notifications.actions import Message, tell
from gouvernail.people.models import Person
from gouvernail.people.permissions import (
    Right,
    holders_of_right,
    require,
    visible_unit,
)

Status = PartnerPost.Status
BEFORE: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerFacts:
    """Who a partner is; `addresses` are their pages, one a line, as anybody pastes them."""

    name: str
    kind: str = Partner.Kind.PERSON
    email: str = ""
    language: str = "fr"
    addresses: str = ""
    note: str = ""


@action("brand.save_partner")
def save_partner(
    *,
    facts: PartnerFacts,
    unit_id: UUID | str,
    by: Person,
    at: datetime,
    partner_id: UUID | str | None = None,
) -> Partner:
    """Put a partner in the register, or change what is known of one.

    Raises:
        UnitNotFoundError, LibraryNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` does not edit the brand of that unit.
        LibraryRefusedError: no name, or an address that leads to no profile.
    """
    unit = visible_unit(unit_id, viewer=by)
    require(by, Right.EDIT_BRAND, unit=unit)
    if not facts.name.strip():
        raise LibraryRefusedError("name", _("Write the name."))
    if facts.kind not in Partner.Kind.values:
        raise LibraryRefusedError("kind", _("A person or an agency."))
    if partner_id is None:
        partner = Partner(unit=unit, added_by=by, added_at=at)
    else:
        partner = visible_partner(partner_id, viewer=by, lock=True)
        require(by, Right.EDIT_BRAND, unit=partner.unit)
        partner.unit = unit
    partner.name, partner.kind = facts.name.strip(), facts.kind
    partner.email, partner.language = facts.email.strip(), facts.language
    partner.handles, partner.note = _handles(facts.addresses), facts.note.strip()
    partner.save()
    verb = "partner.edited" if partner_id else "partner.added"
    record(actor=by, verb=verb, subject=partner, at=at)
    return partner


def _handles(addresses: str) -> list[dict[str, str]]:
    found = []
    for line in addresses.splitlines():
        if not line.strip():
            continue
        try:
            address = parse_address(line.strip())
        except AddressError as error:
            told = _("This leads to no profile we know: %(line)s") % {"line": line.strip()}
            raise LibraryRefusedError("addresses", told) from error
        found.append(
            {"network": address.network, "handle": address.handle, "url": address.url or ""}
        )
    return found


@action("brand.end_partner")
def end_partner(partner_id: UUID | str, *, by: Person, at: datetime) -> Partner:
    """Say that work with a partner is over; contracts and posts stay. Idempotent.

    Raises:
        LibraryNotFoundError, RightMissingError: not by `by`.
    """
    partner = visible_partner(partner_id, viewer=by, lock=True)
    require(by, Right.EDIT_BRAND, unit=partner.unit)
    if partner.ended_at is None:
        partner.ended_at = at
        partner.save(update_fields=("ended_at",))
        record(actor=by, verb="partner.ended", subject=partner, at=at)
    return partner


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What was agreed. `disclosures` maps a country to words of which one at least is said."""

    title: str
    starts_on: date
    ends_on: date
    disclosures: Mapping[str, Sequence[str]]
    must_say: str = ""
    amount: Decimal | None = None
    currency: str = ""


@action("brand.file_contract")
def file_contract(
    partner_id: UUID | str,
    *,
    terms: Terms,
    by: Person,
    at: datetime,
    paper: CheckedPaper | None = None,
) -> Contract:
    """File a contract with a partner.

    Raises:
        LibraryNotFoundError, RightMissingError: not by `by`.
        LibraryRefusedError: no subject, days the wrong way round, or nothing to disclose.
    """
    partner = visible_partner(partner_id, viewer=by, lock=True)
    require(by, Right.EDIT_BRAND, unit=partner.unit)
    if not terms.title.strip():
        raise LibraryRefusedError("title", _("Say what it is about."))
    if terms.ends_on < terms.starts_on:
        raise LibraryRefusedError("ends_on", _("It ends before it begins."))
    if not any(terms.disclosures.values()):
        told = _("Say for one country at least which words make the partnership clear.")
        raise LibraryRefusedError("disclosures", told)
    contract = Contract(
        partner=partner,
        title=terms.title.strip(),
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        amount=terms.amount,
        currency=terms.currency.strip().upper()[:3],
        disclosures={land: list(words) for land, words in terms.disclosures.items()},
        must_say=terms.must_say.strip(),
        signed_by=by,
        signed_at=at,
    )
    if paper is not None:
        contract.paper = file_paper(paper, unit=partner.unit, by=by, at=at)
    contract.save(force_insert=True)
    record(actor=by, verb="partner_contract.signed", subject=contract, at=at)
    return contract


@action("brand.end_contract")
def end_contract(contract_id: UUID | str, *, reason: str, by: Person, at: datetime) -> Contract:
    """End a contract today, before its last day; its posts stay, and are still checked.

    Raises:
        LibraryNotFoundError, RightMissingError: not by `by`.
        ContractOverError: it is over.
        LibraryRefusedError: no reason is said.
    """
    contract = visible_contract(contract_id, viewer=by, lock=True)
    require(by, Right.EDIT_BRAND, unit=contract.partner.unit)
    today = site_day(at)
    if contract.ended_for or contract.is_over(today):
        raise ContractOverError
    if not reason.strip():
        raise LibraryRefusedError("reason", _("Say why it ends before its day."))
    contract.ends_on = max(today, contract.starts_on)
    contract.ended_for = reason.strip()[:500]
    contract.save(update_fields=("ends_on", "ended_for"))
    record(actor=by, verb="partner_contract.ended", subject=contract, at=at)
    return contract


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A post of a partner: where it is, what it says, to which country it speaks."""

    url: str = ""
    text: str = ""
    country: str = ""
    due_on: date | None = None


@action("brand.expect_post")
def expect_post(contract_id: UUID | str, *, seen: Seen, by: Person, at: datetime) -> PartnerPost:
    """Put down a post that is owed or was made; with its text, it is held against the contract.

    Raises:
        LibraryNotFoundError, RightMissingError: not by `by`.
        LibraryRefusedError: neither a day nor an address.
    """
    contract = visible_contract(contract_id, viewer=by)
    require(by, Right.WRITE_CONTENT, unit=contract.partner.unit)
    if not (seen.url.strip() or seen.due_on):
        raise LibraryRefusedError("url", _("Give its address, or the day it is expected."))
    post = PartnerPost.objects.create(
        contract=contract,
        due_on=seen.due_on,
        url=seen.url.strip(),
        country=seen.country,
        added_by=by,
        added_at=at,
    )
    record(actor=by, verb="partner_post.expected", subject=post, at=at)
    return _read(post, seen, by=by, at=at) if seen.text.strip() else post


@action("brand.read_post")
def read_post(post_id: UUID | str, *, seen: Seen, by: Person, at: datetime) -> PartnerPost:
    """Put down what a post says, and hold it against the contract; again when it was corrected.

    Raises:
        LibraryNotFoundError, RightMissingError: not by `by`.
        PartnerPostSettledError: it is settled.
        LibraryRefusedError: no text.
    """
    post = visible_partner_post(post_id, viewer=by, lock=True)
    require(by, Right.WRITE_CONTENT, unit=post.contract.partner.unit)
    if post.status == Status.DONE:
        raise PartnerPostSettledError
    if not seen.text.strip():
        raise LibraryRefusedError("text", _("Paste the text as it is online."))
    return _read(post, seen, by=by, at=at)


def _read(post: PartnerPost, seen: Seen, *, by: Person, at: datetime) -> PartnerPost:
    post.text = seen.text.strip()
    post.url, post.country = seen.url.strip() or post.url, seen.country or post.country
    post.findings = contract_findings(post.contract, post.text, country=post.country)
    post.checked_at, post.verdict_id = at, None
    _settle(post)
    post.save()
    record(actor=by, verb="partner_post.read", subject=post, at=at)
    announce("brand.partner_post", {"post_id": post.pk}, at=at)
    return post


def _settle(post: PartnerPost) -> None:
    post.status = Status.BREACH if post.findings else Status.FINE
    post.was_breach = post.was_breach or bool(post.findings)


@action("brand.note_judgement")
def note_judgement(
    post_id: UUID,
    *,
    verdict_id: UUID,
    findings: Sequence[Mapping[str, str]],
    by: Actor,
    at: datetime,
) -> PartnerPost:
    """Add what the rules say of a post to what its contract says; for the area of the rules.

    `findings` are `{"code", "words", "source"}`. Idempotent.

    Raises:
        LibraryNotFoundError: there is no such post.
    """
    post = PartnerPost.objects.select_for_update().filter(pk=post_id).first()
    if post is None:
        raise LibraryNotFoundError
    own = [one for one in post.findings if one["source"] == "contract"]
    post.findings, post.verdict_id = [*own, *map(dict, findings)], verdict_id
    if post.status in {Status.FINE, Status.BREACH}:
        _settle(post)
    post.save()
    record(actor=by, verb="partner_post.judged", subject=post, at=at)
    return post


@action("brand.ask_follow_up")
def ask_follow_up(post_id: UUID | str, *, note: str, by: Person, at: datetime) -> PartnerPost:
    """Ask the partner to correct a post; a letter leaves when their address is known.

    Raises:
        LibraryNotFoundError, RightMissingError: not by `by`.
        PartnerPostSettledError: there is nothing to correct in it, or it is settled.
        LibraryRefusedError: not a word to the partner.
    """
    post = visible_partner_post(post_id, viewer=by, lock=True)
    require(by, Right.WRITE_CONTENT, unit=post.contract.partner.unit)
    if post.status not in {Status.BREACH, Status.ASKED}:
        raise PartnerPostSettledError
    if not note.strip():
        raise LibraryRefusedError("note", _("Say to the partner what is to be corrected."))
    post.status, post.asked_at, post.note = Status.ASKED, at, note.strip()[:500]
    post.letter = PartnerPost.Letter.WAITING if post.contract.partner.email else ""
    post.save(update_fields=("status", "asked_at", "note", "letter"))
    record(actor=by, verb="partner_post.follow_up_asked", subject=post, at=at)
    return post


@action("brand.note_letter")
def note_letter(post: PartnerPost, *, sent: bool, at: datetime) -> None:
    """Note whether the letter to a partner left, unless another was asked for since.

    No state of the post: not in the journal.
    """
    letter = PartnerPost.Letter.SENT if sent else PartnerPost.Letter.REFUSED
    same = PartnerPost.objects.filter(pk=post.pk, asked_at=post.asked_at)
    same.update(letter=letter, letter_at=at)


@action("brand.close_post")
def close_post(post_id: UUID | str, *, by: Person, at: datetime) -> PartnerPost:
    """Settle a post: it was corrected, or nothing more is asked. Breaches stay counted.

    Raises:
        LibraryNotFoundError, RightMissingError: not by `by`.
        PartnerPostSettledError: it was settled before.
    """
    post = visible_partner_post(post_id, viewer=by, lock=True)
    require(by, Right.EDIT_BRAND, unit=post.contract.partner.unit)
    if post.status == Status.DONE:
        raise PartnerPostSettledError
    post.status, post.closed_at = Status.DONE, at
    post.save(update_fields=("status", "closed_at"))
    record(actor=by, verb="partner_post.closed", subject=post, at=at)
    return post


@action("brand.remind_contracts")
def remind_contracts(*, at: datetime) -> int:
    """Tell who edits the brand that a contract ends within a month, or that a post is late.

    Nobody is told the same twice. Two queries for each contract or post concerned.
    """
    today = site_day(at)
    told = 0
    ending = Contract.objects.filter(ends_on__gte=today, ends_on__lte=today + BEFORE)
    late = PartnerPost.objects.filter(is_late(today))
    subjects = [
        *(("partner.contract_ending", one, one) for one in ending.select_related("partner__unit")),
        *(
            ("partner.post_late", one, one.contract)
            for one in late.select_related("contract__partner__unit")
        ),
    ]
    for kind, subject, contract in subjects:
        partner = contract.partner
        people = holders_of_right(Right.EDIT_BRAND, unit=partner.unit)
        message = Message(
            kind=kind,
            once=f"{kind}:{subject.pk}",
            path=reverse("brand:partner-detail", args=[partner.pk]),
            facts={"title": partner.name},
        )
        told += tell(people=people.values_list("pk", flat=True), message=message, at=at)
    return told

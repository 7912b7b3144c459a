"""Declaring for a unit: filling in, signing, appealing. By whoever holds the link, or is asked."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.attestations.errors import (
    DeclarationNotFoundError,
    DeclarationOverError,
    LineSettledError,
    NotTheSignerError,
)
from gouvernail.attestations.models import (
    Campaign,
    Declaration,
    DeclarationDraft,
    DeclaredLine,
    Declarer,
)
from gouvernail.attestations.permissions import may_appeal
from gouvernail.attestations.queries.declarers import accounts_to_declare
from gouvernail.attestations.queries.leaders import appeal_answerers
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.foundation.digests import canonical, sha256_hex
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.kernel.text.addresses import AddressError, parse_address
from gouvernail.ledger.actions import record
from gouvernail.notifications.actions import Message, tell
from gouvernail.registry.models import Account
from gouvernail.registry.queries import handle_key
from gouvernail.registry.queries.addresses import address_problem

SAYS: Final = ("confirm", "correct", "not_ours", "closed")
CORRECTED: Final = ("name", "address", "purpose", "owner")
PAGES_MOST: Final = 100
TEXT_MOST: Final = 500
What = DeclaredLine.What


def actor_of(declarer: Declarer, *, by_link: bool) -> Actor:
    """Return who the journal says acted: the person asked, and whether by their link alone."""
    auth = "guest:declaration" if by_link else ""
    return Actor(kind="person", ref=str(declarer.person_id), auth=auth)


@action("attestations.save_declaration")
def save_declaration(
    *, declarer: Declarer, answers: Mapping[str, Any], at: datetime
) -> DeclarationDraft:
    """Keep what is filled in, to come back to. No leaf: nothing is declared yet.

    Raises:
        DeclarationOverError: it is signed, or the campaign is not open.
    """
    _waiting(declarer)
    draft, _new = DeclarationDraft.objects.update_or_create(
        declaration_id=declarer.declaration_id,
        defaults={"answers": dict(answers), "saved_at": at},
    )
    return draft


@action("attestations.sign_declaration")
def sign_declaration(
    *, declarer: Declarer, answers: Mapping[str, Any], name: str, by_link: bool, at: datetime
) -> Declaration:
    """Sign what a unit declares; each difference with the register becomes a line to settle.

    Args:
        declarer: who is asked; the link or the session proved it.
        answers: `{"accounts": {id: {"say": …, …}}, "pages": "one address a line"}`.
        name: their own, typed in full: it must be theirs.
        by_link: whether only the link proved who they are.
        at: aware, UTC.

    Raises:
        DeclarationOverError: it is signed, or the campaign is not open.
        InvalidInputError: an account has no answer, a page cannot be read, the name is another.
    """
    declaration = _waiting(declarer)
    accounts = list(accounts_to_declare(declaration.unit))
    told: Mapping[str, Mapping[str, str]] = answers.get("accounts", {})
    pages, unread = pages_of(str(answers.get("pages", "")))
    _check(declarer, accounts, told, unread, name=name)
    kept = {
        "accounts": {str(one.pk): dict(told[str(one.pk)]) for one in accounts},
        "pages": list(pages),
    }
    digest = sha256_hex(
        canonical({"declaration": declaration.pk, "answers": kept, "by": declarer.person_id})
    )
    declaration.status, declaration.answers = Declaration.Status.SIGNED, kept
    declaration.signed_by, declaration.signed_at = declarer.person, at
    declaration.digest = digest
    declaration.save()
    actor = actor_of(declarer, by_link=by_link)
    record(actor=actor, verb="declaration.signed", subject=declaration, at=at, digest=digest)
    for line in _differences(declaration, accounts, told, pages):
        line.save()
        record(actor=actor, verb="declared_line.opened", subject=line, at=at)
    DeclarationDraft.objects.filter(declaration=declaration).delete()
    _tell(declaration, "signed", people={declaration.campaign.made_by_id}, declarer=declarer, at=at)
    return declaration


def pages_of(text: str) -> tuple[dict[str, str], list[str]]:
    """Return the pages added, by the address as it was pasted, and what cannot be read.

    Each address is told once: a second way to write the same account is left out. No query.
    """
    pages: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    unread: list[str] = []
    for raw in [line.strip() for line in text.splitlines() if line.strip()][:PAGES_MOST]:
        try:
            address = parse_address(raw)
        except AddressError as error:
            unread.append(f"{raw[:80]}: {address_problem(error)}")
            continue
        key = (address.network, handle_key(address))
        if key not in seen:
            seen.add(key)
            pages[raw[:TEXT_MOST]] = address.network
    return pages, unread


def _check(
    declarer: Declarer,
    accounts: list[Account],
    told: Mapping[str, Mapping[str, str]],
    unread: list[str],
    *,
    name: str,
) -> None:
    fields = {
        f"say-{one.pk}": _("Say whether this account is yours, and right.")
        for one in accounts
        if told.get(str(one.pk), {}).get("say") not in SAYS
    }
    for one in accounts:
        answer = told.get(str(one.pk), {})
        if answer.get("say") == "correct" and not _changes(one, answer) and not answer.get("note"):
            fields[f"say-{one.pk}"] = _("Write what is to be corrected.")
    if unread:
        fields["pages"] = " · ".join(unread)
    if " ".join(name.split()).casefold() != declarer.person.name.casefold():
        fields["name"] = _("Type your name as it is written here: %(name)s.") % {
            "name": declarer.person.name
        }
    if fields:
        raise InvalidInputError(next(iter(fields.values())), fields=fields)


def _changes(account: Account, answer: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return what an answer changes in the register's record. No query: the owner is loaded."""
    shown = {
        "name": account.name,
        "address": account.url or account.handle,
        "purpose": account.purpose,
        "owner": account.owner.name if account.owner else "",
    }
    return {
        field: {"from": "" if field == "owner" else shown[field], "to": to}
        for field in CORRECTED
        if (to := answer.get(field, "").strip()) and to != shown[field]
    }


def _differences(
    declaration: Declaration,
    accounts: list[Account],
    told: Mapping[str, Mapping[str, str]],
    pages: Mapping[str, str],
) -> list[DeclaredLine]:
    known = {(one.network, one.handle_key) for one in accounts}
    lines = []
    subjects = {"correct": What.CORRECTION, "not_ours": What.NOT_OURS, "closed": What.CLOSED}
    for one in accounts:
        answer = told[str(one.pk)]
        what = subjects.get(answer["say"])
        if what is not None:
            changes = _changes(one, answer) if what == What.CORRECTION else {}
            lines.append(
                DeclaredLine(
                    declaration=declaration,
                    account=one,
                    what=what,
                    changes=changes,
                    note=answer.get("note", "").strip(),
                )
            )
    for raw in pages:
        address = parse_address(raw)
        if (address.network, handle_key(address)) not in known:
            lines.append(DeclaredLine(declaration=declaration, what=What.ADDITION, address=raw))
    return lines


@action("attestations.appeal_line")
def appeal_line(
    *, declarer: Declarer, line_id: UUID, text: str, by_link: bool, at: datetime
) -> DeclaredLine:
    """Appeal, once, to a person against a refusal.

    Raises:
        DeclarationNotFoundError: no such line in what they declared.
        NotTheSignerError: a link alone appeals for whoever signed, and this is another's.
        LineSettledError: it was not refused, or was appealed before.
        InvalidInputError: no reason.
    """
    rows = DeclaredLine.objects.select_for_update(of=("self",)).select_related(
        "declaration__campaign", "declaration__unit"
    )
    line = rows.filter(pk=line_id, declaration_id=declarer.declaration_id).first()
    if line is None:
        raise DeclarationNotFoundError
    if not may_appeal(declarer, line.declaration, by_link=by_link):
        raise NotTheSignerError
    if line.status != DeclaredLine.Status.REFUSED:
        raise LineSettledError(str(line.get_status_display()))
    if not text.strip():
        message = _("Say why you disagree.")
        raise InvalidInputError(message, fields={f"appeal-{line.pk}": message})
    line.status, line.appeal, line.appealed_at = DeclaredLine.Status.APPEALED, text.strip(), at
    line.save(update_fields=("status", "appeal", "appealed_at"))
    actor = actor_of(declarer, by_link=by_link)
    record(actor=actor, verb="declared_line.appealed", subject=line, at=at)
    people = {one.pk for one in appeal_answerers(line, at=at)}
    people.add(line.declaration.campaign.made_by_id)
    fact = f"appealed-{line.pk}"
    _tell(line.declaration, fact, people=people, declarer=declarer, at=at)
    return line


def _waiting(declarer: Declarer) -> Declaration:
    """Return the declaration, locked, while it can still be filled in."""
    rows = Declaration.objects.select_for_update(of=("self",))
    declaration = rows.select_related("campaign", "unit").get(pk=declarer.declaration_id)
    over = declaration.campaign.status != Campaign.Status.OPEN
    if over or declaration.status != Declaration.Status.ASKED:
        raise DeclarationOverError
    return declaration


def _tell(
    declaration: Declaration, fact: str, *, people: set[UUID], declarer: Declarer, at: datetime
) -> None:
    message = Message(
        kind=f"declaration.{fact.partition('-')[0]}",
        once=f"decl:{declaration.pk.hex}:{fact.replace('-', '')[:44]}",
        path=reverse("attestations:declaration-detail", args=[declaration.pk]),
        facts={"title": declaration.unit.label, "by": declarer.person.name},
        subject_kind="declaration",
        subject_id=str(declaration.pk),
    )
    tell(people=people, message=message, at=at)

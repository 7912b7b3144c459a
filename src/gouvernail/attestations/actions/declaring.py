"""Declaring for a unit: filling in, signing, appealing. By whoever holds the link, or is asked."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.attestations.actions.answering import (
    check_kept,
    check_signed,
    differences,
    pages_of,
    told_of,
)
from gouvernail.attestations.errors import (
    DeclarationNotFoundError,
    DeclarationOverError,
    DraftMovedError,
    LineSettledError,
    NotTheSignerError,
    RegisterMovedError,
)
from gouvernail.attestations.models import (
    Campaign,
    Declaration,
    DeclarationDraft,
    DeclaredLine,
    Declarer,
)
from gouvernail.attestations.permissions import may_appeal
from gouvernail.attestations.queries.declarers import (
    accounts_to_declare,
    declared_facts,
    draft_mark,
    draft_of,
    facts_mark,
)
from gouvernail.attestations.queries.leaders import appeal_answerers
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.foundation.digests import canonical, sha256_hex
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.ledger.actions import record
from gouvernail.notifications.actions import Message, tell

APPEAL_MOST: Final = 4000


def actor_of(declarer: Declarer, *, by_link: bool) -> Actor:
    """Return who the journal says acted: the person asked, and whether by their link alone."""
    auth = "guest:declaration" if by_link else ""
    return Actor(kind="person", ref=str(declarer.person_id), auth=auth)


@action("attestations.save_declaration")
def save_declaration(
    *, declarer: Declarer, answers: Mapping[str, Any], at: datetime, seen: str | None = None
) -> DeclarationDraft:
    """Keep what is filled in, to come back to. No leaf: nothing is declared yet.

    Args:
        declarer: who is asked; the link or the session proved it.
        answers: as `sign_declaration`.
        at: aware, UTC.
        seen: the `draft_mark` of the page it was filled in; None compares nothing.

    Raises:
        DeclarationOverError: it is signed, or the campaign is not open.
        InvalidInputError: something is too long to be kept whole.
        DraftMovedError: it was saved since that page was shown; nothing was overwritten.
    """
    declaration = _waiting(declarer)
    check_kept(answers)
    draft = draft_of(declaration)
    if seen is not None and seen != draft_mark(draft.saved_at):
        raise DraftMovedError(draft.saved_by.name if draft.saved_by else "—")
    draft.answers, draft.saved_at, draft.saved_by = dict(answers), at, declarer.person
    draft.save()
    return draft


@action("attestations.sign_declaration")
def sign_declaration(
    *,
    declarer: Declarer,
    answers: Mapping[str, Any],
    name: str,
    by_link: bool,
    at: datetime,
    seen: str | None = None,
) -> Declaration:
    """Sign what a unit declares; each difference with the register becomes a line to settle.

    What the register said of each account is kept beside its answer, and in the digest.

    Args:
        declarer: who is asked; the link or the session proved it.
        answers: `{"accounts": {id: {"say": …, …}}, "pages": "one address a line"}`.
        name: their own, typed in full: it must be theirs.
        by_link: whether only the link proved who they are.
        at: aware, UTC.
        seen: the `facts_mark` of the page it was filled in; None compares nothing.

    Raises:
        DeclarationOverError: it is signed, or the campaign is not open.
        InvalidInputError: an account has no answer, a page cannot be read, the name is another.
        RegisterMovedError: an account is no longer as that page showed it.
    """
    declaration = _waiting(declarer)
    accounts = list(accounts_to_declare(declaration.unit))
    if seen is not None and seen != facts_mark(accounts):
        raise RegisterMovedError
    check_signed(accounts, answers, typed=name, name=declarer.person.name)
    told = told_of(answers)
    pages, _unread = pages_of(str(answers.get("pages", "")))
    kept = {
        "accounts": {
            str(one.pk): {**told[str(one.pk)], "facts": declared_facts(one)} for one in accounts
        },
        "pages": list(pages),
    }
    digest = sha256_hex(
        canonical({"declaration": declaration.pk, "answers": kept, "by": declarer.person_id})
    )
    declaration.status, declaration.answers = Declaration.Status.SIGNED, kept
    declaration.signed_by, declaration.signed_at = declarer.person, at
    declaration.digest, declaration.by_link = digest, by_link
    declaration.save()
    actor = actor_of(declarer, by_link=by_link)
    record(actor=actor, verb="declaration.signed", subject=declaration, at=at, digest=digest)
    for line in differences(declaration, accounts, answers):
        line.save()
        record(actor=actor, verb="declared_line.opened", subject=line, at=at)
    DeclarationDraft.objects.filter(declaration=declaration).delete()
    _tell(declaration, "signed", people={declaration.campaign.made_by_id}, declarer=declarer, at=at)
    return declaration


@action("attestations.appeal_line")
def appeal_line(
    *, declarer: Declarer, line_id: UUID, text: str, by_link: bool, at: datetime
) -> DeclaredLine:
    """Appeal, once, to a person against a refusal.

    Raises:
        DeclarationNotFoundError: no such line in what they declared.
        NotTheSignerError: a link alone appeals for whoever signed, and this is another's.
        LineSettledError: it was not refused, or was appealed before.
        InvalidInputError: no reason, or one that is too long.
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
    if len(text) > APPEAL_MOST:
        message = _("Too long: at most %(most)s letters.") % {"most": APPEAL_MOST}
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

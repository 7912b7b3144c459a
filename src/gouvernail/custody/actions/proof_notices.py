"""Telling people of proofs of control: one notice for each person and kind, with a link."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Final
from uuid import UUID

from django.urls import reverse

from gouvernail.custody.models import ControlProof
from gouvernail.notifications.actions import Message, tell
from gouvernail.people.permissions import Right, holders_of_right

NAMED: Final = 3  # accounts named in one notice


def tell_proofs(
    proofs: Sequence[ControlProof], *, about: str, at: datetime, when: str = ""
) -> None:
    """Tell of proofs: one notice for each person and kind, whatever the number of accounts.

    `asked`, `soon`, `late`, `left_in` and `sent_back` go to the holder; `to_confirm` to another
    holder, or to who manages accesses; `late` and `declined` to who manages accesses too, as
    `to_decide`. Accounts, units and people must be loaded.
    """
    if about == "to_confirm":
        for proof in proofs:
            _tell([proof], _witnesses(proof), kind=about, when=when, at=at)
        return
    if about != "declined":
        for person_id, theirs in _by(proofs, attrgetter("person_id")).items():
            _tell(theirs, {person_id}, kind=about, when=when, at=at)
    if about in {"late", "declined"}:
        for there in _by(proofs, attrgetter("account.unit_id")).values():
            alone = {one.person_id for one in there} if len(there) == 1 else set()
            managers = _managers(there[0]) - alone
            _tell(there, managers, kind="to_decide", when=when, at=at)


def _by(
    proofs: Sequence[ControlProof], key: Callable[[ControlProof], UUID]
) -> dict[UUID, list[ControlProof]]:
    found: dict[UUID, list[ControlProof]] = defaultdict(list)
    for proof in proofs:
        found[key(proof)].append(proof)
    return found


def _managers(proof: ControlProof) -> set[UUID]:
    unit = proof.account.unit
    return set(holders_of_right(Right.MANAGE_ACCESS, unit=unit).values_list("pk", flat=True))


def tell_proof_decision(proof: ControlProof, *, at: datetime) -> None:
    """Tell the holder what was decided on their missing proof; a new token tells itself."""
    if proof.settlement != ControlProof.Settlement.AGAIN and proof.person.is_active:
        _tell([proof], {proof.person_id}, kind="decided", when="", at=at)


def _tell(
    proofs: Sequence[ControlProof], people: Iterable[UUID], *, kind: str, when: str, at: datetime
) -> None:
    first, names = proofs[0], [one.account.name for one in proofs]
    single = len(proofs) == 1
    message = Message(
        kind=f"proof.{kind}",
        once=f"proof:{first.pk}:{kind}:{when}",
        path=reverse("custody:proof-detail", args=[first.pk])
        if single
        else f"{reverse('custody:proof-list')}?mine=1",
        facts={
            "title": ", ".join(names[:NAMED]) + (", …" if len(names) > NAMED else ""),
            "by": first.person.name,
            "number": str(len(names)),
        },
        subject_kind="control_proof",
        subject_id=str(first.pk),
    )
    tell(people=people, message=message, at=at)


def _witnesses(proof: ControlProof) -> set[UUID]:
    account = proof.account
    holders = (account.owner, account.backup, account.custodian)
    others = {one.pk for one in holders if one is not None and one.is_active} - {proof.person_id}
    return others or _managers(proof) - {proof.person_id}

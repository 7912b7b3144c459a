"""What happened to a subject, newest first, said in the reader's language."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from gouvernail.foundation.paging import page_of
from gouvernail.ledger.models import Leaf
from gouvernail.ledger.queries.epochs import index_of
from gouvernail.ledger.queries.marks import mark
from gouvernail.ledger.queries.sentences import machine_name, sentence

LINK_SALT: Final = "gouvernail.ledger.proof"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry of the ledger as a timeline shows it.

    `link` opens the page of its proof (`{% url "ledger:proof" event.link %}`): only who was shown
    the event holds it. `state` is what the leaf says in clear.
    """

    seq: int
    at: datetime
    verb: str
    sentence: str
    icon: str
    tone: str
    actor: str
    on_behalf: str
    subject_kind: str
    subject_id: str
    state: dict[str, Any]
    data: dict[str, Any]
    digest: str
    link: str

    @property
    def number(self) -> int:
        """Return the number people are told, which counts from 1."""
        return index_of(self.seq) + 1

    @property
    def icon_classes(self) -> str:
        """Return the classes of the icon in a timeline."""
        return f"g-tl-i c-{self.tone}"


@dataclass(frozen=True, slots=True)
class Timeline:
    """One page of events, and the cursors of its neighbours (empty at the ends)."""

    events: list[Event]
    next_cursor: str
    previous_cursor: str


def timeline(
    subject_kind: str,
    subject_id: object,
    *,
    also: Sequence[tuple[str, object]] = (),
    cursor: str = "",
    size: int = 20,
) -> Timeline:
    """Return what happened to a subject, and to those of `also` (kind and id), newest first.

    The caller has checked that the reader may see them. Two queries, whatever the length.
    """
    subjects = [(subject_kind, subject_id), *also]
    wanted = reduce(or_, (Q(subject_kind=kind, subject_id=str(one)) for kind, one in subjects))
    return _timeline(Leaf.objects.filter(wanted), cursor=cursor, size=size)


def whole_timeline(
    *, actor_ref: str = "", verbs: Sequence[str] = (), cursor: str = "", size: int = 50
) -> Timeline:
    """Return every event of the log, newest first; of one actor or of some verbs if given.

    For who may read everything. Two queries, whatever the length.
    """
    rows = Leaf.objects.all()
    if actor_ref:
        rows = rows.filter(actor_ref=actor_ref)
    if verbs:
        rows = rows.filter(verb__in=verbs)
    return _timeline(rows, cursor=cursor, size=size)


def first_told(verb: str, kind: str, subject_ids: Iterable[object]) -> dict[str, datetime]:
    """Return when `verb` was first said of each subject, by its id; absent where it never was.

    The caller has checked that the reader may see them. One query, none without subjects.
    """
    wanted = {str(one) for one in subject_ids}
    if not wanted:
        return {}
    rows = Leaf.objects.filter(subject_kind=kind, subject_id__in=wanted, verb=verb)
    return dict(rows.order_by("-seq").values_list("subject_id", "at"))


def _timeline(rows: QuerySet[Leaf], *, cursor: str, size: int) -> Timeline:
    page = page_of(rows, order=["-seq"], cursor=cursor, size=size)
    return Timeline(events_of(page.rows), page.next_cursor, page.previous_cursor)


def events_of(rows: Iterable[Leaf]) -> list[Event]:
    """Return rows of the log as events. One query, for the names."""
    read = [(row, json.loads(bytes(row.leaf))) for row in rows]
    names = _names(
        [leaf["actor"] for _row, leaf in read]
        + [leaf["on_behalf"] for _row, leaf in read if leaf["on_behalf"]]
    )
    return [_event(row, leaf, names) for row, leaf in read]


def _event(row: Leaf, leaf: dict[str, Any], names: dict[str, str]) -> Event:
    icon, tone = mark(row.verb)
    data = dict(leaf["data"])
    state = data.pop("state", {})
    return Event(
        seq=row.seq,
        at=row.at,
        verb=row.verb,
        sentence=sentence(row.verb, row.subject_kind, state),
        icon=icon,
        tone=tone,
        actor=_name(leaf["actor"], names),
        on_behalf=_name(leaf["on_behalf"], names) if leaf["on_behalf"] else "",
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        state=state,
        data=data,
        digest=leaf["digest"] or "",
        link=proof_link(row.seq),
    )


def proof_link(seq: int) -> str:
    """Return the unguessable last part of the address of an entry's proof."""
    return signing.Signer(salt=LINK_SALT).sign(str(seq))


def _names(actors: list[dict[str, Any]]) -> dict[str, str]:
    people = get_user_model()
    keys = []
    for ref in {actor["ref"] for actor in actors if actor["kind"] != "machine"}:
        try:
            keys.append(people._meta.pk.to_python(ref))
        except ValidationError:
            continue
    if not keys:
        return {}
    return {str(one.pk): str(one) for one in people.objects.filter(pk__in=keys)}


def _name(actor: dict[str, Any], names: dict[str, str]) -> str:
    if actor["kind"] == "machine":
        return machine_name(actor["ref"])
    name = names.get(actor["ref"]) or gettext("Someone no longer listed")
    if actor["kind"] == "key":
        return gettext("%(person)s, by API key") % {"person": name}
    return name

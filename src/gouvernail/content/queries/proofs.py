"""What proves the claims of a draft: as attached, as submitted, and offered again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Q

from gouvernail.approvals.models import Request
from gouvernail.content.models import Draft, DraftProof, Revision
from gouvernail.content.permissions import visible_drafts
from gouvernail.kernel.rules import Proof
from gouvernail.kernel.text.measures import sentences
from gouvernail.people.models import Person

OFFERED: Final = 8
_READ: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """What proves one claim; `until` is the last day on which it may be relied upon.

    `key` is that of the row, `by` that of who attached it, `by_name` their name today. `sha256` is
    the digest of its file, `""` without one.
    """

    key: str
    claim: str
    title: str
    established_on: date
    by: str
    link: str = ""
    sha256: str = ""
    mime: str = ""
    file_name: str = ""
    until: date | None = None
    by_name: str = ""

    @property
    def fact(self) -> Proof:
        """Return what rules may ask of it."""
        return Proof(ref=self.title, on=self.established_on, until=self.until, claim=self.claim)

    @property
    def fields(self) -> dict[str, object]:
        """Return what an agreement covers of it, as JSON values."""
        said = {"link": self.link, "sha256": self.sha256, "mime": self.mime}
        said |= {"file_name": self.file_name}
        return {
            "id": self.key,
            "claim": self.claim,
            "title": self.title,
            "established_on": self.established_on.isoformat(),
            "until": self.until.isoformat() if self.until else None,
            "by": self.by,
            **{name: value for name, value in said.items() if value},
        }


def supports_of(draft: Draft) -> tuple[Support, ...]:
    """Return the proofs attached to a draft, in the order they came. One query."""
    return tuple(_support(row) for row in rows_of_proofs(draft))


def rows_of_proofs(draft: Draft) -> list[DraftProof]:
    """Return the rows of the proofs attached to a draft, in the order they came. One query."""
    return list(draft.proofs.filter(withdrawn_at__isnull=True).select_related("by"))


def _support(row: DraftProof) -> Support:
    return Support(
        key=str(row.pk),
        claim=row.claim,
        title=row.title,
        link=row.link,
        sha256=row.sha256,
        mime=row.mime,
        file_name=row.file_name,
        established_on=row.established_on,
        until=row.until,
        by=str(row.by_id),
        by_name=row.by.name,
    )


def supports_in(fields: Mapping[str, Any]) -> tuple[Support, ...]:
    """Return the proofs that approved fields name, as they were. One query, none without."""
    proofs = fields.get("proofs", ())
    if not proofs:
        return ()
    people = Person.objects.filter(pk__in={one["by"] for one in proofs})
    names = {str(person.pk): person.name for person in people}
    return tuple(
        Support(
            key=one["id"],
            claim=one["claim"],
            title=one["title"],
            link=one.get("link", ""),
            sha256=one.get("sha256", ""),
            mime=one.get("mime", ""),
            file_name=one.get("file_name", ""),
            established_on=date.fromisoformat(one["established_on"]),
            until=date.fromisoformat(one["until"]) if one["until"] else None,
            by=one["by"],
            by_name=names.get(one["by"], ""),
        )
        for one in proofs
    )


def proof_under_review(request: Request, key: str) -> Support | None:
    """Return a proof of exactly what is to be decided, or None. Two queries.

    Whoever may see the request may see it, as its pictures.
    """
    revision = Revision.objects.filter(draft_id=request.subject_id, number=request.revision).first()
    payloads = revision.payloads.values() if revision is not None else ()
    fields: Mapping[str, Any] = next((one["fields"] for one in payloads), {})
    return next((one for one in supports_in(fields) if one.key == key), None)


def proofs_to_reuse(draft: Draft, *, viewer: Person, today: date) -> list[DraftProof]:
    """Return the latest proofs, still good, of other drafts of the unit that `viewer` sees.

    The same proof attached several times is offered once. One query.
    """
    rows = DraftProof.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today),
        draft__in=visible_drafts(viewer).filter(unit=draft.unit_id).exclude(pk=draft.pk),
        withdrawn_at__isnull=True,
    )
    rows = rows.select_related("draft").order_by("-at", "-pk")[:_READ]
    once = {(one.title, one.link, one.sha256, one.established_on): one for one in reversed(rows)}
    return sorted(once.values(), key=lambda one: (one.at, one.pk), reverse=True)[:OFFERED]


def claim_at(text: str, start: int) -> str:
    """Return the sentence of a text in which an offset lies; offsets in code points."""
    found = (one for one in sentences(text) if one.start <= start < one.end)
    sentence = next(found, None)
    return text[sentence.start : sentence.end] if sentence is not None else ""


def said_once(claims: Iterable[str]) -> list[str]:
    """Return sentences in order, each once, empty ones left out."""
    return [one for one in dict.fromkeys(claims) if one]

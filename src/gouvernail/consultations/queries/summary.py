"""What changed because of people: figures, clauses, and each answer with what it answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, F, Min, Window
from django.db.models.functions import RowNumber

from gouvernail.consultations.models import (
    Consultation,
    Mark,
    Reading,
    Remark,
    RemarkAnswer,
    Support,
)
from gouvernail.consultations.queries.changes import Change, changes_since
from gouvernail.consultations.queries.reading import ORDER, with_supports
from gouvernail.foundation.paging import Page, page_of

PAGE_SIZE: Final = 50
TEXTS: Final = 3  # of an answer that many remarks share
OPEN_TEXT: Final = frozenset({"draft", "consultation"})
Outcome = RemarkAnswer.Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How many were asked and read it, how many remarks came, and what became of them."""

    asked: int
    read: int
    remarks: int
    supports: int
    kept: int
    changed: int
    declined: int
    answered: int

    @property
    def waiting(self) -> int:
        """Return how many remarks wait for their answer."""
        return self.remarks - self.kept - self.changed - self.declined - self.answered


def figures_of(consultation: Consultation) -> Figures:
    """Return the figures of a consultation that is over. Three queries."""
    rows = Remark.objects.filter(consultation=consultation, status=Remark.Status.SENT)
    counted = rows.order_by().values_list("answer__outcome").annotate(n=Count("pk"))
    outcomes = {outcome or "": number for outcome, number in counted if outcome}
    waiting = sum(number for outcome, number in counted if not outcome)
    return Figures(
        asked=consultation.asked_count or 0,
        read=Reading.objects.filter(consultation=consultation).count(),
        remarks=waiting + sum(outcomes.values()),
        supports=Support.objects.filter(remark__in=rows).count(),
        kept=outcomes.get(Outcome.KEPT, 0),
        changed=outcomes.get(Outcome.CHANGED, 0),
        declined=outcomes.get(Outcome.DECLINED, 0),
        answered=outcomes.get(Outcome.ANSWERED, 0),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseFigures:
    """What was said of one clause, and what changed in it (`change`)."""

    anchor: str
    label: str
    remarks: int
    agree: int
    concern: int
    change: Change | None


def clauses_of(consultation: Consultation, *, with_text: bool) -> list[ClauseFigures]:
    """Return each clause that was spoken of or changed, in order. Five queries.

    `with_text`: what changed may be shown, the version having been submitted.
    """
    said = dict(
        Remark.objects.filter(consultation=consultation, status=Remark.Status.SENT)
        .order_by()
        .values_list("anchor")
        .annotate(n=Count("pk"))
    )
    marks: dict[str, dict[str, int]] = {}
    rows = Mark.objects.filter(consultation=consultation).order_by()
    for anchor, value, number in rows.values_list("anchor", "value").annotate(n=Count("pk")):
        marks.setdefault(anchor, {})[value] = number
    changes = changes_since(consultation) if with_text else {}
    labels = {one.anchor: one.label for one in consultation.clauses.all()}
    labels |= {one.anchor: one.label for one in changes.values() if one.anchor not in labels}
    return [
        ClauseFigures(
            anchor=anchor,
            label=label,
            remarks=said.get(anchor, 0),
            agree=marks.get(anchor, {}).get("agree", 0),
            concern=marks.get(anchor, {}).get("concern", 0),
            change=changes.get(anchor),
        )
        for anchor, label in labels.items()
        if anchor in said or anchor in marks or anchor in changes
    ]


def answers_page(
    consultation: Consultation, *, cursor: str, with_remarks: bool
) -> Page[RemarkAnswer]:
    """Return one page of the answers, in the order of the clauses, with what they answer.

    Each with `remark_count`, and `texts`: the first remarks it answers, none unless `with_remarks`
    (`shows_remarks`). Two queries.
    """
    rows = RemarkAnswer.objects.filter(consultation=consultation).exclude(outcome="")
    rows = rows.annotate(remark_count=Count("remarks"), place=Min("remarks__position"))
    page: Page[RemarkAnswer] = page_of(
        rows.filter(place__isnull=False), order=("place", "id"), cursor=cursor, size=PAGE_SIZE
    )
    place = Window(RowNumber(), partition_by=F("answer_id"), order_by=("position", "pk"))
    firsts = Remark.objects.filter(
        answer__in=[one.pk for one in page.rows if with_remarks], status=Remark.Status.SENT
    )
    texts: dict[Any, list[Remark]] = {}
    for remark in firsts.annotate(place_in_answer=place).filter(place_in_answer__lte=TEXTS):
        texts.setdefault(remark.answer_id, []).append(remark)
    for one in page.rows:
        one.texts = texts.get(one.pk, [])  # type: ignore[attr-defined]  # for the page
        one.more = one.remark_count - len(one.texts)  # type: ignore[attr-defined]
    return page


def remarks_for_export(
    consultation: Consultation, *, with_remarks: bool
) -> Iterator[dict[str, Any]]:
    """Yield what was said and answered, by clause, without any name. One query, read in slices.

    Unless `with_remarks` (`shows_remarks`), the words of the remarks are blank.
    """
    rows = Remark.objects.filter(consultation=consultation, status=Remark.Status.SENT)
    rows = with_supports(rows.select_related("answer")).order_by(*ORDER)
    for one in rows.iterator(chunk_size=500):
        given = one.answer if one.answer and one.answer.outcome else None
        yield {
            "clause": one.anchor,
            "kind": one.kind,
            "suggestion": one.is_suggestion,
            "text": one.text if with_remarks else "",
            "supports": getattr(one, "support_count", 0),
            "outcome": given.outcome if given else "",
            "changed_clause": given.anchor if given else "",
            "answer": given.words if given else "",
        }


def shows_text(consultation: Consultation) -> bool:
    """Return whether what changed may be shown to those asked: the version was submitted."""
    return consultation.version.status not in OPEN_TEXT

"""What the page of a consultation shows, whoever asks and whatever was just refused."""

from datetime import timedelta
from typing import Any

from gouvernail.consultations.forms import CancelForm, EndForm, MoveForm, RemarkForm
from gouvernail.consultations.models import Consultation
from gouvernail.consultations.permissions import is_asked, may_run
from gouvernail.consultations.queries.changes import asked_changes
from gouvernail.consultations.queries.reading import Place, places_of, waiting_count
from gouvernail.foundation import clock
from gouvernail.foundation.ids import uuid7
from gouvernail.foundation.web import WebRequest
from gouvernail.ledger.queries import timeline
from gouvernail.policies.queries.citing import Worded, cited_in


def context_of(
    request: WebRequest,
    consultation: Consultation,
    *,
    refused: RemarkForm | None = None,
    move: MoveForm | None = None,
    cancel: CancelForm | None = None,
) -> dict[str, Any]:
    """Return what the page needs. Some fifteen queries, whatever the number of remarks."""
    person, at = request.user, clock.now()
    runs = may_run(person, consultation.policy)
    going = consultation.status == "open" and consultation.closes_at > at
    asked = is_asked(consultation, person)
    shows = consultation.shows_remarks or runs
    places = places_of(consultation, person, counts=shows)
    for place in places:
        place.form = form_for(consultation, place, refused) if going and asked else None
    changes = asked_changes(consultation)
    if changes is not None:
        for place in places:
            place.change = changes.get(place.anchor)
            place.is_same = place.clause is not None and place.change is None
    return {
        "consultation": consultation,
        "policy": consultation.policy,
        "places": places,
        "going": going,
        "asked": asked,
        "runs": runs,
        "shows": shows,
        "waiting": waiting_count(consultation) if runs else 0,
        "changes": changes,
        "cited": cited_in(_clauses(places), viewer=person),
        "end_form": end_form(consultation) if runs and going else None,
        "move_form": move or MoveForm(initial={"closes_on": consultation.closes_on}),
        "cancel_form": cancel or CancelForm(),
        "timeline": timeline("consultation", consultation.pk) if runs else None,
        "now": at,
    }


def _clauses(places: list[Place]) -> list[Worded]:
    """Return what is read there: the clauses asked about, and what they change."""
    then = [place.change.before for place in places if place.change and place.change.before]
    return [*then, *(place.clause for place in places if place.clause is not None)]


def end_form(consultation: Consultation) -> EndForm:
    """Return the form that ends a consultation at once: the day before today, in its own zone."""
    today = clock.today(consultation.zone)
    return EndForm(initial={"closes_on": today - timedelta(days=1)}, auto_id="end_%s")


def form_for(consultation: Consultation, place: Place, refused: RemarkForm | None) -> RemarkForm:
    """Return the form of one clause: the one just refused, or a new one with what was kept."""
    if refused is not None and refused.data.get("anchor", "") == place.anchor:
        return refused
    draft = place.draft
    initial = {"key": uuid7(), "anchor": place.anchor}
    if draft is not None:
        initial |= {"text": draft.text, "kind": draft.kind}
    return RemarkForm(
        None, questions=consultation.takes_questions, place=f"at-{place.key}", initial=initial
    )

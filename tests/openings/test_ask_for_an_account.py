"""A request for a new account, from its first words to the decision of somebody else."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from gouvernail.approvals.errors import OwnWorkError, SeatMissingError
from gouvernail.approvals.models import Request
from gouvernail.ledger.models import Leaf
from gouvernail.openings.actions import (
    answer_appeal,
    answer_naming,
    appeal_refusal,
    begin_opening,
    decline_rework,
    finish_rework,
    give_up_opening,
    merge_opening,
    remind_people,
    set_assumption,
    submit_opening,
    take_back_opening,
    write_opening,
)
from gouvernail.openings.errors import (
    AppealAnsweredError,
    AppealJudgeError,
    AppealMadeError,
    MergeRefusedError,
    NamingMissingError,
    OpeningInvalidError,
    OpeningNotFoundError,
    OpeningNotYoursError,
    OpeningStateError,
)
from gouvernail.openings.models import Opening
from gouvernail.openings.permissions import visible_opening, visible_openings
from gouvernail.openings.queries import figures, line_of, summary_for, tasks_of, to_decide
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Role, Unit
from tests.make.openings import (
    beginning,
    decided,
    make_named,
    make_opening,
    make_requested,
    request_of,
)
from tests.make.people import make_grant, make_person
from tests.make.registry import make_account
from tests.openings.conftest import Cast, told


def test_a_draft_keeps_what_is_written_and_only_its_people_see_it(
    cast: Cast, ines: Person, care: Unit, noon: datetime
) -> None:
    opening = make_opening(by=cast.nina, unit=cast.unit)

    assert list(visible_openings(cast.nina)) == [opening]
    for other in (cast.hugo, cast.karim, cast.camille, cast.claire):
        with pytest.raises(OpeningNotFoundError):
            visible_opening(opening.pk, viewer=other)
    write_opening(opening.pk, changes={"owner_id": cast.hugo.pk}, by=cast.nina, at=noon)
    assert list(visible_openings(cast.hugo)) == [opening]
    assert "opening.named" in told(cast.hugo)
    assert [task.code for task in tasks_of(cast.hugo)] == ["accept"]
    with pytest.raises(OpeningNotYoursError):
        write_opening(opening.pk, changes={"purpose": "X"}, by=cast.hugo, at=noon)
    for changes, field in (
        ({"network": "fax"}, "network"),
        ({"title": " "}, "title"),
        ({"plan": [{"kind": "song", "times": 1, "per": "week"}]}, "plan"),
        ({"backup_id": cast.hugo.pk}, "backup"),
        ({"backup_id": ines.pk}, "backup"),
        ({"unit_id": care.pk}, "unit"),
        ({"status": "approved"}, "status"),
    ):
        with pytest.raises(OpeningInvalidError) as refused:
            write_opening(opening.pk, changes=changes, by=cast.nina, at=noon)
        assert field in refused.value.fields


def test_it_is_submitted_whole_and_once_the_people_named_accept(cast: Cast, noon: datetime) -> None:
    opening = make_opening(by=cast.nina, unit=cast.unit, closing_when="")
    with pytest.raises(OpeningInvalidError) as refused:
        submit_opening(opening.pk, by=cast.nina, at=noon)
    assert set(refused.value.fields) == {"owner_id", "backup_id", "closing_when"}
    changes = {"owner_id": cast.hugo.pk, "backup_id": cast.karim.pk, "closing_when": "Jamais."}
    write_opening(opening.pk, changes=changes, by=cast.nina, at=noon)
    answer_naming(opening.pk, accepts=True, by=cast.hugo, at=noon)
    with pytest.raises(NamingMissingError, match="Karim"):
        submit_opening(opening.pk, by=cast.nina, at=noon)
    with pytest.raises(OpeningNotYoursError):
        answer_naming(opening.pk, accepts=True, by=cast.nina, at=noon)

    answer_naming(opening.pk, accepts=True, by=cast.karim, at=noon)
    found = summary_for(opening, today=noon.date())
    opening = submit_opening(opening.pk, found=found, by=cast.nina, at=noon)

    assert opening.status == Opening.Status.REQUESTED
    assert {"opening.accepted"} <= told(cast.nina)
    request = request_of(opening)
    assert (request.subject_kind, request.revision) == ("opening", 1)
    assert request.context["minutes_needed"] == 300
    assert to_decide(cast.camille, at=noon) == [request]
    assert to_decide(cast.karim, at=noon) == []
    assert visible_opening(opening.pk, viewer=cast.claire) == opening
    assert Leaf.objects.filter(verb="opening.submitted", subject_id=str(opening.pk)).exists()


def test_other_hours_ask_again_and_declining_takes_a_name_off(cast: Cast, noon: datetime) -> None:
    opening = make_requested(**cast.named)
    first = request_of(opening)

    opening = write_opening(opening.pk, changes={"owner_minutes": 60}, by=cast.nina, at=noon)

    assert (opening.status, opening.owner_accepted_at) == (Opening.Status.DRAFT, None)
    first.refresh_from_db()
    assert first.status == Request.Status.VOID
    answer_naming(opening.pk, accepts=True, by=cast.hugo, at=noon)
    submit_opening(opening.pk, by=cast.nina, at=noon)
    opening = answer_naming(opening.pk, accepts=False, by=cast.karim, at=noon)
    assert (opening.status, opening.backup_id) == (Opening.Status.DRAFT, None)
    assert "opening.declined" in told(cast.nina)


def test_taking_back_and_giving_up(cast: Cast, noon: datetime) -> None:
    opening = make_requested(**cast.named)
    with pytest.raises(OpeningStateError):
        give_up_opening(opening.pk, by=cast.nina, at=noon)
    with pytest.raises(OpeningNotYoursError):
        take_back_opening(opening.pk, by=cast.hugo, at=noon)

    opening = take_back_opening(opening.pk, by=cast.nina, at=noon)

    assert opening.status == Opening.Status.DRAFT
    assert to_decide(cast.camille, at=noon) == []
    with pytest.raises(OpeningStateError):
        take_back_opening(opening.pk, by=cast.nina, at=noon)
    opening = give_up_opening(opening.pk, by=cast.nina, at=noon)
    assert opening.status == Opening.Status.GIVEN_UP
    with pytest.raises(OpeningStateError):
        write_opening(opening.pk, changes={"purpose": "X"}, by=cast.nina, at=noon)


def test_nobody_decides_on_what_they_asked_for_or_are_named_in(cast: Cast, nordet: Unit) -> None:
    for person in (cast.nina, cast.hugo, cast.karim):
        make_grant(person=person, unit=nordet, role=Role.REVIEWER, seat="colleague")
    opening = make_requested(**cast.named)

    for person in (cast.nina, cast.hugo, cast.karim):
        with pytest.raises(OwnWorkError):
            decided(opening, "approve", by=person)
    with pytest.raises(SeatMissingError):
        decided(opening, "approve", by=cast.claire)
    assert decided(opening, "approve", by=cast.camille).status == Opening.Status.APPROVED


def test_changes_asked_for_then_agreed_to_and_an_edit_voids_it(cast: Cast, noon: datetime) -> None:
    opening = make_requested(**cast.named)

    opening = decided(opening, "changes", by=cast.camille, comment="Pourquoi pas Nordet Emploi ?")

    assert opening.status == Opening.Status.CHANGES
    assert [task.code for task in tasks_of(cast.nina)] == ["change"]
    write_opening(opening.pk, changes={"why_new": "Autre public."}, by=cast.nina, at=noon)
    opening = submit_opening(opening.pk, by=cast.nina, at=noon)
    assert opening.revision == 2
    opening = decided(opening, "approve", by=cast.camille)
    assert [stage.state for stage in line_of(opening)] == ["done", "now", "later", "later"]
    assert [task.code for task in tasks_of(cast.karim)] == ["begin"]
    assert "opening.to_begin" in told(cast.karim)
    opening = write_opening(opening.pk, changes={"handle": "autre"}, by=cast.nina, at=noon)
    assert (opening.status, opening.approval_id) == (Opening.Status.DRAFT, None)
    with pytest.raises(OpeningStateError):
        begin_opening(opening.pk, beginning=beginning(), by=cast.karim, at=noon)


def test_a_refusal_is_looked_at_once_more_by_a_lead_who_did_not_refuse(
    cast: Cast, nordet: Unit, noon: datetime
) -> None:
    opening = make_requested(**cast.named)
    with pytest.raises(OpeningStateError):
        appeal_refusal(opening.pk, text="Encore.", by=cast.nina, at=noon)
    opening = decided(opening, "refuse", by=cast.camille, comment="Trop de comptes.")
    make_grant(person=cast.camille, unit=nordet, role=Role.LEAD)
    vars(cast.camille).pop("_grants_in_force")
    for text, by, refusal in (
        (" ", cast.nina, OpeningInvalidError),
        ("Encore.", cast.hugo, OpeningNotYoursError),
    ):
        with pytest.raises(refusal):
            appeal_refusal(opening.pk, text=text, by=by, at=noon)

    appeal_refusal(opening.pk, text="Nous fermons deux autres comptes.", by=cast.nina, at=noon)

    assert "opening.appealed" in told(cast.claire)
    assert "opening.appealed" not in told(cast.camille)
    assert [task.code for task in tasks_of(cast.claire)] == ["appeal"]
    with pytest.raises(AppealMadeError):
        appeal_refusal(opening.pk, text="Et encore.", by=cast.nina, at=noon)
    answer = {"outcome": "reopened", "answer": "Fermez-les d’abord, puis revenez."}
    with pytest.raises(AppealJudgeError):
        answer_appeal(opening.pk, **answer, by=cast.camille, at=noon)
    with pytest.raises(RightMissingError):
        answer_appeal(opening.pk, **answer, by=cast.karim, at=noon)
    with pytest.raises(OpeningInvalidError):
        answer_appeal(opening.pk, outcome="", answer="", by=cast.claire, at=noon)
    answer_appeal(opening.pk, **answer, by=cast.claire, at=noon)
    opening.refresh_from_db()
    assert opening.status == Opening.Status.CHANGES
    assert "opening.answered" in told(cast.nina)
    with pytest.raises(AppealAnsweredError):
        answer_appeal(opening.pk, **answer, by=cast.claire, at=noon)


def test_each_refusal_may_be_appealed_and_may_stand(cast: Cast, noon: datetime) -> None:
    opening = decided(make_requested(**cast.named), "refuse", by=cast.camille, comment="Non.")
    appeal_refusal(opening.pk, text="Encore.", by=cast.nina, at=noon)
    answer_appeal(opening.pk, outcome="reopened", answer="Essayez.", by=cast.claire, at=noon)
    again = submit_opening(opening.pk, by=cast.nina, at=noon)
    again = decided(again, "refuse", by=cast.camille, comment="Toujours non.")

    appeal_refusal(again.pk, text="Une dernière fois.", by=cast.nina, at=noon)
    answer_appeal(again.pk, outcome="upheld", answer="Le refus tient.", by=cast.claire, at=noon)

    again.refresh_from_db()
    assert again.status == Opening.Status.REFUSED
    with pytest.raises(AppealMadeError):
        appeal_refusal(again.pk, text="Et encore.", by=cast.nina, at=noon)


def test_a_request_becomes_work_on_an_account_that_exists(
    cast: Cast, care: Unit, ines: Person, noon: datetime
) -> None:
    opening = make_requested(**cast.named)
    aim = {"purpose": opening.purpose, "audience": opening.audience, "tags": opening.tags}
    taken = make_account(unit=care, name="Nordet Emploi", owner=ines, **aim)
    nobody = make_account(unit=care, **aim)
    with pytest.raises(MergeRefusedError):
        merge_opening(opening.pk, account_id=nobody.pk, reason="Oui", by=cast.nina, at=noon)
    with pytest.raises(OpeningInvalidError):
        merge_opening(opening.pk, account_id=taken.pk, reason="", by=cast.nina, at=noon)
    with pytest.raises(OpeningNotYoursError):
        merge_opening(opening.pk, account_id=taken.pk, reason="Oui", by=cast.camille, at=noon)

    words = "Y ajouter une rubrique pour les apprentis."
    rework = merge_opening(opening.pk, account_id=taken.pk, reason=words, by=cast.nina, at=noon)

    opening.refresh_from_db()
    assert (opening.status, opening.merged_into) == (Opening.Status.MERGED, taken)
    assert rework.assigned_to == ines
    assert to_decide(cast.camille, at=noon) == []
    assert "opening.merged" in told(ines)
    assert [task.code for task in tasks_of(ines)] == ["rework"]
    remind_people(at=noon + timedelta(days=25))
    assert "opening.due" in told(ines)
    with pytest.raises(OpeningNotYoursError):
        finish_rework(opening.pk, note="Fait.", by=cast.hugo, at=noon)
    with pytest.raises(OpeningInvalidError):
        finish_rework(opening.pk, note="", by=ines, at=noon)
    assert finish_rework(opening.pk, note="Rubrique ouverte.", by=ines, at=noon).done_by == ines
    assert tasks_of(ines) == []
    with pytest.raises(OpeningStateError):
        finish_rework(opening.pk, note="Encore.", by=ines, at=noon)


def test_whoever_was_to_rework_an_account_may_say_no(cast: Cast, noon: datetime) -> None:
    opening = make_requested(**cast.named)
    taken = make_account(unit=opening.unit, owner=cast.hugo, purpose=opening.purpose)
    merge_opening(opening.pk, account_id=taken.pk, reason="Une rubrique.", by=cast.karim, at=noon)
    with pytest.raises(OpeningNotYoursError):
        decline_rework(opening.pk, note="Non.", by=cast.karim, at=noon)
    with pytest.raises(OpeningInvalidError):
        decline_rework(opening.pk, note=" ", by=cast.hugo, at=noon)

    rework = decline_rework(opening.pk, note="Ce compte parle aux élus.", by=cast.hugo, at=noon)

    assert (rework.declined, rework.done_by, tasks_of(cast.hugo)) == (True, cast.hugo, [])
    assert "opening.rework_declined" in told(cast.nina)
    assert "opening.rework_declined" in told(cast.karim)
    with pytest.raises(OpeningStateError):
        finish_rework(opening.pk, note="Encore.", by=cast.hugo, at=noon)


def test_a_figure_of_the_adviser_is_replaced_with_its_source(cast: Cast, noon: datetime) -> None:
    with pytest.raises(RightMissingError):
        set_assumption(code="video", value=90, source="Nos notes", by=cast.karim, at=noon)
    with pytest.raises(OpeningInvalidError) as refused:
        set_assumption(code="song", value=0, source=" ", by=cast.claire, at=noon)
    assert set(refused.value.fields) == {"code", "value", "source"}

    set_assumption(code="video", value=90, source="Nos notes", by=cast.claire, at=noon)

    assert (figures()["video"].value, figures()["video"].own) == (90, True)
    assert figures()["text"].own is False


def test_somebody_who_left_cannot_be_named(cast: Cast, noon: datetime) -> None:
    gone = make_person(name="Gone Person", home_unit=cast.unit, is_active=False)
    opening = make_named(**cast.named)

    with pytest.raises(OpeningInvalidError):
        write_opening(opening.pk, changes={"owner_id": gone.pk}, by=cast.nina, at=noon)


def test_a_route_for_new_accounts_names_its_own_seats(
    cast: Cast, julie: Person, client: Client
) -> None:
    client.force_login(cast.claire)
    sent = {
        "subject_kind": "opening", "name": "Ouvertures", "is_default": "on", "priority": 0,
        "steps-TOTAL_FORMS": 1, "steps-INITIAL_FORMS": 0, "steps-0-seats": ["brand"],
        "steps-0-mode": "any", "steps-0-hours": 48,
    }  # fmt: skip
    assert client.post("/routes/new", sent).status_code == 302
    assert "new accounts" in client.get("/routes/").text

    opening = make_requested(**cast.named)

    with pytest.raises(SeatMissingError):
        decided(opening, "approve", by=cast.camille)
    assert decided(opening, "approve", by=julie).status == Opening.Status.APPROVED

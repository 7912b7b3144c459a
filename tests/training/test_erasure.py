"""Somebody erased disappears from training; what was finished when stays provable."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from gouvernail.foundation.clock import now
from gouvernail.foundation.outbox import deliver
from gouvernail.ledger.queries import commitment_opening, timeline
from gouvernail.ledger.queries.replay import model_differences
from gouvernail.media.errors import AssetNotFoundError
from gouvernail.media.queries import stored_bytes
from gouvernail.people.actions.erasure import erase_person
from gouvernail.people.models import Person, Unit
from gouvernail.practice.models import Post
from gouvernail.training import actions
from gouvernail.training.actions.erasing import redact_person
from gouvernail.training.actions.files import kept_document
from gouvernail.training.actions.runs import (
    answer_comment,
    review_run,
    start_run,
    tell_impostors,
)
from gouvernail.training.actions.scenarios import add_scenario
from gouvernail.training.models import (
    Certificate,
    Completion,
    Course,
    OutsideProof,
    Run,
    TrainingFile,
    Waiver,
)
from gouvernail.training.queries.staging import REAL
from gouvernail.training.tasks import READERS
from tests.make.media import make_picture
from tests.make.training import NOON, make_course


@pytest.fixture
def course(claire: Person, nordet: Unit) -> Course:
    return make_course(by=claire, unit=nordet)


@pytest.fixture
def proof(claire: Person, course: Course, nina: Person) -> OutsideProof:
    file = kept_document(data=make_picture(), name="Nina Roy.png", at=NOON)
    day = NOON.date()
    sent = actions.NewProof(course_id=course.pk, issuer="Nina Brevet", issued_on=day, file=file)
    proof = actions.send_proof(new=sent, by=nina, at=NOON)
    return actions.decide_proof(proof.pk, accepted=True, reason="Nina", by=claire, at=NOON)


@pytest.fixture
def run(claire: Person, nordet: Unit, nina: Person) -> Run:
    scenario = add_scenario("broken-parcel", unit_id=nordet.pk, by=claire, at=NOON)
    with translation.override("fr"):
        run = start_run(scenario.pk, by=nina, at=NOON)
    answer_comment(run.pk, text="Merci, dit Nina.", by=nina, at=NOON)
    return review_run(run.pk, passed=True, says="Bien, Nina.", by=claire, at=NOON)


def erased(person: Person, by: Person) -> None:
    Person.objects.filter(pk=person.pk).update(status="left", is_active=False, left_at=NOON)
    erase_person(person_id=person.pk, by=by, at=now())
    deliver(READERS, at=now())  # heard
    deliver(READERS, at=now())  # and files taken away


def test_the_words_proofs_and_answers_of_somebody_erased_go_and_the_journal_still_verifies(
    claire: Person, course: Course, proof: OutsideProof, run: Run, nina: Person
) -> None:
    held = Certificate.objects.get(person=nina)
    actions.revoke_certificate(held.pk, reason="Nina l’a prêté", by=claire, at=NOON)
    until = NOON.date() + timedelta(days=30)
    actions.waive(nina.pk, course_id=course.pk, until=until, reason="Nina", by=claire, at=NOON)
    assert proof.file is not None
    sha256 = proof.file.sha256

    erased(nina, claire)

    proof.refresh_from_db()
    run.refresh_from_db()
    held.refresh_from_db()
    assert (proof.issuer, proof.reason, proof.file_id) == ("", "", None)
    assert (held.revoked_reason, held.completion.note) == ("", "")
    assert Waiver.objects.get(person=nina).reason == ""
    assert (run.review, run.moves, run.passed) == ("", {}, True)
    assert {one["shown"] for one in run.findings} == {""}
    assert "Nina" not in " ".join(Post.objects.filter(stage=run.pk).values_list("text", flat=True))
    assert Post.objects.filter(stage=run.pk).exclude(text="").count() == 2
    assert not TrainingFile.objects.exists()
    with pytest.raises(AssetNotFoundError):
        stored_bytes(sha256)
    assert commitment_opening(timeline("outside_proof", proof.pk).events[-1].seq) is None
    for model in (OutsideProof, Certificate, Completion, Waiver, Run):
        assert list(model_differences(model, hidden=True)) == []
    assert redact_person(person_id=nina.pk, at=now()) == 0


def test_a_reviewed_impostor_practice_of_somebody_erased_still_has_its_page(
    claire: Person, nordet: Unit, nina: Person, client: Client
) -> None:
    scenario = add_scenario("shop-impostor", unit_id=nordet.pk, by=claire, at=NOON)
    with translation.override("fr"):
        run = start_run(scenario.pk, by=nina, at=NOON)
    given = {str(place): REAL for place in range(1, len(run.content["profiles"]) + 1)}
    tell_impostors(run.pk, given=given, by=nina, at=NOON)
    review_run(run.pk, passed=True, says="Bien, Nina.", by=claire, at=NOON)
    found = Run.objects.get(pk=run.pk).findings

    redact_person(person_id=nina.pk, at=now())

    client.force_login(claire)
    page = client.get(reverse("training:run-detail", args=[run.pk]))
    assert (page.status_code, "Bien, Nina." in page.text) == (200, False)
    assert Run.objects.get(pk=run.pk).findings == found

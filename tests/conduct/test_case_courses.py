"""What a decision asks to be learned, and what the journal keeps of a proof."""

import json
from datetime import datetime, timedelta

from gouvernail.conduct.actions import (
    NewProof,
    Ruling,
    add_proof,
    appeal_case,
    decide_appeal,
    follow_cases,
    take_case,
)
from gouvernail.conduct.models import Case
from gouvernail.ledger.queries import replay_differences
from gouvernail.people.models import Person, Unit
from gouvernail.training.models import Assignment
from tests.make.conduct import make_decided
from tests.make.ledger import leaves
from tests.make.training import make_course

DAY = timedelta(days=1)


def test_coaching_asks_a_course_and_an_annulled_decision_asks_it_no_more(
    case: Case, claire: Person, hugo: Person, brune: Person, nordet: Unit, noon: datetime
) -> None:
    course = make_course(by=claire, unit=nordet)
    make_decided(case, by=claire, at=noon, outcome="coaching", course=course.slug)
    asked = Assignment.objects.get(person=hugo)
    assert (asked.course, asked.ended_at) == (course, None)

    appeal_case(case.pk, text="Je l’ai suivie en mai.", by=hugo, at=noon + DAY)

    asked.refresh_from_db()
    assert asked.ended_at == noon + DAY
    take_case(case.pk, is_free=True, by=brune, at=noon + DAY)
    ruling = Ruling(outcome="", reason="Elle est suivie, en effet.")
    decide_appeal(case.pk, verdict="annulled", ruling=ruling, by=brune, at=noon + DAY)
    assert not Assignment.objects.filter(person=hugo, ended_at__isnull=True).exists()


def test_a_course_is_asked_again_by_whoever_upholds_it_and_no_more_once_it_is_over(
    case: Case, claire: Person, hugo: Person, amina: Person, nordet: Unit, noon: datetime
) -> None:
    course = make_course(by=claire, unit=nordet)
    make_decided(case, by=claire, at=noon, outcome="coaching", course=course.slug, months=2)
    appeal_case(case.pk, text="Je l’ai suivie en mai.", by=hugo, at=noon + DAY)
    take_case(case.pk, is_free=True, by=amina, at=noon + DAY)  # she writes no course
    ruling = Ruling(outcome="", reason="Elle a changé depuis.")
    upheld = decide_appeal(case.pk, verdict="upheld", ruling=ruling, by=amina, at=noon + DAY)
    going = Assignment.objects.filter(person=hugo, ended_at__isnull=True)
    assert going.count() == 1

    assert upheld.outcome_until is not None
    follow_cases(at=upheld.outcome_until)

    assert not going.exists()


def test_the_journal_keeps_no_words_in_the_address_of_a_proof(
    case: Case, claire: Person, hugo: Person, noon: datetime
) -> None:
    typed = NewProof(kind="words", reference="Nina Cherif", label="Le courriel du 10.")
    kept = add_proof(case.pk, proof=typed, by=hugo, at=noon)
    add_proof(case.pk, proof=NewProof(kind="entry", reference="1"), by=claire, at=noon)

    assert kept.reference == ""
    (first, second) = leaves(verb="conduct_proof.added")
    assert "Nina" not in json.dumps(first)
    assert "reference" not in json.dumps(second).replace("references", "")
    assert not [one for one in replay_differences() if one.subject_kind.startswith("conduct")]

"""What somebody erased wrote of handovers, reviews, proofs and profiles goes; the journal stays."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from gouvernail.custody.actions import (
    AccessFacts,
    answer_reviewed,
    change_access,
    close_access,
    declare_access,
    decline_proof,
    forget_person,
    name_successor,
    refuse_handover,
    refuse_reviewed,
    tick_step,
)
from gouvernail.custody.models import Access, ControlProof, Handover, HandoverStep, ReviewedAccess
from gouvernail.foundation.outbox import deliver
from gouvernail.ledger.models import SubjectKey
from gouvernail.ledger.queries.replay import replay_differences
from gouvernail.ledger.queries.timelines import timeline
from gouvernail.ledger.queries.verification import verify_database
from gouvernail.people.actions import erase_person, mark_left
from gouvernail.people.models import Person, Unit
from gouvernail.project.schedule import readers
from gouvernail.registry.actions.profiles import explain_change, record_profile
from gouvernail.registry.models import ProfileChange
from gouvernail.registry.queries.profiles import Shown
from tests.make.custody import (
    make_access,
    make_access_review,
    make_handover,
    make_proof,
    make_reviewed,
)
from tests.make.ledger import KEY, make_checkpoint
from tests.make.registry import make_account

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
DUE = date(2026, 12, 1)
KINDS = {"handover", "handover_step", "reviewed_access", "control_proof", "profile_change"}
WRONG = {"field", "commitment", "opening"}


def hear() -> None:
    while deliver(readers(), at=NOON):
        pass


def erase(person: Person, *, by: Person) -> None:
    mark_left(person_id=person.pk, by=by, at=NOON)
    erase_person(person_id=person.pk, by=by, at=NOON)
    hear()


@dataclass
class Said:
    """What Hugo said in each place, and Karim beside him."""

    taken: Handover
    lines: list[ReviewedAccess]
    proof: ControlProof
    change: ProfileChange


@pytest.fixture
def said(energy: Unit, claire: Person, karim: Person, hugo: Person) -> Said:
    account = make_account(unit=energy, owner=hugo, backup=karim)
    given = make_handover(account=account, giver=hugo, successor=karim)
    for kind, by, note in (("access", hugo, "Je souffre."), ("recovery", karim, "Fait ici.")):
        tick_step(given.pk, kind=kind, outcome="done", note=note, by=by, at=NOON)
    taken = make_handover(account=account, place="custodian", giver=karim, successor=hugo)
    refuse_handover(taken.pk, reason="Ma santé.", by=hugo, at=NOON)
    review = make_access_review(unit=energy, by=claire)
    lines = [
        make_reviewed(review=review, access=make_access(account=account, by=one), asked=hugo)
        for one in (hugo, karim)
    ]
    refuse_reviewed(lines[0].pk, reason="Pas moi.", by=hugo, at=NOON)
    answer_reviewed(lines[0].pk, answer="change", reason="Un SMS.", by=karim, at=NOON)
    answer_reviewed(lines[1].pk, answer="change", reason="Son numéro.", by=hugo, at=NOON)
    proof = make_proof(account=account, person=hugo)
    decline_proof(proof.pk, how="unable", reason="Chez le médecin.", by=hugo, at=NOON)
    for bio in ("Avant", "Après"):
        record_profile(account.pk, shown=Shown(name="Nordet", bio=bio), by=karim, at=NOON)
    change = ProfileChange.objects.get(field="bio")
    explain_change(change.pk, explanation="Mon divorce.", by=hugo, at=NOON)
    hear()
    return Said(taken=taken, lines=lines, proof=proof, change=change)


def test_what_somebody_erased_wrote_is_gone_and_what_others_wrote_stays(
    said: Said, claire: Person, hugo: Person
) -> None:
    erase(hugo, by=claire)

    notes = dict(HandoverStep.objects.values_list("kind", "note"))
    assert notes == {"access": "", "recovery": "Fait ici."}
    said.taken.refresh_from_db()
    assert (said.taken.state, said.taken.refusal) == ("open", "")  # who was to follow has left
    told = {one.pk: (one.reason, one.refusal) for one in ReviewedAccess.objects.all()}
    assert told == {said.lines[0].pk: ("Un SMS.", ""), said.lines[1].pk: ("", "")}
    assert ControlProof.objects.get().reason == ""
    assert ProfileChange.objects.get(pk=said.change.pk).explanation == ""
    words = [event.sentence for event in timeline("handover", said.taken.pk).events]
    assert "Words of somebody erased taken out of the handover" in words
    assert forget_person(person_id=hugo.pk, at=NOON) == 0


def test_what_entries_hid_of_it_opens_no_more_and_the_journal_verifies(
    said: Said, claire: Person, hugo: Person, tmp_path: Path
) -> None:
    make_checkpoint(folder=tmp_path)
    keys = set(SubjectKey.objects.values_list("key", flat=True))

    erase(hugo, by=claire)

    kept = SubjectKey.objects.filter(key__in=keys)
    for kind, one in (
        ("handover", said.taken),
        ("control_proof", said.proof),
        ("profile_change", said.change),
        ("reviewed_access", said.lines[0]),
        ("reviewed_access", said.lines[1]),
    ):
        assert not kept.filter(subject_kind=kind, subject_id=str(one.pk)).exists(), kind
    make_checkpoint(folder=tmp_path)
    report = verify_database(KEY.verifier)
    assert [one for one in report.problems if not one.code.startswith("replay")] == []
    assert not {one.subject_kind for one in replay_differences() if one.what in WRONG} & KINDS


def test_a_refusal_that_somebody_else_followed_goes_too_and_the_words_of_who_stays_remain(
    energy: Unit, claire: Person, karim: Person, hugo: Person, ines: Person
) -> None:
    account = make_account(unit=energy, owner=karim)
    case = make_handover(account=account, giver=karim, successor=hugo)
    refuse_handover(case.pk, reason="Ma santé.", by=hugo, at=NOON)
    name_successor(case.pk, successor_id=ines.pk, due_on=DUE, by=claire, at=NOON)
    assert Handover.objects.get().refusal == ""
    refuse_handover(case.pk, reason="Trop de comptes.", by=ines, at=NOON)
    key = SubjectKey.objects.get(subject_kind="handover", subject_id=str(case.pk)).key

    erase(hugo, by=claire)

    assert Handover.objects.get().refusal == "Trop de comptes."
    assert SubjectKey.objects.get(subject_kind="handover", subject_id=str(case.pk)).key != key
    assert not [one for one in replay_differences() if one.what in WRONG]


def test_what_somebody_erased_noted_of_accesses_of_others_goes_and_only_what_they_wrote(
    energy: Unit, claire: Person, karim: Person, hugo: Person, ines: Person
) -> None:
    account = make_account(unit=energy, owner=karim, custodian=hugo)
    agency = AccessFacts(holder="agency", name="Lumen", means="role", note="Fâchés avec moi.")
    theirs = declare_access(account.pk, facts=agency, by=hugo, at=NOON)
    level = replace(agency, level="editor")
    change_access(theirs.pk, facts=level, by=karim, at=NOON)  # the note stays Hugo's
    own = replace(agency, name="Prisme", note="Contrat en mai.")
    others = declare_access(account.pk, facts=own, by=karim, at=NOON)
    change_access(others.pk, facts=replace(own, level="editor"), by=hugo, at=NOON)
    ended = make_access(account=account, by=ines, note="Vu avec elle.")
    close_access(ended.pk, why="unneeded", note="Elle m’a crié dessus.", by=hugo, at=NOON)
    hear()

    erase(hugo, by=claire)

    told = {one.pk: (one.note, one.closing_note) for one in Access.objects.all()}
    assert told == {
        theirs.pk: ("", ""),
        others.pk: ("Contrat en mai.", ""),
        ended.pk: ("Vu avec elle.", ""),
    }
    gone = "Words of somebody erased taken out of the access"
    for access, number in ((theirs, 1), (others, 0), (ended, 1)):
        said = [event.sentence for event in timeline("access", access.pk).events]
        assert said.count(gone) == number
    assert not {one.subject_kind for one in replay_differences() if one.what in WRONG} & {"access"}
    assert forget_person(person_id=hugo.pk, at=NOON) == 0

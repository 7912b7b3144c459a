"""How long conversations are kept, and what leaves them when somebody is erased."""

from datetime import datetime, timedelta

import pytest

from gouvernail.foundation.outbox import deliver
from gouvernail.inbox import actions
from gouvernail.inbox.models import Conversation, Desk, Message, Question, Words
from gouvernail.inbox.queries.thread import thread_of
from gouvernail.inbox.tasks import READERS, keep_to_the_time
from gouvernail.ledger.models import Leaf, Opening, SubjectKey
from gouvernail.people.actions import erase_person, mark_left
from gouvernail.people.models import Person, Unit
from tests.make.inbox import make_conversation
from tests.make.people import make_grant, make_person
from tests.make.registry import make_account

DAY = timedelta(days=1)


def test_each_class_of_conversation_is_kept_for_its_time(
    energy: Unit, hugo: Person, noon: datetime
) -> None:
    Desk.objects.create(kept_days=396, private_days=92, complaint_days=1827)
    account = make_account(unit=energy)
    plain = make_conversation(account, remote_id="at://plain")
    told = make_conversation(account, remote_id="at://told", private=True)
    complaint = make_conversation(account, remote_id="at://complaint", private=True)
    waiting = make_conversation(account, remote_id="at://waiting")
    actions.flag_complaint(complaint.pk, by=hugo, at=noon)
    actions.hand_over_complaint(complaint.pk, reference="R-1", by=hugo, at=noon)
    for one in (plain, told, complaint):
        actions.close(one.pk, by=hugo, at=noon)

    def left(days: int) -> set[object]:
        keep_to_the_time(noon + days * DAY)
        return set(Conversation.objects.values_list("pk", flat=True))

    assert left(92) == {plain.pk, told.pk, complaint.pk, waiting.pk}
    assert left(93) == {plain.pk, complaint.pk, waiting.pk}
    assert left(397) == {complaint.pk, waiting.pk}
    assert left(1828) == {waiting.pk}
    assert Leaf.objects.filter(verb="conversation.removed").count() == 3


def test_what_is_removed_leaves_no_word_behind(energy: Unit, hugo: Person, noon: datetime) -> None:
    account = make_account(unit=energy)
    kept = make_conversation(account, remote_id="at://kept")
    joined = make_conversation(account, remote_id="at://joined", text="Toujours rien ?")
    actions.merge(joined.pk, into_id=kept.pk, by=hugo, at=noon)
    actions.ask_expert(
        kept.pk,
        expert_id=make_person(name="Expert", home_unit=energy).pk,
        words="Est-ce vrai ?",
        due_at=noon + DAY,
        by=hugo,
        at=noon,
    )
    actions.withdraw_question(kept.pk, by=hugo, at=noon)
    actions.close(kept.pk, by=hugo, at=noon)

    keep_to_the_time(noon + 400 * DAY)

    for model in (Conversation, Message, Question, Words):
        assert not model.objects.exists()
    both = SubjectKey.objects.filter(subject_id__in=[str(kept.pk), str(joined.pk)])
    boxes = Opening.objects.filter(key_id__in=both.values("pk"))
    assert boxes.count() == 2  # the last entry of each, once it was emptied


@pytest.fixture
def gone(energy: Unit, claire: Person, noon: datetime) -> Person:
    """Return somebody who answered, and left."""
    person = make_person(name="Paul Verlaine", home_unit=energy)
    make_grant(person=person, unit=energy, role="contributor")
    return person


def test_who_is_erased_is_named_nowhere_in_what_colleagues_wrote(
    gone: Person, energy: Unit, hugo: Person, karim: Person, claire: Person, noon: datetime
) -> None:
    conversation = make_conversation(make_account(unit=energy))
    actions.add_note(conversation.pk, words="Mon mot de passe…", by=gone, at=noon)
    actions.add_note(conversation.pk, words="Vu avec Paul Verlaine hier.", by=hugo, at=noon)
    actions.assign(conversation.pk, person_id=gone.pk, by=hugo, at=noon)
    actions.assign(conversation.pk, person_id=hugo.pk, by=gone, at=noon)
    words = "Paul Verlaine disait que oui ?"
    actions.ask_expert(
        conversation.pk, expert_id=karim.pk, words=words, due_at=noon + DAY, by=hugo, at=noon
    )
    mark_left(person_id=gone.pk, by=claire, at=noon)

    erase_person(person_id=gone.pk, by=claire, at=noon)
    deliver(READERS, at=noon)

    said = [(one.who, one.text, one.told["to"]) for one in thread_of(conversation)]
    assert "Verlaine" not in str(said)
    assert "Mon mot de passe" not in str(said)
    assert "Vu avec Personne effacée hier." in str(said) or "Vu avec Person erased hier." in str(
        said
    )
    assert "Verlaine" not in Question.objects.get().words

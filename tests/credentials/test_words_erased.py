"""Why somebody erased asked, refused or opened in an emergency is forgotten, not that they did."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from gouvernail.credentials.actions import (
    end_reveal,
    follow_time,
    forget_person,
    open_reveal,
    refuse_reveal,
    write_account,
)
from gouvernail.credentials.models import Item, Reveal
from gouvernail.credentials.tasks import answer_waiting
from gouvernail.foundation.outbox import deliver
from gouvernail.ledger.models import SubjectKey
from gouvernail.ledger.queries.replay import replay_differences
from gouvernail.people.actions import erase_person, mark_left
from gouvernail.people.models import Person
from gouvernail.project.schedule import readers
from tests.make.credentials import Tab, make_reveal, make_showing

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_the_words_of_who_is_erased_go_and_those_of_others_stay(
    item: Item, hugo: Person, karim: Person, claire: Person, client: Client, noon: datetime
) -> None:
    reveal = make_reveal(item=item, by=hugo, at=noon, emergency=True, reason="Ma mère est là.")
    follow_time(at=noon + 5 * HOUR)
    opened = open_reveal(reveal_id=reveal.pk, by=hugo, at=noon + 5 * HOUR)
    make_showing(reveal=opened, tab=Tab(), at=noon + 5 * HOUR)
    answer_waiting(at=noon + 5 * HOUR)
    end_reveal(reveal_id=reveal.pk, by=hugo, at=noon + 5 * HOUR)
    write_account(reveal_id=reveal.pk, text="Je raconte tout.", by=hugo, at=noon + 6 * HOUR)
    theirs = make_reveal(item=item, by=hugo, at=noon + 7 * HOUR, reason="Encore.")
    refuse_reveal(reveal_id=theirs.pk, note="Demande à Karim.", by=karim, at=noon + 7 * HOUR)
    other = make_reveal(item=item, by=claire, at=noon + 7 * HOUR, reason="Le bilan.")
    refuse_reveal(reveal_id=other.pk, note="Attends lundi.", by=karim, at=noon + 7 * HOUR)
    keys = {row.subject_id: row.key for row in SubjectKey.objects.filter(subject_kind="reveal")}

    mark_left(person_id=hugo.pk, by=claire, at=noon + 8 * HOUR)
    erase_person(person_id=hugo.pk, by=claire, at=noon + 8 * HOUR)
    while deliver(readers(), at=noon + 8 * HOUR):
        pass

    told = {one.pk: (one.reason, one.note, one.account_text) for one in Reveal.objects.all()}
    assert told == {
        reveal.pk: ("", "", ""),
        theirs.pk: ("", "Demande à Karim.", ""),
        other.pk: ("Le bilan.", "Attends lundi.", ""),
    }
    now = {row.subject_id: row.key for row in SubjectKey.objects.filter(subject_kind="reveal")}
    assert {key for key in keys if now[key] == keys[key]} == {str(other.pk)}
    assert not [one for one in replay_differences() if one.subject_kind == "reveal"]
    assert forget_person(person_id=hugo.pk, at=noon + 9 * HOUR) == 0

    client.force_login(claire)
    page = client.get(f"/credentials/requests/{reveal.pk}/").content.decode()
    assert page.count("erased with whoever wrote it") == 2

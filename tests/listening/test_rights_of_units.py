"""Each unit reads what is its own, and acts on nothing of another's."""

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.ledger.queries import timeline
from gouvernail.listening.actions.handling import assign_mention, hide_mention, note_mention
from gouvernail.listening.actions.topics import hand_over_topic
from gouvernail.listening.actions.waking import wake
from gouvernail.listening.models import Mention, Spike, Topic
from gouvernail.listening.queries.narrowing import Asked, mentions_page
from gouvernail.notifications.models import Notification
from gouvernail.notifications.queries import sentence
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Role, RoleGrant, Unit
from tests.make.listening import NOON, make_mention, make_source, make_spike, make_topic
from tests.make.people import make_grant
from tests.make.registry import make_account
from tests.make.teams import make_team

LIST = reverse("listening:mention-list")
pytestmark = pytest.mark.django_db


def texts(viewer: Person, asked: Asked | None = None) -> set[str]:
    return {one.text for one in mentions_page(viewer, asked or Asked()).rows}


def test_who_moderates_another_unit_judges_no_alert_and_handles_no_mention_here(
    client: Client, karim: Person, ines: Person, energy: Unit
) -> None:
    make_grant(person=ines, unit=energy, role=Role.AUDITOR)  # reads here, moderates elsewhere
    topic = make_topic(unit=energy, owner=karim)
    mention = make_mention(source=make_source(unit=energy, by=karim), topic=topic)
    spike = make_spike(topic=topic)
    client.force_login(ines)

    judged = client.post(
        reverse("listening:spike-acknowledge", args=[spike.pk]), {"verdict": "noise"}
    )
    noted = client.post(reverse("listening:mention-note", args=[mention.pk]), {"text": "Moi"})
    page = client.get(reverse("listening:mention-detail", args=[mention.pk])).text

    assert (judged.status_code, noted.status_code) == (403, 403)
    assert "Add the note" not in page
    assert Spike.objects.get().verdict == ""
    with pytest.raises(RightMissingError):
        note_mention(mention.pk, text="Moi", by=ines, at=NOON)


def test_what_addresses_an_account_is_set_aside_by_its_unit_alone(
    client: Client, karim: Person, ines: Person, energy: Unit, care: Unit
) -> None:
    account = make_account(unit=energy)
    about = make_topic(unit=care, owner=ines)
    mention = make_mention(
        source=make_source(unit=care, by=ines), topic=about, account=account, text="Plainte"
    )
    client.force_login(ines)

    page = client.get(reverse("listening:mention-detail", args=[mention.pk])).text
    note_mention(mention.pk, text="Vu par Clients", by=ines, at=NOON)
    with pytest.raises(RightMissingError):
        hide_mention(mention.pk, reason="", by=ines, at=NOON)

    assert "Add the note" in page
    assert "Set it aside" not in page
    assert "Plainte" in texts(karim)
    hide_mention(mention.pk, reason="", by=karim, at=NOON)
    assert Mention.objects.get().is_hidden


def test_who_created_a_topic_and_listens_there_no_more_reads_nothing_and_is_not_woken(
    client: Client, karim: Person, hugo: Person, energy: Unit
) -> None:
    topic = make_topic(unit=energy, owner=karim)
    make_mention(source=make_source(unit=energy, by=karim), topic=topic)
    spike = make_spike(topic=topic)
    make_team(hugo, unit=energy, duty="crisis")
    RoleGrant.objects.filter(person=karim).update(revoked_at=NOON)
    client.force_login(karim)

    wake(spike.pk, at=NOON)

    for name, key in (("topic-detail", topic.pk), ("spike-detail", spike.pk)):
        assert client.get(reverse(f"listening:{name}", args=[key])).status_code == 404
    assert texts(Person.objects.get(pk=karim.pk)) == set()
    assert {row.person_id for row in Notification.objects.all()} == {hugo.pk}


def test_a_topic_is_handed_over_to_somebody_who_listens_there(
    client: Client, karim: Person, hugo: Person, nina: Person, energy: Unit
) -> None:
    topic = make_topic(unit=energy, owner=karim)
    url = reverse("listening:topic-owner", args=[topic.pk])
    client.force_login(karim)

    wrong = client.post(url, {"person": nina.name})
    client.post(url, {"person": hugo.name})
    hand_over_topic(topic.pk, person_id=hugo.pk, by=karim, at=NOON)

    assert wrong.status_code == 422
    assert f"{nina.name} does not listen for" in wrong.text
    assert Topic.objects.get().owner == hugo
    (told,) = Notification.objects.filter(person=hugo)
    assert sentence(told.kind, told.facts) == (
        "Karim Benali gives you the topic “Our name”: you are told when it rises."
    )
    assert [one.verb for one in timeline("topic", topic.pk).events] == ["topic.handed_over"]


def test_who_is_woken_reads_the_alert_without_listening_for_the_unit(
    client: Client, karim: Person, nina: Person, energy: Unit, solar: Unit
) -> None:
    make_team(nina, unit=energy, duty="crisis")
    mention = make_mention(
        source=make_source(unit=energy, by=karim), topic=make_topic(unit=solar, owner=karim)
    )
    spike = make_spike(topic=Topic.objects.get(), examples=[str(mention.pk)])
    client.force_login(nina)

    page = client.get(reverse("listening:spike-detail", args=[spike.pk]))
    listed = client.get(reverse("listening:spike-list"))

    assert (page.status_code, listed.status_code) == (200, 200)
    assert "compteur (9)" in page.text
    assert mention.text not in page.text
    assert reverse("listening:topic-detail", args=[spike.topic_id]) not in page.text
    assert client.get(reverse("listening:telling")).status_code == 200
    assert client.get(LIST).status_code == 403


def test_a_unit_reads_what_its_own_files_and_feeds_brought(
    karim: Person, ines: Person, energy: Unit
) -> None:
    make_mention(source=make_source(unit=energy, by=karim, kind="file"), text="Importée")
    make_mention(source=make_source(unit=energy, by=karim, kind="jetstream"), text="Du réseau")

    assert texts(karim) == {"Importée"}
    assert texts(ines) == set()


def test_a_mention_is_given_to_somebody_who_can_read_it_and_is_told(
    client: Client, karim: Person, hugo: Person, nina: Person, energy: Unit
) -> None:
    mention = make_mention(
        source=make_source(unit=energy, by=karim), topic=make_topic(unit=energy, owner=karim)
    )
    url = reverse("listening:mention-assign", args=[mention.pk])
    client.force_login(karim)

    wrong = client.post(url, {"person": nina.name})
    client.post(url, {"person": hugo.name})
    assign_mention(mention.pk, person_id=karim.pk, by=karim, at=NOON)

    assert wrong.status_code == 422
    assert f"{nina.name} cannot read this mention" in wrong.text
    (told,) = Notification.objects.filter(kind="mention.assigned")
    assert (told.person, told.path) == (
        hugo,
        reverse("listening:mention-detail", args=[mention.pk]),
    )


def test_what_repeats_something_that_this_list_does_not_show_stands_by_itself(
    karim: Person, ines: Person, energy: Unit, care: Unit
) -> None:
    source = make_source(unit=energy, by=karim)
    ours, theirs = make_topic(unit=energy, owner=karim), make_topic(unit=care, owner=ines)
    first = make_mention(source=source, topic=ours, text="Lettre type")
    make_mention(source=source, topic=theirs, repeat_of=first, text="Lettre type à Clients")
    aside = make_mention(source=source, topic=ours, is_hidden=True, text="Mise de côté")
    make_mention(source=source, topic=ours, repeat_of=aside, text="Sa copie")
    make_mention(source=source, topic=ours, repeat_of=first, text="Repliée")

    assert texts(ines) == {"Lettre type à Clients"}
    assert texts(ines, Asked(topic=theirs)) == {"Lettre type à Clients"}
    assert texts(karim) == texts(karim, Asked(topic=ours)) == {"Lettre type", "Sa copie"}
    assert texts(karim, Asked(repeats=True)) == {"Lettre type", "Sa copie", "Repliée"}


def test_what_is_set_aside_does_not_stand_around_another(
    client: Client, karim: Person, energy: Unit
) -> None:
    source, topic = make_source(unit=energy, by=karim), make_topic(unit=energy, owner=karim)
    mention = make_mention(source=source, topic=topic, text="La racine")
    make_mention(source=source, topic=topic, root_key=mention.key, is_hidden=True, text="Injure")
    make_mention(source=source, topic=topic, repeat_of=mention, is_hidden=True, text="Copie sale")
    client.force_login(karim)

    page = client.get(reverse("listening:mention-detail", args=[mention.pk])).text

    assert "La racine" in page
    assert "Injure" not in page
    assert "Copie sale" not in page

"""The page of a delivery tells, in words, what happened and what was known at each moment."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from gouvernail.networks.contract import Absent, Unreadable
from gouvernail.people.models import Person, Unit
from gouvernail.practice.connector import PracticeConnector
from gouvernail.publishing.actions import resolve_delivery
from gouvernail.publishing.models import Delivery, Look
from gouvernail.publishing.queries import evidence_for, story_of
from gouvernail.publishing.queries.story import _BY_REASON, _BY_VERB
from gouvernail.publishing.tasks import sending as steps
from gouvernail.publishing.tasks import turn
from tests.make.publishing import make_delivery, make_practice_account, make_thread


@pytest.fixture
def delivery(energy: Unit, hugo: Person) -> Delivery:
    return make_delivery(make_practice_account(unit=energy, by=hugo), by=hugo)


@pytest.fixture
def lost(delivery: Delivery, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> Delivery:
    """Return a delivery that left, was never answered, and cannot be seen."""
    answers = iter([Unreadable(reason="timeout: 30 s")])

    def silent(*_given: object) -> None:
        raise ValueError("no answer")

    def look(*_given: object, **_more: object) -> Absent | Unreadable:
        return next(answers, Absent(conclusive=False))

    monkeypatch.setattr(steps, "_on_the_wire", silent)
    monkeypatch.setattr(PracticeConnector, "find", look)
    for seconds in range(0, 60 * 40, 30):
        turn(clock=lambda seconds=seconds: noon + timedelta(seconds=seconds))  # type: ignore[misc]  # bound now
    delivery.refresh_from_db()
    return delivery


def test_a_calm_publication_is_told_from_its_approval_to_its_reading(
    delivery: Delivery, noon: datetime
) -> None:
    for seconds in (0, 30):
        turn(clock=lambda seconds=seconds: noon + timedelta(seconds=seconds))  # type: ignore[misc]  # bound now
    delivery.refresh_from_db()

    with translation.override("en"):
        told = story_of(delivery)

    assert [one.event.verb for one in told if one.event] == [
        "delivery.queued",
        "delivery.claimed",
        "delivery.intended",
        "delivery.sent",
        "delivery.verified",
    ]
    assert "attempt 1" in told[1].sentence
    assert [one.known.partition(": ")[2] for one in told] == [
        "nothing had left.",
        "nothing had left.",
        "it may be online.",
        "it is online.",
        "it is online.",
    ]


def test_what_is_online_of_a_thread_is_never_said_not_to_have_left(
    energy: Unit, hugo: Person, noon: datetime
) -> None:
    account = make_practice_account(unit=energy, by=hugo)
    thread = make_thread(account, by=hugo, parts=("One.", "Two."))
    for seconds in (0, 1, 30):
        turn(clock=lambda seconds=seconds: noon + timedelta(seconds=seconds))  # type: ignore[misc]  # bound now
    thread.refresh_from_db()

    with translation.override("en"):
        known = [one.known.partition(": ")[2] for one in story_of(thread)]

    assert known == [
        "nothing had left.",
        "nothing had left.",
        "it may be online.",
        "it is online.",
        "the posts before it are online, this one is not.",
        "the posts before it are online; this one may be.",
        "it is online.",
        "it is online.",
    ]


def test_what_was_seen_is_kept_for_whoever_must_decide(lost: Delivery) -> None:
    found = evidence_for(lost)
    told = story_of(lost)

    assert lost.status == "needs_human"
    assert found.blind == 1
    assert found.empty == len(found.looks) - 1 >= 5
    assert found.looks[0].reason == "timeout: 30 s"
    assert (found.key, found.post_text) == (lost.intent_key, "Bonjour à tous.")
    assert [one.event is None for one in told].count(True) == Look.objects.count()
    assert told[-1].event is not None
    assert told[-1].event.verb == "delivery.needs_human"
    assert [one.at for one in told] == sorted(one.at for one in told)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "the network could not be read"), ("fr", "le réseau n’a pas pu être lu")],
)
def test_the_page_says_it_in_the_reader_s_language(
    client: Client, karim: Person, lost: Delivery, language: str, words: str
) -> None:
    Person.objects.filter(pk=karim.pk).update(language=language)
    karim.refresh_from_db()
    client.force_login(karim)

    page = client.get(reverse("publishing:delivery-detail", args=[lost.pk])).text

    assert words in page
    assert lost.request_sha256 in page


def test_every_verb_a_delivery_can_leave_has_its_own_words() -> None:
    told = {*_BY_VERB, *(verb for verb, _why in _BY_REASON)}
    silent = {"delivery.released", "delivery.resolved", "delivery.stale_write"}

    assert set(Delivery.ledger_verbs) - told <= silent


def test_what_a_person_gave_up_is_never_said_to_be_refused_or_not_to_have_left(
    client: Client, lost: Delivery, karim: Person, noon: datetime
) -> None:
    resolve_delivery(delivery_id=lost.pk, verdict="cancel", by=karim, at=noon + timedelta(hours=1))
    lost.refresh_from_db()
    client.force_login(karim)

    said = {}
    for language in ("en", "fr"):
        with translation.override(language):
            last = story_of(lost)[-1]
        Person.objects.filter(pk=karim.pk).update(language=language)
        page = client.get(reverse("publishing:delivery-detail", args=(lost.pk,)))
        said[language] = (last.sentence, last.known, page.content.decode())

    assert said["en"][:2] == (
        f"Given up by {karim.name}, who looked and did not find it.",
        "Known then: a person looked and did not find it.",
    )
    assert said["fr"][0] == f"Abandonnée par {karim.name}, qui a regardé sans la trouver."
    assert karim.name not in str(lost.explanation_facts)  # erased with the person, not kept here
    for _sentence, _known, shown in said.values():
        assert "refused it" not in shown
        assert "refusée" not in shown
    assert f"Given up by {karim.name}, who looked at the network" in said["en"][2]

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from gouvernail.foundation.actors import Actor, machine
from gouvernail.ledger import queries
from gouvernail.ledger.queries.marks import MARKS
from gouvernail.ledger.queries.sentences import SENTENCES, sentence
from gouvernail.people.models import Person, Unit
from gouvernail.web.icons import icon_names
from tests.make.ledger import NOON, make_entry

pytestmark = pytest.mark.django_db


def test_a_timeline_tells_what_happened_to_one_subject_newest_first(
    nordet: Unit, energy: Unit, claire: Person
) -> None:
    make_entry(nordet, "unit.created", actor=claire)
    make_entry(energy, "unit.created")
    make_entry(nordet, "unit.updated", actor=claire, at=NOON + timedelta(hours=1))

    events = queries.timeline("unit", nordet.pk).events

    assert [event.verb for event in events] == ["unit.updated", "unit.created"]
    assert [event.number for event in events] == [3, 1]
    assert events[0].actor == "Claire Morvan"
    assert events[0].sentence == "Unit updated"
    assert events[0].at == NOON + timedelta(hours=1)


def test_a_timeline_can_join_the_events_of_related_subjects(nordet: Unit, energy: Unit) -> None:
    make_entry(nordet, "unit.created")
    make_entry(energy, "unit.created")

    events = queries.timeline("unit", nordet.pk, also=[("unit", energy.pk)]).events

    assert [event.subject_id for event in events] == [str(energy.pk), str(nordet.pk)]


@pytest.mark.parametrize("entries", [1, 12])
def test_a_timeline_costs_two_queries_whatever_its_length(
    nordet: Unit, claire: Person, entries: int, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    for _ in range(entries):
        make_entry(nordet, "unit.updated", actor=claire)

    with django_assert_num_queries(2):  # type: ignore[operator]  # a fixture that is a function
        assert len(queries.timeline("unit", nordet.pk).events) == entries


def test_a_long_timeline_is_paged_by_key(nordet: Unit) -> None:
    for _ in range(5):
        make_entry(nordet, "unit.updated")

    first = queries.timeline("unit", nordet.pk, size=2)
    second = queries.timeline("unit", nordet.pk, size=2, cursor=first.next_cursor)
    back = queries.timeline("unit", nordet.pk, size=2, cursor=second.previous_cursor)

    assert [event.seq for event in first.events] == [4, 3]
    assert [event.seq for event in second.events] == [2, 1]
    assert back.events == first.events
    assert not first.previous_cursor


def test_whoever_acted_is_named(nordet: Unit, claire: Person, karim: Person) -> None:
    make_entry(nordet, "unit.updated", actor=machine("sender"))
    make_entry(nordet, "unit.updated", actor=Actor(kind="key", ref=str(claire.pk)))
    make_entry(nordet, "unit.updated", actor=karim, on_behalf=claire)
    make_entry(nordet, "unit.updated", actor=Actor(kind="person", ref="gone"))

    with translation.override("fr"):
        events = queries.timeline("unit", nordet.pk).events

    assert [event.actor for event in events] == [
        "Une personne qui n’est plus inscrite",
        "Karim Benali",
        "Claire Morvan, par clé d’API",
        "Envoi automatique",
    ]
    assert events[1].on_behalf == "Claire Morvan"


def test_the_whole_log_can_be_read_by_actor_and_verb(nordet: Unit, claire: Person) -> None:
    make_entry(nordet, "unit.created")
    make_entry(nordet, "unit.updated", actor=claire)

    assert len(queries.whole_timeline().events) == 2
    assert [e.seq for e in queries.whole_timeline(actor_ref=str(claire.pk)).events] == [1]
    assert [e.seq for e in queries.whole_timeline(verbs=["unit.created"]).events] == [0]


def test_every_declared_verb_has_a_sentence_and_no_sentence_is_left_over() -> None:
    assert set(SENTENCES) == set(queries.declared_verbs())


@pytest.mark.parametrize("mark", sorted(set(MARKS.values())))
def test_every_mark_is_an_icon_of_the_interface(mark: tuple[str, str]) -> None:
    assert mark[0] in icon_names()
    assert mark[1] in {"ok", "info", "warn", "stop", "idle"}


def test_a_sentence_names_choices_by_their_label() -> None:
    with translation.override("fr"):
        assert sentence("account.status_changed", "account", {"status": "active"}).startswith(
            "Changement d’état"
        )
    assert sentence("pack_version.adopted", "pack_version", {"number": 3}).startswith("Version 3")
    assert sentence("pack_version.adopted", "pack_version", {}) == "Version  of the rules in force"


def test_the_fragment_shows_each_event_with_its_proof(nordet: Unit, claire: Person) -> None:
    make_entry(nordet, "unit.created", actor=claire)
    timeline = queries.timeline("unit", nordet.pk)

    with translation.override("fr"):
        html = render_to_string(
            "ledger/_timeline.html", {"timeline": timeline}, RequestFactory().get("/")
        )

    assert "Unité créée" in html or "Unit created" in html
    assert "Claire Morvan" in html
    assert timeline.events[0].link in html
    assert "Preuve de l’entrée 1" in html


def test_an_empty_timeline_says_so() -> None:
    html = render_to_string(
        "ledger/_timeline.html",
        {"timeline": queries.timeline("unit", "none")},
        RequestFactory().get("/"),
    )

    assert "Nothing has been entered" in html

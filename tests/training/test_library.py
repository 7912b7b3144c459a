"""The library: each resource has an owner, who is reminded to look at it again."""

from datetime import timedelta

from django.test import Client

from gouvernail.foundation.clock import now, site_noon
from gouvernail.notifications.models import Notification
from gouvernail.people.models import Person, Unit
from gouvernail.training import actions
from gouvernail.training.actions.reminding import remind_of_resources
from gouvernail.training.models import Resource
from gouvernail.training.templatetags.training import lesson_html
from tests.make.training import make_resource


def told(person: Person) -> list[str]:
    rows = Notification.objects.filter(person=person, kind__startswith="training.resource")
    return list(rows.order_by("pk").values_list("kind", flat=True))


def test_its_owner_is_reminded_before_on_the_day_and_while_it_is_late_until_it_is_looked_at(
    client: Client, claire: Person, nordet: Unit, nina: Person
) -> None:
    resource = make_resource(by=claire, unit=nordet)
    on = site_noon(resource.review_on)

    for days in (-20, -14, -3, 0, 0, 1, 2, 7):
        remind_of_resources(at=on + timedelta(days=days))

    assert told(claire) == [
        *("training.resource_soon", "training.resource_soon", "training.resource_today"),
        *("training.resource_late", "training.resource_late"),
    ]
    Resource.objects.update(review_on=now().date() - timedelta(days=2))
    client.force_login(nina)
    assert "to be looked at again" in client.get("/resources/").text
    later = on + timedelta(days=90)
    actions.review_resource(resource.pk, review_on=later.date(), by=claire, at=on)
    assert remind_of_resources(at=on + timedelta(days=14)) == 0


def test_where_the_owner_has_left_whoever_keeps_training_there_is_reminded(
    claire: Person, nordet: Unit, hugo: Person
) -> None:
    resource = make_resource(by=claire, unit=nordet)
    Resource.objects.update(owner=hugo)
    Person.objects.filter(pk=hugo.pk).update(is_active=False)

    remind_of_resources(at=site_noon(resource.review_on))

    assert (told(hugo), told(claire)) == ([], ["training.resource_today"])


def test_tables_of_a_lesson_are_held_to_the_bound_of_clauses() -> None:
    wide = "|a" * 100 + "|\n" + "|-" * 100 + "|\n"
    honest = "# Titre\n\n| Jour | Qui |\n|---|---|\n" + "| 2026-01-01 | - |\n" * 200

    assert "<table" not in lesson_html((wide + "a\n" * 650 + "\n") * 10)
    assert "<h2>Titre</h2>" in lesson_html(honest)
    assert "<table" in lesson_html(honest)

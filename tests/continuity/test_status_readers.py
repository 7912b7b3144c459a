"""The status page sends each reader only where they can act, and names whom to call otherwise."""

from django.test import Client
from django.urls import reverse

from gouvernail.people.models import Person, Unit
from gouvernail.publishing.models import Delivery
from tests.make.publishing import make_delivery, make_practice_account


def test_who_cannot_settle_an_outcome_reads_whom_to_call(
    client: Client, claire: Person, yann: Person, karim: Person, hugo: Person, energy: Unit
) -> None:
    delivery = make_delivery(make_practice_account(unit=energy, by=hugo), by=hugo)
    Delivery.objects.filter(pk=delivery.pk).update(status="needs_human")

    items = {}
    for person in (claire, yann):
        client.force_login(person)
        status = client.get(reverse("continuity:status")).context["status"]
        [items[person.pk]] = [item for item in status.items if item.code == "needs_human"]

    assert items[claire.pk].page == "publishing:delivery-list"
    assert items[claire.pk].todo.startswith("Open Deliveries")
    assert items[yann.pk].page == ""
    assert items[yann.pk].todo.startswith("You cannot settle it yourself. Call: ")
    assert karim.name in items[yann.pk].todo

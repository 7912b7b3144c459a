"""Incidents stand over the plots of listening, for who may know about them."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from gouvernail.foundation import clock
from gouvernail.people.models import Person, Unit
from tests.make.crisis import make_incident
from tests.make.listening import make_topic


def test_an_incident_stands_over_the_plot_of_its_unit_as_long_as_it_lasts(
    client: Client, karim: Person, claire: Person, energy: Unit, nordet: Unit
) -> None:
    at = clock.now()
    begun = at - timedelta(days=2)
    make_incident(unit_id=energy.pk, by=claire, title="Panne du portail", at=begun)
    make_incident(unit_id=energy.pk, by=claire, title="Exercice", at=begun, is_drill=True)
    make_incident(unit_id=nordet.pk, by=claire, title="Ailleurs", at=begun)
    topic = make_topic(unit=energy, owner=karim)
    client.force_login(claire)

    page = client.get(reverse("listening:topic-detail", args=[topic.pk]), {"period": "week"})

    assert [step.marks for step in page.context["board"].steps] == [0, 0, 0, 0, 1, 1, 1]
    assert "Panne du portail" in page.text
    assert "Exercice" not in page.text
    assert "Ailleurs" not in page.text

"""The organisation's own choices."""

import pytest
from django.test import Client

from gouvernail.charter.models import Charter
from gouvernail.ledger.queries import whole_timeline
from gouvernail.people.models import Person

ANSWERS = {
    "name": "Groupe Nordet",
    "name_en": "Nordet Group",
    "country": "ca",
    "time_zone": "America/Toronto",
    "separation": "regulated",
    "second_factor": "optional",
}


def test_a_lead_changes_the_charter_and_the_change_of_separation_is_told(
    client: Client, claire: Person
) -> None:
    client.force_login(claire)

    client.post("/settings/", ANSWERS)

    charter = Charter.objects.get()
    assert (charter.country, charter.time_zone) == ("CA", "America/Toronto")
    assert charter.separation == "regulated"
    verbs = [event.verb for event in whole_timeline().events]
    assert verbs == ["charter.separation_changed", "charter.written"]


def test_the_three_settings_are_told_in_plain_words(client: Client, claire: Person) -> None:
    client.force_login(claire)

    text = client.get("/settings/").text

    assert "one person, with a reason" in text
    assert "the author and somebody else" in text


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        ({"name": " "}, "name"),
        ({"country": "1!"}, "country"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"separation": "none"}, "separation"),
        ({"second_factor": "maybe"}, "second_factor"),
    ],
)
def test_a_wrong_answer_is_refused_at_its_place(
    client: Client, claire: Person, answer: dict[str, str], field: str
) -> None:
    client.force_login(claire)

    response = client.post("/settings/", ANSWERS | answer)

    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert Charter.objects.get().separation == "standard"


def test_a_delegate_does_not_open_the_charter(client: Client, karim: Person) -> None:
    client.force_login(karim)

    assert client.get("/settings/").status_code == 403
    assert client.post("/settings/", ANSWERS).status_code == 403
    assert Charter.objects.get().separation == "standard"

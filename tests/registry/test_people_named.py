"""Who is meant when a name is typed: a list of names in a page is always cut somewhere."""

from django.test import Client

from gouvernail.people.models import Person, Unit
from gouvernail.registry.queries import nameable_people, whom_else
from tests.make.people import make_person
from tests.make.registry import make_account


def test_part_of_a_name_tells_whom_it_may_mean(
    client: Client, energy: Unit, claire: Person, karim: Person
) -> None:
    account = make_account(unit=energy)
    client.force_login(claire)

    meant = f"Do you mean {karim.name} ({karim.email})?"
    for text, said in ((karim.name[:4], meant), ("zzz", "Nobody has that name")):
        response = client.post(f"/accounts/{account.pk}/repair/backup/", {"backup": text})
        assert response.status_code == 422
        assert said in response.text


def test_a_name_is_found_without_its_accents_and_beside_a_wrong_e_mail(
    energy: Unit, claire: Person, karim: Person
) -> None:
    make_person(name="Élodie Vasseur", home_unit=energy)
    people = nameable_people(claire)

    for text in ("elodie", "élodie", "ELODIE vasseur", "Elodie Vasseur <elodi@nordet.example>"):
        assert whom_else(text, people).startswith("Do you mean Élodie Vasseur ("), text
    assert whom_else(f"<{karim.email}", people).startswith(f"Do you mean {karim.name} (")
    assert whom_else("elodie benali", people) == "Nobody has that name or e-mail."

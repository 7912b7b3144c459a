"""The same record open in two windows: the second to save overwrites nothing unseen."""

from typing import Any

from django.test import Client
from django.urls import reverse

from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from tests.make.registry import make_account


def answers_of(client: Client, account: Account) -> dict[str, Any]:
    """Return what the form of an account holds when it is opened."""
    form = client.get(reverse("registry:account-edit", args=[account.pk])).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return {name: "" if value in (None, []) else value for name, value in shown.items()}


def test_what_another_window_saved_is_shown_beside_and_not_overwritten(
    client: Client, claire: Person, energy: Unit
) -> None:
    client.force_login(claire)
    account = make_account(unit=energy, name="Nordet", notes="")
    address = reverse("registry:account-edit", args=[account.pk])
    first, second = answers_of(client, account), answers_of(client, account)

    client.post(address, first | {"name": "Nordet Énergie"})
    refused = client.post(address, second | {"notes": "Ouvert pour le salon."})

    account.refresh_from_db()
    assert (refused.status_code, account.name, account.notes) == (422, "Nordet Énergie", "")
    form = refused.context["form"]
    assert form.errors["name"] == ["In the record now: Nordet Énergie"]
    assert "Nothing was overwritten" in form.non_field_errors()[0]
    assert form["notes"].value() == "Ouvert pour le salon."


def test_saving_again_after_comparing_is_meant(
    client: Client, claire: Person, energy: Unit
) -> None:
    client.force_login(claire)
    account = make_account(unit=energy, name="Nordet")
    address = reverse("registry:account-edit", args=[account.pk])
    first, second = answers_of(client, account), answers_of(client, account)
    client.post(address, first | {"name": "Nordet Énergie"})
    refused = client.post(address, second | {"name": "Nordet Solaire"})

    sent = second | {
        "name": "Nordet Solaire",
        "seen_at": refused.context["form"]["seen_at"].value(),
    }
    answer = client.post(address, sent)

    account.refresh_from_db()
    assert (answer.status_code, account.name) == (302, "Nordet Solaire")


def test_saving_what_is_there_already_is_no_clash(
    client: Client, claire: Person, energy: Unit
) -> None:
    client.force_login(claire)
    account = make_account(unit=energy, name="Nordet")
    address = reverse("registry:account-edit", args=[account.pk])
    first, second = answers_of(client, account), answers_of(client, account)
    client.post(address, first | {"name": "Nordet Énergie"})

    assert client.post(address, second | {"name": "Nordet Énergie"}).status_code == 302

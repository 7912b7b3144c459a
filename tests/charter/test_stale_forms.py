"""Two people, or two windows, with one form of the charter: the later is told, nothing is lost."""

from typing import Any

import pytest
from django.test import Client

from gouvernail.charter.models import Charter, Risk, TeamModel
from gouvernail.people.models import Person, Unit
from tests.make.charter import make_risk


def form_of(client: Client, address: str) -> dict[str, Any]:
    """Return what a browser would send back of a form, unchanged."""
    form = client.get(address).context["form"]
    values = {bound.html_name: bound.value() for bound in form}
    return {name: "" if value is None else value for name, value in values.items()}


def test_a_line_changed_in_between_is_shown_beside_what_was_typed(
    client: Client, claire: Person, energy: Unit
) -> None:
    client.force_login(claire)
    risk = make_risk(by=claire, unit=energy, title="Leak")
    address = f"/charter/risks/{risk.pk}/"
    first, second = form_of(client, address), form_of(client, address)
    client.post(address, first | {"title": "Bigger leak", "likelihood": "5"})

    refused = client.post(address, second | {"title": "Small leak", "text": "Mine"})

    assert refused.status_code == 422
    assert Risk.objects.get().title == "Bigger leak"
    form = refused.context["form"]
    assert form["title"].value() == "Small leak"
    assert form["text"].value() == "Mine"
    assert form.errors["title"] == ["In the charter now: Bigger leak"]
    assert form.errors["likelihood"][0].startswith("In the charter now: 5")
    assert "impact" not in form.errors
    again = {bound.html_name: bound.value() for bound in form if bound.value() is not None}
    assert client.post(address, again).status_code == 302
    assert (Risk.objects.get().title, Risk.objects.get().likelihood) == ("Small leak", 3)


def test_the_same_answers_sent_twice_are_not_stale(
    client: Client, claire: Person, energy: Unit
) -> None:
    client.force_login(claire)
    address = f"/charter/risks/{make_risk(by=claire, unit=energy).pk}/"
    answers = form_of(client, address) | {"title": "Leak"}

    assert [client.post(address, answers).status_code for _ in range(2)] == [302, 302]


@pytest.mark.usefixtures("charter")
def test_the_frame_and_a_team_are_not_written_over_unseen(
    client: Client, claire: Person, energy: Unit
) -> None:
    client.force_login(claire)
    frame, team = "/charter/frame", f"/charter/teams/{energy.pk}/"
    chosen = {"communities": "common", "participation": "everybody"}
    seen = {address: form_of(client, address) for address in (frame, team)}
    assert client.post(frame, seen[frame] | chosen).status_code == 302
    assert client.post(team, seen[team] | {"model": "local"}).status_code == 302

    for address, answers in ((frame, chosen | {"participation": "named"}), (team, {"why": "Me"})):
        refused = client.post(address, seen[address] | answers | {"model": "mixed"})
        assert refused.status_code == 422
        assert "Nothing was overwritten" in refused.text
        assert "In the charter now" in refused.text
    assert (Charter.objects.get().participation, TeamModel.objects.get().model) == (
        *("everybody", "local"),
    )
